"""Makes the example project with the command line alone: new, import, edit.

python projects_example/make.py PROJECT.wordtape

Two recordings by two people are imported and transcribed, then cut a little, so that there is something
to see, to undo and to restore. Nothing is left behind where a step fails.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).parent / "recordings"

#: Recording -> who speaks in it, in the order of the programme.
PROGRAMME = {"narrator.flac": "Narrator", "reader.mp3": "Reader"}


def wordtape(*arguments: str) -> str:
    """What the command printed; ends this script with the command's own sentence where it failed."""
    command = shutil.which("wordtape", path=str(Path(sys.executable).parent))
    if command is None:
        sys.exit("The wordtape command is not beside this Python; `make setup` puts it there.")
    done = subprocess.run([command, *arguments], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def find(words: list[dict[str, Any]], phrase: str) -> tuple[int, int] | None:
    """Half-open word positions of the first place where `phrase` is said; capitals and commas aside."""
    said = ["".join(filter(str.isalnum, word["text"])).lower() for word in words]
    sought = phrase.split()
    for at in range(len(said) - len(sought) + 1):
        if said[at : at + len(sought)] == sought:
            return words[at]["i"], words[at + len(sought) - 1]["i"] + 1
    return None


def edits(words: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A light first cut, last place first so that positions stay true; phrases not heard are left alone."""
    ops: list[dict[str, Any]] = [{"op": "shorten_gaps", "over": 1.0, "to": 0.5}]
    if place := find(words, "it was the epoch of incredulity"):
        ops.append({"op": "ignore", "from": place[0], "to": place[1], "on": True})
    if place := find(words, "in short"):
        ops.append({"op": "delete", "from": place[0], "to": place[1]})
    return ops


def make(project: Path) -> None:
    """Makes the whole project beside its place and moves it there when it is done."""
    project.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.parent, prefix=".making-") as folder:
        unfinished = str(Path(folder) / project.name)
        wordtape("new", unfinished, "--json")
        for name, speaker in PROGRAMME.items():
            print(f"Transcribing {name}", flush=True)
            wordtape("import", unfinished, str(RECORDINGS / name), "--speaker", speaker, "--json")
        ops = edits(json.loads(wordtape("words", unfinished, "--json")))
        lines = Path(folder) / "ops.jsonl"
        lines.write_text("".join(json.dumps(op) + "\n" for op in ops), encoding="utf-8")
        wordtape("edit", unfinished, str(lines), "--json")
        Path(unfinished).rename(project)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python projects_example/make.py PROJECT.wordtape")
    make(Path(sys.argv[1]))
