"""Named versions of a session's document: saving one, and going back to one, which is an edit like others."""

from __future__ import annotations

from collections.abc import Callable

from editor.app.moments import moment
from editor.app.session import Edit, Session
from editor.derive.sharing import sharing
from editor.jobs import Report, silent
from editor.model.cutting import EditError
from editor.model.document import Document
from editor.model.edits import Change
from editor.store import Version
from editor.store.versions import version_name


def naming(session: Session, name: str) -> Callable[[Report], Version]:
    """What saves the document as it is now under a name: slow where that is long, whatever is edited
    meanwhile. Raises `StoreError` at once where it is no name or taken, and as `Versions.add` does then.
    """
    wanted = Version(version_name(name), moment(), session.history.revision)
    if any(version.name == wanted.name for version in session.project.versions.all()):
        raise EditError(f"There is a version “{wanted.name}” already; choose another name.")
    root = session.document

    def save(report: Report = silent) -> Version:
        report(0.0, "Saving the version")
        return session.project.versions.add(wanted, root)

    return save


def back_to(session: Session, name: str, report: Report = silent) -> Edit:
    """The edit that makes the document what it was when it got that name; it can be undone.

    Raises `StoreError` where there is no such version. The edit raises `EditError` where nothing differs.
    """
    report(0.0, "Reading the version")
    root = session.project.versions.root(name)
    report(0.7, "Comparing with the document")
    root = sharing(root, session.document)

    def edit(document: Document) -> Change:
        if document == root:
            raise EditError(f"The document is as it was in version “{name}”; there is nothing to go back to.")
        return Change(root, f"Went back to version “{name}”", (0, 0))

    return edit
