"""Models beside resampling and spectral replication: python -m tests.bench.bench_upsampling [options]

--data DIR      lossless full-band recordings (default: those beside the repository)
--model ID      only this model of the registry, once or more often (default: all that upsample)
--quick         16 -> 48 kHz only
--peer F:IN:OUT another model: an ONNX file from waveform to waveform at these rates; once or more often
--seeds N       also the mean and the best of N seeds
--heard N       on how many recordings ViSQOL is asked, where it is installed (default 10)
--pictures DIR  spectrograms of ten recordings under each condition
--json          figures of every recording instead of the tables

The protocol is that of `enhance.evaluate.protocol`, which `wordtape models evaluate` measures by too. Beside
its table: the speed on one and two threads, all timed on one stretch of sound in this very run.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from enhance.evaluate.enhancers import SINC, Enhancer, model_enhancer
from enhance.evaluate.perceptual import MISSING, visqol
from enhance.evaluate.pictures import Pictures
from enhance.evaluate.protocol import CONDITIONS, Condition, evaluate, speed
from enhance.evaluate.recordings import Reference, find_recordings, read_reference
from enhance.evaluate.replication import REPLICATION
from enhance.evaluate.table import as_json, table
from enhance.registry import Model, Registry
from tests.bench.peers import Peer, peer, peer_enhancer

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "eval" / "speech"
WIDE = Condition(16_000, 48_000)


def main() -> None:
    """Print the figures."""
    options = arguments()
    if not options.data.is_dir():
        print(f"There are no recordings to measure on ({options.data.name}); give --data a folder of them.")
        return
    with Registry() as registry:
        found = [registry.model(name) for name in options.model] or registry.models(task="upsample")
        models = [model for model in found if serves_all(model)]
    for model in found:
        if model not in models:
            print(f"{model.id} does not serve all rates of the protocol and is left out.", file=sys.stderr)
    quality = visqol() if options.heard else None
    if options.heard and quality is None:
        print(MISSING, file=sys.stderr)
    evaluation = evaluate(
        options.data,
        [
            REPLICATION,
            *(peer_enhancer(one) for one in options.peer),
            *(model_enhancer(model) for model in models),
        ],
        conditions=[WIDE] if options.quick else CONDITIONS,
        seeds=options.seeds,
        quality=quality,
        quality_of=options.heard,
        shown=Pictures(options.pictures) if options.pictures else None,
    )
    if options.json:
        print(json.dumps(as_json(evaluation)))
        return
    print(table(evaluation))
    speeds(options.data, models, options.peer)


def serves_all(model: Model) -> bool:
    low, high = model.input_bandwidth_hz
    return all(c.rate_out <= model.rate and low <= c.cutoff_hz <= high for c in CONDITIONS)


def speeds(data: Path, models: list[Model], peers: list[Peer]) -> None:
    """Seconds of work for a second of sound, by the clock and of processor time."""
    readings = (read_reference(path) for path in find_recordings(data))
    references = [reading for reading in readings if isinstance(reading, Reference)]
    print(f"\n{WIDE}: seconds for a second of sound       clock  processor")
    rows: list[tuple[str, Enhancer]] = [(SINC.name, SINC), (REPLICATION.name, REPLICATION)]
    for model in models:
        rows += [(f"{model.id}, {n} thread{'s'[: n - 1]}", model_enhancer(model, n)) for n in (1, 2)]
    for other in peers:
        rows += [(f"{other.path.stem}, {n} thread{'s'[: n - 1]}", peer_enhancer(other, n)) for n in (1, 2)]
    for name, enhancer in rows:
        taken = speed(enhancer, references, WIDE)
        print(f"  {name:46}{taken.realtime_factor:8.3f}{taken.processor_factor:11.3f}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--peer", type=peer, action="append", default=[], metavar="FILE:IN:OUT")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--heard", type=int, default=10)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
