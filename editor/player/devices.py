"""Which sound devices there are. The library that knows is loaded on first use; it looks at all of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from editor.model.errors import Refusal


class DeviceError(Refusal):
    """There is no such sound device, or it cannot be used."""


class Device(NamedTuple):
    """One way to put sound out. `name` is what `Player` takes: the library's `id` changes as devices come and
    go."""

    id: int
    name: str
    default: bool


_CUT_OFF = 31
"""Windows' oldest interface to sound knows no more letters of a name than this."""


def output_devices() -> tuple[Device, ...]:
    """The devices that can play, each name once, none where there are none or no library to ask.

    A system may have several interfaces to sound, with the same devices behind each: those of the interface
    that the default device belongs to come first, and of the others what these lack.
    """
    try:
        sound = library()
        default = sound.default.device[1]
        playing = [
            (number, device["name"], device["hostapi"])
            for number, device in enumerate(sound.query_devices())
            if device["max_output_channels"] > 0
        ]
    except Exception:  # PortAudio's own errors, and the library's where PortAudio is broken.
        return ()
    usual = next((interface for number, _, interface in playing if number == default), None)
    found: list[Device] = []
    for number, name, _ in sorted(playing, key=lambda device: device[2] != usual):
        if not any(_same(known.name, name) for known in found):
            found.append(Device(number, name, number == default))
    return tuple(found)


def number_of(name: str) -> int:
    """What the library calls a device now. Raises `DeviceError` where it is not there."""
    for device in output_devices():
        if device.name == name:
            return device.id
    raise DeviceError(f"There is no sound device “{name}”")


def _same(known: str, name: str) -> bool:
    return name == known or (len(known) == _CUT_OFF and name.startswith(known))


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
