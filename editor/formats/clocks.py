"""Times as caption formats write them: hours, minutes, seconds and thousandths."""

from __future__ import annotations

from editor.model.time import Samples, rescale


def thousandths_text(samples: Samples, rate: int, mark: str) -> str:
    """`01:02:03.456`, to the nearest thousandth; `mark` stands before the thousandths."""
    seconds, thousandths = divmod(rescale(samples, rate, 1000), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{mark}{thousandths:03d}"
