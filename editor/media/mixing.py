"""Many channels to two, by where their loudspeakers stand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_HALF = 0.7071067811865476
# Share of a channel in (left, right), after ITU-R BS.775: centre and surrounds at -3 dB, no low-
# frequency effects.
_SHARES: dict[str, tuple[float, float]] = {
    "FL": (1.0, 0.0),
    "FR": (0.0, 1.0),
    "FC": (_HALF, _HALF),
    "LFE": (0.0, 0.0),
    "LFE2": (0.0, 0.0),
    "BL": (_HALF, 0.0),
    "BR": (0.0, _HALF),
    "SL": (_HALF, 0.0),
    "SR": (0.0, _HALF),
    "FLC": (1.0, 0.0),
    "FRC": (0.0, 1.0),
    "BC": (0.5, 0.5),
    "WL": (_HALF, 0.0),
    "WR": (0.0, _HALF),
    "DL": (1.0, 0.0),
    "DR": (0.0, 1.0),
}


def stereo_shares(layout: tuple[str, ...]) -> NDArray[np.float32]:
    """What makes stereo of channels of these names, of shape (channels, 2): `block @ stereo_shares(...)`.

    Scaled so that nothing that fits full scale leaves it. Channels of unknown place, as those of a field
    recorder are, go to both sides alike.
    """
    shares = np.array([_SHARES.get(name, (_HALF, _HALF)) for name in layout])
    if not shares.any():
        shares[:] = _HALF
    scaled: NDArray[np.float32] = (shares / shares.sum(axis=0).max()).astype(np.float32)
    return scaled
