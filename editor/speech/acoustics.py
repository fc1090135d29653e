"""The acoustic model of English speech: how well each instant of sound fits each part of each phone.

Reads the "en-us" hidden Markov model that the pocketsphinx package carries (Carnegie Mellon University, BSD
licence; 42 phones, 128 Gaussians per phone and stream, 5126 tied states) and scores with it in numpy.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

SILENCE = "SIL"
#: Positions of a phone in its word, by the model's own code.
INSIDE, FIRST, LAST, ALONE = range(4)

_STREAMS, _WIDTH = 3, 13
_LOG_STEP = 1024 * np.log(1.0001)
_SMALLEST_VARIANCE = 1e-4
#: Log-likelihood below the likeliest Gaussian at which another counts as this; keeps numbers normal and so
#: fast.
_FAINTEST = -60.0


@dataclass(frozen=True)
class Acoustics:
    """The model in memory.

    phones: names by number. codebook: (states,) the phone whose Gaussians each tied state weighs.
    factors: (phones, 3 streams, 26, 128) factors of (x, x^2); constants: (phones, 3, 128); both give
    logarithms. weights: (3, 128, states) mixture weights. stay, move: (phones, 3) log-probability of each of
    the three states of a phone to stay or to go on. sequences: (n, 3) tied states in order. plain: (phones,)
    and triphones: (4 positions, phone, left, right) are rows of `sequences`; -1 where the model has none.
    """

    phones: tuple[str, ...]
    codebook: Ints
    factors: Floats
    constants: Floats
    weights: Floats
    stay: Floats
    move: Floats
    sequences: Ints
    plain: Ints
    triphones: NDArray[np.int32]

    def number(self, phone: str) -> int:
        """The number of a phone by name; KeyError for a name that the model lacks."""
        return _numbers(self.phones)[phone]

    def states_of(self, position: int, phone: int, left: int, right: int) -> tuple[int, int, int]:
        """The tied states of a phone in its context, or the nearest that the model has."""
        silence = self.number(SILENCE)
        nearest = [(place, left, right) for place in (position, INSIDE, LAST, FIRST, ALONE)]
        if position != INSIDE:
            nearest += [(position, silence, right), (position, left, silence), (position, silence, silence)]
        rows = (int(self.triphones[place, phone, before, after]) for place, before, after in nearest)
        row = next((row for row in rows if row >= 0), int(self.plain[phone]))
        first, second, third = self.sequences[row].tolist()
        return first, second, third

    def score(self, features: Floats, states: Ints) -> Floats:
        """Log-likelihood of each frame under each of n distinct states: (frames, 39) -> (frames, n).

        Scaled per frame and stream by the likeliest Gaussian, so that only differences mean anything.
        """
        total = np.empty((len(features), len(states)), np.float32)
        streams = [features[:, at : at + _WIDTH] for at in range(0, _STREAMS * _WIDTH, _WIDTH)]
        both = [np.concatenate([x, x * x], axis=1) for x in streams]
        books = self.codebook[states]
        for book in np.unique(books):
            columns = np.flatnonzero(books == book)
            weights = self.weights[:, :, states[columns]]
            total[:, columns] = sum(self._stream(both[s], int(book), s, weights[s]) for s in range(_STREAMS))
        return total

    def _stream(self, both: Floats, book: int, stream: int, weights: Floats) -> Floats:
        """One stream's share: values and their squares (frames, 26), weights (128, n) -> (frames, n)."""
        gauss = both @ self.factors[book, stream]
        gauss += self.constants[book, stream]
        top = gauss.max(axis=1, keepdims=True)
        gauss -= top
        np.maximum(gauss, _FAINTEST, out=gauss)
        mixed: Floats = np.log(np.exp(gauss, out=gauss) @ weights)
        mixed += top
        return mixed

    def score_anything(self, features: Floats) -> Floats:
        """Log-likelihood of each frame under its likeliest phone: (frames, 39) -> (frames,)."""
        every = np.unique(self.sequences[self.plain])
        best: Floats = self.score(features, every).max(axis=1)
        return best


@lru_cache(maxsize=4)
def _numbers(phones: tuple[str, ...]) -> dict[str, int]:
    return {name: number for number, name in enumerate(phones)}


@lru_cache(maxsize=1)
def english() -> Acoustics:
    """The English model; loaded once (0.1 s)."""
    import pocketsphinx

    folder = Path(pocketsphinx.get_model_path()) / "en-us" / "en-us"
    return load(folder)


def load(folder: Path) -> Acoustics:
    """The model in `folder`, in pocketsphinx's layout. Raises OSError or ValueError where it is broken."""
    phones, sequences, plain, triphones, codebook = _definitions((folder / "mdef").read_bytes())
    means = _parameters((folder / "means").read_bytes())
    variances = np.maximum(_parameters((folder / "variances").read_bytes()), _SMALLEST_VARIANCE)
    inverse = 1.0 / variances
    constants = -0.5 * (means**2 * inverse + np.log(2 * np.pi * variances)).sum(axis=-1)
    factors = np.concatenate([means * inverse, -0.5 * inverse], axis=-1).swapaxes(-1, -2)
    stay, move = _transitions((folder / "transition_matrices").read_bytes())
    return Acoustics(
        phones=phones,
        codebook=codebook,
        factors=np.ascontiguousarray(factors, np.float32),
        constants=constants.astype(np.float32),
        weights=_weights((folder / "sendump").read_bytes(), len(codebook)),
        stay=stay,
        move=move,
        sequences=sequences,
        plain=plain,
        triphones=triphones,
    )


def _definitions(
    data: bytes,
) -> tuple[tuple[str, ...], Ints, Ints, NDArray[np.int32], Ints]:
    """Phones, sequences of states, their rows for phones without and with context, and each state's phone."""
    if data[:4] != b"BMDF":
        raise ValueError("not a model definition")
    _, length = struct.unpack_from("<ii", data, 4)
    at = 12 + length
    n_plain, n_phones, n_emit, _, n_states, _, n_sequences, _, n_tree, _ = struct.unpack_from(
        "<10i", data, at
    )
    if n_emit != 3:
        raise ValueError("phones of this model do not have three states")
    at += 40
    names: list[str] = []
    start = at
    for _ in range(n_plain):
        end = data.index(b"\0", at)
        names.append(data[at:end].decode("ascii"))
        at = end + 1
    at = start + -(-(at - start) // 4) * 4
    at += n_tree * 8
    table = np.frombuffer(data, np.int32, n_phones * 3, at).reshape(-1, 3)
    attributes = np.frombuffer(data, np.uint8, n_phones * 12, at).reshape(-1, 12)[:, 8:]
    at += n_phones * 12
    (count,) = struct.unpack_from("<i", data, at)
    if count != n_sequences * 3:
        raise ValueError("sequences of states are cut short")
    sequences = np.frombuffer(data, np.uint16, count, at + 4).reshape(-1, 3).astype(np.int64)
    rows = table[:, 0]
    place, phone, left, right = attributes[n_plain:].astype(np.int64).T
    triphones = np.full((4, n_plain, n_plain, n_plain), -1, np.int32)
    triphones[place, phone, left, right] = rows[n_plain:]
    codebook = np.zeros(n_states, np.int64)
    codebook[sequences[rows[n_plain:]]] = phone[:, None]
    codebook[sequences[rows[:n_plain]]] = np.arange(n_plain)[:, None]
    return tuple(names), sequences, rows[:n_plain].astype(np.int64), triphones, codebook


def _body(data: bytes) -> bytes:
    """What follows the text header and the byte-order mark."""
    at = data.index(b"endhdr\n") + 7
    if data[at : at + 4] != b"\x44\x33\x22\x11":
        raise ValueError("of another byte order")
    return data[at + 4 :]


def _parameters(data: bytes) -> Floats:
    """Means or variances: (phones, streams, 128, 13)."""
    body = _body(data)
    books, streams, densities = struct.unpack_from("<3i", body)
    widths = struct.unpack_from(f"<{streams}i", body, 12)
    (count,) = struct.unpack_from("<i", body, 12 + 4 * streams)
    if streams != _STREAMS or set(widths) != {_WIDTH} or count != books * streams * densities * _WIDTH:
        raise ValueError("of another shape")
    values = np.frombuffer(body, np.float32, count, 16 + 4 * streams)
    return values.reshape(books, streams, densities, _WIDTH)


def _transitions(data: bytes) -> tuple[Floats, Floats]:
    """Log-probabilities to stay in, and to move on from, each of the three states of each phone."""
    body = _body(data)
    count, rows, columns, _ = struct.unpack_from("<4i", body)
    table = np.frombuffer(body, np.float32, count * rows * columns, 16).reshape(count, rows, columns)
    table = table / table.sum(axis=2, keepdims=True)
    each = np.arange(3)
    stay = np.log(np.maximum(table[:, each, each], 1e-4))
    move = np.log(np.maximum(table[:, each, each + 1], 1e-4))
    return stay.astype(np.float32), move.astype(np.float32)


def _weights(data: bytes, states: int) -> Floats:
    """Mixture weights: (streams, 128, states)."""
    at, densities, count = 0, 0, 0
    while True:
        (length,) = struct.unpack_from("<i", data, at)
        at += 4
        if length == 0:
            break
        at += length
    densities, count = struct.unpack_from("<2i", data, at)
    at += 8
    if count != states:
        raise ValueError("weights of another model")
    codes = np.frombuffer(data, np.uint8, _STREAMS * densities * states, at)
    each = np.exp(-_LOG_STEP * np.arange(256)).astype(np.float32)
    weights: Floats = each[codes].reshape(_STREAMS, densities, states)
    return weights
