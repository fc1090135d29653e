"""The discriminators: is this spectrogram of a recording, or of the generator?

Complex short-time spectra at several resolutions, as in the multi-resolution complex STFT discriminator of
EnCodec (Défossez et al., "High Fidelity Neural Audio Compression", 2022), with few channels, so that a laptop
can train with them. They look at spectra alone because a recording's empty bands must be hidden
from them (see `enhance.train.losses.usable`): with a waveform in hand they would teach the generator to leave
those bands empty, as they are in lossy recordings.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import weight_norm

RESOLUTIONS = (2048, 1024, 512)
"""Window lengths at 48 kHz, a quarter of each is the hop."""
_SLOPE = 0.1


class SpectrogramDiscriminator(nn.Module):
    """Convolutions over one spectrogram; a verdict for every patch of it."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        wide = 2 * channels

        def layer(
            before: int, after: int, kernel: tuple[int, int], stride: tuple[int, int] = (1, 1)
        ) -> nn.Module:
            padding = (kernel[0] // 2, kernel[1] // 2)
            normed: nn.Module = weight_norm(nn.Conv2d(before, after, kernel, stride, padding))
            return normed

        # (frequency, time): frequency is narrowed sixteenfold, time twofold.
        self.layers = nn.ModuleList(
            (
                layer(3, channels, (7, 5), (2, 1)),
                layer(channels, channels, (5, 3), (2, 2)),
                layer(channels, wide, (5, 3), (2, 1)),
                layer(wide, wide, (5, 3), (2, 1)),
                layer(wide, wide, (3, 3)),
            )
        )
        self.verdict = layer(wide, 1, (3, 3))

    def forward(self, spectrogram: Tensor) -> tuple[Tensor, list[Tensor]]:
        """(batch, 3, bins, frames) to verdicts, (batch, 1, bins', frames'), and what each layer saw."""
        x, seen = spectrogram.contiguous(memory_format=torch.channels_last), []
        for layer in self.layers:
            x = functional.leaky_relu(layer(x), _SLOPE)
            seen.append(x)
        return self.verdict(x), seen


class Discriminators(nn.Module):
    """One `SpectrogramDiscriminator` for each of `RESOLUTIONS`."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.each = nn.ModuleList(SpectrogramDiscriminator(channels) for _ in RESOLUTIONS)

    def forward(self, spectrograms: list[Tensor]) -> list[tuple[Tensor, list[Tensor]]]:
        """One spectrogram of each resolution, as `pictured` makes them, to each one's verdict."""
        return [judge(spectrogram) for judge, spectrogram in zip(self.each, spectrograms, strict=True)]


def pictured(spectrum: Tensor, usable: Tensor) -> Tensor:
    """What a discriminator sees of a complex spectrum (batch, bins, frames): (batch, 3, bins, frames).

    Real and imaginary part with the magnitude raised to 0.3, and its logarithm, so that hiss in a pause is
    seen as well as a vowel. Where `usable` (the same shape, 0 or 1) is 0, there is nothing.
    """
    power = spectrum.real.square() + spectrum.imag.square() + 1e-8
    squeezed = power.pow(-0.35)
    level = (power.log() + 9.0) * 0.1
    return torch.stack((spectrum.real * squeezed, spectrum.imag * squeezed, level), 1) * usable[:, None]
