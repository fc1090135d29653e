"""`python -m enhance.train.where`: what a training would run on here, as one JSON line `{"where": "..."}`."""

from __future__ import annotations

import json
import os


def where() -> str:
    """The graphics card that PyTorch computes on, or the processor; a few words."""
    import torch

    if torch.cuda.is_available():
        return f"the graphics card, {torch.cuda.get_device_name()}"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return f"the processor, {cores} core{'s' * (cores != 1)}"


if __name__ == "__main__":
    print(json.dumps({"where": where()}))
