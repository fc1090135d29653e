"""The decoded sound of a project's sources, opened when first asked for and kept open."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from editor.jobs import Report, part, silent
from editor.model.document import Document, SourceId, Transcript
from editor.model.errors import Refusal
from editor.model.source import Source
from editor.model.time import Samples
from editor.store.project import Project

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from editor.media.peaks import Peaks
    from editor.render.renderer import Renderer
    from editor.render.source import SummedSound


class Sounds:
    """What the renderer, the waveform and the cut finder read. May be asked from any thread."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.RLock()
        self._sounds: dict[SourceId, SummedSound] = {}
        self._peaks: dict[str, Peaks] = {}
        self._tones: dict[SourceId, tuple[Transcript, npt.NDArray[np.float32]]] = {}

    def close(self) -> None:
        """Close every file; the next question opens it again."""
        with self._lock:
            for sound in self._sounds.values():
                sound.close()
            for peaks in self._peaks.values():
                peaks.close()
            self._sounds.clear()
            self._peaks.clear()

    def missing(self, sources: Iterable[Source]) -> list[str]:
        """The media whose decoded sound or peaks are not in the cache, or are damaged there."""
        media = {recording.media for source in sources for recording in source.recordings}
        return sorted(name for name in media if not self._whole(name))

    def _whole(self, media: str) -> bool:
        """Whether both caches of a recording are there, of one sound, and as long as they say."""
        from editor.media.errors import MediaError
        from editor.media.pcm import PcmFile
        from editor.media.peaks import Peaks

        pcm, peaks = (self._project.cache_path(media, kind) for kind in ("pcm", "peaks"))
        if not (pcm.exists() and peaks.exists()):
            return False
        try:
            with PcmFile(pcm) as sound, Peaks(peaks) as waveform:
                return sound.rate == self._project.rate and sound.samples == waveform.samples
        except MediaError:
            return False

    def restore(self, sources: Iterable[Source], report: Report = silent) -> None:
        """Decode what is missing or damaged again. Raises `MediaError`, `StoreError`."""
        from editor.media.conform import conform

        missing = self.missing(sources)
        for number, media in enumerate(missing):
            step = part(report, number / len(missing), (number + 1) / len(missing), "Reading sound")
            pcm, peaks = (self._project.cache_path(media, kind) for kind in ("pcm", "peaks"))
            conform(self._project.media_path(media), pcm, peaks, self._project.rate, step)

    def source(self, source: SourceId) -> SummedSound:
        """The sound of a source on its own clock. Raises `Refusal` where it has to be decoded first."""
        from editor.render.source import open_source

        with self._lock:
            if source not in self._sounds:
                found = self._project.source(source)
                if found is None:
                    raise Refusal(f"The project has lost the source {source}.")
                if self.missing([found]):
                    raise Refusal(
                        f"The sound of {found.name} has to be read again first; reopen the project."
                    )
                self._sounds[source] = open_source(
                    found, lambda media: self._project.cache_path(media, "pcm")
                )
            return self._sounds[source]

    def peaks(self, media: str) -> Peaks:
        """The waveform of one recording."""
        from editor.media.peaks import Peaks

        with self._lock:
            if media not in self._peaks:
                self._peaks[media] = Peaks(self._project.cache_path(media, "peaks"))
            return self._peaks[media]

    def tone(self, source: SourceId, transcript: Transcript) -> npt.NDArray[np.float32]:
        """The room tone of a source whose `transcript` says where it is quiet: float32 (n, 2), a loop."""
        from editor.render.roomtone import room_tone

        with self._lock:
            known = self._tones.get(source)
            if known is None or known[0] is not transcript:
                known = (transcript, room_tone(self.source(source), transcript))
                self._tones[source] = known
            return known[1]

    def quiet(self, source: SourceId, lo: Samples, hi: Samples, wanted: Samples) -> Samples:
        """A quiet instant near `wanted` in `[lo, hi]`: the application's `editor.model.cutting.Quiet`."""
        from editor.render.cutpoint import quiet_instant

        if lo >= hi:
            return lo
        return quiet_instant(self.source(source), lo, hi, wanted, self._project.rate)

    def renderer(self, document: Document) -> Renderer:
        """A root as sound."""
        from editor.render.renderer import Renderer

        heard = {transcript.source: transcript for transcript in document.transcripts}
        return Renderer(
            document, self.source, lambda source: self.tone(source, heard[source]), self._project.rate
        )
