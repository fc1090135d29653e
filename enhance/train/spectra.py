"""Short-time spectra in torch, by the convention that `enhance.dsp` has in numpy."""

from __future__ import annotations

import torch
from torch import Tensor

from enhance.net.generator import BINS, FLOOR

WINDOW = 1024
HOP = 256


def stft(signal: Tensor, window: int = WINDOW, hop: int = HOP) -> Tensor:
    """(batch, samples) to complex (batch, bins, frames); periodic Hann, frame t centred on sample t * hop."""
    return torch.stft(
        signal,
        window,
        hop,
        window=torch.hann_window(window, device=signal.device),
        center=True,
        pad_mode="constant",
        return_complex=True,
    )


def istft(spectrum: Tensor, samples: int) -> Tensor:
    """The inverse of `stft` at the generator's window and hop."""
    window = torch.hann_window(WINDOW, device=spectrum.device)
    return torch.istft(spectrum, WINDOW, HOP, window=window, center=True, length=samples)


def features(signal: Tensor, cutoff_hz: Tensor, rate: int) -> tuple[Tensor, Tensor]:
    """What the generator is given of a signal (batch, samples): `spectrum` and `cutoff` of its `forward`.

    cutoff_hz: (batch,). rate: of the signal, Hz.
    """
    spectrum = stft(signal).transpose(1, 2)
    magnitude = (spectrum.real.square() + spectrum.imag.square()).sqrt()
    hz = torch.arange(BINS, device=signal.device) * (rate / WINDOW)
    below = (hz[None] <= cutoff_hz[:, None])[:, None]
    level = magnitude.clamp_min(1e-4).log().where(below, torch.tensor(FLOOR, device=signal.device))
    unit = torch.where(below, spectrum / magnitude.clamp_min(1e-9), torch.zeros_like(spectrum))
    cutoff = (cutoff_hz / (rate / 2))[:, None, None].expand(-1, spectrum.shape[1], 1)
    return torch.cat((level, unit.real, unit.imag), dim=-1), cutoff


def generated_signal(generated: Tensor, samples: int) -> Tensor:
    """The signal, (batch, samples), of a generator's output, (batch, frames, 2 * 513)."""
    real, imaginary = generated[..., :BINS], generated[..., BINS:]
    # The inverse ignores the imaginary parts of the first and the last bin; torch insists that they are 0.
    inner = torch.ones(BINS, device=generated.device)
    inner[0] = inner[-1] = 0.0
    return istft(torch.complex(real, imaginary * inner).transpose(1, 2), samples)


def spliced(signal: Tensor, generated: Tensor, cutoff_hz: Tensor, rate: int) -> Tensor:
    """The signal below the cut-off and the generated one above it, (batch, samples).

    The crossing is where `enhance.stream.crossing` has it, as steep, though of another shape.
    """
    samples = signal.shape[1]
    hz = torch.fft.rfftfreq(samples, 1 / rate).to(signal.device)
    margin = torch.clamp(cutoff_hz / 16, max=400.0)[:, None]
    across = ((hz[None] - (cutoff_hz[:, None] - margin)) / (0.75 * margin)).clamp(-1.0, 1.0)
    low = 0.5 - 0.5 * torch.sin(across * (torch.pi / 2))
    mixed = torch.fft.rfft(signal) * low + torch.fft.rfft(generated) * (1.0 - low)
    return torch.fft.irfft(mixed, samples)
