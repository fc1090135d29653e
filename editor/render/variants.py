"""A recording with a variant in its place for some spans, as one recording.

Both are the same sound on the same clock, so they add up coherently: what passes from one to the other does
so in a straight line, inside the span. Outside the spans the recording comes through to the last bit.

    recording   ______          ______
                      \\________/          weight of the variant: 0, a line of FADE_S up, 1, a line down, 0
                     |a  span  b|
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from editor.model.spans import Span, Spans
from editor.model.time import Samples
from editor.render.source import Block, RecordedSound

FADE_S = 0.01
"""How long a variant takes to come and to go."""


class VariedSound:
    """`recording` with `parts` heard in its place in `spans`; where two parts overlap, the later one is.

    parts: sound with the clock instant of its first sample. spans, and those instants, on the recording's own
    clock. Any split into blocks gives the same samples to the last bit. Closes nothing: whoever opened the
    files closes them.
    """

    def __init__(
        self,
        recording: RecordedSound,
        layers: Sequence[tuple[Spans, Sequence[tuple[RecordedSound, Samples]]]],
    ) -> None:
        self._recording = recording
        self._layers = tuple(layers)
        self.rate = recording.rate
        self.samples: Samples = recording.samples
        self.channels = recording.channels
        self._fade = max(round(FADE_S * self.rate), 1)

    def read(self, start: Samples, stop: Samples) -> Block:
        """See `RecordedSound.read`."""
        out = self._recording.read(start, stop)
        for spans, parts in self._layers:
            for span in spans:
                low, high = max(start, span[0]), min(stop, span[1])
                if low < high:
                    self._put_in(out[low - start : high - start], low, span, parts)
        return out

    def _put_in(
        self, out: Block, low: Samples, span: Span, parts: Sequence[tuple[RecordedSound, Samples]]
    ) -> None:
        """Have the parts heard in `out`, which is what begins at `low` and lies inside `span`."""
        high = low + len(out)
        varied = out
        for sound, begin in parts:
            a, b = max(low, begin), min(high, begin + sound.samples)
            if a < b:
                varied = varied.copy() if varied is out else varied
                here = varied[a - low : b - low]
                here[:] = _passed(here, sound.read(a - begin, b - begin), self._weight(a, b, begin, sound))
        if varied is not out:
            out[:] = _passed(out, varied, self._ramps(low, high, span))

    def _weight(
        self, a: Samples, b: Samples, begin: Samples, sound: RecordedSound
    ) -> npt.NDArray[np.float32]:
        return self._ramps(a, b, (begin, begin + sound.samples))

    def _ramps(self, low: Samples, high: Samples, span: Span) -> npt.NDArray[np.float32]:
        """The weight of what is heard in `span` at `[low, high)`: float32 (high - low, 1).

        Where the recording itself begins or ends there is nothing to come from or to go to.
        """
        at = np.arange(low, high)
        up = at - span[0] + 1 if span[0] > 0 else np.full(len(at), self._fade)
        down = span[1] - at if span[1] < self.samples else np.full(len(at), self._fade)
        steps = np.clip(np.minimum(up, down), 0, self._fade).astype(np.float32)
        weight: npt.NDArray[np.float32] = (steps / np.float32(self._fade))[:, None]
        return weight

    def close(self) -> None:
        """Nothing: see above."""


def _passed(old: Block, new: Block, weight: npt.NDArray[np.float32]) -> Block:
    """From `old` to `new` by `weight`; to the last bit `new` where that is 1."""
    if weight.min() == 1.0:
        return new
    mixed = old + weight * (new - old)
    return np.where(weight == 1.0, new, mixed).astype(np.float32)
