"""The meter is painted in whole device pixels in the colours of the theme, tells what clipped, and rests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.player.levels import SILENCE, Level
from editor.ui.panes.meter import Meter
from editor.ui.theme import Theme
from editor.ui.theme.tokens import blend


@pytest.fixture
def now() -> list[float]:
    return [0.0]


@pytest.fixture
def meter(application: QApplication, theme: Theme, now: list[float]) -> Iterator[Meter]:
    made = Meter(theme, lambda: now[0])
    made.show()
    yield made
    made.close()
    made.deleteLater()


def picture(meter: Meter) -> QImage:
    return meter.grab().toImage()


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def loud(meter: Meter, now: list[float], peak: float, rms: float) -> None:
    """A steady level for a second."""
    for _ in range(60):
        now[0] += 1 / 60
        meter.show_level(Level((peak, peak / 2), (rms, rms / 2)))


@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_pixel_is_of_one_of_the_theme_s_colours(
    meter: Meter, theme: Theme, now: list[float], look: str
) -> None:
    theme.choose(look)
    tokens = theme.tokens
    loud(meter, now, 1.2, 0.6)
    known = {tokens.pane, tokens.ink, tokens.warning, tokens.error, blend(tokens.ink, tokens.pane, 0.1)}
    for ink in (tokens.quiet, tokens.warning):
        for share in (0.35, 0.7):
            known.add(blend(ink, tokens.pane, share))
    assert colours(picture(meter)) <= {QColor(colour).name() for colour in known}


def test_louder_reaches_further_and_left_is_above_right(meter: Meter, now: list[float]) -> None:
    loud(meter, now, 0.1, 0.05)
    quiet = meter.shown_px()
    loud(meter, now, 0.8, 0.3)
    left, right = meter.shown_px()
    assert left[0] > right[0] > quiet[0][0]
    assert left[0] < left[1] <= left[2]


def test_at_rest_nothing_moves_and_nothing_shows(
    application: QApplication, meter: Meter, now: list[float]
) -> None:
    still = picture(meter)
    loud(meter, now, 0.5, 0.2)
    assert picture(meter) != still
    meter.rest()
    assert picture(meter) == still
    assert not meter.findChildren(QTimer)


def test_the_clip_mark_stays_until_it_is_clicked(meter: Meter, now: list[float]) -> None:
    told: list[bool] = []
    meter.marked.connect(lambda: told.append(meter.clipped))
    loud(meter, now, 1.0, 0.5)
    assert not meter.clipped
    loud(meter, now, 1.1, 0.5)
    meter.show_level(SILENCE)
    meter.rest()
    assert meter.clipped
    assert meter.accessibleDescription().endswith("Click to clear the mark.")
    QTest.mouseClick(meter, Qt.MouseButton.LeftButton)
    assert not meter.clipped
    assert meter.accessibleDescription() == ""
    assert told == [True, False]
