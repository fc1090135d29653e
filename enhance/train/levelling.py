"""The last step of a training: how loud all that is generated should be.

Distances of logarithms have their optimum at the middle of what is likely. Where a frame cannot be known
(does a sibilant go on above the cut-off of a telephone?), the middle is far below the mean energy, and voices
that a model never heard may be brighter than those that it was trained on. Both leave a step in the long-term
spectrum at the cut-off. So it is measured on voices that were not trained on, and made up for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from enhance.errors import EnhanceError
from enhance.net.generator import BINS, Generator
from enhance.train.corpus import read_recording, recordings_under
from enhance.train.spectra import WINDOW, features, generated_signal, spliced, stft

# Inputs that end here, as parts of half the sampling rate: 8 and 12 kHz of 24.
_CUTOFFS = (1 / 3, 1 / 2)
# Nothing is made louder below the first, everything above the second. The band just above a telephone's is
# where consonants are told apart: for each dB more of it, recognisers got 0.3 to 0.8 % more words wrong.
_START, _STOP = 1 / 4, 1 / 3
# The band above the cut-off in which energies are compared, clear of the crossing.
_FROM_HZ, _TO_HZ = 500.0, 2500.0
# Frames this far under the loud ones (their 95th percentile) are pauses, where the floor is right already.
_ACTIVE = 1e-4
_MOST_DB = 4.0
_LONGEST_S = 20


def level(generator: Generator, folder: Path, rate: int) -> float:
    """Make `generator` louder up high by what it lacks on the voices in `folder`; by how many dB.

    rate: of what it makes, in Hz. Raises EnhanceError where no recording reaches beyond the cut-offs.
    """
    by_db = min(max(missing_db(generator, folder, rate), 0.0), _MOST_DB)
    generator.raise_level(by_db, _START, _STOP)
    return by_db


def missing_db(generator: Generator, folder: Path, rate: int) -> float:
    """How much energy is missing just above the cut-off, in dB: the mean over recordings and cut-offs.

    Raises EnhanceError as `level` does.
    """
    generator.cpu().eval()
    found: list[float] = []
    for sound, bandwidth_hz in _recordings(folder, rate):
        for part in _CUTOFFS:
            cutoff_hz = part * rate / 2
            if bandwidth_hz >= cutoff_hz + _TO_HZ:
                found.append(-_step_db(generator, sound, cutoff_hz, rate))
    if not found:
        raise EnhanceError(f"No recording in “{folder.name}” reaches high enough to be levelled with.")
    return sum(found) / len(found)


def _recordings(folder: Path, rate: int) -> Iterator[tuple[Tensor, float]]:
    """Sounds (1, samples), and up to where they reach. Noise and music say nothing about voices."""
    for path in recordings_under(folder):
        if {"noise", "music"} & set(path.relative_to(folder).parts):
            continue
        sound, bandwidth_hz = read_recording(path, {}, rate)
        if len(sound) > 2 * WINDOW:
            sound = sound[: _LONGEST_S * rate] * np.float32(0.5 / max(float(np.abs(sound).max()), 1e-5))
            yield torch.from_numpy(sound)[None], bandwidth_hz


def _step_db(generator: Generator, sound: Tensor, cutoff_hz: float, rate: int) -> float:
    """The energy made above the cut-off against the recording's, in its active frames."""
    hz = torch.fft.rfftfreq(sound.shape[1], 1 / rate)
    narrow = torch.fft.irfft(torch.fft.rfft(sound) * (hz < cutoff_hz), sound.shape[1])
    cutoff = torch.tensor([cutoff_hz])
    with torch.no_grad():
        spectrum, cutoffs = features(narrow, cutoff, rate)
        noise = torch.randn(
            1, spectrum.shape[1], generator.shape.noise, generator=torch.Generator().manual_seed(0)
        )
        made = generated_signal(generator(spectrum, cutoffs, noise), sound.shape[1])
        wanted, got = (stft(one).abs().square()[0] for one in (sound, spliced(narrow, made, cutoff, rate)))
    energy = wanted.sum(0)
    active = energy > _ACTIVE * energy.quantile(0.95)
    at = torch.linspace(0.0, rate / 2, BINS)
    band = (at >= cutoff_hz + _FROM_HZ) & (at < cutoff_hz + _TO_HZ)
    return float(10.0 * (got[band][:, active].mean() / wanted[band][:, active].mean()).log10())
