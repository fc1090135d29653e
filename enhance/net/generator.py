"""The generator: a low-band spectrum in, a full-band spectrum out, a frame at a time with a little context.

One trunk of ConvNeXt blocks at the frame rate, as in Vocos (Siuzdak, "Vocos: Closing the gap between
time-domain and Fourier-based neural vocoders", ICLR 2024): no up- or down-sampling inside, so nothing that
could leave images, and few multiplications a second. Normalised over features only, never over time, so that
a frame depends on `context` frames on each side and on nothing else, and blocks equal the whole.

The trunk says how loud every bin is; what fills it is the voice's own fine structure, copied up from below
the cut-off and flattened (`Excitation`), mixed with noise. A trunk that had to make up phases too found that
log-spectral distance is least for spectra without any fine structure: clicks at the frame rate.
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
# What the head's levels are in: 1 is so many of the natural logarithm.
_NEPERS = 4.0
# Bins on each side over which the level of a bin is taken when the voice is flattened.
_AROUND = 6


@dataclass(frozen=True, slots=True)
class Shape:
    """What a generator is made of. dilations: one block each; noise: channels of noise a frame."""

    channels: int = 256
    dilations: tuple[int, ...] = (1, 2, 4, 1, 2, 4, 1, 1)
    expansion: int = 3
    noise: int = 64

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


class Excitation(nn.Module):
    """What fills the band above the cut-off, at about equal power everywhere: a copy of the voice, and noise.

    The copy is moved up in whole steps of half the band that there is, as in spectral band replication (Dietz
    et al., 2002), by a multiple of four bins: with a hop of a quarter of the window that is a modulation of
    the sound, and phases go on from frame to frame. It keeps the rhythm of the glottis and the grain of
    sibilants. Flattened: divided by the local level, so that the trunk alone says how loud it is.
    """

    bins: Tensor

    def __init__(self, noise: int) -> None:
        super().__init__()
        # Noise for every bin out of the little that a frame is given: random directions, always the same.
        self.spread = nn.Linear(noise, 2 * BINS, bias=False)
        draw = torch.Generator().manual_seed(0)
        nn.init.normal_(self.spread.weight, std=(2 * noise) ** -0.5, generator=draw)
        self.spread.requires_grad_(False)
        self.register_buffer("bins", torch.arange(BINS, dtype=torch.float32), persistent=False)

    def forward(
        self, spectrum: Tensor, cutoff: Tensor, noise: Tensor, share: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Real and imaginary parts, each (batch, frames, 513). share: of the copy, the same shape, 0 to 1."""
        level = spectrum[..., :BINS]
        cosine, sine = spectrum[..., BINS : 2 * BINS], spectrum[..., 2 * BINS :]
        power = torch.exp(2.0 * level)
        local = functional.avg_pool1d(power, 2 * _AROUND + 1, 1, _AROUND)
        flat = torch.sqrt(power / local)
        # The last bins under the cut-off are a filter's slope.
        top = torch.floor(cutoff * (BINS - 1)) - 8.0
        step = torch.clamp(4.0 * torch.floor(top / 8.0), min=4.0)
        above = self.bins - top
        copied = above - step * torch.floor(above / step) + top - step
        source = torch.where(above < 0.0, self.bins, copied).clamp(0.0, BINS - 1.0).long()
        real = torch.gather(flat * cosine, 2, source)
        imaginary = torch.gather(flat * sine, 2, source)
        made = self.spread(noise)
        rest = torch.sqrt(1.0 - share * share)
        return share * real + rest * made[..., :BINS], share * imaginary + rest * made[..., BINS:]


class Generator(nn.Module):
    """Spectrum, cut-off and noise to the spectrum of the full band. See `Shape`."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Linear(3 * BINS + 1 + shape.noise, shape.channels)
        self.embed_norm = nn.LayerNorm(shape.channels)
        self.trunk = nn.Sequential(*(Block(shape.channels, d, shape.expansion) for d in shape.dilations))
        self.head_norm = nn.LayerNorm(shape.channels)
        self.head = nn.Linear(shape.channels, 2 * BINS)
        nn.init.normal_(self.head.weight, std=0.02)
        self.excitation = Excitation(shape.noise)

    def forward(self, spectrum: Tensor, cutoff: Tensor, noise: Tensor) -> Tensor:
        """The generated spectrum, (batch, frames, 2 * 513): real and imaginary parts.

        spectrum: (batch, frames, 3 * 513), natural log of the magnitude, cosine and sine of the phase; above
        the cut-off `FLOOR`, 0, 0. cutoff: (batch, frames, 1), in half sampling rates. noise: (batch, frames,
        `shape.noise`), standard normal.
        """
        # To about unit scale: log magnitudes of speech lie between FLOOR and 5.
        level, phase = spectrum[..., :BINS], spectrum[..., BINS:]
        x = torch.cat(((level + 5.0) * 0.3, phase, cutoff * 2.0 - 1.0, noise), dim=-1)
        x = self.head(self.head_norm(self.trunk(self.embed_norm(self.embed(x)))))
        # `head` starts near zero, that is, at a quiet spectrum (e^-5), half copy and half noise.
        magnitude = torch.exp(torch.clamp(x[..., :BINS] * _NEPERS - 5.0, max=_LOUDEST))
        share = torch.sigmoid(4.0 * x[..., BINS:]) * 0.999
        real, imaginary = self.excitation(spectrum, cutoff, noise, share)
        return torch.cat((magnitude * real, magnitude * imaginary), dim=-1)

    def raise_level(self, by_db: float, start: float, stop: float) -> None:
        """From now on, make what is generated above `stop` louder by so many dB, and nothing below `start`.

        Both are in half sampling rates. Between them it is as much of it as one has come to the other.
        """
        part = ((torch.linspace(0.0, 1.0, BINS) - start) / (stop - start)).clamp(0.0, 1.0)
        with torch.no_grad():
            self.head.bias[:BINS] += part.to(self.head.bias) * (by_db * math.log(10.0) / 20.0 / _NEPERS)
