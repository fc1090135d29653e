"""What sources sound like with some variants switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.model.document import SourceId
from editor.model.source import Recording, Variant
from editor.model.spans import Spans, common

if TYPE_CHECKING:
    from editor.app.sounds import Sounds
    from editor.media.pcm import PcmFile
    from editor.render.source import RecordedSound, SummedSound

_All = tuple[Variant, ...]


class Hearing:
    """The sounds of all sources, with `variants` where they are heard. It never changes.

    So a renderer that has one sounds the same whatever is switched meanwhile, and the player can pass over
    from it to the next. May be asked from any thread.
    """

    def __init__(self, sounds: Sounds, variants: _All) -> None:
        self._all = sounds
        self._variants: dict[SourceId, _All] = {}
        for variant in variants:
            if variant.heard:
                self._variants[variant.source] = (*self._variants.get(variant.source, ()), variant)
        self._sounds: dict[SourceId, SummedSound] = {}
        self._throughout: dict[SourceId, _All] = {}

    def forget(self) -> None:
        """Drop what was opened; the next question opens it again."""
        self._sounds.clear()

    def source(self, source: SourceId) -> SummedSound:
        """The sound of a source on its own clock. Raises as `Sounds.source`."""
        from editor.render.source import SummedSound

        sound = self._sounds.get(source)
        if sound is None:
            found, files = self._all.opened(source)
            varied = [
                (self._varied(source, mic, recording, file), recording.offset)
                for mic, (recording, file) in enumerate(zip(found.recordings, files, strict=True))
            ]
            # Two threads that ask at once make the same sound twice; either will do.
            sound = self._sounds[source] = SummedSound(varied, files[0].rate)
        return sound

    def _varied(self, source: SourceId, mic: int, recording: Recording, file: PcmFile) -> RecordedSound:
        from editor.render.variants import VariedSound

        layers = []
        for variant in self._variants.get(source, ()):
            parts = [
                (sound, part.start - recording.offset)
                for part in variant.parts
                if variant.mic == mic and (sound := self._all.part(part, file))
            ]
            if parts:
                layers.append((on_clock_of(recording, variant.heard), parts))
        return VariedSound(file, layers) if layers else file

    def throughout(self, source: SourceId) -> _All:
        """The variants heard of a source, where each is heard from its recording's start to its end."""
        found = self._throughout.get(source)
        if found is None:
            found = self._throughout[source] = self._whole(source)
        return found

    def _whole(self, source: SourceId) -> _All:
        ours = self._variants.get(source, ())
        recordings = self._all.recordings_of(source) if ours else ()
        for variant in ours:
            if variant.mic < len(recordings):
                recording = recordings[variant.mic]
                if on_clock_of(recording, variant.heard) != ((0, recording.samples),):
                    return ()
        return ours


def on_clock_of(recording: Recording, spans: Spans) -> Spans:
    """Spans of a source's clock on the recording's own, as far as they lie inside it."""
    shifted = tuple((start - recording.offset, stop - recording.offset) for start, stop in spans)
    return common(shifted, ((0, recording.samples),))
