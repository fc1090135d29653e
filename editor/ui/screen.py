"""Whether a window can be opened here: Qt ends the whole process where it finds no screen."""

from __future__ import annotations

import os
import sys


def has_screen() -> bool:
    """Whether Qt starts, tried in a copy of this process, which it may end.

    Only where there may be none: elsewhere (Windows, macOS) the system always has one. To be called before
    Qt has been started and while there is one thread. Takes some 30 ms.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return True
    child = os.fork()
    if child == 0:
        _start_qt()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _start_qt() -> None:
    """Start Qt and end this process: with 0 where that went well. Says nothing and leaves no core file."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)

        from editor.ui.main import make_application

        make_application(["wordtape"])
        os._exit(0)
    finally:
        os._exit(1)
