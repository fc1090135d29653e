"""The arithmetic of sound around the network: short-time spectra there and back, and the crossing filter.

Everything works on float32 rows of shape (channels, samples) or (frames, ...), piece by piece, and does not
depend on how the whole was cut into pieces. What is derived from a window is computed in double precision.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Spectra = NDArray[np.complex64]

OVERLAP = 4
"""A window is so many hops long: with it the squares of Hann windows add up to 1.5 everywhere, exactly."""
_SQUARES = 1.5

# How far the crossing filter stays from 1 below and from 0 above its transition, in decibels: what it lets
# through of the other side lies under the rounding of 16-bit sound.
_RIPPLE_DB = 96.0
# Points of the transforms that the crossing is made with: long beside its longest filter.
_FAST_POINTS = 1 << 14


def length_at(samples: int, from_rate: int, to_rate: int) -> int:
    """How many samples at `to_rate` last as long as `samples` at `from_rate`, to the nearest, exactly."""
    return (2 * samples * to_rate + from_rate) // (2 * from_rate)


def hann(window: int) -> NDArray[np.float64]:
    """The periodic Hann window of `window` samples."""
    shape: NDArray[np.float64] = 0.5 - 0.5 * np.cos(2.0 * np.pi / window * np.arange(window))
    return shape


class Stft:
    """Short-time spectra: periodic Hann of `window` samples every quarter of it, not scaled.

    Frame t is centred on sample t * hop; outside of the sound there are zeros. A sound of n samples has
    ceil(n / hop) + 1 frames. (As `torch.stft` has them with `center=True, pad_mode="constant"`.)
    """

    def __init__(self, window: int) -> None:
        if window < OVERLAP or window % OVERLAP:
            raise ValueError(f"a window of {window} samples is no multiple of {OVERLAP}")
        self.window, self.hop, self.bins = window, window // OVERLAP, window // 2 + 1
        self._shape = hann(window).astype(np.float32)

    def frames(self, samples: int) -> int:
        """How many frames a sound of `samples` has."""
        return -(-samples // self.hop) + 1

    def windowed(self, sound: Samples) -> Samples:
        """The frames that lie within `sound`, (n,), each times the window: (frames, window)."""
        every = np.lib.stride_tricks.sliding_window_view(sound, self.window)[:: self.hop]
        frames: Samples = every * self._shape
        return frames

    def spectra(self, windowed: Samples) -> Spectra:
        """`windowed` frames to their spectra, (frames, bins)."""
        return np.fft.rfft(windowed).astype(np.complex64, copy=False)

    def rms(self, windowed: Samples) -> NDArray[np.float64]:
        """The level of each of `windowed`, (frames,): the root mean square that full-scale noise has as 1."""
        power: NDArray[np.float64] = np.vecdot(windowed, windowed) / np.float64(_SQUARES * self.hop)
        return np.sqrt(power)


class Inverse:
    """Spectra back to sound: windowed again, added up, divided by the sum of the squared windows.

    Frames come in any number at a time; what comes out is the sound from its first sample. For spectra that
    were not changed it is the sound they were made of.
    """

    def __init__(self, stft: Stft) -> None:
        self._stft = stft
        shape = hann(stft.window)
        self._shape = (shape / _SQUARES).astype(np.float32)
        # At both ends of a sound one frame is missing that would reach into it.
        squares = (shape * shape).reshape(OVERLAP, stft.hop)
        self._missing_before, self._missing_behind = squares[-1] / _SQUARES, squares[0] / _SQUARES
        self._sums = np.zeros((OVERLAP - 1, stft.hop), np.float32)
        self._frames = 0

    def add(self, spectra: Spectra) -> Samples:
        """The next frames, (frames, bins), to the samples that are complete with them: (n,)."""
        frames = len(spectra)
        hop = self._stft.hop
        parts = np.fft.irfft(spectra, self._stft.window).astype(np.float32, copy=False)
        parts *= self._shape
        parts = parts.reshape(frames, OVERLAP, hop)
        sums = np.zeros((frames + OVERLAP - 1, hop), np.float32)
        sums[: OVERLAP - 1] = self._sums
        for part in range(OVERLAP):
            sums[part : part + frames] += parts[:, part]
        # The first window's first half lies before the sound.
        before = min(frames, max(0, OVERLAP // 2 - self._frames))
        done, self._sums = sums[before:frames], sums[frames:]
        if self._frames <= OVERLAP // 2 < self._frames + frames:
            done[0] /= 1.0 - self._missing_before
        self._frames += frames
        return done.reshape(-1)

    def end(self) -> Samples:
        """The last hop of the sound, which the frame after it would have completed; up to it all zeros."""
        if self._frames < 2:
            return np.zeros(0, np.float32)
        weight = 1.0 - self._missing_behind
        if self._frames == 2:
            weight = weight - self._missing_before
        last: Samples = (self._sums[0] / weight).astype(np.float32)
        return last


class Crossing:
    """What lies above a frequency, by a linear-phase filter: y = x - h * x, without delay.

    h is a low-pass (windowed sinc, Kaiser's window and his formulas: "Nonrecursive digital filter design
    using the I0-sinh window function", 1974) that is half at `centre_hz` and falls over `width_hz` around it.
    Rows come in pieces of any length; outside of the sound there are zeros.
    """

    def __init__(self, centre_hz: float, width_hz: float, rate: int, channels: int) -> None:
        taps = _low_pass(centre_hz / rate, width_hz / rate)
        self._half = len(taps) // 2
        rest = -taps
        rest[self._half] += 1.0
        self._points = max(_FAST_POINTS, 1 << (4 * len(taps)).bit_length())
        self._hop = self._points - 2 * self._half
        self._response = np.fft.rfft(rest, self._points).astype(np.complex64)
        # What came so far and is still needed; the filter looks `half` samples ahead and back.
        self._held = np.zeros((channels, self._half), np.float32)
        self._ahead = 0

    @property
    def taps(self) -> int:
        """Length of the filter, odd."""
        return 2 * self._half + 1

    def add(self, rows: Samples) -> Samples:
        """(channels, n) to what can be told of it, (channels, m), in the order it came."""
        self._ahead += rows.shape[1]
        self._held = np.concatenate((self._held, rows), axis=1)
        steps = (self._held.shape[1] - 2 * self._half) // self._hop
        if steps <= 0:
            return rows[:, :0]
        views = np.lib.stride_tricks.sliding_window_view(self._held, self._points, axis=1)
        spectra = np.fft.rfft(views[:, :: self._hop][:, :steps])
        spectra *= self._response
        # Circular convolution: the first 2 * half of each are of its own end (overlap-save).
        sound = np.fft.irfft(spectra, self._points).astype(np.float32, copy=False)[:, :, 2 * self._half :]
        self._held = self._held[:, steps * self._hop :].copy()
        self._ahead -= steps * self._hop
        return sound.reshape(len(rows), -1)

    def end(self) -> Samples:
        """The rest, so that as much came out as went in."""
        due = self._ahead
        channels = len(self._held)
        return self.add(np.zeros((channels, due and self._hop + self._half), np.float32))[:, :due]


def _low_pass(centre: float, width: float) -> NDArray[np.float64]:
    """An odd number of taps with sum 1; `centre` and `width` of its fall are parts of the sampling rate."""
    half = math.ceil((_RIPPLE_DB - 7.95) / (14.36 * width) / 2)
    beta = 0.1102 * (_RIPPLE_DB - 8.7)
    taps = np.sinc(2.0 * centre * np.arange(-half, half + 1)) * np.kaiser(2 * half + 1, beta)
    low: NDArray[np.float64] = taps / taps.sum()
    return low
