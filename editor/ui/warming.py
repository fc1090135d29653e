"""Loading what slow work will need, while nobody waits for anything yet.

Loading a compiled library stops every thread, the window's too, for a tenth of a second or two. Left to the
first import or export it would be felt; right after the window has been painted it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from editor.derive.finding import read_paragraph
from editor.derive.runs import runs
from editor.model.document import Document, Paragraph

AFTER_MS = 150

_AT_ONCE = 10

_NEEDED = (
    "av",
    "soxr",
    "editor.app.belonging",
    "editor.app.enhancing",
    "editor.app.importing",
    "editor.app.preferring",
    "editor.app.exporting",
    "editor.media.conform",
    "editor.media.probe",
    "editor.render.cutpoint",
    "editor.render.export",
    "editor.render.renderer",
    "editor.speech.models",
    "editor.speech.transcribe",
    "enhance.registry",
)


def warm_up_soon(owner: QObject) -> None:
    """Load one module after another, with a turn of the event loop between, as long as `owner` lives."""
    rest = iter(_NEEDED)

    def step() -> bool:
        name = next(rest, None)
        if name is not None:
            import_module(name)
        return name is not None

    _step_by_step(owner, step)


def read_soon(owner: QObject, paragraphs: Iterable[Paragraph]) -> None:
    """Take the readings that paragraphs keep, a few at a time: nothing later waits for all of them."""
    rest = iter(paragraphs)

    def step() -> bool:
        some = list(islice(rest, _AT_ONCE))
        for paragraph in some:
            next(runs(Document((paragraph,))), None)
            read_paragraph(paragraph)
        return bool(some)

    _step_by_step(owner, step)


def _step_by_step(owner: QObject, step: Callable[[], bool]) -> None:
    """Call `step` again and again until it says that nothing is left; the timer goes with its owner."""
    timer = QTimer(owner, interval=AFTER_MS)

    def turn() -> None:
        timer.setInterval(0)
        if not step():
            timer.stop()
            timer.deleteLater()

    timer.timeout.connect(turn)
    timer.start()
