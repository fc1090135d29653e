"""Other people's models in the tables: ONNX files from waveform to waveform, at a rate of their own.

Such files are given on the command line and are no part of this project. They are run as published: trusted,
in this process, at one go.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import soxr

from enhance.evaluate.enhancers import Enhancer
from enhance.evaluate.metrics import Sound

# What convolutions see at both ends of a sound, in samples of the input; cut off again.
_MARGIN = 1024


class Peer(NamedTuple):
    """A model: float32 (1, 1, n) at `rate_in` to (1, 1, n * rate_out / rate_in), full scale 1.0."""

    path: Path
    rate_in: int
    rate_out: int


def peer(said: str) -> Peer:
    """ "FILE.onnx:RATE_IN:RATE_OUT", as the command line has it. Raises ValueError for anything else."""
    path, rate_in, rate_out = said.rsplit(":", 2)
    found = Peer(Path(path), int(rate_in), int(rate_out))
    if not found.path.is_file() or found.rate_out % found.rate_in:
        raise ValueError(said)
    return found


def peer_enhancer(model: Peer, threads: int = 1) -> Enhancer:
    """The model on sound of any rate, which is brought to the model's own first, and back after it.

    threads: of one processor core each.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(model.path, options, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()

    def enhance(samples: Sound, rate_in: int, rate_out: int, _seed: int) -> Sound:
        narrow = soxr.resample(samples, rate_in, model.rate_in, "VHQ")
        around = np.pad(narrow, _MARGIN).astype(np.float32)[None, None]
        wide = session.run(None, {given.name: around})[0].reshape(-1)
        step = model.rate_out // model.rate_in
        enhanced: Sound = soxr.resample(
            wide[_MARGIN * step : -_MARGIN * step], model.rate_out, rate_out, "VHQ"
        )
        return enhanced.astype(np.float32)

    return Enhancer(
        f"{model.path.stem} ({model.rate_in} -> {model.rate_out} Hz)", enhance, model.path.stat().st_size
    )
