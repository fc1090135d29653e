"""What a file is, before it is imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from editor.jobs import Report, silent


def probe_file(path: Path, report: Report = silent) -> dict[str, Any]:
    """The facts that `wordtape probe` prints. Effective bandwidth is not measured yet and is None.

    Reads the whole file once, for its length and loudness. Raises `MediaError`.
    """
    from editor.media.decode import blocks
    from editor.media.probe import probe
    from editor.render.loudness import SILENT, LoudnessMeter

    info = probe(path)
    meter = LoudnessMeter(info.sample_rate_hz, info.channels)
    samples = 0
    for block in blocks(path, report):
        meter.feed(block)
        samples += len(block)
    loudness = meter.integrated()
    return {
        "sample_rate_hz": info.sample_rate_hz,
        "channels": info.channels,
        "duration_s": round(samples / info.sample_rate_hz, 6),
        "samples": samples,
        "codec": info.codec,
        "container": info.container,
        "effective_bandwidth_hz": None,
        "bandwidth_confidence": None,
        "loudness_lufs": None if loudness == SILENT else round(loudness, 2),
        "auto_enhance": False,
        "reason": "Effective bandwidth is not measured yet, so nothing is enhanced by itself.",
    }
