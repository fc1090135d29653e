"""`wordtape`: reads the arguments, runs one command, turns its failure into one line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from editor.cli.arguments import parser
from editor.cli.output import Output
from editor.jobs import Cancelled
from editor.model.errors import Refusal

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `wordtape` with these arguments (the process's own by default) and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if _opens_window(given):
        return _window(given)
    options = parser().parse_args(given)
    output = Output(json=options.json)
    try:
        status: int = options.run(options, output)
    except Refusal as refusal:
        return _fail(" ".join(str(refusal).split()))
    except (KeyboardInterrupt, Cancelled):
        output.end_progress()
        print("wordtape: stopped; nothing was changed by what was under way", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; closing it again at exit would complain on stderr.
        sys.stdout = None
        return FAILED
    except OSError as error:
        return _fail(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}")
    finally:
        output.end_progress()
    return status


def _fail(sentence: str) -> int:
    print(f"wordtape: {sentence}", file=sys.stderr)
    return FAILED


def _opens_window(given: Sequence[str]) -> bool:
    """No argument, or one that is no command and no option: a project to open."""
    from editor.cli.arguments import COMMANDS

    return not given or (len(given) == 1 and given[0] not in COMMANDS and not given[0].startswith("-"))


def _window(given: Sequence[str]) -> int:
    from pathlib import Path

    try:
        from editor.ui.main import main as window
    except ImportError as error:
        return _fail(f"The window cannot be opened here ({error}); `wordtape doctor` says what is missing.")
    if given and not Path(given[0]).exists():
        return _fail(f"There is no project {given[0]}, and no command of that name; see wordtape --help.")
    status: int = window(Path(given[0]) if given else None)
    return status


if __name__ == "__main__":
    sys.exit(main())
