"""One import as the window follows it: what has come in so far, told on the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from editor.app.arriving import Arriving
from editor.app.session import Session
from editor.model.time import Samples
from editor.ui.desk import Desk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from editor.speech.words import Caught


class Arrival(QObject):
    """A `Watcher` of one import, and the desk on which its words are read.

    length: in samples, about, 0 where nobody knows. model: which recogniser listens, None for none. changed:
    more has come; what comes within a moment is told together.
    """

    changed = Signal()
    _woken = Signal()

    def __init__(self, files: Sequence[Path], speakers: Sequence[str], model: str | None, rate: int) -> None:
        super().__init__()
        self.files, self.model, self.rate, self.length = tuple(files), model, rate, 0
        self.arriving = Arriving(speakers, rate)
        # It is asked for no more than such a desk needs: nothing is edited on it.
        self.desk = Desk(cast(Session, self.arriving))
        self.peaks: list[NDArray[np.float32]] = [np.empty(0, np.float32) for _ in files]
        self.pcms: dict[int, Path] = {}
        self._lock = threading.Lock()
        self._seen: list[tuple[int, NDArray[np.float32]]] = []
        self._decoded: list[tuple[int, Path, Samples]] = []
        self._caught: list[tuple[int, Caught]] = []
        self._asleep = True
        self._woken.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def title(self) -> str:
        """What is coming in."""
        names = [file.name for file in self.files]
        return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"

    @property
    def heard(self) -> Samples:
        """Up to where the words have come."""
        return self.arriving.document.length

    def seen(self, mic: int, peaks: NDArray[np.float32]) -> None:
        """See `Watcher`."""
        with self._lock:
            self._seen.append((mic, peaks))
        self._wake()

    def decoded(self, mic: int, pcm: Path, samples: int) -> None:
        """See `Watcher`."""
        with self._lock:
            self._decoded.append((mic, pcm, samples))
        self._wake()

    def caught(self, mic: int, caught: Caught) -> None:
        """See `Watcher`."""
        with self._lock:
            self._caught.append((mic, caught))
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            asleep, self._asleep = self._asleep, False
        if asleep:
            self._woken.emit()

    def _tell(self) -> None:
        with self._lock:
            self._asleep = True
            seen, self._seen = self._seen, []
            decoded, self._decoded = self._decoded, []
            caught, self._caught = self._caught, []
        for mic in {mic for mic, _ in seen}:
            new = [peaks for which, peaks in seen if which == mic]
            self.peaks[mic] = np.concatenate((self.peaks[mic], *new))
        for mic, pcm, samples in decoded:
            self.pcms[mic] = pcm
            self.length = max(self.length, samples)
        if caught:
            self.arriving.catch(caught)
        self.changed.emit()
