"""`wordtape`: reads the arguments, runs one command, turns its failure into one line and an exit code."""

from __future__ import annotations

import os
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
    except Exception as error:
        if "WORDTAPE_DEBUG" in os.environ:
            raise
        return _fail(f"{_fault(error)}; what was done before is on disk. Please report it.")
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


def _fault(error: Exception) -> str:
    """What to say of a mistake of this program, so that it can be found; WORDTAPE_DEBUG shows all of it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace else ""
    return f"Wordtape made a mistake ({type(error).__name__}{where}: {str(error)[:200]})"


def _fail(sentence: str) -> int:
    from editor.cli.output import one_line

    print(f"wordtape: {one_line(sentence)}", file=sys.stderr)
    return FAILED
