"""The command line contract: what is printed, what is left behind, what is said when it cannot be done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import soundfile

from editor.app.session import Session
from editor.cli.main import main
from tests.helpers.projects import add_talk, talk

Run = Callable[..., Any]

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "talk.wordtape"
    with Session.create(path) as session:
        add_talk(session, tmp_path / "ann.wav")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json; returns its result, or every line of it for `edit`."""

    def call(*arguments: object, lines: bool = False) -> Any:
        status = main([*map(str, arguments), "--json"])
        out, err = capsys.readouterr()
        assert status == 0, err
        return [json.loads(line) for line in out.splitlines()] if lines else json.loads(out)

    return call


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command that must fail; returns its one line on stderr."""

    def call(*arguments: object) -> str:
        status = main([*map(str, arguments)])
        out, err = capsys.readouterr()
        assert status == 1
        assert out == ""
        assert err.count("\n") == 1
        assert "Traceback" not in err
        return err.removeprefix("wordtape: ").strip()

    return call


def ops(folder: Path, *operations: object) -> Path:
    file = folder / "ops.jsonl"
    file.write_text("".join(json.dumps(op) + "\n" for op in operations))
    return file


def texts(rows: list[dict[str, Any]]) -> list[str]:
    return [row["text"] for row in rows]


def test_new_makes_a_folder_that_ends_in_wordtape(run: Run, tmp_path: Path) -> None:
    made = run("new", tmp_path / "Interview", "--rate", "48000")
    assert made["rate"] == 48000
    assert Path(made["project"]).name == "Interview.wordtape"
    assert Path(made["project"]).is_dir()


def test_new_refuses_what_is_there(refused: Callable[..., str], project: Path) -> None:
    assert "talk" in refused("new", project)


def test_words_are_numbered_and_timed_on_both_clocks(run: Run, project: Path) -> None:
    rows = run("words", project)
    assert [row["i"] for row in rows] == list(range(18))
    for row in rows:
        assert row["start_s"] == pytest.approx(row["start"] / 44100, abs=1e-6)
        assert row["source_start"] == row["start"]
        assert row["kept"] is True
        assert row["speaker"] == "Ann"
    source = rows[0]["source"]
    run("edit", project, ops(project.parent, {"op": "delete", "from": 0, "to": 3}), lines=True)
    assert texts(run("words", project)) == texts(rows)[3:]
    assert texts(run("words", project, "--source", source)) == texts(rows)


def test_each_edit_is_one_step_and_undo_takes_back_so_many(run: Run, project: Path) -> None:
    before = run("words", project)
    done = run(
        "edit",
        project,
        ops(
            project.parent,
            {"op": "delete", "from": 2, "to": 4},
            {"op": "ignore", "from": 5, "to": 6, "on": True},
            {"op": "move", "from": 0, "to": 2, "before": 8},
            {"op": "copy", "from": 1, "to": 3, "before": 0},
            {"op": "correct", "from": 0, "to": 1, "text": "Wordtape"},
            {"op": "draft", "before": 4, "text": "Words that are yet\nto be said."},
            {"op": "gap", "before": 4, "seconds": 1.5},
            {"op": "shorten_gaps", "over": 0.5, "to": 0.2},
            {"op": "speaker", "from": 3, "to": 5, "name": "Ben"},
            {"op": "cut_time", "from_s": 1.0, "to_s": 1.5},
            {"op": "restore", "cut": 0},
        ),
        lines=True,
    )
    assert [line["line"] for line in done] == list(range(1, 12))
    assert [line["revision"] for line in done] == list(range(3, 14))
    assert done[0]["words"] == 16
    assert done[9]["samples"] == done[8]["samples"] - 22050
    after = run("words", project)
    back = run("undo", project, 11)
    assert back["revision"] == 2
    assert back["label"] == "Deleted 2 words"
    assert run("words", project) == before
    assert run("redo", project, 11)["revision"] == 13
    assert run("words", project) == after


def test_a_line_that_cannot_be_done_is_named_and_those_before_it_stay(
    refused: Callable[..., str], run: Run, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ops(project.parent, {"op": "delete", "from": 0, "to": 1}, {"op": "delete", "from": 90, "to": 91})
    assert main(["edit", str(project), str(file), "--json"]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert "Line 2" in err
    assert len(run("words", project)) == 17


@pytest.mark.parametrize(
    "operation",
    [
        [],
        {},
        {"op": "explode"},
        {"op": "delete", "from": 1},
        {"op": "delete", "from": "1", "to": 2},
        {"op": "delete", "from": True, "to": 2},
        {"op": "delete", "from": -1, "to": 2},
        {"op": "delete", "from": 3, "to": 3},
        {"op": "ignore", "from": 1, "to": 2, "on": "yes"},
        {"op": "move", "from": 1, "to": 3, "before": 2},
        {"op": "correct", "from": 1, "to": 2, "text": "  "},
        {"op": "draft", "before": 0, "text": " \n "},
        {"op": "draft", "before": 99, "text": "beyond the end"},
        {"op": "gap", "before": 0, "seconds": -1},
        {"op": "gap", "before": 0, "seconds": 1e300},
        {"op": "gap", "before": 99, "seconds": 1},
        {"op": "shorten_gaps", "over": 1.0, "to": 0},
        {"op": "shorten_gaps", "over": 0.2, "to": 0.4},
        {"op": "cut_time", "from_s": 2, "to_s": 1},
        {"op": "cut_time", "from_s": 0, "to_s": 9999},
        {"op": "retime", "word": 0, "start_s": 3, "stop_s": 1},
        {"op": "speaker", "from": 0, "to": 1, "name": ""},
        {"op": "restore", "cut": 0},
        {"op": "set_gap", "before": 99, "seconds": 1},
        {"op": "trim", "at_s": 0, "side": "left", "by_s": 1},
        {"op": "trim", "at_s": 0, "side": "start", "by_s": 1},
        {"op": "trim", "at_s": 0.5, "side": "end", "by_s": -0.1},
        {"op": "split", "at_s": 0},
        {"op": "marker", "at_s": 1, "name": " "},
        {"op": "remove_marker", "marker": 0},
        {"op": "paste_from", "project": "nowhere", "from": 0, "to": 1, "before": 0},
    ],
)
def test_nonsense_is_refused_in_a_sentence_and_changes_nothing(
    refused: Callable[..., str], run: Run, project: Path, operation: object
) -> None:
    before = run("words", project)
    sentence = refused("edit", project, ops(project.parent, operation))
    assert sentence.startswith("Line 1: ")
    assert sentence.endswith(".")
    assert run("words", project) == before


def test_clips_are_split_and_trimmed_and_pauses_set(run: Run, project: Path) -> None:
    rows = run("words", project)
    operations = (
        {"op": "split", "at_s": rows[4]["start_s"]},
        {"op": "trim", "at_s": 0, "side": "start", "by_s": -rows[2]["start_s"]},
        {"op": "set_gap", "before": 1, "seconds": 2.0},
    )
    split, trimmed, longer = run("edit", project, ops(project.parent, *operations), lines=True)
    assert split["words"] == len(rows)
    assert trimmed["words"] == len(rows) - 2
    first, second = run("words", project)[:2]
    assert second["start_s"] - first["stop_s"] == pytest.approx(2.0, abs=1e-4)
    assert longer["label"]


def test_markers_are_listed_where_they_are_heard(run: Run, project: Path) -> None:
    word = run("words", project)[5]
    add = {"op": "marker", "at_s": (word["start_s"] + word["stop_s"]) / 2, "name": "Intro"}
    run("edit", project, ops(project.parent, add), lines=True)
    (row,) = run("markers", project)
    assert (row["marker"], row["name"]) == (0, "Intro")
    assert row["at_s"] == pytest.approx(add["at_s"], abs=1e-4)
    renamed = {"op": "rename_marker", "marker": 0, "name": "Start"}
    run("edit", project, ops(project.parent, renamed, {"op": "delete", "from": 5, "to": 6}), lines=True)
    assert run("markers", project) == []
    run("undo", project)
    assert run("markers", project)[0]["name"] == "Start"
    run("edit", project, ops(project.parent, {"op": "remove_marker", "marker": 0}), lines=True)
    assert run("markers", project) == []


def test_markers_are_exported_as_chapters(
    run: Run, refused: Callable[..., str], project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "talk.chapters.json"
    assert "set a marker" in refused("export", project, out)
    assert not out.exists()
    add = {"op": "marker", "at_s": run("words", project)[5]["start_s"], "name": "Intro"}
    run("edit", project, ops(project.parent, add), lines=True)
    run("export", project, out)
    (row,) = run("markers", project)
    chapters = json.loads(out.read_text(encoding="utf-8"))["chapters"]
    assert chapters == [{"startTime": pytest.approx(row["at_s"], abs=1e-3), "title": "Intro"}]


def test_retime_moves_an_edge_on_the_compilations_clock(run: Run, project: Path) -> None:
    row = run("words", project)[3]
    new = {"op": "retime", "word": 3, "start_s": row["start_s"] - 0.05, "stop_s": row["stop_s"] - 0.05}
    run("edit", project, ops(project.parent, new), lines=True)
    moved = run("words", project)[3]
    assert moved["start_s"] == pytest.approx(row["start_s"] - 0.05, abs=1e-4)
    assert moved["stop_s"] == pytest.approx(row["stop_s"] - 0.05, abs=1e-4)


def test_words_come_from_another_project_with_their_sound(run: Run, project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.wordtape"
    with Session.create(other, 48000) as session:
        add_talk(session, tmp_path / "ben.wav", speaker="Ben", seed=2)
    there = run("words", other)
    op = {"op": "paste_from", "project": str(other), "from": 2, "to": 6, "before": 5}
    run("edit", project, ops(tmp_path, op), lines=True)
    rows = run("words", project)
    assert texts(rows)[5:9] == texts(there)[2:6]
    assert {row["speaker"] for row in rows[5:9]} == {"Ben"}
    assert rows[5]["source_start_s"] == pytest.approx(there[2]["source_start_s"], abs=1e-4)
    out = run("export", project, tmp_path / "both.wav", "--loudness", "off")
    assert out["rate"] == 44100


def test_export_is_as_long_as_the_document(run: Run, project: Path, tmp_path: Path) -> None:
    (edited,) = run("edit", project, ops(tmp_path, {"op": "delete", "from": 4, "to": 9}), lines=True)
    written = run("export", project, tmp_path / "episode.wav")
    assert written["samples"] == edited["samples"]
    assert soundfile.info(tmp_path / "episode.wav").frames == edited["samples"]
    assert written["true_peak_dbtp"] <= -1.0 + 0.05
    part = run("export", project, tmp_path / "part.wav", "--from", "1.0", "--to", "2.5", "--loudness", "off")
    assert part["samples"] == 66150
    for ending in ("srt", "vtt", "json", "txt", "md"):
        run("export", project, tmp_path / f"episode.{ending}")
        assert (tmp_path / f"episode.{ending}").stat().st_size > 0


@pytest.mark.parametrize("out", ["episode", "episode.doc", "nowhere/episode.wav"])
def test_export_says_what_is_wrong_with_its_target(
    refused: Callable[..., str], project: Path, tmp_path: Path, out: str
) -> None:
    assert refused("export", project, tmp_path / out).endswith(".")


def test_export_harms_neither_the_project_nor_its_recordings(
    refused: Callable[..., str], project: Path, tmp_path: Path
) -> None:
    (media,) = (project / "media").iterdir()
    targets = [media, project / "new.wav", project / "media" / "new.srt", tmp_path / "ann.wav"]
    before = {file: file.read_bytes() for file in (media, tmp_path / "ann.wav")}
    for target in targets:
        assert "choose another" in refused("export", project, target)
    assert {file: file.read_bytes() for file in before} == before
    assert not (project / "new.wav").exists()


@pytest.mark.parametrize("out", ["talk.labels.txt"])
def test_a_kind_of_text_that_is_not_built_yet_is_not_taken_for_another(
    refused: Callable[..., str], project: Path, tmp_path: Path, out: str
) -> None:
    assert "not built" in refused("export", project, tmp_path / out)
    assert not (tmp_path / out).exists()


@pytest.mark.parametrize("path", ["/", "..", "."])
def test_what_names_nothing_is_no_project(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    refused("new", path)
    refused("words", path)
    assert [file.name for file in tmp_path.iterdir()] == ["here"]


@pytest.mark.parametrize(
    "operation",
    [
        '{"op": "gap", "before": 0, "seconds": %s}' % ("9" * 400),
        '{"op": "gap", "before": 0, "seconds": NaN}',
        '{"op": "gap", "before": 0, "seconds": -Infinity}',
        '{"op": "delete", "from": %s, "to": 2}' % ("9" * 400),
        '{"op": "%s"}' % ("x" * 10_000),
        '{"op": "paste_from", "project": "\\u0000", "from": 0, "to": 1, "before": 0}',
        '{"op": "paste_from", "project": "%s", "from": 0, "to": 1, "before": 0}' % ("x" * 10_000),
        '{"op": "paste_from", "project": "%s", "from": 0, "to": 1, "before": 0}' % ("x" * 300),
    ],
)
def test_absurd_values_are_a_short_sentence(
    refused: Callable[..., str], project: Path, tmp_path: Path, operation: str
) -> None:
    (tmp_path / "ops.jsonl").write_text(operation)
    assert len(refused("edit", project, tmp_path / "ops.jsonl")) < 600


def test_files_that_are_no_recordings_are_skipped_and_named(
    run: Run, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.wav").write_bytes(b"")
    (tmp_path / "notes.mp3").write_text("This is no sound. " * 100)
    talk(tmp_path / "good.wav", 4, seed=5)
    before = run("words", project)
    names = ["empty.wav", "notes.mp3", "missing.wav", "good.wav"]
    files = [str(tmp_path / name) for name in names]
    assert main(["import", str(project), *files, "--no-transcribe", "--json"]) == 1
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert [Path(skip["file"]).name for skip in result["skipped"]] == names[:3]
    assert all(Path(s["file"]).name in s["reason"] for s in result["skipped"])
    assert [source["file"] for source in result["sources"]] == ["good.wav"]
    assert "Traceback" not in err
    assert run("words", project) == before
    kept = {file.stem for file in (project / "media").iterdir()}
    assert len(kept) == 2


def test_what_was_skipped_is_one_line_whatever_it_is_called(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["empty.wav", "two\nlines.wav", "\x1b[31mred.wav"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    assert main(["import", str(project), *(str(tmp_path / name) for name in names), "--no-transcribe"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err[:-1].isprintable()
    assert all(word in err for word in ("empty.wav", "lines.wav", "red.wav"))


@pytest.mark.parametrize("flaw", ["silent", "breaks off"])
def test_a_damaged_recording_is_imported_only_where_that_is_wanted(
    run: Run, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], flaw: str
) -> None:
    file = tmp_path / "flawed.wav"
    if flaw == "silent":
        soundfile.write(file, [0.0] * 44100, 44100)
    else:
        talk(file, 8, seed=7)
        file.write_bytes(file.read_bytes()[:200_000])
    before, media = run("words", project), set((project / "media").iterdir())
    assert main(["import", str(project), str(file), "--no-transcribe", "--json"]) == 1
    out, err = capsys.readouterr()
    (skip,) = json.loads(out)["skipped"]
    assert flaw in skip["reason"]
    assert "--damaged" in skip["reason"]
    assert err.count("\n") == 1
    assert run("words", project) == before
    assert set((project / "media").iterdir()) == media
    taken = run("import", project, file, "--no-transcribe", "--damaged")
    assert len(taken["sources"]) == 1
    assert flaw in taken["remarks"][0]


@pytest.mark.parametrize(
    "options", [["--speaker", "A", "--speaker", "B", "--speaker", "C"], ["--script", "s.txt"]]
)
def test_options_that_do_not_go_with_so_many_files_are_wrong_usage(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    files = [str(tmp_path / f"{name}.wav") for name in "ab"]
    assert main(["import", str(project), *files, *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert options[0] in err


def test_two_microphones_are_cut_together(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.wordtape"
    run("new", path)
    talk(tmp_path / "a.wav", 10, seed=1)
    talk(tmp_path / "b.wav", 10, seed=2)
    imported = run(
        "import", path, tmp_path / "a.wav", tmp_path / "b.wav", "--session", "Talk", "--no-transcribe"
    )
    (source,) = imported["sources"]
    assert [r["speaker"] for r in source["recordings"]] == ["a", "b"]
    (cut,) = run("edit", path, ops(tmp_path, {"op": "cut_time", "from_s": 1, "to_s": 2}), lines=True)
    assert cut["samples"] == source["samples"] - 44100
    run("export", path, tmp_path / "two.wav", "--loudness", "off")
    sound, _ = soundfile.read(tmp_path / "two.wav")
    mics = [soundfile.read(tmp_path / f"{name}.wav")[0] for name in "ab"]
    start, length = 100_000, min(len(mic) for mic in mics) - 150_000
    summed = sum(mic[start + 44100 : start + 44100 + length] for mic in mics)
    mono = sound if sound.ndim == 1 else sound.mean(axis=1)
    assert abs(mono[start : start + length] - summed).max() < 3 / 32768


def test_a_second_writer_is_told(refused: Callable[..., str], project: Path, tmp_path: Path) -> None:
    with Session.open(project):
        sentence = refused("edit", project, ops(tmp_path, {"op": "delete", "from": 0, "to": 1}))
    assert "open" in sentence


def test_a_packed_project_is_the_same_elsewhere(run: Run, project: Path, tmp_path: Path) -> None:
    run("edit", project, ops(tmp_path, {"op": "delete", "from": 4, "to": 9}), lines=True)
    before = run("words", project)
    run("export", project, tmp_path / "here.wav")
    run("pack", project, tmp_path / "talk.zip")
    (tmp_path / "elsewhere").mkdir()
    there = Path(run("unpack", tmp_path / "talk.zip", tmp_path / "elsewhere")["project"])
    assert run("words", there) == before
    run("export", there, tmp_path / "there.wav")
    assert (tmp_path / "there.wav").read_bytes() == (tmp_path / "here.wav").read_bytes()
    assert run("undo", there)["label"] == "Deleted 5 words"


def test_a_version_is_named_listed_gone_back_to_renamed_and_removed(
    run: Run, refused: Callable[..., str], project: Path, tmp_path: Path
) -> None:
    named = run("words", project)
    saved = run("version", project, "First cut")
    assert saved["revision"] == 2
    run("edit", project, ops(tmp_path, {"op": "delete", "from": 4, "to": 9}), lines=True)
    gone = run("version", project, "First cut", "--go")
    assert gone["label"] == "Went back to version “First cut”"
    assert run("words", project) == named
    assert "nothing to go back to" in refused("version", project, "First cut", "--go")
    assert run("version", project, "First cut", "--rename", "Rough") == {
        "name": "Rough",
        "before": "First cut",
    }
    run("pack", project, tmp_path / "talk.zip")
    there = run("unpack", tmp_path / "talk.zip", tmp_path / "there.wordtape")["project"]
    assert run("versions", there) == run("versions", project) == [saved | {"name": "Rough"}]
    rows = run("history", there)
    assert [row["state"] for row in rows] == ["done", "done", "done", "now"]
    assert [row["versions"] for row in rows] == [[], ["Rough"], [], []]
    assert all(row["made"] for row in rows)
    run("undo", there, 3)
    assert [row["state"] for row in run("history", there)] == ["now", "undone", "undone", "undone"]
    run("version", project, "Rough", "--remove")
    assert run("versions", project) == []
    assert "no version “Rough”" in refused("version", project, "Rough", "--go")
    assert "needs a name" in refused("version", project, " ")


def test_caches_can_be_deleted(run: Run, project: Path, tmp_path: Path) -> None:
    import shutil

    run("export", project, tmp_path / "before.wav")
    shutil.rmtree(project / "cache")
    run("export", project, tmp_path / "after.wav")
    assert (tmp_path / "after.wav").read_bytes() == (tmp_path / "before.wav").read_bytes()


def test_probe_says_what_a_file_is(run: Run, tmp_path: Path) -> None:
    talk(tmp_path / "a.wav", 10, rate=22050)
    found = run("probe", tmp_path / "a.wav")
    assert found["sample_rate_hz"] == 22050
    assert found["channels"] == 1
    assert found["loudness_lufs"] < -10
    assert 0 < found["effective_bandwidth_hz"] <= 11025
    assert found["auto_enhance"] is True


def test_wrong_usage_is_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["words"], ["export", "--loudness", "loud", "a", "b"], ["--nothing"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    capsys.readouterr()


def test_a_mistake_of_the_program_is_one_line_too(
    refused: Callable[..., str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr("editor.cli.editing._row", fail)
    monkeypatch.delenv("WORDTAPE_DEBUG", raising=False)
    assert "KeyError in fail" in refused("words", project)
    monkeypatch.setenv("WORDTAPE_DEBUG", "1")
    with pytest.raises(KeyError):
        main(["words", str(project)])


def test_no_project_is_a_sentence(refused: Callable[..., str], tmp_path: Path) -> None:
    for command in ("words", "undo", "transcribe"):
        assert refused(command, tmp_path / "nothing.wordtape").endswith(".")
    (tmp_path / "folder").mkdir()
    assert refused("words", tmp_path / "folder").endswith(".")


def test_stopping_with_the_keyboard_leaves_the_project_as_it_was(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from editor.cli import output

    talk(tmp_path / "new.wav", 6, seed=9)
    media = set((project / "media").iterdir())
    calls = iter(range(1000))

    def interrupt(*_: object) -> None:
        if next(calls) > 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(output.Output, "progress", interrupt)
    assert main(["import", str(project), str(tmp_path / "new.wav"), "--no-transcribe"]) == 130
    monkeypatch.undo()
    assert set((project / "media").iterdir()) == media
    assert len(run("words", project)) == 18


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system always has a screen there")
def test_no_screen_is_a_sentence(tmp_path: Path) -> None:
    without = {name: value for name, value in os.environ.items() if name not in SCREENS}
    command = [sys.executable, "-m", "editor"]
    done = subprocess.run(command, env=without, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "no screen" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there the system ends a process without telling it")
def test_being_told_to_end_is_stopping(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from editor.cli import output

    talk(tmp_path / "new.wav", 6, seed=9)
    monkeypatch.setattr(output.Output, "progress", lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    before = set((project / "media").iterdir())
    assert main(["import", str(project), str(tmp_path / "new.wav"), "--no-transcribe"]) == 130
    assert capsys.readouterr().err.count("\n") == 1
    assert set((project / "media").iterdir()) == before
