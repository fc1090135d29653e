"""Keys that somebody changed: kept where they differ, never given twice, in every window at once."""

from __future__ import annotations

from collections import Counter

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from editor.ui import bindings as module
from editor.ui.bindings import Bindings, bindings_of, bound, refusal
from editor.ui.commands import COMMANDS, sequences
from editor.ui.theme import Theme
from editor.ui.window import Window
from editor.ui.workspace import Workspace

pytestmark = pytest.mark.usefixtures("application")

NAMED = {command.name: command for command in COMMANDS}
KEYS = ("Ctrl+Z", "Ctrl+E", "Ctrl+Alt+X", "F9", "F1", "Ctrl+B")


def keys(*names: str) -> list[QKeySequence]:
    return [QKeySequence(name) for name in names]


def stored(settings: QSettings) -> set[str]:
    return {name for name in settings.allKeys() if name.startswith("keys/")}


@given(
    st.dictionaries(
        st.sampled_from(sorted(NAMED)), st.lists(st.sampled_from(KEYS), unique=True).map(tuple), max_size=6
    )
)
def test_no_keys_are_ever_given_twice(changes: dict[str, tuple[str, ...]]) -> None:
    count = Counter(one.toString() for own in bound(changes).values() for one in own)
    assert not [key for key, times in count.items() if times > 1]


@hypothesis.settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(sorted(NAMED)), st.sampled_from(KEYS)), max_size=5))
def test_what_was_given_last_holds_and_all_can_be_taken_back(steps: list[tuple[str, str]]) -> None:
    changes: module.Changes = {}
    for name, key in steps:
        changes = module.given(changes, name, [key])
        assert bound(changes)[name] == keys(key)
    for name in list(changes):
        changes = module.given(changes, name, [one.toString() for one in sequences(NAMED[name])])
    assert changes == {}


def test_only_what_differs_is_kept_and_found_again(settings: QSettings) -> None:
    made = Bindings(settings)
    made.give("export", keys("Ctrl+E"))
    assert stored(settings) == {"keys/export"}
    assert made.keys("enhance") == []
    again = Bindings(settings)
    assert again.keys("export") == keys("Ctrl+E")
    assert (again.differs("export"), again.differs("enhance"), again.differs("find")) == (True, True, False)
    again.reset("enhance")
    assert again.keys("enhance") == keys("Ctrl+E")
    assert again.keys("export") == []
    again.reset_all()
    assert stored(settings) == set()
    assert Bindings(settings).keys("export") == sequences(NAMED["export"])


@pytest.mark.parametrize(
    "text",
    ["", "Ctrl+K", "[1]", '["Nonsense+Q"]', '["X"]', '["Left"]', '["Ctrl+K, Ctrl+L"]', '{"a": 1}', '[""]'],
)
def test_settings_that_make_no_sense_change_nothing(settings: QSettings, text: str) -> None:
    settings.setValue("keys/export", text)
    settings.setValue("keys/of_tomorrow", '["Ctrl+K"]')
    assert Bindings(settings).keys("export") == sequences(NAMED["export"])


def test_two_that_want_the_same_keys_do_not_share_them(settings: QSettings) -> None:
    for name in ("export", "import"):
        settings.setValue(f"keys/{name}", '["Ctrl+K"]')
    made = Bindings(settings)
    assert [name for name in NAMED if keys("Ctrl+K")[0] in made.keys(name)] == ["import"]


def test_what_came_is_never_refused_and_a_refusal_is_a_sentence() -> None:
    for command in COMMANDS:
        for one in sequences(command):
            assert not refusal(command, one), command.name
    for name, key in (("export", "P"), ("ignore", "Left"), ("ignore", "Shift+Tab"), ("export", "Del")):
        assert refusal(NAMED[name], QKeySequence(key)).endswith(".")
    assert not refusal(NAMED["ignore"], QKeySequence("P"))


def test_other_windows_follow_at_once(application: QApplication, theme: Theme, settings: QSettings) -> None:
    windows = [Window(theme, settings) for _ in range(2)]
    bindings_of(settings).give("export", keys("F9"))
    for window in windows:
        assert window.commands["export"].shortcuts() == keys("F9")
        window.close()
        window.deleteLater()


def test_letters_over_the_words_are_typed_in_fields(
    application: QApplication, window: Window, workspace: Workspace
) -> None:
    """Whatever letter is given to whatever command, a field that has the focus gets it."""
    of_document = [command for command in COMMANDS if not command.everywhere]
    for command, letter in zip(of_document, "abcdefghijklmnopqrstuvwxyz", strict=False):
        window.commands.bindings.give(command.name, keys(letter))
    window.activateWindow()
    before = workspace.desk.document
    window.commands["replace"].trigger()
    workspace.desk.select(2)
    workspace.transcript.correct()
    fields = [field for field in workspace.findChildren(QLineEdit) if field.isVisible() and field.isEnabled()]
    assert len(fields) >= 3
    for field in fields:
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, "abcdefghijklmnop")
        assert field.text() == "abcdefghijklmnop"
        field.clear()
    assert workspace.desk.document is before
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
