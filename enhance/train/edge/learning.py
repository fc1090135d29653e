"""The probe's network learns: where, of known cut-offs, and nowhere, of voices that end by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from enhance.edge import edge_of
from enhance.edge_curves import PLACES, top_of
from enhance.net.edge import EdgeNetwork
from enhance.train.edge.drawing import Lessons

Weights = dict[str, NDArray[np.float32]]
Log = Callable[[dict[str, Any]], None]

BATCH = 64
RATE = 2e-3
_WARM_STEPS = 200
# How exactly a place is asked for: as a share of its frequency, and in Hz of a grid to 24 kHz at least.
_EXACT, _EXACT_HZ = 0.012, 80.0
# Where nothing was cut off, an edge so high up in what a recording reaches is right too: its own is there.
_OWN_END = 0.85
# Calling a whole voice narrow harms; missing an edge brings nothing.
_FALSE_ALARM = 3.0
_AVERAGED = 0.998
_LOG_EVERY = 500


def learn(lessons: Lessons, exam: Lessons, steps: int, seed: int, log: Log) -> Weights:
    """The weights for `enhance.edge`, averaged over the last steps; repeatable on one machine."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    network = EdgeNetwork()
    average = deepcopy(network)
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3)
    running, began = 0.0, time.monotonic()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / _WARM_STEPS, max(0.01, 2 * (1 - step / steps)))
        some = draw.integers(len(lessons.curves), size=BATCH)
        loss = _loss(network, lessons.of(some))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():
            share = 1 - min(_AVERAGED, (1 + step) / (10 + step))
            for mean, now in zip(average.parameters(), network.parameters(), strict=True):
                mean.lerp_(now, share)
        running = 0.98 * running + 0.02 * float(loss.detach())
        if (step + 1) % _LOG_EVERY == 0 or step + 1 == steps:
            seconds = round(time.monotonic() - began)
            log({"step": step + 1, "seconds": seconds, "loss": round(running, 4), **examined(average, exam)})
    return {name: value.numpy().copy() for name, value in average.state_dict().items()}


def examined(network: EdgeNetwork, exam: Lessons) -> dict[str, float]:
    """Shares found within 500 Hz or 5 %, of filters and of codecs, and of whole voices called narrow."""
    found = np.concatenate(
        [_found(network, exam.of(slice(k, k + 256))) for k in range(0, len(exam.curves), 256)]
    )
    cut = exam.cut_hz > 0
    right = np.abs(found - exam.cut_hz) <= np.maximum(500, 0.05 * exam.cut_hz)
    narrow = found < 0.8 * exam.reach_hz
    shares = {"filters": right[cut & ~exam.coded], "codecs": right[cut & exam.coded], "narrow": narrow[~cut]}
    return {name: round(float(of.mean()), 4) for name, of in shares.items() if len(of)}


def _found(network: EdgeNetwork, exam: Lessons) -> NDArray[np.float64]:
    with torch.no_grad():
        likely = torch.softmax(network(torch.from_numpy(exam.curves.astype(np.float32))), 1).numpy()
    cases = [(edge_of(of, end).hz, end) for of, end in zip(likely, exam.nyquist.tolist(), strict=True)]
    return np.array([end if hz is None else hz for hz, end in cases])


def _loss(network: EdgeNetwork, cases: Lessons) -> Tensor:
    curves = torch.from_numpy(cases.curves.astype(np.float32))
    cut, reach, nyquist = (
        torch.from_numpy(values)[:, None] for values in (cases.cut_hz, cases.reach_hz, cases.nyquist)
    )
    top = nyquist.clamp(min=top_of(0.0))
    hz = (torch.arange(PLACES) + 0.5) * top / PLACES
    here = hz < nyquist
    exact = torch.maximum(_EXACT_HZ * top / top_of(0.0), _EXACT * cut)
    wanted = torch.exp(-0.5 * ((hz - cut) / exact) ** 2) * here
    wanted = wanted / wanted.sum(1, keepdim=True).clamp(min=1e-6)
    logs = torch.log_softmax(network(curves), 1)
    of_edge = -(wanted * logs[:, :-1]).sum(1)
    fine = torch.cat([(hz >= _OWN_END * reach) & here, torch.ones_like(here[:, :1])], 1)
    of_none = -torch.logsumexp(logs.masked_fill(~fine, -30.0), 1)
    return torch.where(cut[:, 0] > 0, of_edge, _FALSE_ALARM * of_none).mean()
