"""What is done with a source by itself follows from its bandwidth and from what the user said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from editor.app import preferring
from editor.app.enhancing import EnhancingError
from editor.app.preferring import (
    Preference,
    advise,
    enhance_imported,
    preference,
    set_preference,
    set_source_preference,
    source_preference,
)
from editor.app.session import Session
from editor.model.errors import Refusal
from tests.helpers.making_models import model_bytes, save
from tests.helpers.projects import add_talk
from tests.helpers.variants import add_variant


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "talk") as opened:
        add_talk(opened, tmp_path / "ann.wav")
        yield opened


def the_source(session: Session) -> str:
    return session.sources[0].id


def reaches(session: Session, hz: float, confidence: float = 1.0) -> None:
    session.project.save_bandwidth(session.sources[0].recordings[0].media, hz, confidence)


def test_preferences_are_kept(session: Session) -> None:
    assert preference(session) == Preference("ask", 16_000.0)
    set_preference(session, Preference("always", 12_000))
    set_source_preference(session, "a", "never")
    set_source_preference(session, "b", "ask")
    set_source_preference(session, "a", None)
    session.close()
    with Session.open(session.path) as again:
        assert preference(again) == Preference("always", 12_000.0)
        assert (source_preference(again, "a"), source_preference(again, "b")) == (None, "ask")


@pytest.mark.parametrize(
    "kept", [5, "x", [], {"when": 3, "below_hz": "a", "sources": 5}, {"below_hz": -1}, {"below_hz": True}]
)
def test_what_cannot_be_read_was_never_set(session: Session, kept: Any) -> None:
    session.project.set_setting("enhancing", kept)
    assert preference(session) == Preference()
    assert source_preference(session, "a") is None
    set_source_preference(session, "a", "never")
    assert source_preference(session, "a") == "never"


@pytest.mark.parametrize("hz", [0.0, -5.0, 1e9, float("nan"), float("inf")])
def test_a_threshold_that_is_none_is_refused(session: Session, hz: float) -> None:
    with pytest.raises(Refusal, match="does not lie between"):
        set_preference(session, Preference("ask", hz))


def test_the_advice_follows_bandwidth_and_preference(session: Session) -> None:
    source = the_source(session)
    reaches(session, 4000)
    assert (advise(session, source).when, advise(session, source).mics) == ("ask", (0,))
    set_preference(session, Preference("always"))
    assert advise(session, source).when == "always"
    set_source_preference(session, source, "never")
    assert advise(session, source).when == "never"
    set_source_preference(session, source, None)
    set_preference(session, Preference("always", 3900.0))
    assert advise(session, source).when == "never"


def test_what_reaches_far_or_is_not_sure_to_end_is_left_alone(session: Session) -> None:
    set_preference(session, Preference("always"))
    for hz, confidence in ((20_000.0, 1.0), (4000.0, 0.2)):
        reaches(session, hz, confidence)
        advice = advise(session, the_source(session))
        assert (advice.when, advice.mics) == ("never", ())
        assert advice.reason.startswith("ann.wav: It ")


def test_nothing_is_promised_that_no_model_does(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, shipped = the_source(session), tmp_path / "shipped"
    save(shipped, model_bytes(), input_bandwidth_hz=[3000.0, 9000.0])
    monkeypatch.setattr("enhance.registry.shipped_folder", lambda: shipped)
    monkeypatch.setenv("WORDTAPE_DATA", str(tmp_path / "data"))
    for hz, said in ((2000.0, "too little to make the rest of"), (10_000.0, "models train --rate 44100")):
        reaches(session, hz)
        for when in ("ask", "always"):
            set_preference(session, Preference(when))  # type: ignore[arg-type]
            advice = advise(session, source)
            assert (advice.when, advice.mics) == ("never", ())
            assert said in advice.reason
            assert [said in one for one in advice.unserved] == ([True] if when == "always" else [])
        made, remarks = enhance_imported(session, session.sources[0], "auto")
        assert (made, [said in one for one in remarks]) == ((), [True])
    reaches(session, 5000.0)
    advice = advise(session, source)
    assert (advice.when, advice.mics, advice.unserved) == ("always", (0,), ())
    (shipped / "test.onnx").unlink()
    assert advise(session, source).when == "never"


def test_what_was_enhanced_is_not_enhanced_again_by_itself(session: Session) -> None:
    set_preference(session, Preference("always"))
    reaches(session, 4000)
    add_variant(session, the_source(session))
    assert advise(session, the_source(session)).when == "never"


@pytest.mark.parametrize(
    ("how", "when", "asked"),
    [
        ("never", "always", None),
        ("auto", "ask", "upsample"),
        ("auto", "never", None),
        (None, "always", "upsample"),
        (None, "ask", None),
        ("studio", "never", "studio"),
    ],
)
def test_an_import_enhances_as_it_is_told_and_else_as_is_preferred(
    session: Session, monkeypatch: pytest.MonkeyPatch, how: str | None, when: Any, asked: str | None
) -> None:
    wishes: list[str] = []
    monkeypatch.setattr(
        preferring, "enhance", lambda _session, wish, _report: wishes.append(wish.recipe) or ()
    )
    reaches(session, 4000)
    set_preference(session, Preference(when))
    assert enhance_imported(session, session.sources[0], how) == ((), ())
    assert wishes == ([asked] if asked else [])


def test_what_cannot_be_enhanced_is_said_and_the_import_holds(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise EnhancingError("There is no model.")

    monkeypatch.setattr(preferring, "enhance", fail)
    reaches(session, 4000)
    assert enhance_imported(session, session.sources[0], "auto") == ((), ("There is no model.",))
