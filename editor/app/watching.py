"""What whoever watches an import is told while it goes on."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from editor.speech.words import Caught


class Watcher(Protocol):
    """Called from worker threads; `mic` is the number of the recording among those of its source."""

    def seen(self, mic: int, peaks: NDArray[np.float32]) -> None:
        """The next peaks of its waveform (`editor.media.outline`)."""

    def decoded(self, mic: int, pcm: Path, samples: int) -> None:
        """All of it lies decoded at `pcm`, and may be listened to until the import has ended."""

    def caught(self, mic: int, caught: Caught) -> None:
        """Words were recognised, or aligned."""


class Unwatched:
    """A `Watcher` for callers that show nothing."""

    def seen(self, mic: int, peaks: NDArray[np.float32]) -> None:
        """Nothing."""

    def decoded(self, mic: int, pcm: Path, samples: int) -> None:
        """Nothing."""

    def caught(self, mic: int, caught: Caught) -> None:
        """Nothing."""


class Paced:
    """A `Watcher` that passes everything on and holds the decoder back while somebody listens.

    Both want the whole processor, and whoever waits for words waits for the recogniser; once the first have
    come, what is left is enough to keep the window smooth.
    """

    FIRST_S, THEN_S = 0.05, 0.01
    """For how long each block of some seconds is held back, before and after the first words."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._hold_s = self.FIRST_S
        self._over = threading.Event()

    def release(self) -> None:
        """Nobody listens any more."""
        self._over.set()

    def seen(self, mic: int, peaks: NDArray[np.float32]) -> None:
        """See `Watcher`."""
        self._watcher.seen(mic, peaks)
        self._over.wait(self._hold_s)

    def decoded(self, mic: int, pcm: Path, samples: int) -> None:
        """See `Watcher`."""
        self._watcher.decoded(mic, pcm, samples)

    def caught(self, mic: int, caught: Caught) -> None:
        """See `Watcher`."""
        self._hold_s = self.THEN_S
        self._watcher.caught(mic, caught)
