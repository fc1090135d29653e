"""A screen without a screen: an X server of the tests' own, and the commands that look at it and touch it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Screen:
    """A running display, such as ":7", of `width` x `height` pixels."""

    name: str
    width: int
    height: int

    @property
    def env(self) -> dict[str, str]:
        """The environment that makes a program open its windows here."""
        ours = {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}
        return {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"} | ours

    def xdotool(self, *arguments: str | int) -> str:
        """Click, type, or find windows; what xdotool printed. Raises CalledProcessError where it failed."""
        command = ["xdotool", *map(str, arguments)]
        return subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=60
        ).stdout

    def shot(self, file: Path) -> Path:
        """Write a picture of the whole screen to `file` (a .png) and return it."""
        command = ["import", "-window", "root", str(file)]
        subprocess.run(command, env=self.env, check=True, capture_output=True, timeout=60)
        return file


def missing() -> str:
    """Which command a screen needs and this machine lacks, or "" where it has all."""
    return next((name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None), "")


@contextmanager
def screen(width: int = 1440, height: int = 900) -> Iterator[Screen]:
    """A screen on a display number that the server finds free itself; ends with the block."""
    reading, writing = os.pipe()
    size = f"{width}x{height}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    # Without it the server begins anew when its last client leaves, and may turn away the next one meanwhile.
    command += ["-noreset"]
    server = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, f"Xvfb ended with {server.wait()} before it had a display"
        yield Screen(f":{number}", width, height)
    finally:
        server.terminate()
        server.wait(10)
