"""A monkey at the window for a long while: random actions with all laws checked.

    python -m tests.bench.monkey [--actions 20000] [--seed S] [--window] [--follow] [--skip N-M,N...]

It works offscreen, with --window on the screen of DISPLAY. At a fault it prints the seed and the last
actions, and ends with 1; the same seed does the same again, with --actions up to the fault only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median


def main() -> int:
    words = argparse.ArgumentParser(description="A monkey at the window.")
    words.add_argument("--actions", type=int, default=20_000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--window", action="store_true", help="on a screen rather than in memory")
    words.add_argument("--follow", action="store_true", help="tell every action before it is done")
    words.add_argument("--skip", default="", help="actions to leave out: 3-7,12")
    wanted = words.parse_args()
    if not wanted.window:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"

    from editor.ui.clipboard import leave_text
    from editor.ui.main import make_application
    from tests.helpers.monkey import Fault, Monkey, scene
    from tests.helpers.monkey.complaints import complaints

    application = make_application(["wordtape"])
    began = time.monotonic()

    def tell(number: int, what: str) -> None:
        if wanted.follow:
            print(f"{number}: {what}" if what.endswith("…") else what, file=sys.stderr, flush=True)
        elif (number + 1) % 500 == 0 and what.endswith("…"):
            told = f"{number + 1:,} of {wanted.actions:,} actions, {time.monotonic() - began:.0f} s"
            print(told, file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as name, complaints() as said, scene(application, Path(name)) as found:
        monkey = Monkey(found, said, wanted.seed, _numbers(wanted.skip))
        fault = None
        try:
            monkey.run(wanted.actions, tell)
        except Fault as met:
            fault = met
    leave_text(application.clipboard())
    if fault is not None:
        print(fault)
        return 1
    print(f"{wanted.actions:,} actions of seed {wanted.seed} in {time.monotonic() - began:.0f} s: no fault")
    for kept in monkey.checks:
        print(f"  {kept}")
    for what, spent in sorted(monkey.spent_s.items()):
        half, most = 1000 * median(spent), max(spent)
        print(f"  {what:18} {len(spent):6} times {half:7.1f} ms median {most:6.2f} s worst")
    return 0


def _numbers(text: str) -> frozenset[int]:
    """`3-7,12` as numbers."""
    found: set[int] = set()
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


if __name__ == "__main__":
    sys.exit(main())
