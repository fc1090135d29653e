"""The page stands still under edits and scrolls by exactly what is asked."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from editor.derive.changes import changed
from editor.model import edits, folds
from editor.ui.theme import LIGHT, fonts
from editor.ui.transcript.laying import Type
from editor.ui.transcript.page import Page
from tests.helpers.paper import RATE, paper_document

VIEWPORT = 600.0


@pytest.fixture
def page(application: QApplication) -> Page:
    made = Page(Type(fonts.reading(), LIGHT, 540.0, RATE))
    made.reset(paper_document(4000, per_paragraph=40).paragraphs)
    return made


def _seen(page: Page) -> dict[int, float]:
    return {shown.number: shown.y for shown in page.shown(VIEWPORT)}


def test_scrolling_moves_everything_by_the_same(page: Page) -> None:
    for pixels in (10.0, 300.0, 777.0, -400.0, -5.0, 1500.0, -1200.0):
        before = _seen(page)
        page.scroll_by(pixels, VIEWPORT)
        after = _seen(page)
        for number in before.keys() & after.keys():
            assert after[number] == pytest.approx(before[number] - pixels)


def test_it_stops_at_both_ends(page: Page) -> None:
    page.scroll_by(-1e6, VIEWPORT)
    assert page.value == 0
    page.scroll_by(1e7, VIEWPORT)
    last = page.shown(VIEWPORT)[-1]
    assert last.number == 99
    assert last.y + last.laid.height == pytest.approx(0.7 * VIEWPORT)


def test_a_jump_lands_about_there(page: Page) -> None:
    page.scroll_to(0.5 * page.total(VIEWPORT), VIEWPORT)
    assert 40 < page.shown(VIEWPORT)[0].number < 60


def test_an_edit_lays_out_only_what_it_changed(page: Page) -> None:
    document = paper_document(4000, per_paragraph=40)
    page.reset(document.paragraphs)
    before = {shown.number: shown.laid for shown in page.shown(VIEWPORT)}
    new = edits.delete(document, 45, 47).document
    page.replace(new.paragraphs, changed(document, new))
    page.fold(folds.folds(new))
    after = {shown.number: shown.laid for shown in page.shown(VIEWPORT)}
    assert after[1] is not before[1]
    assert all(after[number] is before[number] for number in after.keys() & before.keys() if number != 1)


def test_an_edit_above_moves_nothing_that_is_seen(page: Page) -> None:
    document = paper_document(4000, per_paragraph=40)
    page.reset(document.paragraphs)
    page.scroll_to(5000, VIEWPORT)
    before = _seen(page)
    new = edits.delete(document, 0, 80).document
    page.replace(new.paragraphs, changed(document, new))
    after = _seen(page)
    assert {number - 2: y for number, y in before.items()} == pytest.approx(after)
