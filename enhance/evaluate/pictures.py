"""Spectrogram pictures: reference, what was given, and what everyone made of it, one above the other."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enhance.evaluate.metrics import Sound
from enhance.evaluate.png import write_png
from enhance.evaluate.protocol import Example

# From the loudest bin of the reference down, in dB.
RANGE_DB = 100.0
HEIGHT = 256
LONGEST_S = 10.0
_FRAMES_A_SECOND = 150
_WINDOW = 1024
# A line between two panels: the colour for no sound at all, the last of the palette.
_GAP = 4
_GREY = 255


def palette() -> NDArray[np.uint8]:
    """256 colours (256, 3): 0 to 254 from black over violet and orange to pale yellow, evenly brighter; the
    last is grey, for where there is no band.
    """
    places = (0.0, 0.25, 0.5, 0.75, 1.0)
    colours = np.array([(0, 0, 5), (80, 20, 120), (182, 55, 120), (250, 140, 98), (252, 250, 190)], float)
    steps = np.linspace(0, 1, 255)
    ramp = np.stack([np.interp(steps, places, colours[:, channel]) for channel in range(3)], axis=1)
    return np.concatenate([np.round(ramp), [(70, 70, 70)]]).astype(np.uint8)


def picture(example: Example) -> NDArray[np.uint8]:
    """Colours (height, width) of the panels from top to bottom: reference, given, then as in `example.made`.

    All have one scale of frequency, up to half the output rate (above the given one's band: grey), of time,
    and of level: RANGE_DB under the loudest of the reference.
    """
    rate_in, rate_out = example.condition.rate_in, example.condition.rate_out
    reference = _levels(example.reference, rate_out)
    top = float(reference.max())
    columns = len(reference)
    given = _panel(_levels(example.given, rate_in), top, columns, round(HEIGHT * rate_in / rate_out))
    given = np.pad(given, ((HEIGHT - len(given), 0), (0, 0)), constant_values=_GREY)
    panels = [_panel(reference, top, columns, HEIGHT), given]
    panels += [_panel(_levels(made, rate_out), top, columns, HEIGHT) for made in example.made.values()]
    gap = np.full((_GAP, columns), _GREY, np.uint8)
    return np.concatenate([part for panel in panels for part in (panel, gap)][:-1])


def _levels(sound: Sound, rate: int) -> NDArray[np.float64]:
    """Levels in dB (columns, bins) of `sound` (n,); its window lasts as long at every rate."""
    window = round(_WINDOW * rate / 48_000) // 2 * 2
    shape = np.hanning(window)
    columns = max(1, int(min(len(sound) / rate, LONGEST_S) * _FRAMES_A_SECOND))
    padded = np.pad(sound, window // 2)
    starts = np.minimum((np.arange(columns) * rate) // _FRAMES_A_SECOND, len(padded) - window)
    frames = np.stack([padded[start : start + window] for start in starts]) * shape
    heights = np.abs(np.fft.rfft(frames, axis=1)) / shape.sum()
    levels: NDArray[np.float64] = 20 * np.log10(np.maximum(heights, 1e-8))
    return levels


def _panel(levels: NDArray[np.float64], top: float, columns: int, height: int) -> NDArray[np.uint8]:
    """Low frequencies at the bottom; each row of pixels is the loudest of its bins."""
    edges = np.linspace(0, levels.shape[1], height + 1).astype(int)
    rows = np.maximum.reduceat(levels, np.minimum(edges[:-1], levels.shape[1] - 1), axis=1)
    shade = np.clip((rows - top + RANGE_DB) / RANGE_DB, 0, 1) * 254
    panel = np.round(shade).astype(np.uint8).T[::-1]
    return np.pad(panel, ((0, 0), (0, max(0, columns - panel.shape[1]))), constant_values=_GREY)[:, :columns]


class Pictures:
    """Writes a picture of each example it is handed into `folder`, which is made; `written`: its files.

    A file is called after recording and rates, and which panels it holds: `anna_16000_to_48000.png`.
    Raises OSError.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.written: list[Path] = []

    def __call__(self, example: Example) -> None:
        """Draw one."""
        panels = ["reference", "input", *(_safe(name) for name in example.made)]
        condition = example.condition
        name = f"{_safe(example.name)}_{condition.rate_in}_to_{condition.rate_out}__{'_'.join(panels)}.png"
        write_png(self._folder / name, picture(example), palette())
        self.written.append(self._folder / name)


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-.")[:60] or "unnamed"
