"""What may be said, as a network of model states: words in order, pauses between them where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor.speech.acoustics import ALONE, FIRST, INSIDE, LAST, SILENCE, Acoustics, Floats, Ints

#: Pronunciations of one word: phones by name.
Pronunciations = tuple[tuple[str, ...], ...]

_PAUSE_PENALTY = -5.0
#: What it costs to leave a word out, where that is allowed: as much as six frames of quite another sound.
_LEFT_OUT_PENALTY = -60.0

#: The tied state of `Network.tied` that stands for speech of any kind.
ANYTHING = -1


@dataclass(frozen=True)
class Network:
    """States in an order in which time never runs back.

    slot: (states,) whose state it is: 2 k + 1 is word k, 2 k the pause before it. tied: (states,) state of
    the acoustic model, or ANYTHING. stay: (states,) log-probability to stay. chain: (states,)
    log-probability to come from the state before it, -inf at an entry. entries: (e,) states that several may
    lead to; sources, costs: (e, k) the states that do and with which log-probability (-inf where there are
    fewer). phone: (states,) phone number. ends: states in which all may end.
    """

    slot: Ints
    tied: Ints
    phone: Ints
    stay: Floats
    chain: Floats
    entries: Ints
    sources: Ints
    costs: Floats
    ends: Ints


class _Builder:
    def __init__(self, model: Acoustics) -> None:
        self.model = model
        self.slot: list[int] = []
        self.tied: list[int] = []
        self.phone: list[int] = []
        self.stay: list[float] = []
        self.chain: list[float] = []
        self.into: dict[int, list[tuple[int, float]]] = {}

    def add(self, slot: int, phone: int, tied: tuple[int, int, int]) -> int:
        """The three states of a phone; returns the number of the first."""
        first = len(self.slot)
        self.slot += [slot] * 3
        self.tied += tied
        self.phone += [phone] * 3
        self.stay += self.model.stay[phone].tolist()
        self.chain += [-np.inf, *self.model.move[phone, :2].tolist()]
        self.into[first] = []
        return first

    def link(self, node: int, following: int, penalty: float = 0.0) -> None:
        """Let `node` (its last state) lead to `following` (its first)."""
        leave = float(self.model.move[self.phone[node], 2])
        self.into[following].append((node + 2, leave + penalty))


def build(model: Acoustics, words: Sequence[Pronunciations], *, loose: bool = False) -> Network:
    """The network of `words` in order, each said in one of its ways, with a pause before, between and after.

    The pause before the first word and after the last must be there, if only for three frames. loose: any
    word may be left out, and in any pause anything may be said.
    """
    silence = model.number(SILENCE)
    ways = [[[model.number(name) for name in way] for way in word] for word in words]
    build = _Builder(model)
    pause = _pause(build, 0, silence, loose)
    open_ends: list[tuple[int, int, int | None]] = []
    for index, word in enumerate(ways):
        before = {way[-1] for way in ways[index - 1]} if index else set()
        after = {way[0] for way in ways[index + 1]} if index + 1 < len(ways) else set()
        slot = 2 * index + 1
        ends: list[tuple[int, int, int | None]] = []
        for way in word:
            ends += _way(build, slot, way, sorted(before), sorted(after), pause, open_ends, silence)
        following = _pause(build, slot + 1, silence, loose)
        for node, _, right in ends:
            if right is None:
                build.link(node, following, _PAUSE_PENALTY)
        if loose:
            build.link(pause, following, _LEFT_OUT_PENALTY)
        pause, open_ends = following, ends
    return _finish(build, pause + 2)


def _pause(build: _Builder, slot: int, silence: int, loose: bool) -> int:
    """The pause of a slot, in which anything may be said if it is loose."""
    node = build.add(slot, silence, build.model.states_of(ALONE, silence, silence, silence))
    if loose:
        other = build.add(slot, silence, (ANYTHING, ANYTHING, ANYTHING))
        build.link(node, other)
        build.link(other, node)
    return node


def _way(
    build: _Builder,
    slot: int,
    way: list[int],
    before: list[int],
    after: list[int],
    pause: int,
    open_ends: list[tuple[int, int, int | None]],
    silence: int,
) -> list[tuple[int, int, int | None]]:
    """One pronunciation in all its contexts. Contexts are phones, None for a pause. Returns its last phones:
    (node, phone, right context)."""
    layer: list[tuple[int, int | None]] = []
    last = len(way) - 1
    for place, phone in enumerate(way):
        lefts: list[int | None] = [way[place - 1]] if place else [None, *before]
        rights: list[int | None] = [way[place + 1]] if place < last else [None, *after]
        position = ALONE if last == 0 else FIRST if place == 0 else LAST if place == last else INSIDE
        following: list[tuple[int, int | None]] = []
        for left in lefts:
            for right in rights:
                tied = build.model.states_of(
                    position, phone, silence if left is None else left, silence if right is None else right
                )
                node = build.add(slot, phone, tied)
                if place:
                    for earlier, _ in layer:
                        build.link(earlier, node)
                elif left is None:
                    build.link(pause, node)
                else:
                    for earlier, ending, right_of_earlier in open_ends:
                        if ending == left and right_of_earlier == phone:
                            build.link(earlier, node)
                following.append((node, right))
        layer = following
    return [(node, way[-1], right) for node, right in layer]


def _finish(build: _Builder, end: int) -> Network:
    entries = sorted(build.into)
    width = max(1, max(len(sources) for sources in build.into.values()))
    sources = np.zeros((len(entries), width), np.int64)
    costs = np.full((len(entries), width), -np.inf, np.float32)
    for row, entry in enumerate(entries):
        for column, (source, cost) in enumerate(build.into[entry]):
            sources[row, column], costs[row, column] = source, cost
    return Network(
        slot=np.array(build.slot),
        tied=np.array(build.tied),
        phone=np.array(build.phone),
        stay=np.array(build.stay, np.float32),
        chain=np.array(build.chain, np.float32),
        entries=np.array(entries),
        sources=sources,
        costs=costs,
        ends=np.array([end]),
    )


def path(
    network: Network, scores: Floats, columns: Ints, earliest: Ints | None = None, latest: Ints | None = None
) -> tuple[Ints, float]:
    """The likeliest way through the network (Viterbi 1967): the state of each frame, and its log-likelihood.

    scores: (frames, m); columns: (states,) the column of each state. earliest, latest: (slots,) frames in
    which a slot may be visited, both rising. Raises ValueError where no way fits the frames.
    """
    count, states = len(scores), len(network.slot)
    low, high = band(network, count, earliest, latest)
    entry_low = np.searchsorted(network.entries, low)
    entry_high = np.searchsorted(network.entries, high)
    stayed = [np.zeros(0, np.bool_)] * count
    chosen = [np.zeros(0, np.uint8)] * count
    score = np.full(states + 1, -np.inf, np.float32)
    score[0] = 0.0
    for frame in range(count):
        a, b = int(low[frame]), int(high[frame])
        i, j = int(entry_low[frame]), int(entry_high[frame])
        stay = score[a:b] + network.stay[a:b]
        move = score[a - 1 : b - 1] + network.chain[a:b] if a else _shifted(score, network.chain, b)
        if frame:
            into = score[network.sources[i:j]] + network.costs[i:j]
            best = into.argmax(axis=1)
            move[network.entries[i:j] - a] = into[np.arange(j - i), best]
            chosen[frame] = best.astype(np.uint8)
        kept = stay >= move
        stayed[frame] = kept
        if frame:
            previous_low = int(low[frame - 1])
            score[previous_low:a] = -np.inf
        score[a:b] = np.where(kept, stay, move) + scores[frame, columns[a:b]]
    end = int(network.ends[np.argmax(score[network.ends])])
    if not np.isfinite(score[end]):
        raise ValueError("the words do not fit into the sound")
    return _back(network, low, entry_low, stayed, chosen, end), float(score[end])


def _shifted(score: Floats, chain: Floats, stop: int) -> Floats:
    move = np.full(stop, -np.inf, np.float32)
    move[1:] = score[: stop - 1] + chain[1:stop]
    return move


def band(network: Network, count: int, earliest: Ints | None, latest: Ints | None) -> tuple[Ints, Ints]:
    """The states [low, high) that may be visited at each of `count` frames; both rise."""
    states = len(network.slot)
    if earliest is None or latest is None:
        return np.zeros(count, np.int64), np.full(count, states)
    frames = np.arange(count)
    low = np.searchsorted(latest[network.slot], frames, side="left")
    high = np.searchsorted(earliest[network.slot], frames, side="right")
    return np.minimum(low, states - 1), np.maximum(high, 1)


def _back(
    network: Network,
    low: Ints,
    entry_low: Ints,
    stayed: list[NDArray[np.bool_]],
    chosen: list[NDArray[np.uint8]],
    end: int,
) -> Ints:
    states = np.empty(len(stayed), np.int64)
    row_of = {int(entry): row for row, entry in enumerate(network.entries)}
    state = end
    for frame in range(len(stayed) - 1, -1, -1):
        states[frame] = state
        if frame and not stayed[frame][state - int(low[frame])]:
            row = row_of.get(state)
            if row is None:
                state -= 1
            else:
                state = int(network.sources[row, chosen[frame][row - int(entry_low[frame])]])
    return states
