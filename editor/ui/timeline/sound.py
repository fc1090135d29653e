"""The waveforms of an open project, for the lanes: peaks, and the sound itself for the closest views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from editor.app.session import Session
from editor.model.errors import Refusal
from editor.model.source import Recording
from editor.ui.timeline.wave import Floats

if TYPE_CHECKING:
    from editor.media.pcm import PcmFile

_CLOSE = 128
"""Below so many samples to a column the peaks are too coarse."""

_LOUDEST_BINS = 4096


class ProjectSound:
    """Reads columns of any recording; silence where its sound has not been decoded yet."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._files: dict[str, PcmFile] = {}
        self._gains: dict[str, float] = {}

    def close(self) -> None:
        """Close the files that were opened here."""
        for file in self._files.values():
            file.close()
        self._files.clear()

    def columns(self, recording: Recording, start: int, stop: int, count: int) -> tuple[Floats, ...]:
        """(lows, highs, rms) over the channels of a recording, on its own clock."""
        empty = tuple(np.zeros(count, np.float32) for _ in range(3))
        try:
            peaks = self._session.sounds.peaks(recording.media)
        except Refusal:
            return empty
        close = self._file(recording.media) if stop - start < _CLOSE * count else None
        lows, highs, rms = empty
        for channel in range(peaks.channels):
            low, high, body = peaks.columns(start, stop, count, channel, close)
            lows, highs, rms = np.minimum(lows, low), np.maximum(highs, high), np.maximum(rms, body)
        return lows, highs, rms

    def samples(self, recording: Recording, start: int, stop: int) -> Floats:
        """The sound itself, float32 (stop - start, channels); zeros where there is none."""
        try:
            return self._file(recording.media).read(start, stop)
        except Refusal:
            return np.zeros((stop - start, 1), np.float32)

    def gain(self, recording: Recording) -> float:
        """What makes the loudest moments of a recording fill its lane."""
        if recording.media not in self._gains:
            lows, highs, _ = self.columns(recording, 0, recording.samples, _LOUDEST_BINS)
            loudest = float(np.quantile(np.maximum(highs, -lows), 0.999))
            if not loudest:
                return 1.0
            self._gains[recording.media] = 1.0 / max(loudest, 0.02)
        return self._gains[recording.media]

    def _file(self, media: str) -> PcmFile:
        from editor.media.pcm import PcmFile

        if media not in self._files:
            self._files[media] = PcmFile(self._session.project.cache_path(media, "pcm"))
        return self._files[media]
