"""Programme loudness after ITU-R BS.1770-4 and EBU Tech 3341, for sound of any length, block by block.

The K-weighting is given in the standard as two filters at 48 kHz; here they are designed anew for the rate at
hand from the analogue filters that those coefficients stand for. Both are recursive and short-lived: 0.1 s
after an impulse nothing is left above -200 dB, so they are applied as one finite filter by fast convolution.
"""

from __future__ import annotations

from array import array
from math import ceil, log10, pi, tan

import numpy as np
import numpy.typing as npt

from editor.model.time import Samples

ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
STEP_S = 0.1
STEPS_OF_A_BLOCK = 4
"""Gating blocks are 400 ms long, one every 100 ms."""

OFFSET_LUFS = -0.691
"""Makes a 997 Hz sine at 0 dBFS in one channel -3.01 LUFS."""

SILENT = float("-inf")

_Coefficients = tuple[tuple[float, float, float], tuple[float, float, float]]


def _shelf(rate: int) -> _Coefficients:
    """(b, a) of the first stage: the head's effect, +4 dB above some 1.7 kHz."""
    gain, centre_hz, quality = 3.999843853973347, 1681.974450955533, 0.7071752369554196
    if centre_hz >= rate / 2:
        # All of the band lies under it, and the filter below would not be stable.
        return (1.0, 0.0, 0.0), (1.0, 0.0, 0.0)
    k = tan(pi * centre_hz / rate)
    high = 10 ** (gain / 20)
    band = high**0.4996667741545416
    scale = 1 + k / quality + k * k
    b = (high + band * k / quality + k * k, 2 * (k * k - high), high - band * k / quality + k * k)
    a = (scale, 2 * (k * k - 1), 1 - k / quality + k * k)
    return (b[0] / scale, b[1] / scale, b[2] / scale), (1.0, a[1] / scale, a[2] / scale)


def _high_pass(rate: int) -> _Coefficients:
    """(b, a) of the second stage: a high pass at 38 Hz."""
    centre_hz, quality = 38.13547087602444, 0.5003270373238773
    k = tan(pi * centre_hz / rate)
    scale = 1 + k / quality + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / scale, (1 - k / quality + k * k) / scale)


def _impulse_response(rate: int) -> npt.NDArray[np.float64]:
    """Both stages' answer to an impulse, 0.1 s long."""
    response = [1.0] + [0.0] * (ceil(0.1 * rate) - 1)
    for b, a in (_shelf(rate), _high_pass(rate)):
        x1 = x2 = y1 = y2 = 0.0
        for n, x in enumerate(response):
            y = b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2
            x2, x1, y2, y1 = x1, x, y1, y
            response[n] = y
    return np.array(response)


class LoudnessMeter:
    """Integrated loudness of what it is fed. Left, right and a lone channel weigh the same.

    Memory grows by 80 bytes a second of sound. rate: samples a second, at least 1000.
    """

    def __init__(self, rate: int, channels: int) -> None:
        response = _impulse_response(rate)
        self._taps = len(response)
        self._size = 1 << (8 * self._taps - 1).bit_length()
        self._hop = self._size - self._taps + 1
        self._filter = np.fft.rfft(response, self._size).astype(np.complex64)
        self._step = STEP_S * rate
        # Sound not yet filtered, behind the taps - 1 samples that the filter looks back on.
        self._window = np.zeros((channels, self._size), np.float32)
        self._filled = self._taps - 1
        self._heard: Samples = 0
        self._energies = array("d", [0.0])

    def feed(self, block: npt.NDArray[np.float32]) -> None:
        """Go on with `block`, shape (n, channels)."""
        done = 0
        while done < len(block):
            part = block[done : done + self._size - self._filled]
            self._window[:, self._filled : self._filled + len(part)] = part.T
            self._filled += len(part)
            done += len(part)
            if self._filled == self._size:
                self._filter_window()

    def _filter_window(self) -> None:
        """Weigh what is in the window and keep its energy; the window's tail stays for the next."""
        new = self._filled - self._taps + 1
        self._window[:, self._filled :] = 0
        power = np.zeros(new, np.float32)
        for channel in self._window:
            spectrum = np.fft.rfft(channel)
            spectrum *= self._filter
            weighted = np.fft.irfft(spectrum, self._size)[self._taps - 1 :][:new]
            power += weighted * weighted
        self._add(power)
        self._window[:, : self._taps - 1] = self._window[:, new : self._filled].copy()
        self._filled = self._taps - 1

    def _add(self, power: npt.NDArray[np.float32]) -> None:
        """Add up `power` in steps of 0.1 s; the last of `_energies` is the step under way."""
        done = 0
        while done < len(power):
            end = round(len(self._energies) * self._step)
            part = power[done : done + end - self._heard]
            self._energies[-1] += float(part.sum(dtype=np.float64))
            self._heard += len(part)
            done += len(part)
            if self._heard == end:
                self._energies.append(0.0)

    def integrated(self) -> float:
        """LUFS of all that was fed so far; `SILENT` where no block of 0.4 s is above the gate of -70 LUFS.

        Sound shorter than 0.4 s is one block.
        """
        if self._filled > self._taps - 1:
            self._filter_window()
        steps = np.array(self._energies)
        if len(steps) <= STEPS_OF_A_BLOCK:
            powers = np.array([steps.sum() / max(self._heard, 1)])
        else:
            edges = np.rint(np.arange(len(steps)) * self._step)
            totals = np.concatenate(([0.0], np.cumsum(steps[:-1])))
            sums = totals[STEPS_OF_A_BLOCK:] - totals[:-STEPS_OF_A_BLOCK]
            powers = sums / (edges[STEPS_OF_A_BLOCK:] - edges[:-STEPS_OF_A_BLOCK])
        loud = powers[powers > _power(ABSOLUTE_GATE_LUFS)]
        if not len(loud):
            return SILENT
        loud = loud[loud > loud.mean() * 10 ** (RELATIVE_GATE_LU / 10)]
        return OFFSET_LUFS + 10 * log10(float(loud.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET_LUFS) / 10))
