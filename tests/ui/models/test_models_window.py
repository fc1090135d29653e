"""The models window shows the registry as it is, finds in it, and lets nothing of a card do anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from editor.app.catalogue import Reach
from editor.app.models import remove_model
from editor.ui.models.table import LSD, NAME, WIDTHS_PX
from editor.ui.models.window import ModelsWindow
from editor.ui.theme import Theme
from editor.ui.window import Window
from enhance.registry import Registry
from tests.helpers.making_models import model_bytes, save
from tests.ui.conftest import until
from tests.ui.models.conftest import EVIL, ids

SHIPPED = "upsample-48k"


def test_every_model_is_listed_and_the_card_is_of_the_one_that_is_chosen(models: ModelsWindow) -> None:
    assert ids(models) == ["first", "second", "third", SHIPPED]
    for name in ids(models):
        models.choose(name)
        assert models.card.toPlainText().startswith(f"{name}\n")
        assert models.row is not None
        assert models.shelf.view.currentIndex().data(Qt.ItemDataRole.UserRole) == name


def test_nothing_of_a_card_is_markup_and_nothing_is_fetched(models: ModelsWindow) -> None:
    models.choose("first")
    text = models.card.toPlainText()
    assert text.count(EVIL) == 2
    assert "<b>" not in models.card.toHtml()
    assert models.card.loadResource(2, QUrl("file:///etc/passwd")) is None
    models.card.anchorClicked.emit(QUrl("https://example.org"))
    assert models.row is not None
    assert models.row.id == "first"


def test_the_lineage_leads_to_the_parent_and_back(models: ModelsWindow) -> None:
    models.choose("second")
    models.card.anchorClicked.emit(QUrl("model:first"))
    assert models.row is not None
    assert models.row.id == "first"
    assert "model:second" in models.card.toHtml()
    models.choose("third")
    assert "gone (not here)" in models.card.toPlainText()
    assert "model:gone" not in models.card.toHtml()


def test_a_search_lets_through_what_has_all_the_words(models: ModelsWindow) -> None:
    filters = models.shelf.filters
    filters.text.setText("SEC ups")
    assert ids(models) == ["second"]
    assert models.row is not None
    filters.text.setText("shipped")
    assert ids(models) == [SHIPPED]
    filters.text.setText("nobody")
    assert ids(models) == []
    assert models.row is None
    assert "Choose a model" in models.card.toPlainText()
    assert models.shelf._sentence.text() == "No model is like that."
    models.shelf._clear.click()
    assert len(ids(models)) == 4


def test_a_recording_lets_through_the_models_for_it(models: ModelsWindow, tmp_path: Path) -> None:
    filters = models.shelf.filters
    filters.measured(tmp_path / "old.wav", Reach(7000.0, 44_100))
    assert "second" not in ids(models)
    assert "first" in ids(models)
    filters.measured(tmp_path / "old.wav", Reach(4000.0, 96_000))
    assert ids(models) == []


def test_figures_sort_and_what_has_none_comes_last_both_ways(models: ModelsWindow) -> None:
    view = models.shelf.view
    view.sortByColumn(LSD, Qt.SortOrder.AscendingOrder)
    assert ids(models) == ["second", "third", SHIPPED, "first"]
    view.sortByColumn(LSD, Qt.SortOrder.DescendingOrder)
    assert ids(models) == [SHIPPED, "third", "second", "first"]
    table = models.shelf.table
    shown = {table.at(row).id: table.index(row, LSD).data() for row in range(4)}
    # What only a card claims has a mark.
    assert shown == {SHIPPED: "0.93", "third": "0.70", "second": "0.50*", "first": "–"}


def test_the_choice_stays_with_its_model_while_the_list_is_sorted_and_read_anew(models: ModelsWindow) -> None:
    models.choose("second")
    models.shelf.view.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert models.shelf.view.currentIndex().data(Qt.ItemDataRole.UserRole) == "second"
    models.refresh()
    assert models.shelf.view.currentIndex().data(Qt.ItemDataRole.UserRole) == "second"


def test_who_comes_back_sees_what_others_have_changed(models: ModelsWindow) -> None:
    remove_model("third")
    assert "third" in ids(models)
    models.refresh()
    assert ids(models) == ["first", "second", SHIPPED]


def test_a_missing_file_and_a_damaged_card_are_told_with_their_sentences(
    models: ModelsWindow, data: Path
) -> None:
    models.choose("first")
    row = models.row
    assert row is not None
    Path(row.path).unlink()  # type: ignore[union-attr]
    with Registry(data / "models") as registry, registry._writing() as connection:
        connection.execute("UPDATE models SET card = '{}' WHERE id = 'second'")
    models.refresh()
    assert "The file of the model first is missing or not whole" in models.card.toPlainText()
    models.choose("second")
    assert "its card is damaged" in models.card.toPlainText()
    table = models.shelf.table
    tips = {table.at(n).id: table.index(n, NAME).data(Qt.ItemDataRole.ToolTipRole) for n in range(4)}
    assert tips["first"].endswith("remove it and add it again.")
    assert "lacks" in tips["second"]
    # What cannot be used can be taken away.
    models.keeping.remove("second")
    assert "second" not in ids(models)


def test_shipped_models_stay_and_own_ones_go_when_that_is_said(
    models: ModelsWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    models.choose(SHIPPED)
    assert not models._remove.isEnabled()
    assert "came with the program" in models._remove.toolTip()
    models.ask_remove()
    assert "came with the program" in models.messages.text
    models.choose("third")
    answers = iter((1, 0))
    monkeypatch.setattr(QMessageBox, "exec", lambda self: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda self: self.buttons()[next(answers)])
    monkeypatch.setattr(QMessageBox, "buttons", _in_order)
    models.ask_remove()
    assert "third" in ids(models)
    models.ask_remove()
    assert "third" not in ids(models)
    assert models.messages.text == "Removed third."


def _in_order(box: QMessageBox) -> list[object]:
    from PySide6.QtWidgets import QPushButton

    return sorted(box.findChildren(QPushButton), key=lambda button: button.text() != "Remove")


def test_a_model_is_tried_then_listed_and_chosen(
    application: QApplication, models: ModelsWindow, tmp_path: Path
) -> None:
    file, _ = save(tmp_path, model_bytes(noise_gain=0.9), id="new")
    models.keeping.add(file)
    until(application, lambda: "new" in ids(models), "the model")
    assert models.row is not None
    assert models.row.id == "new"
    models.keeping.add(file)
    until(application, lambda: "is here already" in models.messages.text, "the refusal")


def test_a_trial_that_is_stopped_adds_nothing(
    application: QApplication, models: ModelsWindow, tmp_path: Path
) -> None:
    file, _ = save(tmp_path, model_bytes(noise_gain=0.9), id="new")
    models.keeping.add(file)
    models.work.stop()
    models.refresh()
    assert "new" not in ids(models)


def test_keys_lead_everywhere(application: QApplication, models: ModelsWindow) -> None:
    models.activateWindow()
    view = models.shelf.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert models.row is not None
    assert models.row.id == "second"
    QTest.keyClick(models, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert models.focusWidget() is models.shelf.filters.text
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert models.focusWidget() is models.card


def test_everything_that_can_be_reached_has_a_name(models: ModelsWindow) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTextBrowser, QTreeView

    models.tabs.setCurrentIndex(1)
    models.comparing._result.show()
    for kind in (QAbstractButton, QComboBox, QLineEdit, QTextBrowser, QTreeView):
        for widget in models.findChildren(kind):
            # What Qt puts into its own fields, such as the cross of a search, it names itself.
            own = widget.parent().inherits("QTabBar") or widget.parent().inherits("QLineEdit")
            own = own or widget.parent().inherits("QAbstractSpinBox") or not widget.isVisibleTo(models)
            assert own or widget.accessibleName() or widget.text()


@pytest.mark.parametrize(("width", "across"), [(1280, True), (640, False)])
def test_where_it_is_narrow_the_card_lies_below(
    application: QApplication, models: ModelsWindow, width: int, across: bool
) -> None:
    models.resize(width, 800)
    application.processEvents()
    splitter = models._splitter
    assert (splitter.orientation() is Qt.Orientation.Horizontal) == across
    assert all(splitter.widget(n).width() >= min(sum(WIDTHS_PX), 300) for n in range(2))


@pytest.fixture
def empty(application: QApplication, theme: Theme, settings: QSettings, data: Path) -> Iterator[Window]:
    made = Window(theme, settings)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_the_command_opens_one_window_which_goes_with_the_other(
    application: QApplication, empty: Window
) -> None:
    empty.commands["models"].trigger()
    window = empty.models.window
    assert window is not None
    assert window.isVisible()
    empty.commands["models"].trigger()
    assert empty.models.window is window
    window.resize(700, 640)
    window.close()
    assert empty.models.window is None
    empty.commands["models"].trigger()
    again = empty.models.window
    assert again is not None
    assert (again.width(), again.height()) == (700, 640)
    empty.close()
    assert empty.models.window is None
