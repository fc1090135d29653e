"""The generator: a low-band spectrum in, a full-band spectrum out, a frame at a time with a little context.

One trunk of ConvNeXt blocks at the frame rate, as in Vocos (Siuzdak, "Vocos: Closing the gap between
time-domain and Fourier-based neural vocoders", ICLR 2024): no up- or down-sampling inside, so nothing that
could leave images, and few multiplications a second. Normalised over features only, never over time, so that
a frame depends on `context` frames on each side and on nothing else, and blocks equal the whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

BINS = 513
"""Frequencies of a 1024-point spectrum."""
FLOOR = math.log(1e-4)
"""The log magnitude that stands for nothing: about 5 dB below the rounding noise of 16-bit sound."""
KERNEL = 7
# Magnitudes above this (e^9 is a full-scale sine with 18 dB to spare) are no sound; it bounds the gradient.
_LOUDEST = 9.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What a generator is made of. dilations: one block each; noise: channels of noise a frame."""

    channels: int = 256
    dilations: tuple[int, ...] = (1, 2, 4, 1, 2, 4, 1, 1)
    expansion: int = 3
    noise: int = 16

    @property
    def context(self) -> int:
        """Frames on each side that a frame depends on."""
        return (KERNEL // 2) * sum(self.dilations)


class Block(nn.Module):
    """Depthwise convolution over time, then a two-layer network on each frame, added to what came in."""

    def __init__(self, channels: int, dilation: int, expansion: int) -> None:
        super().__init__()
        self.over_time = nn.Conv1d(
            channels,
            channels,
            KERNEL,
            padding=KERNEL // 2 * dilation,
            dilation=dilation,
            groups=channels,
        )
        self.norm = nn.LayerNorm(channels)
        self.widen = nn.Linear(channels, expansion * channels)
        self.narrow = nn.Linear(expansion * channels, channels)
        # Near zero at first, so that a deep trunk starts as the identity (CaiT, Touvron et al. 2021).
        self.scale = nn.Parameter(torch.full((channels,), 0.1))

    def forward(self, x: Tensor) -> Tensor:
        """(batch, frames, channels) to the same."""
        y = self.over_time(x.transpose(1, 2)).transpose(1, 2)
        y = self.narrow(functional.gelu(self.widen(self.norm(y))))
        added: Tensor = x + self.scale * y
        return added


class Generator(nn.Module):
    """Spectrum, cut-off and noise to the spectrum of the full band. See `Shape`."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Linear(3 * BINS + 1 + shape.noise, shape.channels)
        self.embed_norm = nn.LayerNorm(shape.channels)
        self.trunk = nn.Sequential(*(Block(shape.channels, d, shape.expansion) for d in shape.dilations))
        self.head_norm = nn.LayerNorm(shape.channels)
        self.head = nn.Linear(shape.channels, 3 * BINS)
        nn.init.normal_(self.head.weight, std=0.02)

    def forward(self, spectrum: Tensor, cutoff: Tensor, noise: Tensor) -> Tensor:
        """The generated spectrum, (batch, frames, 2 * 513): real and imaginary parts.

        spectrum: (batch, frames, 3 * 513), natural log of the magnitude, cosine and sine of the phase; above
        the cut-off `FLOOR`, 0, 0. cutoff: (batch, frames, 1), in half sampling rates. noise: (batch, frames,
        `shape.noise`), standard normal.
        """
        # To about unit scale: log magnitudes of speech lie between FLOOR and 5.
        level, phase = spectrum[..., :BINS], spectrum[..., BINS:]
        x = torch.cat(((level + 5.0) * 0.3, phase, cutoff * 2.0 - 1.0, noise), dim=-1)
        x = self.head_norm(self.trunk(self.embed_norm(self.embed(x))))
        level, real, imaginary = self.head(x).split(BINS, dim=-1)
        # `head` starts near zero, that is, at a quiet spectrum: e^-5.
        magnitude = torch.exp(torch.clamp(level * 4.0 - 5.0, max=_LOUDEST))
        unit = magnitude * torch.rsqrt(real * real + imaginary * imaginary + 1e-8)
        return torch.cat((unit * real, unit * imaginary), dim=-1)
