"""Listening to the recordings of one source, one after another, with one progress."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from editor.app.watching import Watcher
from editor.jobs import Report, part

if TYPE_CHECKING:
    from editor.app.importing import Listening
    from editor.speech.words import Speech


class Ears:
    """Listens to the recordings of a source one after another. lengths: in any unit, for the progress."""

    def __init__(
        self, lengths: Sequence[float], listening: Listening, watcher: Watcher, report: Report
    ) -> None:
        self._ends = [sum(lengths[: number + 1]) / (sum(lengths) or 1.0) for number in range(len(lengths))]
        self._listening, self._watcher, self._report = listening, watcher, report

    def listen(self, mic: int, path: Path, rate: int | None) -> Speech:
        """See `transcribe` for path and rate."""
        begin = self._ends[mic - 1] if mic else 0.0
        step = part(self._report, begin, self._ends[mic], "Transcribing")
        listening, watcher = self._listening, self._watcher
        if listening.script is not None:
            from editor.speech.script import align_script

            return align_script(path, listening.script, language=listening.language, report=step)
        from editor.speech.transcribe import transcribe

        return transcribe(
            path,
            model=listening.model,
            language=listening.language,
            rate=rate,
            report=step,
            on_caught=lambda caught: watcher.caught(mic, caught),
        )
