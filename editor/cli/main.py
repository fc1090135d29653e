"""`wordtape`: reads the arguments, runs one command, turns its failure into one line and an exit code."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from editor.jobs import Cancelled
from editor.model.errors import Refusal

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `wordtape` with these arguments (the process's own by default) and return its exit status."""
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except (KeyboardInterrupt, Cancelled):
        print("wordtape: stopped; nothing was changed by what was under way", file=sys.stderr)
        return INTERRUPTED


def _run(given: list[str]) -> int:
    # Here, so that stopping while the program is still being read is no traceback either.
    from editor.cli.arguments import parser
    from editor.cli.output import Output, WrongUsage

    if _opens_window(given):
        return _window(given)
    options = parser().parse_args(given)
    output = Output(json=options.json)
    try:
        with _stoppable():
            status: int = options.run(options, output)
    except WrongUsage as wrong:
        _fail(str(wrong))
        return WRONG_USAGE
    except Refusal as refusal:
        return _fail(str(refusal))
    except BrokenPipeError:
        # Whoever read the output has gone; closing it again at exit would complain on stderr.
        sys.stdout = None
        return FAILED
    except OSError as error:
        return _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
    except MemoryError:
        return _fail("There is not enough memory for this; close other programs and try again.")
    finally:
        output.end_progress()
    return status


@contextmanager
def _stoppable() -> Iterator[None]:
    """Being told to end, by the system or a script, is in the body what Ctrl-C is: it cleans up and stops."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _fail(sentence: str) -> int:
    from editor.cli.output import one_line

    print(f"wordtape: {one_line(sentence)}", file=sys.stderr)
    return FAILED


def _opens_window(given: Sequence[str]) -> bool:
    """No argument, or one that is no command and no option: a project to open."""
    from editor.cli.arguments import COMMANDS

    return not given or (len(given) == 1 and given[0] not in COMMANDS and not given[0].startswith("-"))


def _window(given: Sequence[str]) -> int:
    from pathlib import Path

    from editor.cli.screen import has_screen

    try:
        from editor.ui.main import main as window
    except ImportError as error:
        return _fail(f"The window cannot be opened here ({error}); `wordtape doctor` says what is missing.")
    if given and not Path(given[0]).exists():
        return _fail(f"There is no project {given[0]}, and no command of that name; see wordtape --help.")
    if not has_screen():
        return _fail(
            "The window cannot be opened here: there is no screen, or a library that Qt needs for it is "
            "missing; the commands work without one (see wordtape --help)."
        )
    status: int = window(Path(given[0]) if given else None)
    return status


if __name__ == "__main__":
    sys.exit(main())
