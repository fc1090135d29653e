"""`python -m enhance.train`: one training, in this process.

Speaks JSON lines on standard output: `{"fraction", "note"}` as it goes, then `{"model": id}`, or `{"error":
sentence}` with exit code 1. An interrupt or SIGTERM leaves a checkpoint; the same command goes on from it.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from pathlib import Path

from enhance.errors import EnhanceError

# Steps are fast; lines about them need not be.
_TELL_EVERY_S = 1.0
# Parts of the whole that reading the recordings and measuring the model take.
_READING, _MEASURING = 0.03, 0.03


def main(words: list[str] | None = None) -> int:
    """Train; the exit code."""
    asked = _parser().parse_args(words)
    # A checkpoint is left on the way out; also where whoever started this had interrupts ignored.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    try:
        _tell(model=_train(asked))
    except EnhanceError as error:
        _tell(error=str(error))
        return 1
    except ImportError as error:
        _tell(error=f"Training needs PyTorch and ONNX (the extra “train”): {error.name} is missing.")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m enhance.train", description=__doc__)
    parser.add_argument("--rate", type=int, required=True, help="of the sound that the model makes, Hz")
    parser.add_argument(
        "--data", type=Path, action="append", required=True, help="recordings, or a folder of them"
    )
    parser.add_argument("--into", type=Path, required=True, help="the training's own folder")
    parser.add_argument("--id", required=True, help="what the model will be called")
    parser.add_argument("--from", dest="start", metavar="MODEL", help="a model to train further")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--steps", type=int, default=0, help="instead of minutes; repeatable")
    parser.add_argument("--gan-from", type=float, default=0.6, help="when the discriminators join in, 0 to 1")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--channels", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--licence", default="not stated")
    parser.add_argument("--level", type=Path, help="voices that are not trained on, to set the level with")
    parser.add_argument("--judge", type=Path, help="recordings to measure the model with")
    return parser


def _train(asked: argparse.Namespace) -> str:
    """The id of the trained model."""
    import torch

    from enhance.modelfile import read_model
    from enhance.net.generator import Shape
    from enhance.registry import Registry
    from enhance.train import export
    from enhance.train.corpus import prepare
    from enhance.train.finish import Made, finish
    from enhance.train.levelling import level
    from enhance.train.loop import Plan, State, Training

    # Averages of gradients that are 0 for long (bins above every cut-off) fade into denormal numbers, at
    # which a processor computes ten times slower. Threads inherit the setting: so it is made before the
    # first, and here, where the process is the training's own.
    torch.set_flush_denormal(True)
    if not 16_000 <= asked.rate <= 192_000:
        raise EnhanceError("Models can be trained for rates from 16000 to 192000 Hz.")
    start = None
    with Registry() as registry:
        if registry.holds(asked.id):
            raise EnhanceError(f"There is a model called {asked.id} already; give this one another id.")
        if asked.start is not None:
            parent = registry.model(asked.start)
            if parent.rate != asked.rate:
                raise EnhanceError(f"The model {parent.id} is for {parent.rate} Hz, not {asked.rate} Hz.")
            start = export.read(read_model(parent.path, parent), parent.id)
    corpus = prepare(
        asked.data,
        asked.into / "corpus",
        asked.rate,
        lambda fraction: _tell(fraction=_READING * fraction, note="Reading the recordings"),
    )
    plan = Plan(
        shape=start.shape if start is not None else Shape(channels=asked.channels),
        batch=asked.batch,
        minutes=asked.minutes,
        steps=asked.steps,
        gan_from=asked.gan_from,
        # What a model has learned already is not to be shaken out of it.
        rate_of_learning=4e-4 if start is not None else 1.2e-3,
        seed=asked.seed,
    )
    training = Training(corpus, asked.into, plan, start)
    told = 0.0

    def report(state: State) -> None:
        nonlocal told
        if time.monotonic() - told < _TELL_EVERY_S:
            return
        told = time.monotonic()
        done = _READING + (1 - _READING - _MEASURING) * state.fraction
        losses = ", ".join(f"{name} {value:.3f}" for name, value in state.losses.items())
        _tell(fraction=done, note=f"Training, step {state.step}: {losses}")

    training.run(report)
    raised_db = level(training.averaged, asked.level, corpus.rate) if asked.level is not None else 0.0
    made = Made(
        id=asked.id,
        parent=asked.start,
        licence=asked.licence,
        how={
            "command": f"wordtape models train --rate {asked.rate}",
            "seed": asked.seed,
            "steps": training.step,
            "minutes": round(training.seconds / 60, 1),
            "batch": asked.batch,
            "gan_from": asked.gan_from,
            "raised_db": round(raised_db, 2),
            "held_out_loss": round(training.held_out_loss(), 4),
        },
    )
    model = finish(
        training.averaged,
        corpus,
        asked.into,
        made,
        asked.judge,
        lambda fraction, note: _tell(fraction=1 - _MEASURING + _MEASURING * fraction, note=note),
    )
    return model.id


def _tell(**said: object) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    sys.exit(main())
