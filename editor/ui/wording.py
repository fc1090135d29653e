"""Numbers as the window says them."""

from __future__ import annotations


def kilohertz(hz: float) -> str:
    """`44.1 kHz`, `22.05 kHz`, `4 kHz`."""
    return f"{round(hz / 1000, 2):g} kHz"


def about_kilohertz(hz: float) -> str:
    """A measured frequency, to a tenth: `3.4 kHz`."""
    return f"{hz / 1000:.1f} kHz"
