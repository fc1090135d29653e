"""The edge of a recording, from its curves: on one grid for every rate, and the same in numpy as in torch."""

from __future__ import annotations

import numpy as np
import pytest

from enhance.bandwidth import BandwidthProbe
from enhance.edge import edge_of, find_edge, likelihoods, weights
from enhance.edge_curves import CURVES, HERE, PLACES, curves, places_hz, top_of
from tests.helpers.narrowing import brickwall
from tests.helpers.talking import talking


def curves_of(sound, rate):
    probe = BandwidthProbe(rate, 1)
    probe.add(sound[:, None])
    hz, spectra = probe.spectra
    return curves(spectra, hz, rate / 2, len(sound) / rate)


@pytest.mark.parametrize("rate", [8000, 22_050, 48_000, 192_000])
def test_curves_are_on_one_grid_and_say_where_it_ends(rate):
    seen = curves_of(talking(1, rate), rate)
    assert seen.shape == (CURVES, PLACES)
    assert np.isfinite(seen).all()
    np.testing.assert_array_equal(seen[HERE] == 1, places_hz(rate / 2) < rate / 2)
    assert places_hz(rate / 2)[-1] < top_of(rate / 2)


def test_likelihoods_are_a_distribution_with_nothing_beyond_the_nyquist_frequency():
    likely = likelihoods(curves_of(talking(1, 16_000), 16_000), weights())
    assert likely.shape == (PLACES + 1,)
    assert likely.sum() == pytest.approx(1, abs=1e-5)
    assert likely[:-1][places_hz(8000) > 8000].sum() < 1e-6


def test_the_place_is_the_middle_of_the_likely_ones_beside_it():
    likely = np.zeros(PLACES + 1, np.float32)
    likely[[40, 41, 200, -1]] = 0.3, 0.3, 0.2, 0.2
    edge = edge_of(likely, 24_000)
    assert edge.hz == pytest.approx(places_hz(24_000)[[40, 41]].mean())
    assert edge.likely == pytest.approx(0.6)


def test_likelier_nowhere_than_somewhere_is_no_edge():
    likely = np.zeros(PLACES + 1, np.float32)
    likely[[40, -1]] = 0.4, 0.6
    assert edge_of(likely, 24_000).hz is None
    assert edge_of(likely, 24_000).likely == pytest.approx(0.6)


def test_a_level_does_not_move_the_edge():
    sound, rate, true = brickwall(talking(3), 48_000, 7000.0)
    for gain in (0.05, 1.0):
        probe = BandwidthProbe(rate, 1)
        probe.add(np.asarray(sound * gain, np.float32)[:, None])
        hz, spectra = probe.spectra
        assert find_edge(spectra, hz, 24_000, 3.0).hz == pytest.approx(true, rel=0.05)


def test_numpy_computes_what_torch_trained():
    torch = pytest.importorskip("torch")
    from enhance.net.edge import EdgeNetwork

    torch.manual_seed(3)
    network = EdgeNetwork(channels=12)
    seen = curves_of(talking(1, 22_050), 22_050)
    with torch.no_grad():
        wanted = torch.softmax(network(torch.from_numpy(seen)[None]), 1)[0].numpy()
    ours = likelihoods(seen, {name: value.numpy() for name, value in network.state_dict().items()})
    np.testing.assert_allclose(ours, wanted, atol=1e-5)
