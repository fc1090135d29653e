"""The pictures of the documentation are small, also those that had to be made so."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from editor.ui.pictures import MOST_BYTES, few_colours

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


@pytest.mark.parametrize("picture", sorted(IMAGES.glob("*.png")), ids=lambda path: path.name)
def test_every_picture_is_small(picture: Path) -> None:
    assert picture.stat().st_size <= MOST_BYTES


def test_few_colours_keep_the_picture() -> None:
    picture = QImage(str(IMAGES / "window.png"))
    few = few_colours(picture).convertToFormat(QImage.Format.Format_RGB32)
    assert few.size() == picture.size()
    points = [(x, y) for x in range(0, few.width(), 13) for y in range(0, few.height(), 11)]
    near = sum(
        abs(few.pixelColor(x, y).lightness() - picture.pixelColor(x, y).lightness()) <= 8 for x, y in points
    )
    assert near > 0.99 * len(points)
