"""Time to pixels and back, how far one can zoom, and which instants a ruler marks."""

from __future__ import annotations

from dataclasses import dataclass

from editor.model.time import Samples, clock_text

CLOSEST = 1 / 16
"""Samples to a pixel at the closest view."""

_STEPS_S: tuple[float, ...] = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
_STEPS_S += (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)

_TICK_PX = 84
"""Marks with a number stand at least this far apart."""


@dataclass(frozen=True)
class Scale:
    """What stretch of the compilation is seen. start: the instant at x = 0; per_px: samples to a pixel."""

    start: float
    per_px: float

    def x(self, time: float) -> float:
        """Where an instant is."""
        return (time - self.start) / self.per_px

    def time(self, x: float) -> Samples:
        """The instant at `x`."""
        return round(self.start + x * self.per_px)

    def fitted(self, length: Samples, width: float) -> Scale:
        """The nearest view that shows nothing before the beginning and little after the end.

        Of nothing there is nothing to fit: then the zoom stays for what will come.
        """
        if not length:
            return Scale(0.0, self.per_px)
        widest = max(length * 1.02, 1.0) / max(width, 1.0)
        per_px = min(max(self.per_px, CLOSEST), max(widest, CLOSEST))
        last = max(length * 1.02 - width * per_px, 0.0)
        return Scale(min(max(self.start, 0.0), last), per_px)

    def zoomed(self, factor: float, x: float) -> Scale:
        """As many times closer as `factor`, with the instant at `x` where it is."""
        per_px = max(self.per_px / factor, CLOSEST)
        return Scale(self.start + x * (self.per_px - per_px), per_px)


def ticks(scale: Scale, width: float, rate: int) -> list[tuple[float, str]]:
    """(x, label) of the marks of a ruler; minor marks have no label."""
    wanted = _TICK_PX * scale.per_px / rate
    step = next((s for s in _STEPS_S if s >= wanted), _STEPS_S[-1])
    minor = step / 5
    first = int(scale.start / rate / minor)
    found: list[tuple[float, str]] = []
    number = first
    while True:
        x = scale.x(number * minor * rate)
        if x > width:
            return found
        if x >= -_TICK_PX:
            found.append((x, "" if number % 5 else _label(number * minor, step)))
        number += 1


def _label(seconds: float, step: float) -> str:
    if step >= 1:
        return clock_text(round(seconds), 1)
    digits = 1 if step >= 0.1 else 2 if step >= 0.01 else 3 if step >= 0.001 else 4
    whole = int(seconds + 1e-9)
    return f"{clock_text(whole, 1)}{f'{seconds - whole:.{digits}f}'[1:]}"
