"""How somebody likes to work, kept in the settings: the device, the pre-roll, whether drags snap."""

from __future__ import annotations

from PySide6.QtCore import QSettings

PRE_ROLLS_S = (0, 1, 2, 3)
"""The choices of how much earlier playing from the caret begins."""

_DEVICE, _PRE_ROLL, _SNAP = "output device", "pre-roll", "snapping"


def output_device(settings: QSettings) -> str | None:
    """The name of the device that was chosen, None for the system's default."""
    return str(settings.value(_DEVICE, "")) or None


def keep_output_device(settings: QSettings, name: str | None) -> None:
    """Play there from now on, also tomorrow."""
    settings.setValue(_DEVICE, name or "")


def pre_roll_s(settings: QSettings) -> int:
    """One of `PRE_ROLLS_S`."""
    kept = str(settings.value(_PRE_ROLL, "0"))
    return next((seconds for seconds in PRE_ROLLS_S if str(seconds) == kept), 0)


def keep_pre_roll_s(settings: QSettings, seconds: int) -> None:
    """Begin so much earlier from now on, also tomorrow."""
    settings.setValue(_PRE_ROLL, str(seconds))


def snapping(settings: QSettings) -> bool:
    """Whether what is dragged in the timeline snaps."""
    return bool(settings.value(_SNAP, True, bool))


def keep_snapping(settings: QSettings, on: bool) -> None:
    """Snap from now on, or not, also tomorrow."""
    settings.setValue(_SNAP, on)
