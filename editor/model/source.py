"""Where sound comes from: recordings, sources made of one or more of them on one clock, variants of them.

Facts about files, never undone: they belong to the project, not to the document, which names sources by id.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from editor.model.document import SourceId, SpeakerId
from editor.model.spans import Spans, common, union
from editor.model.time import Samples


@dataclass(frozen=True, slots=True)
class Recording:
    """One imported file.

    media: SHA-256 of the file's bytes, in hex, which is also its name in the project. file: the name that it
    had, for showing. offset: where its first sample stands on the source's clock. samples, offset: at the
    project's rate. rate, channels: of the file itself. speaker: whose microphone it is.
    """

    media: str
    file: str
    speaker: SpeakerId
    samples: Samples
    rate: int
    channels: int
    offset: Samples = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One or more recordings on one clock; cutting time cuts all of them. `mic` of a piece counts them."""

    id: SourceId
    name: str
    recordings: tuple[Recording, ...]

    @property
    def length(self) -> Samples:
        """Samples from the clock's zero to the end of the recording that ends last."""
        return max(recording.offset + recording.samples for recording in self.recordings)


def source_id(recordings: tuple[Recording, ...]) -> SourceId:
    """An id that the same recordings on the same clock have in every project: 12 hex digits."""
    text = ";".join(f"{recording.media}+{recording.offset}" for recording in recordings)
    return sha256(text.encode()).hexdigest()[:12]


VariantId = str


@dataclass(frozen=True, slots=True)
class Treatment:
    """What was done to a recording to make a variant of it; the same treatment always gives the same sound.

    recipe: its name. models: the ids of the models that it ran, in order. cutoff_hz: where the recording's
    own band was taken to end. strength: 0 (the recording itself) to 1. seed: of what is made up by chance.
    """

    recipe: str
    models: tuple[str, ...]
    cutoff_hz: float
    strength: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """`[start, stop)` of a source's clock as it was rendered.

    file: the SHA-256 of the file that holds the sound, in hex, which is also its name in the project.
    """

    start: Samples
    stop: Samples
    file: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Variant:
    """Another sound of one recording of a source, of the same length to the sample: an enhanced one.

    mic: which recording. made: when it was first made, as ISO 8601 tells it. parts: what was rendered, in the
    order in which that was done; where two overlap, the later one is heard. chosen: the spans of the source's
    clock in which it is to be heard while it is active; elsewhere the recording itself is.
    """

    id: VariantId
    source: SourceId
    mic: int
    treatment: Treatment
    made: str
    parts: tuple[Part, ...] = ()
    chosen: Spans = ()
    active: bool = False

    @property
    def rendered(self) -> Spans:
        """The spans that there is sound for."""
        return union((part.start, part.stop) for part in self.parts)

    @property
    def heard(self) -> Spans:
        """The spans in which it takes the recording's place now."""
        return common(self.chosen, self.rendered) if self.active else ()


def variant_id(source: SourceId, mic: int, treatment: Treatment) -> VariantId:
    """An id that the same treatment of the same recording always has: 12 hex digits."""
    told = (source, mic, treatment.recipe, treatment.models, treatment.cutoff_hz)
    text = repr((*told, treatment.strength, treatment.seed))
    return sha256(text.encode()).hexdigest()[:12]
