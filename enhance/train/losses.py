"""How far a generated signal is from the recorded one, where the recorded one can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from enhance.net.discriminators import RESOLUTIONS
from enhance.train.spectra import stft

# Power below which two spectra count as the same: about the rounding of 16-bit sound.
_LEAST = 1e-8
# How much of the band below its end tells whether there is speech that is missing above.
_TOP = 1 / 6
# Bins from one band of local energy to the next.
_BAND = 6


@dataclass(frozen=True, slots=True)
class Reference:
    """A batch of recorded spectra, one for each of `RESOLUTIONS`: (batch, bins, frames) each.

    usable: 1 where the recording can be believed, else 0; (batch, bins, frames) each.
    """

    spectra: tuple[Tensor, ...]
    usable: tuple[Tensor, ...]


def reference(target: Tensor, speech: Tensor, floor: Tensor, bandwidth: Tensor) -> Reference:
    """Spectra of a batch of targets, (batch, samples), and where they are usable.

    bandwidth: (batch,), in half sampling rates.
    """
    spectra = tuple(stft(target, window, window // 4) for window in RESOLUTIONS)
    return Reference(spectra, usable(speech, floor, bandwidth, spectra))


def usable(
    speech: Tensor, floor: Tensor, bandwidth: Tensor, spectra: tuple[Tensor, ...]
) -> tuple[Tensor, ...]:
    """A mask for each of `spectra`: 0 above the bandwidth while there is speech to be missed there.

    In pauses the floor is all there is at any frequency, so there the whole band is to be believed.
    """
    voice, under = _power(stft(speech)), _power(stft(floor))
    at = torch.linspace(0.0, 1.0, voice.shape[1], device=speech.device)[None]
    top = ((at < bandwidth[:, None]) & (at > bandwidth[:, None] - _TOP)).float()[:, None]
    # Some frames on either side hear the speech too.
    voiced = functional.max_pool1d(top @ voice, 9, 1, 4)
    pause = (voiced < 0.2 * (top @ under)).float()
    masks = []
    for spectrum in spectra:
        bins, frames = spectrum.shape[1:]
        at = torch.linspace(0.0, 1.0, bins, device=speech.device)[None]
        below = (at < bandwidth[:, None]).float()[..., None]
        masks.append(torch.maximum(below, functional.interpolate(pause, frames)))
    return tuple(masks)


def spectral(generated: list[Tensor], recorded: Reference) -> Tensor:
    """The mean over `RESOLUTIONS` of log-spectral distance and distance of local energies, in bels.

    The first is the measure that models are judged by, and has its optimum at the mean *logarithm*: noise
    generated so is too faint by 2.5 dB. The second, on power smoothed over neighbouring bins and frames,
    holds the energy where it belongs.
    """
    total = generated[0].real.new_zeros(())
    for spectrum, wanted, mask in zip(generated, recorded.spectra, recorded.usable, strict=True):
        power, target = _power(spectrum), _power(wanted)
        apart = (power.clamp_min(_LEAST).log10() - target.clamp_min(_LEAST).log10()).square() * mask
        distance = (apart.sum(1) / mask.sum(1).clamp_min(1.0) + 1e-6).sqrt().mean()
        bands = _bands(power.shape[1], power.device)
        local = (_around(bands @ power).log10() - _around(bands @ target).log10()).abs()
        heard = (bands @ mask)[..., 1:-1] > 0.999
        total = total + distance + 0.7 * (local * heard).sum() / heard.sum().clamp_min(1)
    return total / len(generated)


def _power(spectrum: Tensor) -> Tensor:
    return spectrum.real.square() + spectrum.imag.square()


def _around(energy: Tensor) -> Tensor:
    """The mean over three frames, never less than `_LEAST`."""
    return (energy[..., :-2] + energy[..., 1:-1] + energy[..., 2:]) / 3 + _LEAST


@cache
def _bands(bins: int, device: torch.device) -> Tensor:
    """(bands, bins): triangles over 2 * `_BAND` bins, each half over the next; each row sums to 1."""
    centres = torch.arange(0, bins, _BAND, device=device)
    apart = (torch.arange(bins, device=device)[None] - centres[:, None]).abs()
    rows = (1.0 - apart / _BAND).clamp_min(0.0)
    return rows / rows.sum(1, keepdim=True)


def deceiving(verdicts: list[tuple[Tensor, list[Tensor]]]) -> Tensor:
    """The generator's part of the game: hinge loss (Lim and Ye, "Geometric GAN", 2017)."""
    return torch.stack([-verdict.mean() for verdict, _ in verdicts]).mean()


def telling_apart(real: list[tuple[Tensor, list[Tensor]]], made: list[tuple[Tensor, list[Tensor]]]) -> Tensor:
    """The discriminators' part of the game."""
    return torch.stack(
        [
            functional.relu(1.0 - true).mean() + functional.relu(1.0 + false).mean()
            for (true, _), (false, _) in zip(real, made, strict=True)
        ]
    ).mean()


def feature_matching(
    real: list[tuple[Tensor, list[Tensor]]], made: list[tuple[Tensor, list[Tensor]]]
) -> Tensor:
    """How differently the discriminators see the two (Larsen et al. 2016), relative to what they see."""
    apart = [
        (a.detach() - b).abs().mean() / a.detach().abs().mean().clamp_min(1e-4)
        for (_, seen), (_, also) in zip(real, made, strict=True)
        for a, b in zip(seen, also, strict=True)
    ]
    return torch.stack(apart).mean()
