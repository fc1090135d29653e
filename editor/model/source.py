"""Where sound comes from: recordings, and sources made of one or more of them on one clock.

Facts about files, never undone: they belong to the project, not to the document, which names sources by id.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from editor.model.document import SourceId, SpeakerId
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
