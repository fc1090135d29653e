"""Whether sources are enhanced by themselves: what the user prefers, and what that means for a source.

Kept in the project's settings under `enhancing`: `{"when", "below_hz", "sources": {id: when}}`. What cannot
be read there is as if it had never been set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from editor.app.choosing import auto_verdict
from editor.app.enhancing import Enhanced, EnhancingError, Wish, bandwidth, enhance
from editor.app.session import Session
from editor.jobs import Report, part, silent
from editor.model.document import SourceId
from editor.model.errors import Refusal
from editor.model.source import Source
from enhance.recipes import THRESHOLD_HZ

When = Literal["ask", "always", "never"]

SETTING = "enhancing"
HIGHEST_HZ = 96_000


@dataclass(frozen=True, slots=True)
class Preference:
    """What is done with a source that comes in and reaches less far up than `below_hz`."""

    when: When = "ask"
    below_hz: float = THRESHOLD_HZ


@dataclass(frozen=True, slots=True)
class Advice:
    """What is to be done with a source: "always" enhance it, "ask" the user, or "never". reason: a sentence.

    mics: the recordings that lack something which a model can make. unserved: sentences about those that lack
    something which none can, where it is always to be done.
    """

    when: When
    reason: str
    mics: tuple[int, ...] = ()
    unserved: tuple[str, ...] = ()


def preference(session: Session) -> Preference:
    """What the user prefers in this project."""
    told = _told(session)
    below = told.get("below_hz")
    if isinstance(below, bool) or not isinstance(below, int | float) or not 0 < below <= HIGHEST_HZ:
        below = THRESHOLD_HZ
    return Preference(_when(told.get("when")) or "ask", float(below))


def set_preference(session: Session, preferred: Preference) -> None:
    """Prefer this in this project from now on. Raises `Refusal` for a threshold that is none."""
    if not 0 < preferred.below_hz <= HIGHEST_HZ:
        raise Refusal(f"A bandwidth of {preferred.below_hz:g} Hz does not lie between 0 and {HIGHEST_HZ} Hz.")
    told = {**_told(session), "when": preferred.when, "below_hz": preferred.below_hz}
    session.project.set_setting(SETTING, told)


def source_preference(session: Session, source: SourceId) -> When | None:
    """What the user prefers for this source alone; None where nothing was said."""
    sources = _told(session).get("sources")
    return _when(sources.get(source)) if isinstance(sources, dict) else None


def set_source_preference(session: Session, source: SourceId, when: When | None) -> None:
    """Prefer this for one source, whatever is preferred for the project; None takes that back."""
    told = _told(session)
    sources = told.get("sources")
    kept = {
        name: said for name, said in (sources if isinstance(sources, dict) else {}).items() if name != source
    }
    session.project.set_setting(SETTING, {**told, "sources": {**kept, **({source: when} if when else {})}})


def _when(said: object) -> When | None:
    return next((when for when in get_args(When) if when == said), None)


def _told(session: Session) -> dict[str, Any]:
    told = session.project.setting(SETTING)
    return told if isinstance(told, dict) else {}


def advise(session: Session, source: SourceId, report: Report = silent, *, always: bool = False) -> Advice:
    """What is to be done with a source by itself. Slow only where its bandwidth was never measured.

    always: as if that were preferred, where nobody said never.
    Raises `MediaError`, `StoreError`, `Cancelled`.
    """
    found = session.source(source)
    preferred = preference(session)
    when = source_preference(session, source) or preferred.when
    when = "always" if always and when == "ask" else when
    narrow, reasons, unserved = [], [], []
    for mic, recording in enumerate(found.recordings):
        step = part(report, mic / len(found.recordings), (mic + 1) / len(found.recordings))
        band = bandwidth(session, recording, step)
        said, lacking = auto_verdict(band, recording.rate, session.rate, threshold_hz=preferred.below_hz)
        reasons.append(f"{recording.file}: {said.reason}")
        if said.auto:
            narrow.append(mic)
        elif lacking and when == "always":
            unserved.append(f"{recording.file} was not enhanced. {said.reason}")
    if not narrow:
        when = "never"
    elif any(variant.parts for variant in session.variants.all(source)):
        return Advice("never", f"{found.name} has been enhanced already.", tuple(narrow))
    return Advice(when, " ".join(reasons), tuple(narrow), tuple(unserved))


def enhance_imported(
    session: Session, source: Source, how: str | None, report: Report = silent
) -> tuple[tuple[Enhanced, ...], tuple[str, ...]]:
    """Enhance a source that has just come in, where `how` says so, and have it heard.

    how: "never"; "auto", which goes by the project's threshold; a recipe, which is used wherever anything is
    lacking; None, which is "auto" where always is preferred and else "never". What was made, and sentences
    about what could not be: the import holds all the same.
    """
    if how == "never":
        return (), ()
    unserved: tuple[str, ...] = ()
    if how in (None, "auto"):
        advice = advise(session, source.id, part(report, 0.0, 0.1), always=how == "auto")
        unserved = advice.unserved
        if advice.when != "always":
            return (), unserved
        wish = Wish(source.id, mics=advice.mics)
    else:
        wish = Wish(source.id, recipe=str(how))
    try:
        made = enhance(session, wish, part(report, 0.1, 1.0))
    except EnhancingError as error:
        return (), (*unserved, str(error))
    session.variants.refresh()
    return made, unserved
