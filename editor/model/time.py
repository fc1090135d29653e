"""Time is counted in samples at the project's rate. Seconds exist only at the edges."""

from __future__ import annotations

Samples = int
"""A count of samples, or an instant counted from a clock's zero. Whose clock is always said."""


def from_seconds(seconds: float, rate: int) -> Samples:
    """The sample nearest to `seconds` at `rate` samples a second."""
    return round(seconds * rate)


def to_seconds(samples: Samples, rate: int) -> float:
    """`samples` at `rate` samples a second, in seconds, for showing only."""
    return samples / rate


def rescale(samples: Samples, rate: int, new_rate: int) -> Samples:
    """The same instant on a clock that ticks `new_rate` times a second, to the nearest tick, exactly."""
    return (2 * samples * new_rate + rate) // (2 * rate)


def clock_text(samples: Samples, rate: int, *, tenths: bool = False) -> str:
    """`1:02:03`, `02:03` or, with tenths, `02:03.4`; rounded down, as clocks are read."""
    tenth = samples * 10 // rate
    hours, rest = divmod(tenth // 10, 3600)
    text = f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{text}.{tenth % 10}" if tenths else text
