"""From a finished training to a model of the registry: export, measure, describe, add."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import platform
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch

from enhance.errors import EnhanceError
from enhance.net.generator import Generator
from enhance.registry import Model, Registry
from enhance.train import export
from enhance.train.corpus import Corpus
from enhance.train.degrade import NARROWEST_HZ, WIDEST
from enhance.train.spectra import HOP, WINDOW

Report = Callable[[float, str], None]

# What is measured of every new model, besides what `models evaluate` can measure later: seconds, not minutes.
_INPUT_RATES = (8_000, 16_000, 24_000)


@dataclass(frozen=True, slots=True)
class Made:
    """How a model came to be: what its card says beside what the file itself shows."""

    id: str
    parent: str | None
    licence: str
    how: dict[str, Any]


def finish(
    generator: Generator, corpus: Corpus, folder: Path, made: Made, judged_on: Path | None, report: Report
) -> Model:
    """Export the generator, measure it and add it to the user's registry.

    judged_on: recordings to measure it with, of voices that are not in the corpus; None takes the corpus's
    own held-out recordings. `folder` keeps `ID.data.csv`, the list of what it was trained on. Raises
    EnhanceError where a step fails; the registry then is as it was.
    """
    report(0.0, "Exporting the model")
    path = folder / f"{made.id}.onnx"
    apart = export.write(generator, corpus.rate, path)
    manifest = _table(corpus.manifest())
    (folder / f"{made.id}.data.csv").write_bytes(manifest)
    seconds = sum(take.samples for take in corpus.takes if not take.held_out) / corpus.rate
    content = path.read_bytes()
    card = {
        "id": made.id,
        "task": "upsample",
        "input_bandwidth_hz": [NARROWEST_HZ, WIDEST * corpus.rate / 2],
        "rate": corpus.rate,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "licence": made.licence,
        "data": {
            "recordings": sum(not take.held_out for take in corpus.takes),
            "hours": round(seconds / 3600, 2),
            "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
        },
        "metrics": {},
        "parent": made.parent,
        "made": datetime.now(UTC).date().isoformat(),
        "how": made.how | {"machine": machine(), "onnx_differs_by": float(f"{apart:.2g}")},
        "window": WINDOW,
        "hop": HOP,
        "context": generator.shape.context,
        "noise_channels": generator.shape.noise,
    }
    (folder / f"{made.id}.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")
    with Registry() as registry:
        model = registry.add(path, card)
        metrics = _measured(model, corpus, judged_on, report)
        if metrics:
            registry.record_metrics(model.id, metrics)
        return registry.model(model.id)


def machine() -> str:
    """On what it was computed, in words."""
    if torch.cuda.is_available():
        return str(torch.cuda.get_device_name(0))
    return f"{os.cpu_count()} processor cores ({platform.machine()}), torch {torch.__version__}"


def _table(rows: list[dict[str, object]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["path", "sha256", "seconds"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _measured(
    model: Model, corpus: Corpus, judged_on: Path | None, report: Report
) -> dict[str, dict[str, float]]:
    """Log-spectral distances by rates; nothing where no recording is wide enough to be judged by."""
    from enhance.evaluate.enhancers import model_enhancer
    from enhance.evaluate.protocol import Condition, evaluate
    from enhance.evaluate.table import metrics_of

    with tempfile.TemporaryDirectory() as name:
        if judged_on is None:
            judged_on = Path(name)
            _write_held_out(corpus, judged_on)
        conditions = [Condition(rate, corpus.rate) for rate in _INPUT_RATES if rate < corpus.rate]
        try:
            found = evaluate(
                judged_on,
                [model_enhancer(model)],
                conditions=conditions,
                report=lambda fraction, note: report(0.1 + 0.9 * fraction, f"Measuring. {note}"),
            )
        except EnhanceError as error:
            report(1.0, f"The model could not be measured: {error}")
            return {}
    return metrics_of(found, model.id)


def _write_held_out(corpus: Corpus, folder: Path) -> None:
    import wave

    for number, take in enumerate(take for take in corpus.takes if take.held_out and not take.noise):
        sound = corpus.read(take, 0, min(take.samples, 20 * corpus.rate))
        with wave.open(str(folder / f"{number:03}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(corpus.rate)
            file.writeframes(np.round(sound * 32767).astype("<i2").tobytes())
