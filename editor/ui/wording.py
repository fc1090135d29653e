"""Numbers as the window says them."""

from __future__ import annotations

from collections.abc import Iterable

from editor.model.time import Samples, clock_text, rescale


def kilohertz(hz: float) -> str:
    """`44.1 kHz`, `22.05 kHz`, `4 kHz`."""
    return f"{round(hz / 1000, 2):g} kHz"


def about_kilohertz(hz: float) -> str:
    """A measured frequency, to a tenth: `3.4 kHz`."""
    return f"{hz / 1000:.1f} kHz"


def seconds_moved(samples: int, rate: int) -> str:
    """`+0.42 s`; below a tenth of a second `−12 ms`."""
    seconds = samples / rate
    sign = "−" if samples < 0 else "+"
    return f"{sign}{1000 * abs(seconds):.0f} ms" if abs(seconds) < 0.1 else f"{sign}{abs(seconds):.2f} s"


def quoted(texts: Iterable[str], most: int = 4) -> str:
    """`“one two three”`; of more than `most` the first and the last; nothing of none."""
    said = list(texts)
    if len(said) > most:
        said = [*said[: most - 2], "…", said[-1]]
    return f"“{' '.join(said)}”" if said else ""


def megabytes(size: int) -> str:
    """`15.7 MB`; `24 kB` where that would be nothing."""
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} kB"


def exact_clock(samples: Samples, rate: int) -> str:
    """`1:02:03.456`, `02:03.456`: to the millisecond, rounded, as a field takes it back."""
    milliseconds = rescale(samples, rate, 1000)
    return f"{clock_text(milliseconds // 1000, 1)}.{milliseconds % 1000:03d}"
