"""Which sound devices there are. The library that knows is loaded on first use; it looks at all of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from editor.model.errors import Refusal


class DeviceError(Refusal):
    """There is no such sound device, or it cannot be used."""


class Device(NamedTuple):
    """One way to put sound out. `id` is what `Player` takes; it may change when devices come and go."""

    id: int
    name: str
    default: bool


def output_devices() -> tuple[Device, ...]:
    """The devices that can play, none where there are none or no library to ask."""
    try:
        sound = library()
        default = sound.default.device[1]
        found = list(sound.query_devices())
    except Exception:  # PortAudio's own errors, and the library's where PortAudio is broken.
        return ()
    return tuple(
        Device(number, device["name"], number == default)
        for number, device in enumerate(found)
        if device["max_output_channels"] > 0
    )


def library() -> Any:
    """The module `sounddevice`. Raises `DeviceError` where it, or PortAudio under it, is missing."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceError("The sound library PortAudio is not installed") from error
    return sounddevice


def look_again() -> None:
    """Let the library see devices that came since it was loaded. No stream may be open."""
    try:
        sound = library()
        sound._terminate()
        sound._initialize()
    except Exception:  # Whatever it is, opening a device says so next.
        return
