"""A timeline over a hum that is the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from editor.model.source import Recording
from editor.ui.desk import Desk
from editor.ui.theme import Theme
from editor.ui.timeline import TimelineView
from editor.ui.timeline.wave import Floats


class Hum:
    """The same everywhere."""

    def columns(self, recording: Recording, start: int, stop: int, count: int) -> tuple[Floats, ...]:
        full = np.full(count, 0.5, np.float32)
        return -full, full, full / 2

    def samples(self, recording: Recording, start: int, stop: int) -> Floats:
        return np.zeros((stop - start, 1), np.float32)

    def gain(self, recording: Recording) -> float:
        return 1.0


@pytest.fixture
def view(application: QApplication, desk: Desk, theme: Theme) -> Iterator[TimelineView]:
    made = TimelineView(desk, theme, Hum())
    made.resize(1200, 220)
    made.show()
    application.processEvents()
    yield made
    made.close()
    made.deleteLater()
