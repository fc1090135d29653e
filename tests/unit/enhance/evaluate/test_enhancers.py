"""What stands in the table does what its row says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from enhance.evaluate.enhancers import model_enhancer, sinc
from enhance.evaluate.metrics import low_band_snr_db
from enhance.evaluate.replication import replicate
from tests.helpers.enhancing import a_model, enhanced


def noise(samples: int, level: float = 0.1) -> np.ndarray:
    return (level * np.random.default_rng(0).standard_normal(samples)).astype(np.float32)


def test_sinc_leaves_a_tone_as_it_is() -> None:
    def tone(rate: int) -> np.ndarray:
        return np.sin(2 * np.pi * 1000 * np.arange(rate) / rate).astype(np.float32)

    middle = slice(5000, 40_000)
    np.testing.assert_allclose(sinc(tone(16_000), 16_000, 48_000)[middle], tone(48_000)[middle], atol=1e-5)


@pytest.mark.parametrize(("rate_in", "rate_out"), [(8_000, 48_000), (22_050, 44_100), (24_000, 44_100)])
def test_replication_continues_noise_above_the_cutoff(rate_in: int, rate_out: int) -> None:
    """White noise comes back with its upper band at a level that falls, and its lower band as it was."""
    given = noise(2 * rate_in)
    up, made = sinc(given, rate_in, rate_out), replicate(given, rate_in, rate_out)
    assert made.shape == up.shape
    assert low_band_snr_db(up, made, rate_out, rate_in / 2) > 35
    spectrum = np.abs(np.fft.rfft(made)) ** 2
    hertz = np.fft.rfftfreq(len(made), 1 / rate_out)
    below = spectrum[(hertz > rate_in / 4) & (hertz < rate_in / 2 - 1000)].mean()
    above = spectrum[(hertz > rate_in / 2 + 500) & (hertz < rate_in / 2 + 2000)].mean()
    assert 0.1 < above / below < 1.1


def test_replication_of_silence_is_next_to_silence() -> None:
    made = replicate(np.zeros(16_000, np.float32), 16_000, 48_000)
    assert np.abs(made).max() < 0.5 / 32768


def test_replication_is_the_same_for_the_same_seed_alone() -> None:
    given = noise(8_000)
    again = [replicate(given, 8_000, 48_000, seed) for seed in (3, 3, 4)]
    np.testing.assert_array_equal(again[0], again[1])
    assert (again[0] != again[2]).any()


def test_a_model_is_used_as_the_product_uses_it(tmp_path: Path) -> None:
    model = a_model(tmp_path, noise_gain=1.0)
    given = noise(16_000)
    row = model_enhancer(model)
    assert (row.name, row.size_bytes, row.seeded) == (model.id, model.bytes, True)
    made = row.enhance(given, 16_000, 44_100, 7)
    np.testing.assert_array_equal(made, enhanced(given[:, None], 16_000, 44_100, model, seed=7)[:, 0])
