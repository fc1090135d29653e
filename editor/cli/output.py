"""What a command prints: results to stdout, as text or JSON; progress to stderr, on a terminal only."""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def one_line(text: str) -> str:
    """`text` as it may stand on one line of a terminal, whatever names of files are in it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class WrongUsage(Exception):
    """Arguments that do not go together, which the parser alone cannot see: exit status 2, this sentence."""


def check_span(start_s: float | None, stop_s: float | None) -> None:
    """Raises WrongUsage where `--from` and `--to` hold nothing between them, whatever they are of."""
    if stop_s is not None and stop_s <= (start_s or 0.0):
        raise WrongUsage(f"--to {stop_s:g} is not after --from {start_s or 0.0:g}.")


class Output:
    """Where a command's results and progress go. `json`: stdout gets JSON and nothing else."""

    def __init__(self, *, json: bool) -> None:
        self.json = json
        self._terminal = sys.stderr.isatty()
        self._shown = False
        self._began = time.monotonic()
        self._last = 0.0

    def result(self, value: Any, text: str | None = None) -> None:
        """One result: `value` as a JSON document, or `text` for people (nothing where it is None)."""
        if self.json:
            self._line(json.dumps(value, ensure_ascii=False))
        elif text is not None:
            self._line(text)

    def _line(self, text: str) -> None:
        self.end_progress()
        if sys.stdout is None:
            # Whoever started this closed it, and wants none.
            return
        # A console that cannot show a letter must not lose the result.
        encoding = sys.stdout.encoding or "utf-8"
        print(text.encode(encoding, "replace").decode(encoding), flush=True)

    def remark(self, sentence: str) -> None:
        """What a command that went on has to say beside its result: a line on stderr."""
        self.end_progress()
        print(f"wordtape: {sentence}", file=sys.stderr)

    def progress(self, fraction: float, note: str = "") -> None:
        """An `editor.jobs.Report`: a bar on a terminal, nothing elsewhere."""
        now = time.monotonic()
        if not self._terminal or (now - self._last < 0.1 and fraction < 1):
            return
        self._last = now
        elapsed = now - self._began
        left = (
            f", {elapsed * (1 - fraction) / fraction:.0f} s left" if fraction > 0.02 and elapsed > 1 else ""
        )
        filled = round(24 * min(max(fraction, 0), 1))
        bar = "█" * filled + "·" * (24 - filled)
        sys.stderr.write(f"\r\x1b[K{bar} {fraction:4.0%} {note}{left}")
        sys.stderr.flush()
        self._shown = True

    def end_progress(self) -> None:
        """Take the bar away, if one is shown."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False
