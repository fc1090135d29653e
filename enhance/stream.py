"""Inference block by block: any length of sound in flat memory, equal to doing the whole at once.

Each stage takes rows of shape (channels, n) as they come and gives what it can tell of them. All of them work
in blocks of their own, counted from the start of the sound, and noise is drawn by the number of the frame, so
that how the caller cuts the sound never changes a bit of the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from enhance.dsp import Crossing, Samples, length_at
from enhance.errors import EnhanceError
from enhance.generation import Generation, Shape

if TYPE_CHECKING:
    from enhance.modelfile import Session

# Seconds of the input that are worked on at a time.
_PIECE_S = 0.5
# The crossing is this far below the cut-off, because filters fall before it; less where that is much of the
# band.
_MARGIN_HZ, _MARGIN_PART = 400.0, 1 / 16
# Width of the crossing in margins: 509 taps at 48 kHz for the usual one.
_WIDTH_MARGINS = 1.45
# The part of its band up to which soxr passes at least 70 % of a sound that it brings to a higher rate.
_RESAMPLED_PART = 0.95


def pieces(blocks: Iterable[Samples], rate: int) -> Iterator[Samples]:
    """`blocks` of shape (n, channels) cut anew, by time alone, as rows: (channels, m).

    Raises EnhanceError where a sample is no number, ValueError where the blocks are not alike.
    """
    size = max(1, round(rate * _PIECE_S))
    room: Samples | None = None
    filled = 0
    for block in blocks:
        if block.ndim != 2 or block.shape[1] < 1 or (room is not None and block.shape[1] != len(room)):
            raise ValueError(f"a block of shape {block.shape} is not (n, channels) as the first one was")
        if not np.isfinite(block).all():
            raise EnhanceError("The sound holds values that are no numbers, so it cannot be enhanced.")
        if room is None:
            room = np.empty((block.shape[1], size), np.float32)
        start = 0
        while start < len(block):
            part = block[start : start + size - filled]
            room[:, filled : filled + len(part)] = part.T
            start, filled = start + len(part), filled + len(part)
            if filled == size:
                yield room
                room, filled = np.empty_like(room), 0
    if room is not None:
        yield room[:, :filled]


class Resampler:
    """Rows at another rate (soxr, "HQ"), without delay; at the same rate the rows themselves."""

    def __init__(self, from_rate: int, to_rate: int, channels: int) -> None:
        import soxr

        self._rates = from_rate, to_rate
        self._taken = self._given = 0
        # A stream a channel is a fifth faster than soxr's own interleaving.
        self._streams = [
            soxr.ResampleStream(from_rate, to_rate, 1, dtype="float32", quality="HQ")
            for _ in range(channels if from_rate != to_rate else 0)
        ]

    def add(self, rows: Samples) -> Samples:
        """(channels, n) to what is ready of it, (channels, m)."""
        self._taken += rows.shape[1]
        if not self._streams:
            return rows
        made = np.stack([stream.resample_chunk(row) for stream, row in zip(self._streams, rows, strict=True)])
        self._given += made.shape[1]
        return made

    def end(self, channels: int) -> Samples:
        """The rest; with it as much has come out as `length_at` says."""
        if not self._streams:
            return np.zeros((channels, 0), np.float32)
        due = length_at(self._taken, *self._rates) - self._given
        none = np.zeros(0, np.float32)
        rest = np.stack([stream.resample_chunk(none, last=True) for stream in self._streams])[
            :, : max(0, due)
        ]
        return np.pad(rest, ((0, 0), (0, max(0, due - rest.shape[1]))))


def crossing(cutoff_hz: float, rate_in: int, rate_out: int, channels: int) -> Crossing:
    """The filter above which sound of `rate_in` with this cut-off is the generated one, at `rate_out`.

    It is half-way at 400 Hz below the cut-off, or at a sixteenth of it where that is less, and falls over
    1.45 times as much; where the input comes to a higher rate, no higher than its resampling reaches.
    """
    margin = min(_MARGIN_HZ, cutoff_hz * _MARGIN_PART)
    centre = cutoff_hz - margin
    if rate_in < rate_out:
        centre = min(centre, _RESAMPLED_PART * rate_in / 2)
    return Crossing(centre, _WIDTH_MARGINS * margin, rate_out, channels)


class Chain:
    """Everything between the input's rows and the output's: y = up + strength * high(g - up).

    up: the input at `rate_out`. g: what is generated of it. high: all above the crossing. So below it the
    sound is the input's own, and strength 1 gives h * up + (g - h * g), with h the low-pass beside `high`.
    """

    def __init__(
        self,
        session: Session,
        shape: Shape,
        *,
        rate_in: int,
        rate_out: int,
        channels: int,
        cutoff_hz: float,
        strength: float,
        seed: int,
    ) -> None:
        self._up = Resampler(rate_in, rate_out, channels)
        # At one rate, what is heard is what the model is given.
        self._to_model = Resampler(rate_in, shape.rate, channels) if shape.rate != rate_out else None
        self._generation = Generation(session, shape, cutoff_hz, channels, seed)
        self._from_model = Resampler(shape.rate, rate_out, channels)
        self._high = crossing(cutoff_hz, rate_in, rate_out, channels)
        self._strength = np.float32(strength)
        none = np.zeros((channels, 0), np.float32)
        # Rows that wait for what is generated, and then for the filter.
        self._ups, self._generated, self._bases = none, none, none

    def add(self, rows: Samples) -> Iterator[Samples]:
        """(channels, n) at the input's rate. Yields rows at the output's, some of them empty."""
        up = self._up.add(rows)
        given = up if self._to_model is None else self._to_model.add(rows)
        yield from self._through(up, self._generation.add(given))

    def end(self) -> Iterator[Samples]:
        """The rest; with it there are as many samples as `length_at` says."""
        channels = len(self._ups)
        up = self._up.end(channels)
        given = up if self._to_model is None else self._to_model.end(channels)
        yield from self._through(up, self._generation.add(given))
        yield from self._through(up[:, :0], self._generation.end())
        rest = self._from_model.end(channels)
        # By way of the model's rate, rounded twice, it may be a sample short of the input's own way.
        short = self._ups.shape[1] - self._generated.shape[1] - rest.shape[1]
        yield self._mixed(np.pad(rest, ((0, 0), (0, max(0, short)))))
        yield self._bases + self._strength * self._high.end()

    def _through(self, up: Samples, generated: Iterator[Samples]) -> Iterator[Samples]:
        self._ups = np.concatenate((self._ups, up), axis=1)
        for made in generated:
            yield self._mixed(self._from_model.add(made)) if made.shape[1] else made

    def _mixed(self, generated: Samples) -> Samples:
        """What can be told with the next `generated` rows at the output's rate."""
        generated = np.concatenate((self._generated, generated), axis=1)
        both = min(self._ups.shape[1], generated.shape[1])
        up, self._ups = self._ups[:, :both], self._ups[:, both:].copy()
        high = self._high.add(generated[:, :both] - up)
        self._generated = generated[:, both:]
        bases = np.concatenate((self._bases, up), axis=1)
        told = high.shape[1]
        self._bases = bases[:, told:]
        return bases[:, :told] + self._strength * high
