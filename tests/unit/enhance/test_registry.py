"""The registry: what was added is there, whole, for everybody, until it is removed."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enhance import registry as registry_module
from enhance.card import Model, make_card
from enhance.database import FILE
from enhance.errors import ModelError
from enhance.modelfile import open_session
from enhance.registry import Registry, card_entries, covers, load_card, serves
from tests.helpers.making_models import card, model_bytes, save


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """The folder of the models that come with the program: one, called superset."""
    folder = tmp_path / "shipped"
    save(folder, model_bytes(gain=0.5), id="superset", metrics={"16000": {"lsd": 0.9}})
    return folder


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the process in which a model is tried: that one does it is shown elsewhere."""
    monkeypatch.setattr(registry_module, "try_model", lambda *_: None)


@pytest.fixture
def registry(tmp_path: Path, shipped: Path) -> Iterator[Registry]:
    with Registry(tmp_path / "data" / "models", shipped=shipped) as opened:
        yield opened


def new(folder: Path, id: str, gain: float = 1.0, **changes: Any) -> tuple[Path, dict[str, Any]]:
    """A model's file and card; another gain makes another file."""
    return save(folder / "new", model_bytes(gain=gain), id=id, **changes)


def names(models: tuple[Model, ...]) -> list[str]:
    return [model.id for model in models]


def files(registry: Registry) -> set[str]:
    """What lies beside the database."""
    return {path.name for path in registry.folder.iterdir()} - {FILE, f"{FILE}-journal"}


def test_shipped_models_are_there_without_a_file_being_made(registry: Registry) -> None:
    assert names(registry.models()) == ["superset"]
    assert registry.model("superset").shipped
    assert not registry.folder.exists()
    open_session(registry.model("superset"), 1)


def test_what_was_added_is_there_whole_in_the_next_registry_too(
    registry: Registry, tmp_path: Path, shipped: Path
) -> None:
    path, about = new(tmp_path, "mine")
    added = registry.add(path, about)
    path.unlink()
    assert card_entries(added) == about
    assert not added.shipped
    with Registry(registry.folder, shipped=shipped) as other:
        assert other.model("mine") == added
        assert names(other.models()) == ["mine", "superset"]
        open_session(other.model("mine"), 1)


def test_a_model_that_fails_its_trial_leaves_nothing(registry: Registry, tmp_path: Path) -> None:
    path, about = save(tmp_path / "new", model_bytes(gain=float("nan")), id="broken")
    with pytest.raises(ModelError, match="numbers that are none"):
        registry.add(path, about)
    assert names(registry.models()) == ["superset"]
    assert not registry.folder.exists()


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sha256": "0" * 64}, "hash"),
        ({"bytes": 1}, "its card says 1"),
        ({"rate": 44100}, "44100"),
        ({"id": "../mine"}, '"id" has to be'),
    ],
)
def test_a_file_that_is_not_its_card_leaves_nothing(
    registry: Registry, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    path, about = new(tmp_path, "mine")
    with pytest.raises(ModelError, match=said):
        registry.add(path, {**about, **changes})
    assert not registry.folder.exists()


@pytest.mark.usefixtures("untried")
def test_nothing_is_added_twice(registry: Registry, tmp_path: Path) -> None:
    registry.add(*new(tmp_path, "mine"))
    before = files(registry), registry.models()
    for id, gain, said in (
        ("mine", 1.0, "here already, as mine"),
        ("other", 1.0, "here already, as mine"),
        ("other", 0.5, "here already, as superset"),
        ("mine", 2.0, "called mine already"),
        ("superset", 2.0, "called superset already"),
    ):
        with pytest.raises(ModelError, match=said):
            registry.add(*new(tmp_path, id, gain))
        assert (files(registry), registry.models()) == before


@pytest.mark.usefixtures("untried")
def test_a_removed_model_is_gone_with_its_file_and_may_come_again(registry: Registry, tmp_path: Path) -> None:
    registry.add(*new(tmp_path, "other", 2.0))
    kept = files(registry)
    for _ in range(2):
        registry.add(*new(tmp_path, "mine"))
        registry.record_metrics("mine", {"16000": {"lsd": 1.0}})
        registry.remove("mine")
        assert names(registry.models()) == ["other", "superset"]
        assert files(registry) == kept
    assert registry.add(*new(tmp_path, "mine")).metrics == {}


def test_a_shipped_model_stays(registry: Registry) -> None:
    with pytest.raises(ModelError, match="came with the program"):
        registry.remove("superset")
    assert names(registry.models()) == ["superset"]


def test_who_asks_for_a_model_that_is_not_there_is_told_which_are(registry: Registry) -> None:
    with pytest.raises(ModelError, match="no model called nope; there are: superset"):
        registry.model("nope")
    with pytest.raises(ModelError, match="no model called nope"):
        registry.remove("nope")
    with pytest.raises(ModelError, match="no model called nope"):
        registry.record_metrics("nope", {})


@pytest.mark.usefixtures("untried")
def test_of_one_name_the_users_own_is_meant(registry: Registry, tmp_path: Path, shipped: Path) -> None:
    registry.add(*new(tmp_path, "mine"))
    save(shipped, model_bytes(gain=3.0), id="mine")
    assert not registry.model("mine").shipped
    registry.remove("mine")
    assert registry.model("mine").shipped


@pytest.mark.usefixtures("untried")
def test_what_was_measured_stands_in_place_of_the_card(registry: Registry, tmp_path: Path) -> None:
    claims = {"8000": {"lsd": 1.3}, "16000": {"lsd": 1.1, "pesq": 4.5}}
    registry.add(*new(tmp_path, "mine", metrics=claims))
    for name in ("mine", "superset"):
        registry.record_metrics(name, {"16000": {"lsd": 0.7}, "24000->44100": {"lsd": 0.6}})
    measured = {"16000": {"lsd": 0.7}, "24000->44100": {"lsd": 0.6}}
    assert registry.model("mine").metrics == {"8000": {"lsd": 1.3}, **measured}
    assert registry.model("mine").claimed == {"8000"}
    assert registry.model("superset").metrics == measured
    assert not registry.model("superset").claimed
    with pytest.raises(ModelError, match="metrics"):
        registry.record_metrics("mine", {"16000": {"lsd": float("nan")}})


def test_what_was_measured_on_more_recordings_stays(registry: Registry, shipped: Path) -> None:
    many = {"lsd": 0.9, "visqol": 3.5, "recordings": 76.0}
    save(shipped, model_bytes(gain=0.5), id="superset", metrics={"16000": many, "8000": {"lsd": 1.2}})
    few = {"lsd": 0.5, "recordings": 3.0}
    stay = registry.record_metrics("superset", {"16000": few, "8000": few, "24000": few})
    assert stay == ("16000",)
    assert registry.model("superset").metrics == {"8000": few, "16000": many, "24000": few}
    assert registry.record_metrics("superset", {"8000": {"lsd": 0.4, "recordings": 2.0}}) == ("8000",)
    as_many = {"lsd": 0.8, "recordings": 76.0}
    assert registry.record_metrics("superset", {"16000": as_many}) == ()
    # ViSQOL was not asked this time, and what it had said is not lost.
    assert registry.model("superset").metrics["16000"] == {**many, **as_many}


def test_metrics_of_one_file_are_never_those_of_another(registry: Registry, shipped: Path) -> None:
    registry.record_metrics("superset", {"16000": {"lsd": 0.5}})
    save(shipped, model_bytes(gain=0.25), id="superset")
    assert registry.model("superset").metrics == {}


def made(**changes: Any) -> Model:
    return Model(**vars(make_card(card(b"", bytes=1, **changes))), path=Path("m.onnx"), shipped=True)


@given(st.floats(0, 96_000), st.integers(8000, 192_000), st.integers(8000, 192_000))
def test_a_model_covers_its_band_and_serves_rates_up_to_its_own(hz: float, rate: int, asked: int) -> None:
    model = made(rate=rate, input_bandwidth_hz=[2000, 4000])
    assert covers(model, hz) == (2000 <= hz <= 4000)
    assert serves(model, asked) == (asked <= rate)


@pytest.mark.usefixtures("untried")
def test_models_are_found_by_task_rate_and_bandwidth(registry: Registry, tmp_path: Path) -> None:
    registry.add(*save(tmp_path / "new", model_bytes(rate=44100), id="low", rate=44100))
    registry.add(*save(tmp_path / "new", model_bytes(task="clean"), id="cleaner", task="clean"))
    registry.add(*new(tmp_path, "narrow", 2.0, input_bandwidth_hz=[2000, 4000]))
    for query, found in (
        ({}, ["cleaner", "low", "narrow", "superset"]),
        ({"task": "upsample"}, ["low", "narrow", "superset"]),
        ({"task": "restore"}, []),
        ({"rate": 44100}, ["cleaner", "low", "narrow", "superset"]),
        ({"rate": 48000}, ["cleaner", "narrow", "superset"]),
        ({"rate": 96000}, []),
        ({"input_bandwidth_hz": 8000.0, "task": "upsample"}, ["low", "superset"]),
        ({"input_bandwidth_hz": 1000.0}, []),
    ):
        assert names(registry.models(**query)) == found  # type: ignore[arg-type]


@pytest.mark.usefixtures("untried")
def test_the_best_is_the_one_that_was_measured_best_near_what_is_asked(
    registry: Registry, tmp_path: Path
) -> None:
    def best(hz: float, rate: int) -> str | None:
        found = registry.best("upsample", hz, rate)
        return found.id if found else None

    assert best(8000, 48000) == "superset"
    assert best(1000, 48000) is None
    assert best(8000, 96000) is None
    registry.add(*new(tmp_path, "unmeasured", 2.0, made="2027-01-01"))
    assert best(8000, 48000) == "superset"
    registry.add(*new(tmp_path, "narrow", 3.0))
    registry.record_metrics("narrow", {"8000": {"lsd": 0.8}, "16000": {"lsd": 1.0}})
    assert best(4000, 48000) == "narrow"
    assert best(8000, 48000) == "superset"
    registry.record_metrics("superset", {"16000->44100": {"lsd": 1.2}, "16000->48000": {"lsd": 0.7}})
    registry.record_metrics("narrow", {"16000->44100": {"lsd": 1.1}, "16000->48000": {"lsd": 1.1}})
    assert best(8000, 44100) == "narrow"
    assert best(8000, 48000) == "superset"


def best(registry: Registry) -> str | None:
    found = registry.best("upsample", 8000, 48000)
    return found.id if found else None


@pytest.mark.usefixtures("untried")
def test_what_a_card_from_outside_claims_is_not_believed(registry: Registry, tmp_path: Path) -> None:
    registry.add(*new(tmp_path, "boaster", 2.0, made="2027-01-01", metrics={"16000": {"lsd": 0.01}}))
    assert best(registry) == "superset"
    registry.record_metrics("boaster", {"24000": {"lsd": 1.5}})
    assert best(registry) == "superset"
    registry.record_metrics("boaster", {"16000": {"lsd": 0.8}})
    assert best(registry) == "boaster"


@pytest.mark.usefixtures("untried")
def test_a_model_whose_file_is_not_there_is_not_the_best(registry: Registry, tmp_path: Path) -> None:
    mine = registry.add(*new(tmp_path, "mine", 2.0))
    registry.record_metrics("mine", {"16000": {"lsd": 0.1}})
    assert (best(registry), registry.model("mine").missing) == ("mine", False)
    mine.path.write_bytes(mine.path.read_bytes()[:-1])
    assert best(registry) == "superset"
    mine.path.unlink()
    assert (best(registry), registry.model("mine").missing) == ("superset", True)
    registry.model("superset").path.unlink()
    assert best(registry) is None
    registry.remove("mine")
    assert names(registry.models()) == ["superset"]


@pytest.mark.usefixtures("untried")
def test_between_equals_the_latest_is_best(registry: Registry, tmp_path: Path) -> None:
    for id, gain, day in (("b", 2.0, 1), ("a", 3.0, 2), ("c", 4.0, 2)):
        registry.add(*new(tmp_path, id, gain, made=f"2026-01-0{day}"))
        registry.record_metrics(id, {"16000": {"lsd": 0.1}})
    best = registry.best("upsample", 8000, 48000)
    assert best is not None
    assert best.id == "a"


@pytest.mark.usefixtures("untried")
def test_what_a_process_that_died_left_is_swept_away(registry: Registry, tmp_path: Path) -> None:
    registry.add(*new(tmp_path, "mine"))
    kept = files(registry)
    left = (".part-abc", f"{'0' * 64}.onnx")
    (registry.folder / "notes.txt").write_text("the user's own")
    for name in left:
        (registry.folder / name).write_bytes(b"half")
    other = registry.add(*new(tmp_path, "other", 2.0))
    assert files(registry) == kept | {"notes.txt", other.path.name}
    for name in left:
        (registry.folder / name).write_bytes(b"half")
    registry.remove("other")
    assert files(registry) == kept | {"notes.txt"}


@pytest.mark.usefixtures("untried")
def test_a_copy_that_fails_leaves_nothing(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.add(*new(tmp_path, "mine"))
    before = files(registry), registry.models()

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as broken:
            broken.setattr(f"os.{name}", full)
            with pytest.raises(ModelError, match="No space left"):
                registry.add(*new(tmp_path, "other", 2.0))
        assert (files(registry), registry.models()) == before


def test_who_comes_second_while_the_model_is_tried_is_told_so(
    registry: Registry, tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, about = new(tmp_path, "mine")

    def meanwhile(*_: object) -> None:
        monkeypatch.setattr(registry_module, "try_model", lambda *_: None)
        with Registry(registry.folder, shipped=shipped) as other:
            other.add(path, about)

    monkeypatch.setattr(registry_module, "try_model", meanwhile)
    with pytest.raises(ModelError, match="here already, as mine"):
        registry.add(path, about)
    assert names(registry.models()) == ["mine", "superset"]
    assert files(registry) == {registry.model("mine").path.name}


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("another", [False, True])
def test_a_stored_card_that_is_none_blocks_no_other_and_can_be_removed(
    registry: Registry, tmp_path: Path, another: bool
) -> None:
    registry.add(*new(tmp_path, "mine"))
    kept = files(registry)
    path, about = new(tmp_path, "wrong", 2.0)
    text = path.with_suffix(".json").read_text(encoding="utf-8") if another else "{}"
    row = ("other" if another else "wrong", about["sha256"], text)
    with closing(sqlite3.connect(registry.folder / FILE)) as connection:
        connection.execute("INSERT INTO models VALUES (?, ?, ?)", row)
        connection.commit()
    (registry.folder / f"{about['sha256']}.onnx").write_bytes(path.read_bytes())
    assert names(registry.models()) == ["mine", "superset"]
    (trouble,) = registry.troubles()
    assert f"wordtape models remove {row[0]}" in trouble
    with pytest.raises(ModelError, match="cannot be used"):
        registry.model(row[0])
    for id in ("wrong", row[0]):
        with pytest.raises(ModelError, match="remove it first"):
            registry.add(path, {**about, "id": id})
    registry.record_metrics("mine", {"16000": {"lsd": 1.0}})
    registry.remove(row[0])
    assert (registry.troubles(), files(registry)) == ((), kept)
    registry.add(path, about)
    assert names(registry.models()) == ["mine", "superset", "wrong"]


@pytest.mark.usefixtures("untried")
def test_a_damaged_database_hides_no_shipped_model(registry: Registry, tmp_path: Path) -> None:
    registry.add(*new(tmp_path, "mine"))
    registry.close()
    (registry.folder / FILE).write_bytes(b"no database at all" * 100)
    before = files(registry)
    assert names(registry.models()) == ["superset"]
    assert best(registry) == "superset"
    (trouble,) = registry.troubles()
    assert "Your own models cannot be used" in trouble
    assert "move models.sqlite away" in trouble
    for refused in (
        lambda: registry.add(*new(tmp_path, "other", 2.0)),
        lambda: registry.remove("mine"),
        lambda: registry.remove("superset"),
        lambda: registry.record_metrics("superset", {"16000": {"lsd": 1.0}}),
        lambda: registry.model("mine"),
    ):
        with pytest.raises(ModelError, match="damaged"):
            refused()
    assert files(registry) == before


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, shipped: Path) -> None:
    (tmp_path / "file").touch()
    with (
        Registry(tmp_path / "file" / "models", shipped=shipped) as registry,
        pytest.raises(ModelError, match="could not be read or written"),
    ):
        registry.record_metrics("superset", {})


def _add(folder: Path, ids: list[str], start: Any, results: Any) -> None:
    """In a process of its own: add models, measure and remove them again, as fast as it goes."""
    registry_module.try_model = lambda *_: None
    start.wait()
    said = []
    with Registry(folder / "data") as registry:
        for round in range(3):
            for id in ids:
                path = folder / f"{id}.onnx"
                try:
                    registry.add(path, card_entries(load_card(path.with_suffix(".json"))))
                    registry.record_metrics(id, {"16000": {"lsd": float(round)}})
                    if round < 2:
                        registry.remove(id)
                except ModelError as error:
                    said.append(str(error))
    results.send(said)


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each adds and removes its own, and both want the same one more."""
    for number, id in enumerate(("a0", "a1", "b0", "b1", "both")):
        save(tmp_path, model_bytes(gain=number + 1.0), id=id)
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    ends = [context.Pipe(duplex=False) for _ in "ab"]
    processes = [
        context.Process(target=_add, args=(tmp_path, [f"{who}0", f"{who}1", "both"], start, theirs))
        for who, (_, theirs) in zip("ab", ends, strict=True)
    ]
    for process in processes:
        process.start()
    said = [line for ours, _ in ends for line in ours.recv()]
    for process in processes:
        process.join()
        assert process.exitcode == 0
        process.close()
    for pair in ends:
        for end in pair:
            end.close()
    # Who came second was told so, or found it gone.
    assert all("both" in line for line in said)
    with Registry(tmp_path / "data", shipped=tmp_path / "none") as registry:
        found = registry.models()
        assert {"a0", "a1", "b0", "b1"} <= set(names(found)) <= {"a0", "a1", "b0", "b1", "both"}
        assert files(registry) == {f"{model.sha256}.onnx" for model in found}
        for model in found:
            open_session(model, 1)
            assert model.id == "both" or model.metrics == {"16000": {"lsd": 2.0}}
