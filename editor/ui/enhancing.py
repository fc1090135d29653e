"""Enhancing from the window: the wish, the job, what is heard of it, and asking about what comes in.

What is kept and heard is the session's (`Session.variants`); the panes read it there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from editor.jobs import Report, part
from editor.model.document import Document, SourceId
from editor.model.errors import Refusal
from editor.model.source import Source, Variant
from editor.model.spans import Spans
from editor.ui.desk import Desk
from editor.ui.panes.messages import MessageBar
from editor.ui.panes.question import Answer, QuestionBar
from editor.ui.playing import Playback
from editor.ui.wording import about_kilohertz, kilohertz
from editor.ui.working import Work

if TYPE_CHECKING:
    from editor.app.enhancing import Enhanced, Wish
    from editor.app.preferring import Advice, Preference, When

ASKING = "enhancing"
"""The subject of the questions asked here."""


@dataclass(frozen=True)
class _Target:
    """A source, and which stretches of it are meant; None is all of it."""

    source: SourceId
    spans: Spans | None = None


class Enhancing(QObject):
    """Enhances sources of one desk. changed: work has begun or ended; what is heard is told by the desk."""

    changed = Signal()

    def __init__(
        self, desk: Desk, playback: Playback, work: Work, messages: MessageBar, questions: QuestionBar
    ) -> None:
        super().__init__()
        self._desk, self._playback, self._work = desk, playback, work
        self._messages, self._questions = messages, questions
        self._jobs: dict[SourceId, int] = {}
        self._strengths: dict[SourceId, float] = {}
        self._removed: dict[SourceId, list[_Target]] = {}
        self._looked_at: set[SourceId] = set()
        desk.edited.connect(self._edited)

    def close(self) -> None:
        """Take no more part in what happens: the project is about to be closed."""
        self._desk.edited.disconnect(self._edited)

    # What there is

    def busy(self, source: SourceId) -> bool:
        """Whether the source is being enhanced."""
        return bool(self._jobs.get(source))

    @property
    def original_heard(self) -> bool:
        """Whether the source that is meant has been enhanced and its recordings themselves are heard."""
        variants, source = self._desk.session.variants, self._desk.subject
        return source is not None and bool(variants.all(source)) and not variants.heard(source)

    def strength(self, source: SourceId) -> float:
        """With what strength the source was last enhanced, 0 to 1; 1 where it was not."""
        variants = self._chosen(source) or self._desk.session.variants.all(source)
        return variants[-1].treatment.strength if variants else 1.0

    def _chosen(self, source: SourceId) -> tuple[Variant, ...]:
        return tuple(variant for variant in self._desk.session.variants.all(source) if variant.chosen)

    def _targets(self, source: SourceId | None) -> list[_Target]:
        """All of `source`, or the clips under the chosen words, or all of the source that is meant."""
        if source is not None:
            return [_Target(source)]
        clips = self._desk.clips()
        if clips:
            return [_Target(*clip) for clip in clips.items()]
        subject = self._desk.subject
        return [] if subject is None else [_Target(subject)]

    # Rendering

    def enhance(self, source: SourceId | None = None) -> None:
        """Enhance what is meant (see `_targets`) up to the project's rate, and hear it."""
        from editor.app.enhancing import Wish

        for target in self._targets(source):
            self._submit([Wish(target.source, target.spans, strength=self.strength(target.source))])

    def set_strength(self, source: SourceId, strength: float) -> None:
        """Have whatever was chosen of a source enhanced with another strength, 0 to 1.

        While it is being enhanced, once that has ended, and then with the last strength that was asked for.
        """
        from editor.app.enhancing import Wish

        if self.busy(source):
            self._strengths[source] = strength
            return
        wishes = [
            Wish(
                source,
                variant.chosen,
                variant.treatment.recipe,
                strength,
                variant.treatment.seed,
                (variant.mic,),
            )
            for variant in self._chosen(source)
            if variant.treatment.strength != strength
        ]
        if wishes:
            self._submit(wishes)

    def _submit(self, wishes: Sequence[Wish]) -> None:
        """One job for wishes of one source."""
        session = self._desk.session
        source = wishes[0].source
        name = session.source(source).name

        def work(report: Report) -> tuple[Enhanced, ...]:
            from editor.app.enhancing import enhance

            steps = [(n / len(wishes), (n + 1) / len(wishes)) for n in range(len(wishes))]
            return tuple(
                made
                for wish, step in zip(wishes, steps, strict=True)
                for made in enhance(session, wish, part(report, *step))
            )

        title = f"Enhancing {name}"
        self._removed.pop(source, None)
        self._jobs[source] = self._jobs.get(source, 0) + 1
        ended = partial(self._ended, source)
        again = partial(self._submit, wishes)
        made = partial(self._made, source)
        self._work.submit(title, work, made, ended=ended, serial=True, again=again)
        self.changed.emit()

    def _ended(self, source: SourceId) -> None:
        self._jobs[source] -= 1
        # A job that was stopped or failed may have brought one recording of several before.
        try:
            self._desk.session.variants.refresh()
        except Refusal as refusal:
            self._desk.refused.emit(str(refusal))
        for target in self._removed.get(source, ()):
            # What was removed while it was being rendered anew stays removed.
            self._do(partial(self._remove, target))
        if not self.busy(source):
            self._removed.pop(source, None)
        if not self.busy(source) and source in self._strengths:
            self.set_strength(source, self._strengths.pop(source))
        self.changed.emit()

    def _made(self, source: SourceId, made: Sequence[Enhanced]) -> None:
        chosen = {variant.id for variant in self._chosen(source)}
        made = [one for one in made if one.variant.id in chosen]
        if not made:
            return
        for one in made:
            self._drop_other_strengths(one.variant)
        name = self._desk.session.source(source).name
        above = about_kilohertz(min(one.bandwidth_hz for one in made))
        self._messages.tell(
            f"Enhanced {name}: what lies above {above} is generated",
            "Hear the original",
            lambda: self._switch(source, on=False),
        )

    def _drop_other_strengths(self, variant: Variant) -> None:
        """A rendering that is chosen nowhere any more, because another strength is, only takes up disk."""
        variants = self._desk.session.variants
        for other in variants.all(variant.source):
            if other.id != variant.id and not other.chosen and _alike(other, variant):
                variants.remove(other.id)

    # Hearing

    def compare(self) -> None:
        """The A/B of what plays, or of what is meant: between the recording and what was made of it."""
        desk = self._desk
        source = (desk.source_at(desk.playhead) if self._playback.playing else None) or desk.subject
        if source is None or not desk.session.variants.all(source):
            name = desk.session.source(source).name if source is not None else "This"
            desk.refused.emit(f"{name} has not been enhanced, so there is nothing to compare it with.")
            self.changed.emit()
            return
        self._switch(source, on=not desk.session.variants.heard(source))

    def hear(self, source: SourceId, on: bool) -> None:
        """Hear what was made of a source, or the recording itself."""
        if bool(self._desk.session.variants.heard(source)) != on:
            self._switch(source, on=on)

    def _switch(self, source: SourceId, *, on: bool) -> None:
        variants, name = self._desk.session.variants, self._desk.session.source(source).name

        def switch() -> str:
            if on:
                variants.source_on(source)
                return f"Hearing {name} enhanced"
            variants.source_off(source)
            return f"Hearing the original of {name}"

        self._do(switch)

    def remove(self, source: SourceId | None = None) -> None:
        """Have the recordings themselves back, under the chosen words or everywhere in what is meant."""
        for target in self._targets(source):
            if self.busy(target.source):
                self._removed.setdefault(target.source, []).append(target)
                self._strengths.pop(target.source, None)
            self._do(partial(self._remove, target))

    def _remove(self, target: _Target) -> str:
        variants, name = self._desk.session.variants, self._desk.session.source(target.source).name
        if target.spans is not None:
            variants.source_off(target.source, target.spans)
            if any(variant.active and variant.chosen for variant in variants.all(target.source)):
                return f"The original of {name} is back there"
        for variant in variants.all(target.source):
            variants.remove(variant.id)
        return f"Removed the enhancement of {name}"

    def _do(self, act: Callable[[], str]) -> None:
        try:
            said = act()
        except Refusal as refusal:
            self._desk.refused.emit(str(refusal))
            return
        self._desk.told.emit(said)

    # What comes in

    def preference(self) -> Preference:
        """What is done with recordings that come in."""
        from editor.app.preferring import preference

        return preference(self._desk.session)

    def prefer(self, preferred: Preference) -> None:
        """Do this with recordings that come in from now on."""
        from editor.app.preferring import set_preference

        def act() -> str:
            set_preference(self._desk.session, preferred)
            return "Set what is done with new recordings"

        self._do(act)

    def source_preference(self, source: SourceId) -> When | None:
        """What is preferred for one source; None where that is what the project says."""
        from editor.app.preferring import source_preference

        return source_preference(self._desk.session, source)

    def prefer_for(self, source: SourceId, when: When | None) -> None:
        """Prefer this for one source, and do it now."""
        from editor.app.preferring import set_source_preference

        session = self._desk.session

        def act() -> str:
            set_source_preference(session, source, when)
            return f"Set what is done with {session.source(source).name}"

        self._do(act)
        self._questions.withdraw(ASKING, source)
        if when == "always":
            self._look_at(source)

    def _edited(self, old: Document, new: Document) -> None:
        """Look at every source that the document did not know, whichever way it came."""
        if old.transcripts is new.transcripts:
            return
        known = {transcript.source for transcript in old.transcripts} | self._looked_at
        for transcript in new.transcripts:
            if transcript.source not in known:
                self._look_at(transcript.source)

    def _look_at(self, source: SourceId) -> None:
        from editor.app.preferring import advise

        self._looked_at.add(source)
        session = self._desk.session
        found = session.source(source)
        look = partial(advise, session, source)
        if all(session.project.bandwidth(recording.media) for recording in found.recordings):
            self._advised(found, look())
            return
        title = f"Finding out how far up {found.name} reaches"
        self._work.submit(title, lambda report: look(report), partial(self._advised, found), serial=True)

    def _advised(self, source: Source, advice: Advice) -> None:
        from editor.app.enhancing import Wish

        if advice.unserved:
            self._desk.refused.emit(" ".join(advice.unserved))
        if advice.when == "never":
            return

        def enhance() -> None:
            self._submit([Wish(source.id, mics=advice.mics, strength=self.strength(source.id))])

        if advice.when == "always":
            enhance()
            return
        session = self._desk.session
        reaches = [session.project.bandwidth(source.recordings[mic].media) for mic in advice.mics]
        lowest = min(reach[0] for reach in reaches if reach is not None)
        later = "whatever comes into this project later and lacks the highs"
        sentence = f"{source.name} reaches only up to {about_kilohertz(lowest)}."
        self._questions.ask(
            ASKING,
            source.id,
            f"{sentence} Enhance it to {kilohertz(session.rate)}?",
            (
                Answer("Enhance", enhance, "The original stays, and can be heard at any time"),
                Answer("Not now", lambda: None, "Leave it as it is"),
                Answer("Always", lambda: self._from_now_on("always", enhance), f"This one, and {later}"),
                Answer("Never", lambda: self._from_now_on("never"), f"Neither this one, nor {later}"),
            ),
            reason=advice.reason,
        )

    def _from_now_on(self, when: When, *enhance: Callable[[], object]) -> None:
        """Always or never, for what was asked about and for whatever comes in."""
        self.prefer(replace(self.preference(), when=when))
        waiting = self._questions.withdraw(ASKING)
        if when == "always":
            for begin in (*enhance, *waiting):
                begin()


def _alike(one: Variant, other: Variant) -> bool:
    """Whether two variants differ in nothing but strength."""
    a, b = one.treatment, other.treatment
    return (one.mic, a.recipe, a.models, a.cutoff_hz, a.seed) == (
        other.mic,
        b.recipe,
        b.models,
        b.cutoff_hz,
        b.seed,
    )
