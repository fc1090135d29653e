"""Killed at any instant, a project opens again at the last edit that was acknowledged.

A child process edits, undoes, redoes and imports, saying before each deed that it will and after it that it
did. It is killed, without a warning, while it is at it. What it does follows from a number alone, so this
process knows every state that the project may be found in: the one that was acknowledged last, or the one
after it, where the deed was on disk and only the word of it was not.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from editor.model.cutting import EditError
from editor.model.document import Document, Paragraph, Piece, Transcript
from editor.model.edits import Change, copy, delete, ignore, move
from editor.model.history import Step
from editor.model.source import Recording, Source, source_id
from editor.store import Project, journal

ROOT = Path(__file__).resolve().parents[2]
KILLS = 24
WORDS = 300


def imported() -> Document:
    pieces = [
        Piece("a", 10 * n, 10 * n + 10, f"word{n}" if n % 4 else "", 1 - n % 3 / 4) for n in range(WORDS)
    ]
    said = tuple(Paragraph("AB"[n % 2], tuple(pieces[20 * n : 20 * n + 20])) for n in range(WORDS // 20))
    return Document(said, (Transcript("a", 10 * WORDS, Document(said)),))


def recording(number: int) -> bytes:
    return random.Random(number).randbytes(200_000)


@dataclass(frozen=True)
class State:
    """What a project holds: its history, where in it the document is, and how many recordings."""

    steps: tuple[Step, ...] = ()
    roots: tuple[Document, ...] = (Document(),)
    revision: int = 0
    recordings: int = 0


def edited(document: Document, chance: random.Random) -> Change:
    if document.word_count < 50:
        return Change(imported(), "Imported", (0, 0))
    first = chance.randrange(document.word_count - 10)
    return chance.choice(
        (
            lambda: delete(document, first, first + 4),
            lambda: ignore(document, first, first + 3, chance.random() < 0.7),
            lambda: move(document, first, first + 3, chance.randrange(document.word_count)),
            lambda: copy(document, first, first + 5, chance.randrange(document.word_count)),
        )
    )()


def after(state: State, number: int) -> State:
    """The state that deed `number` leads to."""
    chance = random.Random(number)
    kind = chance.random()
    if kind < 0.05:
        return State(state.steps, state.roots, state.revision, state.recordings + 1)
    if kind < 0.3:
        revision = min(max(state.revision + chance.choice((-1, -1, -2, 1)), 0), len(state.steps))
        return State(state.steps, state.roots, revision, state.recordings)
    present = state.roots[state.revision]
    try:
        change = edited(present, chance)
    except EditError:
        change = Change(present, "Did nothing", (0, 0))
    steps = (*state.steps[: state.revision], Step(f"{change.label} ({number})", change.selection))
    roots = (*state.roots[: state.revision + 1], change.document)
    return State(steps, roots, state.revision + 1, state.recordings)


def do(project: Project, old: State, new: State, folder: Path) -> None:
    """Bring the project on disk from one state to the next."""
    if new.recordings != old.recordings:
        file = folder / f"{new.recordings}.wav"
        file.write_bytes(recording(new.recordings))
        media = project.import_media(file)
        kept = (Recording(media, file.name, "Ann", 1, 44100, 1),)
        project.add_source(Source(source_id(kept), file.stem, kept))
    elif new.steps[: new.revision] == old.steps[: new.revision] and len(new.steps) == len(old.steps):
        project.go(new.revision)
    else:
        project.commit(old.roots[old.revision], new.roots[-1], new.steps[-1], new.revision)


def tell(what: str, number: int) -> None:
    """One line in one write, however Python buffers: what is read is whole up to the last line."""
    os.write(1, f"{what} {number}\n".encode())


def child(path: Path, begin: int) -> None:
    journal.SNAPSHOT_EVERY, journal.SNAPSHOT_WORTH = 7, 3
    state = State()
    for number in range(begin):
        state = after(state, number)
    with Project.open(path) as project:
        for number in range(begin, begin + 100_000):
            following = after(state, number)
            tell("will", number)
            do(project, state, following, path.parent)
            tell("did", number)
            state = following


def killed(path: Path, begin: int, chance: random.Random) -> int:
    """Run a child from deed `begin` on and kill it; the number of the first deed it did not acknowledge."""
    command = [sys.executable, "-m", "tests.story.test_crash", str(path), str(begin)]
    wanted = (chance.choice(("will", "did")), begin + chance.randrange(1, 60))
    acknowledged = begin
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            what, number = line.split()
            if what == "did":
                acknowledged = int(number) + 1
            if (what, int(number)) == wanted:
                for _ in range(chance.randrange(20_000)):  # A moment, of up to a millisecond or so.
                    pass
                process.kill()
        # Whatever was still in the pipe was acknowledged as well, and has been counted.
    assert process.returncode != 0
    assert acknowledged > begin
    return acknowledged


def found(project: Project) -> State:
    steps, revision, root = project.load()
    roots = tuple(project.root_at(number) for number in range(len(steps) + 1))
    assert roots[revision] == root
    project.verify()
    return State(tuple(steps), roots, revision, len(project.media()))


@pytest.mark.slow
def test_killed_at_any_instant_it_opens_at_the_last_acknowledged_edit(tmp_path: Path) -> None:
    chance = random.Random()
    Project.create(tmp_path / "talk").close()
    path = tmp_path / "talk.wordtape"
    state, number, unsaid = State(), 0, 0
    for _ in range(KILLS):
        acknowledged = killed(path, number, chance)
        while number < acknowledged:
            state, number = after(state, number), number + 1
        with Project.open(path) as project:
            there = found(project)
        if there != state:
            state, number, unsaid = after(state, number), number + 1, unsaid + 1
        assert there == state, f"after {number} deeds"
        names = {file.stem for file in (path / "media").iterdir()}
        whole = {sha256(recording(n + 1)).hexdigest() for n in range(state.recordings)}
        # Opening clears away what no source knows; a writer since then may have left one such, whole.
        assert whole <= names <= whole | {sha256(recording(state.recordings + 1)).hexdigest()}
    assert number > KILLS
    assert unsaid < KILLS


if __name__ == "__main__":
    child(Path(sys.argv[1]), int(sys.argv[2]))
