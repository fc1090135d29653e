"""A sound card without a sound card: a PulseAudio of the tests' own with clock, speaker and microphone."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.waiting import wait_until

#: ALSA programs, PortAudio among them, are led to PulseAudio.
_ALSA_CONFIG = """</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


@dataclass(frozen=True)
class SoundCard:
    """What is played on the speaker can be captured, and recording hears what is said into the microphone.

    rate: samples a second of both. env: the environment that leads a program to this card.
    """

    rate: int
    env: dict[str, str]

    @contextmanager
    def capture(self, file: Path) -> Iterator[None]:
        """Write what the speaker plays during the block to `file`: raw stereo little-endian int16 at `rate`.

        Capturing has begun when the block begins, and ends with it; silence is part of it.
        """
        form = ["--format=s16le", f"--rate={self.rate}", "--channels=2", "--latency-msec=20"]
        with file.open("wb") as out:
            command = ["parec", "--device=speaker.monitor", *form]
            recorder = subprocess.Popen(command, env=self.env, stdout=out)
            try:
                wait_until(lambda: file.stat().st_size > 0, "the capture to begin")
                yield
            finally:
                recorder.terminate()
                recorder.wait(10)

    def speak(self, file: Path) -> None:
        """Play a sound file into the microphone, in real time; returns at its end."""
        command = ["paplay", "--device=microphone_in", str(file)]
        subprocess.run(command, env=self.env, check=True, capture_output=True)


def missing() -> str:
    """Which command a sound card needs and this machine lacks, or "" where it has all."""
    return next((name for name in ("pulseaudio", "parec", "pactl") if shutil.which(name) is None), "")


@contextmanager
def sound_card(rate: int = 44100) -> Iterator[SoundCard]:
    """A sound card that ends with the block. Its folder has a short name: socket paths have a limit."""
    with tempfile.TemporaryDirectory(prefix="card-") as folder:
        home = Path(folder)
        (home / "asound.conf").write_text(_ALSA_CONFIG)
        env = os.environ | {
            "HOME": folder,
            "XDG_RUNTIME_DIR": folder,
            "PULSE_RUNTIME_PATH": folder,
            "PULSE_SERVER": f"unix:{folder}/socket",
            "ALSA_CONFIG_PATH": str(home / "asound.conf"),
        }
        modules = [
            f"module-native-protocol-unix socket={folder}/socket auth-anonymous=1",
            f"module-null-sink sink_name=speaker rate={rate} channels=2",
            f"module-null-sink sink_name=microphone_in rate={rate} channels=1",
            "module-remap-source source_name=microphone master=microphone_in.monitor",
        ]
        quiet = [
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--disable-shm=yes",
            "--log-level=0",
        ]
        load = [part for module in modules for part in ("-L", module)]
        with (home / "log").open("w") as log:
            server = subprocess.Popen(["pulseaudio", "-n", *quiet, *load], env=env, stdout=log, stderr=log)
        try:
            wait_until(lambda: _is_up(server, env, home / "log"), "PulseAudio to come up")
            for what, name in (("sink", "speaker"), ("source", "microphone")):
                subprocess.run(["pactl", f"set-default-{what}", name], env=env, check=True)
            yield SoundCard(rate, env)
        finally:
            server.terminate()
            server.wait(10)


def _is_up(server: subprocess.Popen[bytes], env: dict[str, str], log: Path) -> bool:
    """Whether the server answers. Raises AssertionError with its log where it has ended instead."""
    assert server.poll() is None, f"PulseAudio ended with {server.returncode}:\n{log.read_text()}"
    asked = subprocess.run(["pactl", "list", "short", "sinks"], env=env, capture_output=True)
    return b"speaker" in asked.stdout
