"""What is known of the recording that is meant."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from editor.app.describing import RecordingFacts, describe
from editor.model.document import Document
from editor.model.errors import Refusal
from editor.model.source import Source
from editor.model.time import clock_text
from editor.ui.desk import Desk
from editor.ui.panes.looking import LookingPane
from editor.ui.panes.section import Facts, quiet
from editor.ui.timeline.lanes import lanes
from editor.ui.wording import about_kilohertz, kilohertz

NOTHING = (
    "Put the caret into recorded words, or pick a recording in the library, to read what is known of it."
)
_CHANNELS = {1: "mono", 2: "stereo"}


class SourcePane(LookingPane):
    """Files, codec, rate, reach, length, speakers and what its words are from."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self._show_source)
        self._desk = desk
        self._known: object = None
        self._files: tuple[RecordingFacts, ...] = ()
        self._hint = quiet(NOTHING)
        self.facts = Facts()
        self._reveal = QPushButton("Show File")
        self._reveal.setToolTip("Opens the folder in which the project keeps this recording")
        self._reveal.clicked.connect(self._show_file)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 12)
        column.setSpacing(8)
        for widget in (self._hint, self.facts, self._reveal):
            column.addWidget(widget)
        for signal in (desk.selection_changed, desk.edited, desk.sound_changed):
            signal.connect(self.refresh)

    def _show_source(self) -> None:
        session, subject = self._desk.session, self._desk.subject
        known = (subject, self._desk.document.transcripts)
        if known == self._known:
            return
        self._known = known
        source = next((one for one in session.sources if one.id == subject), None)
        for widget in (self.facts, self._reveal):
            widget.setVisible(source is not None)
        self._hint.setVisible(source is None)
        if source is None:
            return
        try:
            self._files = describe(session, source)
        except Refusal as refusal:
            self._hint.setText(str(refusal))
            self._hint.show()
            return
        self._hint.setText(NOTHING)
        self._reveal.setEnabled(self._files[0].path is not None)
        voices = _voices(self._desk.document, source)
        self.facts.show_facts(told(source, self._files, voices, session.rate))

    def _show_file(self) -> None:
        path = self._files[0].path if self._files else None
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def told(
    source: Source, files: tuple[RecordingFacts, ...], voices: tuple[str, ...], rate: int
) -> tuple[tuple[str, str], ...]:
    """The facts as rows: of one recording at length, of several microphones a line for each.

    voices: whose each recording is.
    """
    rows = [("Name", source.name), ("Length", clock_text(source.length, rate, tenths=True))]
    if len(files) == 1:
        (one,) = files
        rows += [("File", one.recording.file), ("Format", _format(one)), ("Speaker", voices[0])]
        if one.path is None:
            rows.insert(2, ("Missing", "The recording is not in the project's folder as it was imported."))
    else:
        for number, (one, voice) in enumerate(zip(files, voices, strict=True), 1):
            lacking = "" if one.path is not None else "; missing"
            rows.append((f"Mic {number}", f"{voice}: {one.recording.file}, {_format(one)}{lacking}"))
    rows += [("Reaches", _reach(files)), ("Words by", _model(files[0]))]
    return tuple(row for row in rows if row[1])


def _voices(document: Document, source: Source) -> tuple[str, ...]:
    """Whose each recording is by now, or who speaks in it where it is nobody's."""
    transcript = document.transcript(source.id)
    said = [paragraph.speaker for paragraph in transcript.text.paragraphs] if transcript else []
    everybody = ", ".join(dict.fromkeys(said))
    owners = {mic: lane.speaker for lane in lanes(document, (source,)) for _, mic, _ in lane.recordings}
    return tuple(
        owners.get(mic) or everybody or recording.speaker for mic, recording in enumerate(source.recordings)
    )


def _format(one: RecordingFacts) -> str:
    codec = one.codec.split("_")[0].upper()
    depth = f"{one.bit_depth} bit" if one.bit_depth else ""
    channels = one.recording.channels
    heard = _CHANNELS.get(channels, f"{channels} channels")
    return ", ".join(
        part
        for part in (codec, depth, kilohertz(one.recording.rate).replace(" ", "\N{NO-BREAK SPACE}"), heard)
        if part
    )


def _reach(files: tuple[RecordingFacts, ...]) -> str:
    known = [one.reach_hz for one in files if one.reach_hz is not None]
    if not known:
        return "not measured yet"
    low, high = about_kilohertz(min(known)), about_kilohertz(max(known))
    return low if low == high else f"{low} to {high}"


def _model(one: RecordingFacts) -> str:
    if one.model is None:
        return "nobody yet"
    language = QLocale(one.language or "")
    named = QLocale.languageToString(language.language()) if language != QLocale.c() else ""
    return f"{one.model}, {named}" if named else one.model
