"""The variants of an open project: what there is, what is heard of it, and the switches.

Switching changes no document and is no undo step: it changes what sources sound like. Whoever plays listens
here, and loads `Session.renderer()` into the player anew, which passes over to it without a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from editor.app.sounds import Sounds
from editor.derive.runs import runs
from editor.jobs import Report, silent
from editor.model.cutting import EditError
from editor.model.document import Document, SourceId
from editor.model.source import Variant, VariantId
from editor.model.spans import Span, Spans, common, union, without
from editor.model.time import Samples
from editor.model.variants import source_off, source_on, switched_off, switched_on
from editor.store import Rendered
from editor.store.project import Project

Picture = tuple[int, int, bytes, bytes]
"""(start, stop, before, after): a span of the source's clock, and its spectrograms (`media.spectrogram`)."""


class Variants:
    """The variants of one session. Belongs to the session's thread, `add` and `missing` aside.

    Every switch is on disk when it returns, and is told to the listeners then. Raises `StoreError` where the
    project cannot be written, `EditError` where there is no such variant.
    """

    def __init__(self, project: Project, sounds: Sounds) -> None:
        self._project = project
        self._sounds = sounds
        self._all = project.variants.all()
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have `listener` called after every change of what sources sound like; returns what stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def all(self, source: SourceId | None = None) -> tuple[Variant, ...]:
        """The variants, of one source or of all, the oldest first."""
        return tuple(variant for variant in self._all if source in (None, variant.source))

    def variant(self, variant: VariantId) -> Variant:
        """The variant of that id. Raises `EditError` where there is none."""
        found = next((one for one in self._all if one.id == variant), None)
        if found is None:
            raise EditError(f"There is no variant {variant} in the project.")
        return found

    def heard(self, source: SourceId) -> Spans:
        """Where a variant of any recording of the source is heard, on the source's clock."""
        return union(*(variant.heard for variant in self.all(source)))

    def missing(self, variant: Variant) -> Spans:
        """Where it is known to have been rendered and its sound is not there: the recording is heard there.

        Looks at the disk. From any thread.
        """
        there = union(
            (part.start, part.stop) for part in variant.parts if self._project.variants.path(part) is not None
        )
        return without(variant.rendered, there)

    def lost(self, document: Document, start: Samples = 0, stop: Samples | None = None) -> tuple[str, ...]:
        """Sentences about sources in `[start, stop)` of `document` that are not heard enhanced though they
        were switched on, because the sound of that is missing: the recordings are heard.

        Looks at the disk where anything is on. From any thread.
        """
        gone: dict[SourceId, Spans] = {}
        for variant in self._all:
            if variant.heard and (spans := common(variant.heard, self.missing(variant))):
                gone[variant.source] = union(gone.get(variant.source, ()), spans)
        if not gone:
            return ()
        played = _played(document, start, document.length if stop is None else stop)
        names = {source.id: source.name for source in self._project.sources()}
        return tuple(
            f"Enhanced sound of {names.get(source, source)} is missing from the project, so the recording "
            "itself is heard there; enhance it again to make it anew."
            for source, spans in gone.items()
            if common(spans, played.get(source, ()))
        )

    def pictures(self, variant: VariantId) -> tuple[Picture, ...]:
        """The spectrograms of every part that was rendered, before and after. From any thread."""
        return self._project.variants.pictures(variant)

    def switch_on(self, variant: VariantId, spans: Spans | None = None) -> None:
        """Have a variant heard in `spans` too, without them where it last was, or wherever there is sound."""
        self._save(switched_on(self._all, self.variant(variant).id, spans))

    def switch_off(self, variant: VariantId, spans: Spans | None = None) -> None:
        """Have the recording itself heard in `spans`, without them wherever the variant is heard."""
        self._save(switched_off(self._all, self.variant(variant).id, spans))

    def source_on(self, source: SourceId) -> None:
        """The B of A/B: all that was last chosen for a source; the newest variants where nothing was."""
        self._save(source_on(self._all, source))

    def source_off(self, source: SourceId, spans: Spans | None = None) -> None:
        """The A of A/B: the recordings themselves, everywhere or in `spans`."""
        self._save(source_off(self._all, source, spans))

    def toggle(self, source: SourceId) -> bool:
        """Switch a source off where anything of it is on, else on; whether anything is on now."""
        if self.heard(source):
            self.source_off(source)
        else:
            self.source_on(source)
        return bool(self.heard(source))

    def remove(self, variant: VariantId) -> None:
        """Delete a variant with its sound; the recording is heard again."""
        self._project.variants.remove(self.variant(variant).id)
        self.refresh()

    def add(
        self, variant: Variant, rendered: Sequence[Rendered], spans: Spans, report: Report = silent
    ) -> Variant:
        """Keep what was rendered, to be heard in `spans`, once the session's thread calls `refresh`.

        From any thread.
        """
        return self._project.variants.add(variant, rendered, spans, report)

    def refresh(self) -> None:
        """Read anew what there is, and have it heard."""
        self._all = self._project.variants.all()
        self._sounds.use(self._all)
        for listener in tuple(self._listeners):
            listener()

    def _save(self, changed: Sequence[Variant]) -> None:
        if changed:
            self._project.variants.set_heard(changed)
            self.refresh()


def _played(document: Document, start: Samples, stop: Samples) -> dict[SourceId, Spans]:
    """What of each source is heard in `[start, stop)`, on the source's clock."""
    found: dict[SourceId, list[Span]] = {}
    for run in runs(document, start):
        if run.at >= stop:
            break
        if run.source is not None:
            span = run.start + max(start - run.at, 0), run.stop - max(run.end - stop, 0)
            found.setdefault(run.source, []).append(span)
    return {source: union(spans) for source, spans in found.items()}
