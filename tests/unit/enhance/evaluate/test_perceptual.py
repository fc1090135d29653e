"""ViSQOL where it is installed, and being without it."""

from __future__ import annotations

import importlib.util
import math
import sys

import numpy as np
import pytest

from enhance.evaluate import perceptual


def test_without_the_package_there_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "visqol", None)
    assert perceptual.visqol() is None


@pytest.mark.skipif(importlib.util.find_spec("visqol") is None, reason="visqol-python is not installed")
def test_what_is_identical_is_better_than_what_is_narrow() -> None:
    quality = perceptual.visqol()
    assert quality is not None
    sound = (0.1 * np.random.default_rng(0).standard_normal(48_000 * 2)).astype(np.float32)
    found = np.fft.rfft(sound)
    found[len(found) // 3 :] = 0
    narrow = np.fft.irfft(found, len(sound)).astype(np.float32)
    assert quality(sound, sound, 48_000) > quality(sound, narrow, 48_000) + 0.5
    assert math.isnan(quality(sound[:24_000], sound[:24_000], 48_000))
