"""Training from the window: what is asked for, done, broken off, gone on with and cleared; and told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from editor.app import training, training_means
from editor.app.models import CHECKPOINT, training_folder
from editor.app.project_recordings import ProjectRecording
from editor.app.trainings import Plan, stopped_trainings
from editor.jobs import Cancelled, Report
from editor.ui.models.training import TrainForm
from editor.ui.models.window import ModelsWindow
from editor.ui.window import Window
from tests.ui.conftest import until
from tests.ui.models.conftest import add, ids

Watched = Callable[[list[str], Report], dict[str, str]]


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Callable[[Watched], None]:
    """Puts something in the place of the process that trains."""
    monkeypatch.setattr(training_means, "where_it_runs", lambda _report: "the abacus, 2 rows")
    monkeypatch.setattr("editor.ui.models.training.lacking", lambda: "")
    return lambda watched: monkeypatch.setattr(training, "_watched", watched)


def form_of(models: ModelsWindow) -> TrainForm:
    return models.findChildren(TrainForm)[-1]


def learn(name: str) -> None:
    """What a training leaves when it is broken off."""
    (training_folder(name) / CHECKPOINT).touch()
    (training_folder(name) / "log.jsonl").write_text('{"step": 9, "s": 725.0}\n')


def test_what_is_missing_is_said_and_nothing_can_be_begun(
    models: ModelsWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_means, "find_spec", lambda name: None if name == "torch" else name)
    models._train.click()
    form = form_of(models)
    assert "PyTorch, which is not installed" in form._problem.text()
    assert 'pip install "wordtape[train]"' in form._problem.text()
    assert not form.verb.isEnabled()
    form.reject()


def test_the_form_asks_for_what_lacks_until_nothing_does(
    application: QApplication, models: ModelsWindow, process: Callable[[Watched], None], tmp_path: Path
) -> None:
    models.choose("second")
    models._further.click()
    form = form_of(models)
    until(application, lambda: "abacus" in form._where.text(), "where it runs")
    assert "Add recordings" in form._problem.text()
    assert not form.verb.isEnabled()
    form.give([(tmp_path, "here"), (tmp_path, "here again")])
    assert form.verb.isEnabled()
    assert form.plan == Plan("own-48k", 48_000, (tmp_path,), "second", 60.0)
    # What goes on from a model makes sound at its rate; a name that was suggested goes with the rate.
    assert not form._rate.isEnabled()
    form._from.setCurrentIndex(0)
    form._rate.setCurrentIndex(form._rate.findData(96_000))
    assert form.plan.name == "own-96k"
    assert form.plan.parent is None
    for name, said in (("first", "called first already"), ("A b", "small letters"), ("", "a name")):
        form._name.setText(name)
        assert said in form._problem.text()
        assert not form.verb.isEnabled()
    form._list.item(0).setSelected(True)
    form._take_out()
    assert form.data == ()
    form.reject()


def test_recordings_of_the_open_project_can_be_given(
    application: QApplication,
    window: Window,
    data: Path,
    process: Callable[[Watched], None],
) -> None:
    window.commands["models"].trigger()
    models = window.models.window
    assert models is not None
    assert [one.name for one in models.recordings] == ["hum"]
    form = TrainForm(models, models.catalogue.models, None, models.recordings, models.work)
    form.give([(one.file, one.name) for one in models.recordings])
    assert form.data == (models.recordings[0].file,)
    assert form.data[0].is_file()
    until(application, lambda: not models.work.running, "where it runs")
    form.deleteLater()


def test_a_trained_model_is_told_listed_and_chosen(
    application: QApplication,
    models: ModelsWindow,
    process: Callable[[Watched], None],
    data: Path,
    tmp_path: Path,
) -> None:
    told: list[tuple[str, str]] = []
    models.trained.connect(lambda *said: told.append(said))

    def watched(command: list[str], report: Report) -> dict[str, str]:
        assert command[command.index("--data") + 1] == str(tmp_path / "a.wav")
        report(0.5, "Training, step 3: spectral 0.345")
        add(data, tmp_path, "mine", 0.6, parent="first")
        return {"model": "mine"}

    process(watched)
    (tmp_path / "a.wav").touch()
    models.trainer.start(Plan("mine", 48_000, (tmp_path / "a.wav",), "first"))
    until(application, lambda: told, "the training")
    assert told == [("The model mine is trained and ready to be used.", "mine")]
    assert models.row is not None
    assert models.row.id == "mine"
    models.choose("first")
    models.tabs.setCurrentIndex(1)
    models.messages._do.click()
    assert models.row is not None
    assert models.row.id == "mine"
    assert models.tabs.currentIndex() == 0
    assert "mine" in ids(models)


def test_a_training_that_was_stopped_is_listed_goes_on_as_it_was_asked_for_and_can_be_cleared(
    application: QApplication,
    models: ModelsWindow,
    process: Callable[[Watched], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[list[str]] = []
    going = threading.Event()

    def watched(command: list[str], report: Report) -> dict[str, str]:
        asked.append(command)
        learn("mine")
        # Once: what the first training says must not be taken for the second one's.
        going.set()
        while True:
            report(0.2, "Training, step 9: spectral 0.3")

    process(watched)
    plan = Plan("mine", 48_000, (tmp_path,), None, 90.0)
    for turn in (1, 2):
        if turn == 1:
            models.trainer.start(plan)
        else:
            models.stopped.go_on.emit(stopped_trainings()[0])
            # It is no interrupted one from the click on: it must not be begun twice.
            assert models.stopped.isHidden()
        until(application, going.is_set, "the training")
        going.clear()
        # While it goes on it is no interrupted one.
        models.refresh()
        assert models.stopped.isHidden()
        models.work._runner.jobs[0].cancel()
        until(application, lambda: not models.work.running, "the end")
        until(application, lambda: not models.stopped.isHidden(), "the line")
        assert stopped_trainings()[0].plan == plan
    assert asked[0] == asked[1]
    texts = [part.text() for part in models.stopped._parts]  # type: ignore[attr-defined]
    assert "mine: 12 min of 90 min so far" in texts
    monkeypatch.setattr(models.keeping, "sure", lambda *_said: True)
    models.stopped._parts[-1].click()  # type: ignore[attr-defined]
    assert models.stopped.isHidden()
    assert not training_folder("mine").exists()


def test_a_training_that_fails_says_why_and_offers_to_go_on(
    application: QApplication, models: ModelsWindow, process: Callable[[Watched], None], tmp_path: Path
) -> None:
    kept = False

    def watched(_command: list[str], _report: Report) -> dict[str, str]:
        if kept:
            learn("mine")
        return {"error": "There is no sound."}

    process(watched)
    models.trainer.start(Plan("mine", 48_000, (tmp_path,)))
    until(application, lambda: models.messages.text == "There is no sound.", "the sentence")
    kept = True
    models.trainer.start(Plan("mine", 48_000, (tmp_path,)))
    until(application, lambda: "of mine is kept" in models.messages.text, "the other sentence")
    # Nothing of the command line is said here.
    assert "wordtape" not in models.messages.text
    assert models.messages._do.text() == "Go On"


def test_nobody_trains_one_name_twice_at_once(
    application: QApplication, models: ModelsWindow, process: Callable[[Watched], None], tmp_path: Path
) -> None:
    going, over = threading.Event(), threading.Event()

    def watched(_command: list[str], report: Report) -> dict[str, str]:
        going.set()
        while not over.is_set():
            report(0.1)
        raise Cancelled

    process(watched)
    models.trainer.start(Plan("mine", 48_000, (tmp_path,)))
    until(application, going.is_set, "the training")
    models.trainer.start(Plan("mine", 48_000, (tmp_path,)))
    until(application, lambda: "is going on in another" in models.messages.text, "the refusal")
    assert training_folder("mine").is_dir()
    over.set()
    until(application, lambda: not models.work.running, "the end")
    assert not training_folder("mine").exists()


def test_a_window_in_which_work_goes_on_asks_before_it_closes(
    application: QApplication,
    models: ModelsWindow,
    process: Callable[[Watched], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def watched(_command: list[str], report: Report) -> dict[str, str]:
        while True:
            report(0.1)

    process(watched)
    models.trainer.start(Plan("mine", 48_000, (tmp_path,)))
    monkeypatch.setattr(models.keeping, "sure", lambda *_said: False)
    assert not models.close()
    assert models.isVisible()
    assert models.work.running
    monkeypatch.setattr(models.keeping, "sure", lambda *_said: True)


def test_a_project_s_recording_says_how_long_it_is(window: Window, data: Path) -> None:
    window.commands["models"].trigger()
    models = window.models.window
    assert models is not None
    recording = models.recordings[0]
    assert isinstance(recording, ProjectRecording)
    assert recording.seconds == pytest.approx(4.0, abs=0.01)
