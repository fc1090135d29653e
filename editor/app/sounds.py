"""The decoded sound of a project's sources, opened when first asked for and kept open.

Cuts are found and waveforms drawn by the recordings themselves, so that no edit depends on which variants are
switched on. Variants are for the ear alone: they come in where a root is made sound (`editor.app.hearing`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from editor.app.hearing import Hearing
from editor.jobs import Report, part, silent
from editor.model.document import Document, SourceId, Transcript
from editor.model.errors import Refusal
from editor.model.source import Part, Recording, Source, Variant
from editor.model.time import Samples
from editor.store.project import Project

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from editor.media.pcm import PcmFile
    from editor.media.peaks import Peaks
    from editor.render.renderer import Renderer
    from editor.render.source import SummedSound


class Sounds:
    """What the renderer, the waveform and the cut finder read. May be asked from any thread."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.RLock()
        self._recordings: dict[str, PcmFile] = {}
        self._parts: dict[str, PcmFile] = {}
        self._peaks: dict[str, Peaks] = {}
        self._tones: dict[
            tuple[SourceId, tuple[Variant, ...]], tuple[Transcript, npt.NDArray[np.float32]]
        ] = {}
        self._plain = Hearing(self, ())
        self._heard = Hearing(self, project.variants.all())

    def close(self) -> None:
        """Close every file; the next question opens it again."""
        with self._lock:
            for file in (*self._recordings.values(), *self._parts.values()):
                file.close()
            for peaks in self._peaks.values():
                peaks.close()
            for opened in (self._recordings, self._parts, self._peaks):
                opened.clear()
            self._plain.forget()
            self._heard.forget()

    def use(self, variants: tuple[Variant, ...]) -> None:
        """Have what these variants say heard in every renderer made from now on; those made are not changed.

        Files stay open until `close`: a renderer made before may still be read from by the player.
        """
        with self._lock:
            self._heard = Hearing(self, variants)

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
        """The recordings of a source on its own clock. `Refusal` where they have to be decoded first."""
        return self._plain.source(source)

    def opened(self, source: SourceId) -> tuple[Source, list[PcmFile]]:
        """A source and the decoded sound of each of its recordings. Raises as `source`."""
        from editor.media.pcm import PcmFile

        found = self._project.source(source)
        if found is None:
            raise Refusal(f"The project has lost the source {source}.")
        with self._lock:
            names = [recording.media for recording in found.recordings]
            if any(name not in self._recordings for name in names):
                if self.missing([found]):
                    raise Refusal(
                        f"The sound of {found.name} has to be read again first; reopen the project."
                    )
                for name in set(names) - self._recordings.keys():
                    self._recordings[name] = PcmFile(self._project.cache_path(name, "pcm"))
            return found, [self._recordings[name] for name in names]

    def recordings_of(self, source: SourceId) -> tuple[Recording, ...]:
        """The recordings of a source; none where the project has lost it."""
        found = self._project.source(source)
        return found.recordings if found else ()

    def part(self, part: Part, recording: PcmFile) -> PcmFile | None:
        """The sound of a part of a variant of `recording`; None where it is missing or is none of it."""
        from editor.media.errors import MediaError
        from editor.media.pcm import PcmFile

        with self._lock:
            sound = self._parts.get(part.file)
            if sound is None:
                path = self._project.variants.path(part)
                try:
                    sound = PcmFile(path) if path is not None else None
                except MediaError:
                    sound = None
                if sound is None:
                    return None
                self._parts[part.file] = sound
        alike = (sound.rate, sound.channels) == (recording.rate, recording.channels)
        return sound if alike and sound.samples == part.stop - part.start else None

    def peaks(self, media: str) -> Peaks:
        """The waveform of one recording."""
        from editor.media.peaks import Peaks

        with self._lock:
            if media not in self._peaks:
                self._peaks[media] = Peaks(self._project.cache_path(media, "peaks"))
            return self._peaks[media]

    def tone(self, source: SourceId, transcript: Transcript, heard: Hearing) -> npt.NDArray[np.float32]:
        """The room tone of a source whose `transcript` says where it is quiet: float32 (n, 2), a loop.

        Of what is heard of it where variants are in the place of whole recordings, else of the recordings.
        """
        from editor.render.roomtone import room_tone

        with self._lock:
            varied = heard.throughout(source)
            known = self._tones.get((source, varied))
            if known is None or known[0] is not transcript:
                sound = heard.source(source) if varied else self.source(source)
                known = (transcript, room_tone(sound, transcript))
                self._tones[source, varied] = known
            return known[1]

    def quiet(self, source: SourceId, lo: Samples, hi: Samples, wanted: Samples) -> Samples:
        """A quiet instant near `wanted` in `[lo, hi]`: the application's `editor.model.cutting.Quiet`."""
        from editor.render.cutpoint import quiet_instant

        if lo >= hi:
            return lo
        return quiet_instant(self.source(source), lo, hi, wanted, self._project.rate)

    def renderer(self, document: Document) -> Renderer:
        """A root as sound, with the variants that are on now."""
        from editor.render.renderer import Renderer

        said = {transcript.source: transcript for transcript in document.transcripts}
        heard = self._heard
        return Renderer(
            document,
            heard.source,
            lambda source: self.tone(source, said[source], heard),
            self._project.rate,
        )
