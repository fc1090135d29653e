"""The closest views show each sample where it is heard, and nothing between two clips."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from editor.model.document import Document, Paragraph, Piece
from editor.model.source import Recording
from editor.ui.timeline.lanes import Lane
from editor.ui.timeline.samples import draw_samples
from editor.ui.timeline.scale import CLOSEST, Scale
from editor.ui.timeline.seen import Seen, Whole
from editor.ui.timeline.wave import Floats

RECORDING = Recording("m", "a.wav", "Ann", 1000, 44_100, 1)
LANE = Lane("Ann", "Ann", (("s", 0, RECORDING),))
WIDTH, HEIGHT = 320, 80


class Steps:
    """A recording whose even samples are full and whose odd ones are nothing."""

    def columns(self, recording: Recording, start: int, stop: int, count: int) -> tuple[Floats, ...]:
        raise AssertionError("peaks are too coarse for single samples")

    def samples(self, recording: Recording, start: int, stop: int) -> Floats:
        return (np.arange(start, stop) % 2 == 0).astype(np.float32)[:, None]

    def gain(self, recording: Recording) -> float:
        return 1.0


def drawn(document: Document, start: float) -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    seen = Seen(document, Scale(start, CLOSEST), WIDTH, Whole())
    draw_samples(painter, LANE, QRectF(0, 0, WIDTH, HEIGHT), "#000000", seen, Steps(), 1.0)
    painter.end()
    return image


def ink(image: QImage, x: int, top: int, bottom: int) -> bool:
    return any(QColor(image.pixel(x, y)).lightness() < 100 for y in range(top, bottom))


def document(*spans: tuple[int, int]) -> Document:
    return Document((Paragraph("Ann", tuple(Piece("s", a, b, "so") for a, b in spans)),))


@pytest.mark.parametrize("start", [0.0, 100.0])
def test_a_point_stands_at_every_sample(application: QApplication, start: float) -> None:
    image = drawn(document((0, 1000)), start)
    for number in range(19):
        x = round((number + 0.5) / CLOSEST)
        assert ink(image, x, 0, 10) == (number % 2 == 0)
        assert ink(image, x, 35, 45) == (number % 2 == 1)


def test_no_line_goes_over_a_join(application: QApplication) -> None:
    image = drawn(document((0, 10), (501, 600)), 0.0)
    middle = round(10 / CLOSEST)
    assert not any(ink(image, x, 0, HEIGHT) for x in range(middle - 4, middle + 4))
