"""Undo is going back to a root that was kept: the very same object."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.model.cutting import EditError
from editor.model.document import Document, Paragraph, Piece
from editor.model.history import History, Step


def never(revision: int) -> Document:
    raise AssertionError(f"revision {revision} was asked for")


def root(number: int) -> Document:
    return Document((Paragraph("Ann", (Piece("a", 0, number + 1, "so", 0.5),)),))


@given(st.lists(st.integers(-3, 3), max_size=30))
def test_undo_and_redo_give_back_the_very_same_roots(moves: list[int]) -> None:
    """0 records; others go back or on by so many. Beside it: a plain list cut off at each recording."""
    first = Document()
    history = History([], 0, first, never)
    roots, at = [first], 0
    for number, by in enumerate(moves):
        if by == 0:
            document = root(number)
            del roots[at + 1 :]
            roots.append(document)
            at += 1
            assert history.record(document, Step(f"Step {number}")) == at
        elif 0 <= at + by < len(roots):
            at += by
            assert history.go(at) is roots[at]
        else:
            with pytest.raises(EditError):
                history.go(at + by)
        assert history.root is roots[at]
        assert history.revision == at
        assert len(history.steps) == len(roots) - 1
        assert (history.undo_label is None) == (at == 0)
        assert (history.redo_label is None) == (at == len(roots) - 1)
        assert all(history.root_at(n) is kept for n, kept in enumerate(roots))


def test_labels_say_what_undo_and_redo_would_do() -> None:
    history = History([], 0, Document(), never)
    history.record(root(1), Step("Deleted 1 word"))
    history.record(root(2), Step("Moved 2 words", (3, 5)))
    assert history.undo_label == "Moved 2 words"
    history.go(1)
    assert (history.undo_label, history.redo_label) == ("Deleted 1 word", "Moved 2 words")
    assert history.steps[1].selection == (3, 5)


def test_recording_after_an_undo_drops_what_could_be_redone() -> None:
    history = History([], 0, Document(), never)
    for number in range(3):
        history.record(root(number), Step(f"Step {number}"))
    history.go(1)
    new = root(9)
    assert history.record(new, Step("Another way")) == 2
    assert [step.label for step in history.steps] == ["Step 0", "Another way"]
    with pytest.raises(EditError):
        history.go(3)
    history.go(0)
    assert history.go(2) is new


def test_roots_from_before_are_loaded_once_each_and_only_when_asked_for() -> None:
    asked: list[int] = []

    def load(revision: int) -> Document:
        asked.append(revision)
        return root(revision)

    history = History([Step(f"Step {n}") for n in range(3)], 3, root(3), load)
    assert history.undo_label == "Step 2"
    assert asked == []
    once = history.go(1)
    assert history.go(3) is not once
    assert history.go(1) is once
    history.go(2)
    assert asked == [1, 2]


def test_a_root_that_cannot_be_loaded_leaves_the_history_where_it_was() -> None:
    history = History([Step("Step")], 1, root(1), never)
    with pytest.raises(AssertionError):
        history.go(0)
    assert history.revision == 1


def test_the_steps_given_are_not_changed() -> None:
    steps = [Step("Step")]
    History(steps, 0, Document(), never).record(root(1), Step("Another"))
    assert steps == [Step("Step")]
