"""Sources enhanced: what is asked, what is already there, what has to be rendered, and keeping it.

Nothing here touches the document. What comes of it is a variant, heard from when `Session.variants` is
refreshed; a piece of work that fails or is cancelled leaves the project as it was.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.app.choosing import choose_model
from editor.app.enhancing_spans import Work, beside_s, render
from editor.app.hearing import on_clock_of
from editor.app.moments import moment
from editor.app.session import Session
from editor.jobs import Report, part, silent
from editor.jobs.process import Lost, Refused, run
from editor.model.document import SourceId
from editor.model.errors import Refusal
from editor.model.source import Recording, Source, Treatment, Variant, variant_id
from editor.model.spans import Spans, common, total, union, without
from editor.model.time import Samples, from_seconds, to_seconds
from editor.render.variants import FADE_S
from editor.store import Rendered

if TYPE_CHECKING:
    from enhance.bandwidth import Bandwidth
    from enhance.registry import Model

MARGIN_S = 0.05
"""Rendered on each side of what is to be heard, so that it can come and go inside of what there is."""

SPARE_BYTES = 256 << 20
"""Disk that is left free for the rest of the machine."""


class EnhancingError(Refusal):
    """The source could not be enhanced; it sounds as it did."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a source.

    spans: of the source's clock; None is all of it. mics: which recordings; None is every one that lacks
    something. strength: 0 to 1. seed: of what is made up by chance; the same seed gives the same sound.
    """

    source: SourceId
    spans: Spans | None = None
    recipe: str = "upsample"
    strength: float = 1.0
    seed: int = 0
    mics: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Enhanced:
    """What became of one recording of a source.

    bandwidth_hz: up to where the recording itself reaches. rendered: samples that had to be rendered now; 0
    where they were there already. seconds: that this took.
    """

    variant: Variant
    recording: Recording
    bandwidth_hz: float
    rendered: Samples
    seconds: float


def enhance(session: Session, wish: Wish, report: Report = silent) -> tuple[Enhanced, ...]:
    """Have what is wished rendered, as far as it is not there, and heard, once `session.variants.refresh()`
    is called on the session's thread. For a job: any thread, one at a time.

    One for each recording that lacks something. Raises `EnhancingError` where none does, where there is no
    model for it, or no room on the disk; `MediaError`, `StoreError`, `Cancelled`. Then nothing was changed,
    except that recordings before the one that failed are enhanced.
    """
    source = session.source(wish.source)
    plans = _plans(session, source, wish, part(report, 0.0, 0.1))
    everything = sum(max(total(plan.todo), 1) for plan in plans)
    done, made = 0, []
    for plan in plans:
        size = max(total(plan.todo), 1)
        step = part(report, 0.1 + 0.9 * done / everything, 0.1 + 0.9 * (done + size) / everything)
        made.append(_carry_out(session, plan, step))
        done += size
    return tuple(made)


def bandwidth(session: Session, recording: Recording, report: Report = silent) -> Bandwidth:
    """Up to where a recording has content; measured when it was imported, or now, once."""
    from editor.media.decode import blocks
    from enhance.bandwidth import Bandwidth, BandwidthProbe

    known = session.project.bandwidth(recording.media)
    if known is not None:
        return Bandwidth(*known)
    sound = blocks(session.project.media_path(recording.media), report)
    try:
        probe = BandwidthProbe(sound.rate, sound.channels)
        for block in sound:
            probe.add(block)
    finally:
        sound.close()
    found = probe.result()
    if session.project.writable:
        session.project.save_bandwidth(recording.media, found.hz, found.confidence)
    return found


@dataclass(frozen=True)
class _Plan:
    """One recording: what of it is to be heard enhanced (`spans`) and what has to be rendered (`todo`).

    Both on the source's clock.
    """

    source: Source
    mic: int
    model: Model
    variant: Variant
    spans: Spans
    todo: Spans

    @property
    def recording(self) -> Recording:
        return self.source.recordings[self.mic]


def _plans(session: Session, source: Source, wish: Wish, report: Report) -> list[_Plan]:
    """What is to be done for each recording that lacks something. Raises `EnhancingError` where none does."""
    from enhance.errors import EnhanceError
    from enhance.recipes import check_recipe

    try:
        check_recipe(wish.recipe)
    except EnhanceError as error:
        raise EnhancingError(str(error)) from error
    plans, reasons = [], []
    chosen = range(len(source.recordings)) if wish.mics is None else wish.mics
    for number, mic in enumerate(chosen):
        if not 0 <= mic < len(source.recordings):
            raise EnhancingError(f"{source.name} has no recording {mic}.")
        recording = source.recordings[mic]
        spans = _inside(recording, wish.spans)
        if not spans:
            reasons.append(f"{recording.file} has no sound there.")
            continue
        step = part(report, number / len(chosen), (number + 1) / len(chosen), "Finding out where it ends")
        found = bandwidth(session, recording, step)
        try:
            model, reason = choose_model(found, session.rate)
        except EnhanceError as error:
            raise EnhancingError(f"{recording.file} was not enhanced. {error}") from error
        if model is None:
            reasons.append(f"{recording.file} was not enhanced. {reason}")
            continue
        cutoff = float(min(found.hz, recording.rate / 2))
        treatment = Treatment(wish.recipe, (model.id,), round(cutoff, 1), wish.strength, wish.seed)
        plans.append(_plan(session, source, mic, model, treatment, spans))
    if not plans:
        raise EnhancingError(" ".join(reasons))
    return plans


def _inside(recording: Recording, spans: Spans | None) -> Spans:
    whole = ((recording.offset, recording.offset + recording.samples),)
    return whole if spans is None else common(union(spans), whole)


def _plan(
    session: Session, source: Source, mic: int, model: Model, treatment: Treatment, spans: Spans
) -> _Plan:
    name = variant_id(source.id, mic, treatment)
    known = next((one for one in session.project.variants.all(source.id) if one.id == name), None)
    made = moment()
    variant = known or Variant(name, source.id, mic, treatment, made)
    recording = source.recordings[mic]
    wanted = _inside(recording, _wider(spans, from_seconds(MARGIN_S, session.rate)))
    there = union(
        (one.start, one.stop) for one in variant.parts if session.project.variants.path(one) is not None
    )
    missing = without(wanted, there)
    # Where one part goes on after another they overlap: the one has come before the other begins to go.
    todo = _wider(missing, 2 * from_seconds(FADE_S, session.rate) if there else 0)
    # The engine hears a little beside each span: what is closer than that is rendered in one go.
    todo = _inside(recording, _joined(todo, 2 * from_seconds(beside_s(model), session.rate) + session.rate))
    return _Plan(source, mic, model, variant, spans, todo)


def _wider(spans: Spans, by: Samples) -> Spans:
    return union((start - by, stop + by) for start, stop in spans)


def _joined(spans: Spans, gap: Samples) -> Spans:
    """Spans with whatever lies between two that are less than `gap` apart."""
    wide = union((start, stop + gap) for start, stop in spans)
    return tuple((start, stop - gap) for start, stop in wide)


def _carry_out(session: Session, plan: _Plan, report: Report) -> Enhanced:
    began = time.monotonic()
    variants = session.variants
    if not plan.todo:
        variant = variants.add(plan.variant, (), plan.spans)
    else:
        room = session.project.variants.room()
        try:
            _check_room(room, session, plan)
            rendered = _rendered(session, plan, room, part(report, 0.0, 0.95))
            variant = variants.add(plan.variant, rendered, plan.spans, part(report, 0.95, 1.0, "Keeping it"))
        finally:
            shutil.rmtree(room, ignore_errors=True)
    treatment = plan.variant.treatment
    seconds = time.monotonic() - began
    return Enhanced(variant, plan.recording, treatment.cutoff_hz, total(plan.todo), seconds)


def _rendered(session: Session, plan: _Plan, room: Path, report: Report) -> list[Rendered]:
    from enhance.errors import EnhanceError

    recording, treatment = plan.recording, plan.variant.treatment
    own_rate = recording.rate != session.rate
    work = Work(
        pcm=session.project.cache_path(recording.media, "pcm"),
        media=session.project.media_path(recording.media) if own_rate else None,
        folder=room,
        spans=on_clock_of(recording, plan.todo),
        rate=session.rate,
        model=plan.model,
        cutoff_hz=treatment.cutoff_hz,
        strength=treatment.strength,
        seed=treatment.seed,
    )
    try:
        pictures = run(render, (work,), report, refusals=(Refusal, EnhanceError), name="enhancing")
    except Refused as error:
        raise EnhancingError(f"{recording.file} was not enhanced. {error}") from None
    except (Lost, MemoryError):
        raise EnhancingError(
            f"{recording.file} was not enhanced: the engine stopped in the middle of its work, most likely "
            "for lack of memory; close other programs and try again."
        ) from None
    return [
        Rendered(start + recording.offset, stop + recording.offset, room / str(start), before, after)
        for (start, stop), (before, after) in zip(work.spans, pictures, strict=True)
    ]


def _check_room(room: Path, session: Session, plan: _Plan) -> None:
    needed = total(plan.todo) * 4 * min(plan.recording.channels, 2)
    if shutil.disk_usage(room).free < needed + SPARE_BYTES:
        minutes = to_seconds(total(plan.todo), session.rate) / 60
        raise EnhancingError(
            f"{plan.recording.file} was not enhanced: {minutes:.0f} minutes of enhanced sound take "
            f"{needed / 1e6:.0f} MB, and the disk has not got that much room; free some space and try again."
        )
