"""How fast the window is: first paint, repaints of a long document, and stalls while a recogniser runs.

Three parts. First paint: a process of its own opens a project of three hours and 30,000 words; measured from
the start of the process. Repaints: transcript and timeline of 100,000 words, action to painted; beside them a
QPlainTextEdit with the same text (the peer). Stalls: a heartbeat in the window's event loop while a recording
is transcribed and the page is scrolled and edited; beside it the same without the transcription (the floor).

python -m tests.bench.bench_window
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from editor.app.session import Session
from editor.media.pcm import PcmWriter
from editor.media.peaks import PeaksWriter
from editor.model import edits
from editor.model.document import Document, Transcript
from editor.model.edits import Change
from editor.model.source import Recording, Source, source_id
from editor.ui.desk import Desk
from editor.ui.dialogs.importing import ImportWish
from editor.ui.main import make_application
from editor.ui.theme import Theme
from editor.ui.timeline import TimelineView
from editor.ui.timeline.wave import Floats
from editor.ui.transcript import TranscriptView
from editor.ui.warming import warm_up_soon
from editor.ui.window import Window
from tests.helpers.paper import paper_desk, paper_document

RATE = 44_100
HOURS = 3
LONG, LONGEST = 30_000, 100_000
TIMES = 200
SIZE = (1280, 800)
RECORDINGS = Path(__file__).resolve().parents[2] / "projects_example" / "recordings"


class Noise:
    """A waveform that costs nothing to read: what is measured is the painting."""

    def columns(self, recording: Recording, start: int, stop: int, count: int) -> tuple[Floats, ...]:
        body = np.full(count, 0.4, np.float32)
        return -body, body, body / 2

    def samples(self, recording: Recording, start: int, stop: int) -> Floats:
        return np.zeros((stop - start, 1), np.float32)

    def gain(self, recording: Recording) -> float:
        return 1.0


def long_project(path: Path) -> None:
    """A project of three hours: one recording, its sound and peaks decoded, 30,000 words."""
    small = path.with_name("small.wav")
    with wave.open(str(small), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2000))
    noise = np.random.default_rng(1).normal(0, 3000, (1 << 20, 1)).astype(np.int16)
    with Session.create(path) as session:
        media = session.project.import_media(small)
        media = media[0] if isinstance(media, tuple) else media
        samples = HOURS * 3600 * RATE
        pcm = PcmWriter(session.project.cache_path(media, "pcm"), RATE, 1, "int16")
        peaks = PeaksWriter(session.project.cache_path(media, "peaks"), RATE, 1)
        with pcm, peaks:
            for start in range(0, samples, len(noise)):
                block = noise[: min(len(noise), samples - start)]
                pcm.write(block)
                peaks.write(block)
        recording = Recording(media, "long.wav", "Ann", samples, RATE, 1)
        name = source_id((recording,))
        session.project.add_source(Source(name, "long", (recording,)))
        text = Document(paper_document(LONG, source=name, slowness=0.7).paragraphs)
        assert text.length <= samples
        document = Document(text.paragraphs, (Transcript(name, text.length, text),))
        session.do(lambda _old: Change(document, "Imported long", (0, 0)))


_CHILD = """
import sys, time
began = float(sys.argv[2])
from pathlib import Path
from PySide6.QtCore import QSettings
from editor.ui.main import make_application
from editor.ui.theme import Theme
application = make_application(["wordtape"])
from editor.ui.warming import warm_up_soon
from editor.ui.window import Window
theme = Theme(application, "light")
window = Window(theme, QSettings(sys.argv[3], QSettings.Format.IniFormat))
window.resize(1280, 800)
window.show()
application.processEvents()
empty = time.time() - began
window.open_project(Path(sys.argv[1]))
application.processEvents()
print(empty, time.time() - began)
window.close()
"""


def first_paint(folder: Path) -> None:
    project = folder / "long.wordtape"
    long_project(project)
    if hasattr(os, "sync"):
        os.sync()  # A gigabyte on its way to the disk would make every edit wait that is saved meanwhile.
    runs = []
    for _ in range(5):
        command = [sys.executable, "-c", _CHILD, str(project), str(time.time()), str(folder / "s.ini")]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        runs.append([float(part) for part in out.split()])
    print(f"First paint, {HOURS} hours and {LONG:,} words, from the start of the process (5 runs)")
    for name, column in (("the empty window", 0), ("the project in it", 1)):
        values = sorted(run[column] for run in runs)
        print(f"  {name:28} {values[2]:6.2f} s median {values[-1]:6.2f} s worst")


def timed(application: QApplication, act: Callable[[int], object], times: int = TIMES) -> list[float]:
    """Milliseconds from the action to everything painted."""
    found = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        application.processEvents()
        found.append(1000 * (time.perf_counter() - began))
    return found


def line(name: str, values: list[float]) -> None:
    p99 = quantiles(values, n=100)[98]
    print(f"  {name:40} {median(values):7.2f} ms median {p99:7.2f} ms p99 {max(values):7.2f} ms worst")


def repaints(application: QApplication, theme: Theme) -> None:
    document = paper_document(LONGEST)
    desk: Desk = paper_desk(document)
    began = time.perf_counter()
    transcript, timeline = TranscriptView(desk, theme), TimelineView(desk, theme, Noise())
    for view, size in ((transcript, (1070, 560)), (timeline, (1280, 220))):
        view.resize(*size)
        view.show()
    application.processEvents()
    print(
        f"Repaints of {LONGEST:,} words, transcript and timeline: {time.perf_counter() - began:.2f} s to open"
    )
    seconds = [desk.document.time_of(desk.document.place_of_word(word)) for word in range(TIMES + 1)]
    line("highlight of the next word", timed(application, lambda n: desk.show_playhead(seconds[n])))
    line("scroll by 60 px", timed(application, lambda n: transcript.scroll_by(60)))
    bar = transcript.verticalScrollBar()
    line("jump anywhere", timed(application, lambda n: bar.setValue(n * bar.maximum() // TIMES)))
    bar.setValue(0)
    application.processEvents()

    def delete(number: int) -> object:
        return desk.do(lambda document: edits.delete(document, 50 + 37 * number, 52 + 37 * number))

    line("delete 2 words", timed(application, delete))
    fragment = edits.copied(desk.document, 9000, 9200)
    line(
        "paste 200 words", timed(application, lambda n: desk.do(lambda d: edits.paste(d, 400, fragment)), 50)
    )
    line("undo", timed(application, lambda n: desk.undo()))
    line("zoom of the timeline", timed(application, lambda n: timeline.zoom(1.3 if n % 40 < 20 else 1 / 1.3)))
    timeline.fit()
    line("timeline scrolled, all in view", timed(application, lambda n: timeline.fit(), 30))
    for view in (transcript, timeline):
        view.close()
        view.deleteLater()
    peer(application, document)


def peer(application: QApplication, document: Document) -> None:
    """The same text in Qt's own plain editor."""
    text = "\n".join(
        " ".join(piece.text for piece in paragraph.pieces if piece.text) for paragraph in document.paragraphs
    )
    editor = QPlainTextEdit(text)
    editor.resize(1070, 560)
    editor.show()
    application.processEvents()
    print("The same text in a QPlainTextEdit (no marks, no times, no speakers)")

    def highlight(number: int) -> None:
        cursor = editor.textCursor()
        cursor.setPosition(6 * number)
        cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor  # type: ignore[misc, assignment]
        selection.format.setBackground(QColor("#c0d0ff"))
        editor.setExtraSelections([selection])

    def delete(number: int) -> None:
        cursor = editor.textCursor()
        cursor.setPosition(300 + 200 * number)
        cursor.movePosition(QTextCursor.MoveOperation.NextWord, QTextCursor.MoveMode.KeepAnchor, 2)
        cursor.removeSelectedText()

    bar = editor.verticalScrollBar()
    line("highlight of the next word", timed(application, highlight))
    line("scroll by 3 lines", timed(application, lambda n: bar.setValue(bar.value() + 3)))
    line("delete 2 words", timed(application, delete))
    editor.close()
    editor.deleteLater()


class Heartbeat(QObject):
    """How long the event loop was away from its work, at most."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self.gaps: list[float] = []
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(1000 * (now - self._last) - 5)
        self._last = now

    def stop(self) -> None:
        self._timer.stop()


def stalls(application: QApplication, theme: Theme, folder: Path) -> None:
    project = folder / "long.wordtape"
    print("The longest stall of the event loop while scrolling, playing a highlight and editing")
    for name, transcribing in (("without a transcription", False), ("while one runs", True)):
        window = Window(theme, QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat))
        window.resize(*SIZE)
        window.show()
        window.open_project(project)
        warm_up_soon(window)
        settled = time.perf_counter() + 2
        while time.perf_counter() < settled:
            application.processEvents()
        workspace = window.workspace
        assert workspace is not None
        assert window.flows is not None
        if transcribing:
            files = (RECORDINGS / "narrator.flac", RECORDINGS / "reader.mp3")
            window.flows.import_(ImportWish(files, ("A", "B"), False, "tiny.en"))
        heart = Heartbeat()
        number = 0
        began = time.perf_counter()
        deadline = began + (120 if transcribing else 10)
        while time.perf_counter() < deadline and (window.work.running or not transcribing):
            number += 1
            workspace.transcript.scroll_by(24 if number % 200 < 100 else -24)
            workspace.desk.show_playhead(number * 3000)
            if number % 25 == 0:
                word = 10 + number % 900
                workspace.desk.select(word, word + 2)
                window.commands["delete"].trigger()
            application.processEvents()
        for _ in range(10):
            application.processEvents()
        heart.stop()
        gaps = sorted(heart.gaps)
        print(
            f"  {name:28} {gaps[-1]:6.1f} ms longest, {gaps[int(0.99 * len(gaps))]:5.1f} ms p99, "
            f"{time.perf_counter() - began:.0f} s, {number // 25} edits on disk"
        )
        window.work.stop()
        window.close()
        window.deleteLater()
        application.processEvents()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first_paint(folder)
        application = make_application(["wordtape"])
        theme = Theme(application, "light")
        repaints(application, theme)
        stalls(application, theme, folder)
        theme.close()


if __name__ == "__main__":
    main()
