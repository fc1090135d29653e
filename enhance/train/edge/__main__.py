"""`python -m enhance.train.edge`: teach the bandwidth probe.

python -m enhance.train.edge --data FOLDER [--data FOLDER ...] --into WORK [--weights FILE]
    [--filtered N] [--coded N] [--steps N] [--seed S] [--workers N]

Cases are drawn from the recordings, in as many processes as asked for; the network learns from them and
writes its weights, and into WORK its log and the list of recordings with their hashes. Cases that an earlier
run has left are used again. Then measure with `python -m tests.bench.bench_bandwidth --data OTHER_VOICES`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from pathlib import Path

import numpy as np

from enhance.edge import WEIGHTS
from enhance.errors import EnhanceError
from enhance.train.corpus import prepare
from enhance.train.edge.drawing import lessons
from enhance.train.edge.learning import learn

RATE = 48_000
# Of the voices that are held out so much is asked.
_EXAM = 0.08


def main(words: list[str] | None = None) -> int:
    """Teach; the exit code."""
    asked = _parser().parse_args(words)
    try:
        corpus = prepare(asked.data, asked.into / "corpus", RATE)
        exam_size = max(1, round(_EXAM * asked.filtered)), max(1, round(_EXAM * asked.coded))
        taught = lessons(asked.into, asked.seed, (asked.filtered, asked.coded), asked.workers)
        exam = lessons(asked.into, asked.seed, exam_size, asked.workers, held_out=True)
    except EnhanceError as error:
        print(error, file=sys.stderr)
        return 1
    with open(asked.into / "edge.data.csv", "w", encoding="utf-8", newline="") as listed:
        rows = csv.DictWriter(listed, ("path", "sha256", "seconds"))
        rows.writeheader()
        rows.writerows(corpus.manifest())
    with open(asked.into / "edge.log.jsonl", "w", encoding="utf-8") as file:

        def log(entry: dict[str, object]) -> None:
            print(json.dumps(entry), flush=True)
            file.write(json.dumps(entry) + "\n")

        log({"seed": asked.seed, "cases": len(taught.curves), "held out": len(exam.curves)})
        weights = learn(taught, exam, asked.steps, asked.seed, log)
    part = asked.weights.with_name(asked.weights.name + ".part")
    with open(part, "wb") as out:
        np.savez(out, allow_pickle=False, **weights)
    os.replace(part, asked.weights)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m enhance.train.edge", description=__doc__)
    parser.add_argument("--data", type=Path, action="append", required=True, help="a folder of recordings")
    parser.add_argument("--into", type=Path, required=True, help="a folder to work in")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--filtered", type=int, default=24_000, help="cases through filters")
    parser.add_argument("--coded", type=int, default=6000, help="cases through codecs")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
