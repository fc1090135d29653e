"""The training itself: first towards the recorded spectra, then against the discriminators too.

Schedules run over the fraction of the training that is done, be it counted in steps or in minutes, so that
a short training is a whole one. Everything that a training is, is in its checkpoint: it can be broken off at
any instant and goes on from the last one. Counted in steps, the same seed on the same machine gives the same
model.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from enhance.errors import EnhanceError
from enhance.net.discriminators import RESOLUTIONS, Discriminators, pictured
from enhance.net.generator import Generator, Shape
from enhance.train import losses
from enhance.train.corpus import Corpus
from enhance.train.degrade import FRAMES, Example, Examples
from enhance.train.spectra import features, generated_signal, spliced, stft


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train, and for how long: `minutes` of computing, or `steps` where that is not 0.

    batch: examples a step. frames: length of each, in hops. judges: channels of a discriminator. gan_from:
    the fraction of the training after which the discriminators join in; 1 leaves them out.
    """

    shape: Shape = field(default_factory=Shape)
    batch: int = 8
    frames: int = FRAMES
    judges: int = 16
    minutes: float = 60.0
    steps: int = 0
    gan_from: float = 0.6
    rate_of_learning: float = 1.2e-3
    gan_rate_of_learning: float = 3e-4
    deceiving: float = 0.3
    feature_matching: float = 1.0
    averaging: float = 0.999
    seed: int = 1


@dataclass(frozen=True, slots=True)
class State:
    """How far a training is. fraction: 0 to 1. losses: the latest, by name."""

    step: int
    fraction: float
    seconds: float
    losses: dict[str, float]


CHECK_EVERY_S = 60.0
CHECKPOINT_EVERY_S = 120.0
_HELD_OUT_EXAMPLES = 24


class Training:
    """A training in a folder: `log.jsonl`, `checkpoint.pt`, `before_gan.pt`."""

    def __init__(self, corpus: Corpus, folder: Path, plan: Plan, start: Generator | None = None) -> None:
        """start: a trained generator that this one goes on from.

        Goes on where the folder's own checkpoint left off. Raises EnhanceError where one cannot be read.
        """
        torch.manual_seed(plan.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.plan, self.folder, self.rate = plan, folder, corpus.rate
        self.generator = Generator(plan.shape).to(self.device)
        self.averaged = Generator(plan.shape).to(self.device).requires_grad_(False)
        self.judges = Discriminators(plan.judges).to(self.device)
        self._steering = _optimiser(self.generator, plan.rate_of_learning)
        self._judging = _optimiser(self.judges, plan.gan_rate_of_learning)
        self.step, self.seconds = 0, 0.0
        self._examples = Examples(corpus, plan.seed, frames=plan.frames)
        self._held_out = Examples(corpus, 0, held_out=True, frames=plan.frames)
        folder.mkdir(parents=True, exist_ok=True)
        if self.checkpoint.exists():
            self._load(self.checkpoint)
        else:
            if start is not None:
                self.generator.load_state_dict(start.state_dict())
            self.averaged.load_state_dict(self.generator.state_dict())

    @property
    def checkpoint(self) -> Path:
        """Where the whole state is kept."""
        return self.folder / "checkpoint.pt"

    @property
    def fraction(self) -> float:
        """How much of the training is done."""
        if self.plan.steps:
            return min(self.step / self.plan.steps, 1.0)
        return min(self.seconds / (self.plan.minutes * 60), 1.0)

    def run(self, report: Callable[[State], None]) -> None:
        """Train to the end. Whatever `report`, called after every step, raises ends it at a checkpoint."""
        checked = saved = self.seconds
        try:
            with self._batches() as batches, open(self.folder / "log.jsonl", "a", encoding="utf-8") as log:
                while self.fraction < 1.0:
                    began = time.perf_counter()
                    latest = self._train(next(batches))
                    self.step += 1
                    self.seconds += time.perf_counter() - began
                    if self.seconds - checked >= CHECK_EVERY_S or self.fraction >= 1.0:
                        checked = self.seconds
                        latest["held_out"] = self.held_out_loss()
                        log.write(json.dumps({"step": self.step, "s": round(checked, 1)} | latest) + "\n")
                        log.flush()
                    if self.seconds - saved >= CHECKPOINT_EVERY_S:
                        saved = self.seconds
                        self.save(self.checkpoint)
                    report(State(self.step, self.fraction, self.seconds, latest))
        finally:
            self.save(self.checkpoint)

    def held_out_loss(self) -> float:
        """The spectral loss of the averaged generator on recordings that are never trained on."""
        with torch.no_grad():
            batch = self._batch([self._held_out[n] for n in range(_HELD_OUT_EXAMPLES)])
            made = self._make(self.averaged, batch, torch.Generator().manual_seed(0))
            spectra = [stft(made, window, window // 4) for window in RESOLUTIONS]
            return float(losses.spectral(spectra, batch.reference()))

    def save(self, path: Path) -> None:
        """The whole state, put in place in one go."""
        part = path.with_suffix(".part")
        torch.save(
            {
                "shape": asdict(self.plan.shape),
                "rate": self.rate,
                "step": self.step,
                "seconds": self.seconds,
                "generator": self.generator.state_dict(),
                "averaged": self.averaged.state_dict(),
                "judges": self.judges.state_dict(),
                "steering": self._steering.state_dict(),
                "judging": self._judging.state_dict(),
            },
            part,
        )
        os.replace(part, path)

    def _load(self, path: Path) -> None:
        stored = read_checkpoint(path)
        if shape_of(stored) != self.plan.shape or stored["rate"] != self.rate:
            raise EnhanceError("The training that is to go on was of a model of another shape or rate.")
        self.step, self.seconds = int(stored["step"]), float(stored["seconds"])
        self.generator.load_state_dict(stored["generator"])
        self.averaged.load_state_dict(stored["averaged"])
        self.judges.load_state_dict(stored["judges"])
        self._steering.load_state_dict(stored["steering"])
        self._judging.load_state_dict(stored["judging"])

    @contextmanager
    def _batches(self) -> Iterator[Iterator[_Batch]]:
        """Batches from the present step on, one made ahead of the other in a thread."""
        pool = ThreadPoolExecutor(1, "examples")
        size = self.plan.batch

        def made(step: int) -> _Batch:
            return self._batch([self._examples[step * size + n] for n in range(size)])

        def stream() -> Iterator[_Batch]:
            step = self.step
            ahead = [pool.submit(made, step), pool.submit(made, step + 1)]
            while True:
                step += 1
                yield ahead.pop(0).result()
                ahead.append(pool.submit(made, step + 1))

        try:
            yield stream()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _batch(self, examples: list[Example]) -> _Batch:
        def signals(name: str) -> Tensor:
            together = np.stack([getattr(example, name) for example in examples])
            return torch.from_numpy(together).to(self.device)

        def numbers(name: str, unit: float) -> Tensor:
            return torch.tensor([getattr(example, name) / unit for example in examples], device=self.device)

        return _Batch(
            target=signals("target"),
            narrow=signals("narrow"),
            speech=signals("speech"),
            floor=signals("floor"),
            cutoff_hz=numbers("cutoff_hz", 1.0),
            bandwidth=numbers("bandwidth_hz", self.rate / 2),
        )

    def _train(self, batch: _Batch) -> dict[str, float]:
        """One step; the losses by name."""
        plan, done = self.plan, self.fraction
        playing = done >= plan.gan_from
        if playing and not (self.folder / "before_gan.pt").exists():
            self.save(self.folder / "before_gan.pt")
        self._pace(done, playing)
        wanted = batch.reference()
        noise = torch.Generator().manual_seed(plan.seed * 1_000_003 + self.step)
        made = self._make(self.generator, batch, noise)
        spectra = [stft(made, window, window // 4) for window in RESOLUTIONS]
        spectral = losses.spectral(spectra, wanted)
        latest = {"spectral": float(spectral.detach())}
        total = spectral
        if playing:
            # Half the batch: the game costs twice what the rest of a step does.
            half = slice(self.plan.batch // 2 or 1)
            shown = [pictured(s[half], m[half]) for s, m in zip(spectra, wanted.usable, strict=True)]
            true = [pictured(s[half], m[half]) for s, m in zip(wanted.spectra, wanted.usable, strict=True)]
            seen = self.judges(true)
            judging = losses.telling_apart(seen, self.judges([s.detach() for s in shown]))
            self._judging.zero_grad(set_to_none=True)
            judging.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.judges.parameters(), 5.0)
            self._judging.step()
            self.judges.requires_grad_(False)
            judged = self.judges(shown)
            self.judges.requires_grad_(True)
            deceiving = losses.deceiving(judged)
            matching = losses.feature_matching(seen, judged)
            total = total + plan.deceiving * deceiving + plan.feature_matching * matching
            latest |= {
                "judging": float(judging.detach()),
                "deceiving": float(deceiving.detach()),
                "matching": float(matching.detach()),
            }
        if not math.isfinite(float(total.detach())):
            raise EnhanceError("The training has diverged: a loss is no number any more.")
        self._steering.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.generator.parameters(), 1.0)
        self._steering.step()
        # Short at first, or the average would be of the random start for thousands of steps.
        keep = min(plan.averaging, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for mean, now in zip(self.averaged.parameters(), self.generator.parameters(), strict=True):
                mean.lerp_(now, 1.0 - keep)
        return latest

    def _pace(self, done: float, playing: bool) -> None:
        """Set the rates of learning: up at the start, down towards the end, and lower against the judges."""
        plan = self.plan
        start, stop = (plan.gan_from, 1.0) if playing else (0.0, plan.gan_from)
        along = (done - start) / max(stop - start, 1e-9)
        peak = plan.gan_rate_of_learning if playing else plan.rate_of_learning
        least = 0.05 if playing else 0.2
        falling = least + (1.0 - least) * 0.5 * (1.0 + math.cos(math.pi * along))
        warm = min(1.0, (self.step + 1) / 300)
        for group in self._steering.param_groups:
            group["lr"] = peak * falling * warm
        for group in self._judging.param_groups:
            group["lr"] = plan.gan_rate_of_learning * falling

    def _make(self, generator: Generator, batch: _Batch, noise: torch.Generator) -> Tensor:
        """The enhanced signals of a batch, (batch, samples)."""
        spectrum, cutoff = features(batch.narrow, batch.cutoff_hz, self.rate)
        z = torch.randn(*spectrum.shape[:2], self.plan.shape.noise, generator=noise).to(self.device)
        made = generated_signal(generator(spectrum, cutoff, z), batch.narrow.shape[1])
        return spliced(batch.narrow, made, batch.cutoff_hz, self.rate)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Examples side by side: signals (batch, samples); cut-offs in Hz, bandwidths in half sampling rates."""

    target: Tensor
    narrow: Tensor
    speech: Tensor
    floor: Tensor
    cutoff_hz: Tensor
    bandwidth: Tensor

    def reference(self) -> losses.Reference:
        return losses.reference(self.target, self.speech, self.floor, self.bandwidth)


def _optimiser(module: torch.nn.Module, rate: float) -> torch.optim.AdamW:
    return torch.optim.AdamW(module.parameters(), lr=rate, betas=(0.8, 0.98), weight_decay=0.01)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """A stored state. Nothing in the file is executed: only tensors and plain values are read.

    Raises EnhanceError where it is no checkpoint.
    """
    try:
        stored = torch.load(path, map_location="cpu", weights_only=True)
        shape_of(stored)
    except Exception as error:
        raise EnhanceError(f"“{path.name}” is no checkpoint of a training.") from error
    return dict(stored)


def shape_of(stored: dict[str, Any]) -> Shape:
    """The shape of the generator in a checkpoint."""
    about = dict(stored["shape"])
    return Shape(**about | {"dilations": tuple(about["dilations"])})
