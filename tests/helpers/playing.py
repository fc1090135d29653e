"""A program that plays as it is told, for tests that lead it to a sound card by its environment.

    python -m tests.helpers.playing SOUND.npy ACT...

Acts, one after another: `play` (to the end), `until N` (play until sample N is heard), `pause`, `swap` (load
the same sound anew), `lose` (wait for playback to stop because the device was lost). It prints a JSON
object: what the player said and how it fared.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from editor.player.player import Player
from tests.helpers.waiting import wait_until


@dataclass(frozen=True)
class Sound:
    """An array as a renderer."""

    samples: npt.NDArray[np.float32]

    @property
    def length(self) -> int:
        return len(self.samples)

    def read(self, start: int, stop: int) -> npt.NDArray[np.float32]:
        out = np.zeros((stop - start, 2), np.float32)
        part = self.samples[start:stop]
        out[: len(part)] = part
        return out


def main(sound: Path, acts: list[str]) -> None:
    samples = np.load(sound)
    said: dict[str, object] = {}
    pace: list[tuple[float, int]] = []
    with Player(on_error=lambda error: said.update(error=str(error))) as player:
        player.load(Sound(samples))
        rest = iter(acts)
        for act in rest:
            if act == "pause":
                player.pause()
                # The device is let go once the last frames were heard; then nothing more is played.
                wait_until(lambda: not player._output.open, "the device to rest")
            elif act == "swap":
                player.load(Sound(samples.copy()))
            elif act == "lose":
                print("ready", flush=True)
                wait_until(lambda: not player.playing, "the loss to be noticed")
            else:
                if not player.playing:
                    asked = time.monotonic()
                    player.play()
                    if "first_s" not in said:
                        wait_until(lambda: player.position() > 0, "the first sample")
                        said["first_s"] = time.monotonic() - asked
                stop = int(next(rest)) if act == "until" else len(samples)
                while player.playing and player.position() < stop:
                    pace.append((time.monotonic(), player.position()))
                    time.sleep(0.01)
                if act == "play":
                    wait_until(lambda: not player.playing, "the end")
        said |= {"message": player.message, "position": player.position(), "underruns": player.underruns}
    half = len(pace) // 4
    if half and pace[-1][0] > pace[half][0]:
        said["pace"] = (pace[-1][1] - pace[half][1]) / (pace[-1][0] - pace[half][0]) / 44100
    print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
