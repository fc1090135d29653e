"""How much of what can be generated a recording needs to have the quality that is asked for."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.jobs import Report

if TYPE_CHECKING:
    from enhance.registry import Model


@dataclass(frozen=True, slots=True)
class Found:
    """What was found by going up in steps (`enhance.quality`); all qualities are estimates, 0 to 1.

    before: of the recording as it is. steps: (strength, quality) of each that was tried, in order. strength,
    after: of the one that was chosen; strength 0 where the recording is best as it is. passed: whether
    `asked` was reached.
    """

    asked: float
    before: float
    after: float
    strength: float
    steps: tuple[tuple[float, float], ...]
    passed: bool

    @property
    def sentence(self) -> str:
        """What came of it."""
        if not self.strength:
            why = "as was asked" if self.passed else "and generating does not raise it"
            return f"Its quality is estimated at {self.before:.2f} as it is, {why}: nothing was generated."
        return f"Its estimated quality rose from {self.before:.2f} to {self.after:.2f}."


def find_strength(
    path: Path,
    *,
    model: Model,
    ends_hz: float,
    rate: int,
    most: float,
    seed: int,
    threads: int | None,
    asked: float,
    report: Report,
) -> Found:
    """The least strength, in quarters of `most`, with which the recording at `path` has the quality `asked`.

    Where none has, the one after which nothing is gained. The recording is read and enhanced once, in flat
    memory, and nothing is written. The others as of `enhance.runtime.enhance_blocks`. Raises EnhanceError,
    `Refusal`, and what `report` raises.
    """
    from editor.media.decode import blocks
    from enhance.recipes import least_enough, qualities
    from enhance.runtime import enhance_blocks

    with closing(blocks(path, report)) as sound, closing(blocks(path)) as again:
        plain, enhanced = (
            enhance_blocks(
                read,
                rate_in=sound.rate,
                rate_out=rate,
                model=model,
                cutoff_hz=min(ends_hz, sound.rate / 2),
                strength=strength,
                seed=seed,
                threads=threads,
            )
            for read, strength in ((again, 0.0), (sound, most))
        )
        with closing(plain), closing(enhanced):
            found = least_enough(qualities(plain, enhanced, rate, ends_hz), asked)
    return Found(
        asked,
        found.taken[0].quality,
        found.chosen.quality,
        most * found.chosen.share,
        tuple((most * step.share, step.quality) for step in found.taken[1:]),
        found.passed,
    )
