"""The enhancement engine on small models, for its tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from enhance.card import Model, make_card
from enhance.runtime import enhance_blocks
from tests.helpers.making_models import model_bytes, save


def a_model(folder: Path, *, band: tuple[float, float] = (1000.0, 22000.0), **settings: Any) -> Model:
    """A small model on disk, as `tests.helpers.making_models.model_bytes` makes it with these settings."""
    about = {key: settings[key] for key in ("rate", "window", "context", "noise_channels") if key in settings}
    if "window" in about:
        about["hop"] = about["window"] // 4
    path, said = save(folder, model_bytes(**settings), input_bandwidth_hz=list(band), **about)
    return Model(**vars(make_card(said)), path=path, shipped=False)


def in_blocks(sound: np.ndarray, sizes: Iterable[int]) -> Iterator[np.ndarray]:
    """`sound` of shape (n, channels) cut into blocks of these sizes, again and again."""
    sizes = tuple(sizes)
    at = turn = 0
    while at < len(sound):
        yield sound[at : at + sizes[turn % len(sizes)]]
        at += sizes[turn % len(sizes)]
        turn += 1


def enhanced(
    sound: np.ndarray,
    rate_in: int,
    rate_out: int,
    model: Model,
    *,
    sizes: Iterable[int] = (10**9,),
    **more: Any,
) -> np.ndarray:
    """All of `sound`, (n, channels), through the engine; the cut-off is half the rate, at most 8 kHz."""
    more.setdefault("cutoff_hz", min(rate_in / 2, 8000.0 if rate_in > 40_000 else 1e9))
    made = enhance_blocks(
        in_blocks(sound, sizes), rate_in=rate_in, rate_out=rate_out, model=model, threads=1, **more
    )
    return np.concatenate([sound[:0], *made])
