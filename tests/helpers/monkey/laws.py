"""What is true after whatever a monkey did. `cheap` is for after each action, `dear` for now and then."""

from __future__ import annotations

from itertools import pairwise

from editor.app.session import Session
from editor.ui.timeline.lanes import lanes
from editor.ui.timeline.seen import Seen, Whole
from editor.ui.transcript import TranscriptView
from editor.ui.workspace import Workspace
from tests.helpers.monkey.scene import Scene


def cheap(scene: Scene) -> None:
    """Selection, playhead, search and what is shown are of the document as it is."""
    workspace = scene.window.workspace
    if workspace is None:
        assert scene.window.windowTitle() == "Wordtape", "no project is open, but the title names one"
        return
    desk = workspace.desk
    document, count = desk.document, desk.document.word_count
    assert document is desk.session.document, "the desk shows another document than the session has"
    assert 0 <= desk.anchor <= count, f"the anchor {desk.anchor} lies outside of {count} words"
    assert 0 <= desk.caret <= count, f"the caret {desk.caret} lies outside of {count} words"
    assert 0 <= desk.playhead <= document.length, f"the playhead {desk.playhead} lies outside"
    assert desk.hover is None or 0 <= desk.hover < count, f"a word {desk.hover} of {count} is pointed at"
    found = workspace.finding.found
    if found is not None and workspace.finding.present is not None:
        present = found[workspace.finding.present]
        assert present == desk.selection, f"the present match {present} is not what is chosen"
    _scrolled(workspace.transcript)
    scale = workspace.timeline.scale
    assert min(scale.start, scale.per_px) >= 0, f"the timeline shows nothing: {scale}"


def _scrolled(view: TranscriptView) -> None:
    page, paragraphs = view._page, view._desk.document.paragraphs
    assert page._paragraphs is paragraphs, "the transcript shows another document"
    assert len(page._heights) == len(paragraphs), "the transcript has other paragraphs than the document"
    assert 0 <= page.top < max(len(paragraphs), 1), f"scrolled to paragraph {page.top}"
    for number, laid in page._laid.items():
        assert laid.paragraph is paragraphs[number], f"paragraph {number} is laid out as another"


def dear(scene: Scene) -> None:
    """Words are shown once each, lanes are those of the document, undo and redo give back the very same."""
    workspace = scene.window.workspace
    if workspace is None:
        return
    _laid_out(workspace.transcript)
    _timeline(workspace)
    _undone(workspace)
    _on_disk(workspace)


def _laid_out(view: TranscriptView) -> None:
    """Every paragraph that is seen has each word of it once, left to right, and its carets beside them."""
    document, visible = view._desk.document, view.sight.visible()
    assert bool(visible) == bool(document.paragraphs), "a document is not shown, or nothing is"
    for above, below in pairwise(visible):
        assert below.number == above.number + 1, "paragraphs are shown out of order"
        assert abs(above.y + above.laid.height - below.y) < 0.01, "paragraphs do not join"
    for shown in visible:
        laid, paragraph = shown.laid, shown.laid.paragraph
        composed = laid.composed
        assert len(composed.starts) == paragraph.word_count, f"words lack in paragraph {shown.number}"
        for index, (start, stop) in enumerate(zip(composed.starts, composed.stops, strict=True)):
            text = paragraph.pieces[paragraph.word_pieces[index]].text
            assert composed.text[start:stop] == text, f"{composed.text[start:stop]!r} stands for {text!r}"
        edges = [edge for span in zip(composed.starts, composed.stops, strict=True) for edge in span]
        assert edges == sorted(edges), f"words of paragraph {shown.number} overlap"
        ends = [(line.textStart(), line.textStart() + line.textLength()) for line in laid.lines]
        assert all(a[1] == b[0] for a, b in pairwise(ends)), "lines do not cover the text"
        for word in range(paragraph.word_count):
            assert laid.word_rects(word, word + 1), f"a word of paragraph {shown.number} is nowhere"
            for after in (False, True):
                caret = laid.caret(word, after=after)
                height = laid.text_height + 1
                assert -1 <= caret.top() <= caret.bottom() <= height, "a caret lies outside"
        for mark, rect in zip(composed.marks, laid.mark_rects, strict=True):
            assert rect.width() > 0, f"a mark has no width: {mark}"
    caret = view.sight.caret_rect(view._desk.caret)
    column = view.viewport().rect().adjusted(-4, -10_000_000, 4, 10_000_000)
    assert caret.isNull() or column.contains(caret.toRect()), f"the caret is at {caret}"


def _timeline(workspace: Workspace) -> None:
    timeline, desk = workspace.timeline, workspace.desk
    assert timeline._lanes == lanes(desk.document, desk.session.sources), "lanes are not the document's"
    if timeline._preview is None:
        fresh = Seen(desk.document, timeline.scale, timeline._width, Whole())
        assert timeline.seen.document is desk.document, "the timeline shows another document"
        assert timeline.seen.words == fresh.words, "the word bar shows other words than the document has"
        assert timeline.seen.runs == fresh.runs, "the lanes show other sound than the document has"
        fitted = timeline.scale.fitted(desk.document.length, timeline._width)
        assert fitted == timeline.scale, "the timeline shows nothing"


def _undone(workspace: Workspace) -> None:
    desk = workspace.desk
    root, history = desk.document, desk.session.history
    if history.undo_label is not None:
        desk.undo()
        desk.redo()
        assert desk.document is root, "undone and done again, it is another document"
    elif history.redo_label is not None:
        desk.redo()
        desk.undo()
        assert desk.document is root, "done and undone, it is another document"


def _on_disk(workspace: Workspace) -> None:
    """What somebody else reads off the disk is what is shown."""
    session = workspace.desk.session
    with Session.open(session.path, write=False) as other:
        assert other.document == session.document, "another document is on disk"
        assert other.history.revision == session.history.revision, "another revision is on disk"
        assert other.history.steps == session.history.steps, "another history is on disk"
