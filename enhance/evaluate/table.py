"""An evaluation as a table for people, as JSON, and as the figures that a model's entry keeps."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from enhance.evaluate.metrics import BAND_EDGES_HZ
from enhance.evaluate.protocol import Evaluation, Row, Scores

# Title, figure, form.
_COLUMNS: tuple[tuple[str, Callable[[Row], float], str], ...] = (
    ("LSD", lambda r: r.mean.distances.lsd, ".3f"),
    ("above", lambda r: r.mean.distances.high, ".3f"),
    ("below", lambda r: r.mean.distances.low, ".3f"),
    ("active", lambda r: r.mean.distances.active, ".3f"),
    ("quiet", lambda r: r.mean.distances.quiet, ".3f"),
    ("ViSQOL", lambda r: r.mean.visqol, ".2f"),
    ("low SNR", lambda r: r.mean.low_band_snr_db, ".0f"),
    ("pauses", lambda r: r.mean.artefacts.pause_step_db - r.mean.artefacts.pause_step_reference_db, "+.1f"),
    ("seam", lambda r: r.mean.artefacts.seam_step_db, "+.1f"),
    ("image", lambda r: r.mean.artefacts.image_db - r.mean.artefacts.image_reference_db, "+.1f"),
    ("x real", lambda r: r.speed.realtime_factor, ".3f"),
)
LEGEND = (
    "LSD in units of 10 dB: all, above and below the cut-off, and all of it in active and in quiet frames. "
    "low SNR: what was given, kept, in dB. Against the reference, in dB: the noise floor's step across the "
    "cut-off in pauses, the long-term spectrum's step in speech, and the share of images of the low band. "
    "x real: seconds of work for a second of sound."
)


def table(evaluation: Evaluation) -> str:
    """All rows under their conditions, what the columns are, and the recordings left out with the reason."""
    names = max((len(row.name) for row in evaluation.rows), default=0)
    names = max(names, 12)
    widths = [max(len(title), 7) for title, _, _ in _COLUMNS]
    lines: list[str] = []
    before = None
    for row in sorted(evaluation.rows, key=lambda r: (r.condition.rate_out, r.condition.rate_in)):
        if row.condition != before:
            before = row.condition
            titles = (title.rjust(width) for (title, _, _), width in zip(_COLUMNS, widths, strict=True))
            lines += ["", f"{row.condition!s:{names}} {' '.join(titles)}       MB"]
        figures = (
            _figure(read(row), form).rjust(width)
            for (_, read, form), width in zip(_COLUMNS, widths, strict=True)
        )
        size = f"{row.size_bytes / 1e6:8.1f}" if row.size_bytes else "       -"
        lines.append(f"{row.name:{names}} {' '.join(figures)} {size}")
    lines += ["", f"Means over {len(evaluation.recordings)} recordings. {LEGEND}"]
    lines += [f"Left out: {out.name}: {out.reason}" for out in evaluation.left_out]
    return "\n".join(lines[1:])


def _figure(value: float, form: str) -> str:
    return "-" if math.isnan(value) else format(value, form)


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The whole evaluation as JSON values; what was not measured is None."""
    return {
        "bands_hz": list(BAND_EDGES_HZ),
        "recordings": list(evaluation.recordings),
        "left_out": [asdict(out) for out in evaluation.left_out],
        "rows": [
            {
                "rate_in": row.condition.rate_in,
                "rate_out": row.condition.rate_out,
                "name": row.name,
                "bytes": row.size_bytes,
                **asdict(row.speed),
                "mean": _plain(row.mean),
                "each": {name: _plain(scores) for name, scores in row.each.items()},
            }
            for row in evaluation.rows
        ],
    }


def _plain(scores: Scores) -> dict[str, Any]:
    found = asdict(scores)
    flat = {**found.pop("distances"), **found.pop("artefacts"), **found}
    return {name: _number(value) for name, value in flat.items()}


def _number(value: float | tuple[float, ...]) -> float | list[float | None] | None:
    if isinstance(value, tuple):
        return [None if math.isnan(one) else round(one, 4) for one in value]
    return None if math.isnan(value) else round(value, 4)


def metrics_of(evaluation: Evaluation, name: str) -> dict[str, dict[str, float]]:
    """What the registry keeps of the model `name`: by input and output rate ("16000->48000"), the means."""
    return {
        f"{row.condition.rate_in}->{row.condition.rate_out}": _kept(row, len(row.each))
        for row in evaluation.rows
        if row.name == name
    }


def _kept(row: Row, recordings: int) -> dict[str, float]:
    s = row.mean
    figures = {
        "lsd": s.distances.lsd,
        "lsd_high": s.distances.high,
        "lsd_active": s.distances.active,
        "lsd_quiet": s.distances.quiet,
        "visqol": s.visqol,
        "low_band_snr_db": s.low_band_snr_db,
        "realtime_factor": row.speed.realtime_factor,
        "recordings": float(recordings),
    }
    return {what: round(value, 4) for what, value in figures.items() if not math.isnan(value)}
