"""`wordtape`: a project, or nothing, opens the window; all else is a command. Stands above both rooms."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> int:
    """Run `wordtape` with the process's arguments and return its exit status."""
    given = sys.argv[1:]
    try:
        if _opens_window(given):
            return _window(given)
        from editor.cli.main import main as command
    except KeyboardInterrupt:
        # Stopped while the program was still being read: no traceback then either.
        return _cannot("stopped", status=130)
    return command(given)


def _opens_window(given: Sequence[str]) -> bool:
    """No argument, or one that is no command and no option: a project to open."""
    from editor.cli.arguments import COMMANDS

    return not given or (len(given) == 1 and given[0] not in COMMANDS and not given[0].startswith("-"))


def _window(given: Sequence[str]) -> int:
    project = Path(given[0]) if given else None
    if project is not None and not project.exists():
        return _cannot(f"There is no project {project}, and no command of that name; see wordtape --help.")
    try:
        from editor.ui.main import main as window
        from editor.ui.screen import has_screen
    except ImportError as error:
        return _cannot(f"The window cannot be opened here ({error}); `wordtape doctor` says what is missing.")
    if not has_screen():
        return _cannot(
            "The window cannot be opened here: there is no screen, or a library that Qt needs for it is "
            "missing; the commands work without one (see wordtape --help)."
        )
    return window(project)


def _cannot(sentence: str, status: int = 1) -> int:
    from editor.cli.output import one_line

    print(f"wordtape: {one_line(sentence)}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
