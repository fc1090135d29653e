"""Two sounds of one stretch of a recording, to be told apart by ear: as it is, made narrow, or by a model.

Both lie on one clock to the sample and are as loud as each other, so that neither is preferred for its level.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from editor.jobs import Report, part
from editor.jobs.process import Lost, Refused, Tell, run
from editor.model.errors import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enhance.registry import Model

    Sound = NDArray[np.float32]

LONGEST_S = 20.0
"""How long a stretch may be."""
SHORTEST_S = 0.5
NARROW_RATES = 8_000, 16_000, 24_000
"""To which rates a recording can be brought first, to hear how much of the rest a model brings back."""

HIGHEST_RATE = 48_000
ORIGINAL, NARROWED = "original", "narrowed"

# A model hears a little before the stretch, and so does what finds out how far up it reaches.
_BESIDE_S = 0.5


@dataclass(frozen=True)
class Wish:
    """What is to be compared. start_s: of the stretch in the file; it is `seconds` long at most.

    sides: two of `ORIGINAL`, `NARROWED` and ids of models. narrow_rate: models are given the stretch at that
    rate, in Hz; None: as it is.
    """

    file: Path
    start_s: float
    seconds: float
    sides: tuple[str, str]
    narrow_rate: int | None = None


class Side(NamedTuple):
    """One of the two. sound: float32 (n, 2) at the rate of the comparison. picture: as of
    `editor.media.spectrogram`. gain_db: by how much it was lowered to be as loud as the other."""

    name: str
    sound: Sound
    picture: bytes
    gain_db: float


class Comparison(NamedTuple):
    """Both sides at `rate`, Hz. cutoff_hz: above it models generated what is heard."""

    rate: int
    cutoff_hz: float
    sides: tuple[Side, Side]


def compare(wish: Wish, report: Report) -> Comparison:
    """Render both sides, in a process of its own. Raises Refusal; what `report` raises passes through."""
    from editor.app.models import model
    from enhance.errors import EnhanceError

    models = {one: model(one) for one in wish.sides if one not in (ORIGINAL, NARROWED)}
    if NARROWED in wish.sides and wish.narrow_rate is None:
        raise Refusal("Choose a rate to make the recording narrow with.")
    try:
        found: Comparison = run(
            _compared, (wish, models), report, refusals=(Refusal, EnhanceError), name="comparing"
        )
    except Refused as error:
        raise Refusal(str(error)) from None
    except (Lost, MemoryError):
        raise Refusal(
            "The comparison stopped in the middle of its work, most likely for lack of memory; close other "
            "programs and try again."
        ) from None
    return found


def length_s(file: Path) -> float:
    """How long the recording is by what its file says, in seconds; 0 where it does not. Raises Refusal."""
    from editor.media.probe import probe

    return probe(file).duration_s or 0.0


def _compared(tell: Tell, wish: Wish, models: dict[str, Model]) -> Comparison:
    """In the child."""
    from editor.media.spectrogram import picture

    beside, sound, own = _read(wish, part(tell.progress, 0.0, 0.3, "Reading sound"))
    given, given_rate = sound, own
    if wish.narrow_rate is not None and wish.narrow_rate < own:
        given, given_rate = _at_rate(sound, own, wish.narrow_rate), wish.narrow_rate
    ends_hz = _reach(given, given_rate)
    rate = min(max([own, *(model.rate for model in models.values())]), HIGHEST_RATE)
    made: list[Sound] = []
    for number, name in enumerate(wish.sides):
        step = part(tell.progress, 0.3 + 0.3 * number, 0.6 + 0.3 * number, f"Making {_title(name)}")
        if name == ORIGINAL:
            whole = _at_rate(sound, own, rate)
        elif name == NARROWED:
            whole = _at_rate(given, given_rate, rate)
        else:
            whole = _by(models[name], given, given_rate, rate, ends_hz, step)
        made.append(_stereo(whole[round(beside * rate) :][: round(wish.seconds * rate)]))
    length = min(map(len, made))
    gains = _matched([one[:length] for one in made], rate)
    sides = []
    for name, one, gain_db in zip(wish.sides, made, gains, strict=True):
        level = one[:length] * (10 ** (gain_db / 20))
        tell.progress(0.95, "Drawing")
        sides.append(Side(name, level, picture(partial(_part, level), 0, length), gain_db))
    return Comparison(rate, ends_hz, (sides[0], sides[1]))


def _title(name: str) -> str:
    return "the original" if name == ORIGINAL else "it narrow" if name == NARROWED else name


def _read(wish: Wish, report: Report) -> tuple[float, Sound, int]:
    """Seconds before the stretch, and the stretch with them: float32 (n, channels) at the file's own rate."""
    import numpy as np

    from editor.media.decode import blocks

    kept: list[Sound] = []
    with closing(blocks(wish.file, report)) as found:
        rate = found.rate
        beside = min(_BESIDE_S, wish.start_s)
        first = round((wish.start_s - beside) * rate)
        stop = round((wish.start_s + wish.seconds + _BESIDE_S) * rate)
        at = 0
        for block in found:
            kept.append(block[max(first - at, 0) : max(stop - at, 0)])
            at += len(block)
            if at >= stop:
                break
    sound = np.concatenate(kept) if kept else np.zeros((0, 1), np.float32)
    if len(sound) < (beside + SHORTEST_S) * rate:
        raise Refusal(
            f"{wish.file.name} has less than {SHORTEST_S:g} s of sound there; choose an earlier start."
        )
    return beside, sound[:, :2], rate


def _reach(sound: Sound, rate: int) -> float:
    """Up to where the stretch reaches, in Hz. Raises Refusal where it is silent."""
    from enhance.bandwidth import BandwidthProbe

    probe = BandwidthProbe(rate, sound.shape[1])
    probe.add(sound)
    found = probe.result()
    if found.confidence <= 0.0:
        raise Refusal("There is nothing to be heard in that stretch; choose another start.")
    return min(found.hz, rate / 2)


def _at_rate(sound: Sound, rate: int, wanted: int) -> Sound:
    """At another rate, exactly as long."""
    import numpy as np

    from editor.media.resampling import Resampler, length_at

    if rate == wanted:
        return sound
    resample = Resampler(rate, wanted, sound.shape[1], kept=1)
    front = resample(sound).copy()
    return np.concatenate([front, resample.rest(length_at(len(sound), rate, wanted) - len(front))])


def _by(model: Model, sound: Sound, own: int, rate: int, ends_hz: float, report: Report) -> Sound:
    """What a model makes of it, at `rate`. Raises EnhanceError."""
    import numpy as np

    from enhance.runtime import enhance_blocks

    low, high = model.input_bandwidth_hz
    made_rate = min(model.rate, rate)
    if not low <= ends_hz <= high:
        raise Refusal(
            f"The stretch reaches up to {ends_hz / 1000:.1f} kHz, and the model {model.id} is for sound that "
            f"ends between {low / 1000:g} and {high / 1000:g} kHz; make it narrow first, or choose another "
            "one."
        )
    made, done, due = [], 0, len(sound) * made_rate / own
    blocks = enhance_blocks(
        _blocks(sound), rate_in=own, rate_out=made_rate, model=model, cutoff_hz=ends_hz, strength=1.0
    )
    for block in blocks:
        made.append(block)
        done += len(block)
        report(min(done / due, 1.0))
    return _at_rate(np.concatenate(made), made_rate, rate)


def _blocks(sound: Sound) -> Iterator[Sound]:
    for at in range(0, len(sound), 1 << 15):
        yield sound[at : at + (1 << 15)]


def _stereo(sound: Sound) -> Sound:
    import numpy as np

    return np.ascontiguousarray(np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound, np.float32)


def _matched(sounds: list[Sound], rate: int) -> list[float]:
    """By how many dB each is to be lowered so that it is as loud (BS.1770) as the quietest of them."""
    from editor.render.loudness import SILENT, LoudnessMeter

    found = []
    for sound in sounds:
        meter = LoudnessMeter(rate, 2)
        meter.feed(sound)
        found.append(meter.integrated())
    if SILENT in found:
        return [0.0] * len(found)
    return [min(found) - one for one in found]


def _part(sound: Sound, start: int, stop: int) -> Sound:
    """Samples `[start, stop)`, zeros outside."""
    import numpy as np

    out = np.zeros((stop - start, 2), np.float32)
    inside = sound[max(start, 0) : max(stop, 0)]
    begin = max(-start, 0)
    out[begin : begin + len(inside)] = inside
    return out
