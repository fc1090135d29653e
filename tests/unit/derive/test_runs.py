"""What the renderer plays, beside the plain reading of the pieces one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.derive.runs import Run, join_before, runs
from editor.model.document import Document
from tests.helpers.documents import documents, played


@given(documents())
def test_runs_are_what_is_heard_in_as_few_stretches_as_can_be(document: Document) -> None:
    assert [(run.source, run.start, run.stop) for run in runs(document)] == played(document)


@given(documents())
def test_runs_follow_on_one_another_from_nothing_to_the_length(document: Document) -> None:
    now = 0
    for run in runs(document):
        assert run.at == now
        assert run.start < run.stop
        now = run.end
    assert now == document.length


@given(documents(), st.data())
def test_runs_from_a_time_on_begin_with_the_one_that_plays_then(
    document: Document, data: st.DataObject
) -> None:
    time = data.draw(st.integers(0, document.length + 1))
    whole = list(runs(document))
    some = list(runs(document, time))
    if time < document.length:
        assert some == [run for run in whole if run.end > time]
    else:
        assert some == whole[-1:]


def test_an_empty_document_plays_nothing() -> None:
    assert list(runs(Document())) == list(runs(Document(), 100)) == []


def test_a_run_knows_where_it_ends() -> None:
    assert Run("a", 100, 250, 1000).end == 1150


@given(documents(), st.data())
def test_the_join_before_an_instant_is_where_a_run_begins_after_another(
    document: Document, data: st.DataObject
) -> None:
    joins = [run.at for run in list(runs(document))[1:]]
    time = data.draw(st.sampled_from([0, *joins, *(join - 1 for join in joins), document.length]))
    assert join_before(document, time) == max((join for join in joins if join <= time), default=None)
