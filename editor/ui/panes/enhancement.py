"""What was made of the recording that is meant: how far up it reaches, before and after, and how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.model.document import SourceId
from editor.model.source import Source, Variant
from editor.model.spans import Spans, total, union, without
from editor.model.time import clock_text
from editor.ui.actions import about
from editor.ui.desk import Desk
from editor.ui.enhancing import Enhancing
from editor.ui.panes.looking import LookingPane
from editor.ui.panes.section import quiet
from editor.ui.panes.spectrum import Spectrum, joined
from editor.ui.theme import Theme
from editor.ui.wording import about_kilohertz, kilohertz

if TYPE_CHECKING:
    from editor.app.preferring import When

WIDTH_PX = 248
MOST_WORDS = 5000
STEP = 5
"""Strength goes in so many hundredths."""

_WHEN: tuple[tuple[str, When | None], ...] = (
    ("As in the project", None),
    ("Ask", "ask"),
    ("Always enhance", "always"),
    ("Never enhance", "never"),
)
_NOTHING = "Put the caret into recorded words, or pick a recording, to see how far up it reaches."


class EnhancementPane(LookingPane):
    """The enhancement of the source that is meant, and the same commands as in the menus."""

    def __init__(self, desk: Desk, enhancing: Enhancing, theme: Theme, enhance: QAction) -> None:
        super().__init__(self._show_source)
        self._desk, self._enhancing = desk, enhancing
        self._source: SourceId | None = None
        self._pictured: object = None
        self._filling = False
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._reach = quiet()
        self._do = QPushButton()
        self._do.setProperty("primary", True)
        self._do.clicked.connect(lambda: enhancing.enhance())
        self._action = enhance
        enhance.changed.connect(self._show_verb)
        self._done = self._make_done(theme)
        self._done.hide()
        self._own = QComboBox()
        self._own.setAccessibleName("When this recording comes in")
        self._own.setToolTip("Whether this recording is enhanced by itself, whatever is preferred for others")
        for text, when in _WHEN:
            self._own.addItem(text, when)
        self._own.activated.connect(self._prefer)
        self._own_row = QWidget()
        own = _row(quiet("By itself"), self._own)
        own.setContentsMargins(0, 0, 0, 0)
        self._own_row.setLayout(own)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 0, 16, 12)
        self._column.setSpacing(8)
        for widget in (self._name, self._reach, self._do, self._done):
            self._column.addWidget(widget)
        self._column.addWidget(self._own_row)
        for signal in (
            desk.selection_changed,
            desk.sound_changed,
            desk.edited,
            enhancing.changed,
        ):
            signal.connect(self.refresh)

    def _make_done(self, theme: Theme) -> QWidget:
        """What there is to see and to do where something is enhanced."""
        enhancing = self._enhancing
        self._original, self._enhanced = QToolButton(), QToolButton()
        self._switch = QButtonGroup(self)
        both = QHBoxLayout()
        both.setSpacing(4)
        for number, (button, text, on) in enumerate(
            ((self._original, "Original", False), (self._enhanced, "Enhanced", True))
        ):
            button.setText(text)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, on=on: self._of_source(lambda s: enhancing.hear(s, on)))
            self._switch.addButton(button, number)
            both.addWidget(button)
        self._before, self._after = Spectrum(theme, "Before"), Spectrum(theme, "After")
        self._range = quiet(f"0 to {kilohertz(self._desk.rate / 2)}")
        self._range.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._strength = QSlider(Qt.Orientation.Horizontal)
        self._strength.setRange(0, 100 // STEP)
        self._strength.setPageStep(2)
        self._strength.setAccessibleName("Strength")
        self._strength.setToolTip("How much is added; it is rendered again when you let go")
        self._strength.valueChanged.connect(self._strength_moved)
        self._strength.sliderReleased.connect(self._strength_set)
        self._much = quiet()
        self._much.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._facts = quiet()
        self._remove = QPushButton("Remove Enhancement")
        self._remove.clicked.connect(lambda: self._of_source(enhancing.remove))
        done = QWidget()
        column = QVBoxLayout(done)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(both)
        column.addLayout(_row(quiet("Before"), self._range))
        column.addWidget(self._before)
        column.addWidget(quiet("After"))
        column.addWidget(self._after)
        column.addLayout(_row(quiet("Strength"), self._much))
        column.addWidget(self._strength)
        column.addWidget(self._facts)
        column.addWidget(self._remove)
        return done

    # Showing

    def _show_source(self) -> None:
        subject = self._desk.subject
        source = next((one for one in self._desk.session.sources if one.id == subject), None)
        self._source = source.id if source else None
        for widget in (self._name, self._do, self._own_row):
            widget.setVisible(source is not None)
        if source is None:
            self._reach.setText(_NOTHING)
            self._done.hide()
            return
        self._filling = True
        self._show_name(source)
        self._show_reach(source)
        variants = tuple(v for v in self._desk.session.variants.all(source.id) if v.parts)
        self._done.setVisible(bool(variants))
        if variants:
            self._show_variants(source, variants)
        when = self._enhancing.source_preference(source.id)
        self._own.setCurrentIndex([value for _, value in _WHEN].index(when))
        self._do.setVisible(not self._whole(source, variants))
        self._show_verb()
        self._filling = False

    def _show_name(self, source: Source) -> None:
        metrics = self._name.fontMetrics()
        room = max(self.width() - 32, 40)
        self._name.setText(metrics.elidedText(source.name, Qt.TextElideMode.ElideMiddle, room))
        self._name.setToolTip(source.name)

    def _show_reach(self, source: Source) -> None:
        project = self._desk.session.project
        found = [project.bandwidth(recording.media) for recording in source.recordings]
        known = [reach[0] for reach in found if reach is not None]
        room = kilohertz(self._desk.rate / 2)
        if not known:
            self._reach.setText("How far up it reaches has not been measured yet.")
        elif max(known) - min(known) < 100:
            self._reach.setText(f"Reaches up to {about_kilohertz(known[0])}; the project holds {room}.")
        else:
            low, high = (about_kilohertz(hz) for hz in (min(known), max(known)))
            self._reach.setText(f"Its microphones reach up to {low} to {high}; the project holds {room}.")

    def _whole(self, source: Source, variants: tuple[Variant, ...]) -> bool:
        """Whether all that is meant is enhanced already, so that there is nothing to do."""
        first, stop = self._desk.selection
        # To look at more words than these would be felt while they are being chosen.
        if not variants or (self._desk.means_words and stop - first > MOST_WORDS):
            return False
        chosen = union(*(variant.chosen for variant in variants))
        clips = self._desk.clips() or {source.id: ((0, source.length),)}
        missing = any(self._desk.session.variants.missing(variant) for variant in variants)
        return set(clips) == {source.id} and not without(clips[source.id], chosen) and not missing

    def _show_verb(self) -> None:
        if self._source is None:
            return
        busy = self._enhancing.busy(self._source)
        first, stop = self._desk.selection
        chosen = self._desk.means_words
        self._do.setText("Enhancing…" if busy else self._action.text())
        self._do.setEnabled(not busy)
        many = f"the {stop - first} chosen words" if stop - first > 1 else "the chosen word"
        self._do.setToolTip(about(f"Enhance {many if chosen else 'the whole recording'}", self._action))

    def _show_variants(self, source: Source, variants: tuple[Variant, ...]) -> None:
        session = self._desk.session
        shown = next((v for v in reversed(variants) if v.chosen), variants[-1])
        on = bool(session.variants.heard(source.id))
        (self._enhanced if on else self._original).setChecked(True)
        cutoff = shown.treatment.cutoff_hz
        pictured = (shown.id, shown.parts)
        if pictured != self._pictured:
            self._pictured = pictured
            pictures = session.variants.pictures(shown.id)
            self._before.show_picture(joined((a, b, before) for a, b, before, _ in pictures), None)
            after = joined((a, b, after) for a, b, _, after in pictures)
            self._after.show_picture(after, 2 * cutoff / session.rate)
        if not self._enhancing.busy(source.id) and not self._strength.isSliderDown():
            self._strength.setValue(round(shown.treatment.strength * 100 / STEP))
        self._show_much()
        self._facts.setText(self._facts_of(source, shown, union(*(v.chosen for v in variants))))

    def _facts_of(self, source: Source, shown: Variant, chosen: Spans) -> str:
        rate = self._desk.rate
        part = clock_text(total(chosen), rate), clock_text(source.length, rate)
        much = "All of it is" if part[0] == part[1] else f"{part[0]} of {part[1]} are"
        models = " and ".join(shown.treatment.models)
        above = about_kilohertz(shown.treatment.cutoff_hz)
        text = f"{much} enhanced: above {above}, the dashed line, {models} generated what is heard."
        if len(source.recordings) > 1:
            file = source.recordings[shown.mic].file
            text += f" The pictures are of {file}, microphone {shown.mic + 1} of {len(source.recordings)}."
        if self._desk.session.variants.missing(shown):
            text += " Some of that sound is missing on disk; enhance again to have it."
        return text

    # Doing

    def _of_source(self, act: Callable[[SourceId], object]) -> None:
        if self._source is not None:
            act(self._source)

    def _strength_moved(self) -> None:
        self._show_much()
        # Keys and the wheel move it with nothing to let go.
        if not self._filling and not self._strength.isSliderDown():
            self._strength_set()

    def _strength_set(self) -> None:
        strength = self._strength.value() * STEP / 100
        self._of_source(lambda source: self._enhancing.set_strength(source, strength))

    def _show_much(self) -> None:
        self._much.setText(f"{self._strength.value() * STEP} %")

    def _prefer(self, number: int) -> None:
        self._of_source(lambda source: self._enhancing.prefer_for(source, _WHEN[number][1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name takes what room there is."""
        super().resizeEvent(event)
        self.refresh()


def _row(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left)
    row.addWidget(right, 1)
    return row
