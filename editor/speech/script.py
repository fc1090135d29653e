"""A known text is found in the sound instead of being recognised.

The recogniser listens first: what it heard and the script have in common says where the rest of the script
must be, however much the speaker departed from it. Then the script's own words are aligned, each of which
may have been left out, with anything said between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from editor.jobs import Report, part, silent
from editor.media.pcm import PcmFile
from editor.model.time import rescale
from editor.speech.child import Tell, run
from editor.speech.errors import SpeechError
from editor.speech.features import RATE
from editor.speech.listening import ALIGNED_LANGUAGE, MOST_SURE, Clock, Found, hear, in_stretches, place
from editor.speech.models import find, late_s
from editor.speech.pronunciations import ways
from editor.speech.recognising import Heard
from editor.speech.sound import chunks
from editor.speech.transcribe import FINDING, clear_of
from editor.speech.voice import Spans, without_words
from editor.speech.words import Speech

#: Listens for what the script has in common with the sound.
_MODEL = "tiny.en"
#: Share of the work that listening is; the rest is alignment.
_LISTENING = 0.85
#: Nobody says a phone in less. What does not fit into the time that there is, was not said.
_SHORTEST_PHONE_S = 0.035
#: Time that the recogniser's words may have taken from what stands between them.
_BLUR_S = 0.3
#: A word of the script whose place is not known is looked for at about this pace.
_LETTER_S = 0.07
#: Words between two matches up to which every word counts, however frequent.
_SMALL_GAP = 200


def align_script(pcm: Path, script: str, *, language: str | None = None, report: Report = silent) -> Speech:
    """The words of `script` (split at white space) where they are said in the decoded sound `pcm`.

    Words that are not found are in `Speech.missing`; speech that is not in the script is in
    `Speech.unrecognised`. English only. Done in a process of its own like `transcribe`. Raises SpeechError.
    """
    if language not in (None, ALIGNED_LANGUAGE):
        raise SpeechError(
            f"A script can be aligned for English only, not for “{language}”: transcribe it instead."
        )
    words = script_words(script)
    if not words:
        raise SpeechError("The script has no words to look for in the recording.")
    folder = find(_MODEL, part(report, 0.0, FINDING, "Looking for the speech model"))
    found, missing = run(listen_for, (pcm, folder, words, late_s(_MODEL)), part(report, FINDING, 1.0))
    return Speech(
        words=tuple(found.words),
        unrecognised=clear_of(found.unrecognised, found.words),
        language=ALIGNED_LANGUAGE,
        model="",
        aligned=True,
        missing=tuple((index, words[index]) for index in missing),
    )


def script_words(script: str) -> list[str]:
    """The words of a script; signs that nobody says (a dash) go with the word before them."""
    words: list[str] = []
    for token in script.split():
        if words and not ways(token):
            words[-1] += " " + token
        elif ways(token):
            words.append(token)
    return words


def listen_for(
    tell: Tell, pcm_path: Path, folder: Path, words: list[str], late_s: float
) -> tuple[Found, list[int]]:
    """In the child: the words of a script that are said, and the places of those that are not."""
    found = Found(language=ALIGNED_LANGUAGE)
    heard: list[Heard] = []
    voices: Spans = []
    missing = set(range(len(words)))
    with PcmFile(pcm_path) as pcm:
        listening = part(tell.progress, 0.0, _LISTENING)
        for chunk, spans, recognised, _ in hear(pcm, folder, late_s, found, listening):
            heard += [word.moved(chunk.start) for word in recognised]
            voices += [(start + chunk.start, stop + chunk.start) for start, stop in spans]
        length = max(1, rescale(pcm.samples, pcm.rate, RATE))
        guesses = expected(words, heard, length)
        clock = Clock(pcm.rate, pcm.samples)
        said: Spans = []
        for chunk in chunks(pcm):
            stop = chunk.start + len(chunk.sound)
            mine = [word.moved(-chunk.start) for word in guesses if chunk.start <= word.start < stop]
            for stretch in in_stretches(mine):
                done = (chunk.start + stretch.words[0].start) / length
                tell.progress(_LISTENING + (1 - _LISTENING) * min(1.0, done), "Placing the script")
                with found.timed("aligning"):
                    placed = place(chunk.sound, stretch, loose=True)
                both = [pair for pair in zip(stretch.words, placed, strict=True) if pair[1].said]
                missing -= {word.index for word, _ in both}
                said += [(where.start + chunk.start, where.stop + chunk.start) for _, where in both]
                aligned = clock.words(chunk.start, [word for word, _ in both], [where for _, where in both])
                found.words += [replace(word, confidence=MOST_SURE) for word in aligned]
        found.unrecognised = clock.spans(0, without_words(voices, said))
    return found, sorted(missing)


def expected(words: Sequence[str], heard: Sequence[Heard], length: int) -> list[Heard]:
    """The words of a script about where they must be, given what was heard (samples at 16 kHz, of `length`).

    Words for which there is no time between their neighbours are left out.
    """
    guesses: list[Heard] = []
    at, clock = 0, 0
    for heard_at, index, size in [*_common(words, heard), (len(heard), len(words), 0)]:
        until = heard[heard_at].start if heard_at < len(heard) else length
        guesses += _between(words, at, index, clock, until, open_start=at == 0, open_end=size == 0)
        for step in range(size):
            word = heard[heard_at + step]
            guesses.append(replace(word, text=words[index + step], index=index + step))
            clock = word.stop
        at = index + size
    return guesses


def _common(words: Sequence[str], heard: Sequence[Heard]) -> list[tuple[int, int, int]]:
    """What script and heard have in common: (place in the heard, place in the script, how many)."""
    first = [_plain(word.text) for word in heard]
    second = [_plain(word) for word in words]
    blocks: list[tuple[int, int, int]] = []
    heard_at = script_at = 0
    for block in SequenceMatcher(None, first, second).get_matching_blocks():
        # The matcher passes over what is frequent; between two of its matches that costs nothing to look at.
        gap = (first[heard_at : block.a], second[script_at : block.b])
        if max(map(len, gap)) <= _SMALL_GAP:
            inner = SequenceMatcher(None, *gap, autojunk=False).get_matching_blocks()
            blocks += [(heard_at + each.a, script_at + each.b, each.size) for each in inner if each.size]
        if block.size:
            blocks.append((block.a, block.b, block.size))
        heard_at, script_at = block.a + block.size, block.b + block.size
    return [block for block in blocks if block[2] > 1 or len(second[block[1]]) > 3 or len(words) < 10]


def _plain(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())


def _between(
    words: Sequence[str], first: int, last: int, start: int, stop: int, *, open_start: bool, open_end: bool
) -> list[Heard]:
    """Words [first, last) spread over the time from `start` to `stop`, at the pace of speech where that is
    long.

    open_start, open_end: nothing is known before `start`, after `stop`; the words then keep to the other
    side.
    """
    run = range(first, last)
    shortest = sum(min(map(len, ways(words[index]))) for index in run) * _SHORTEST_PHONE_S * RATE
    if not run or shortest > stop - start + _BLUR_S * RATE:
        return []
    lengths = [max(1, len(words[index])) for index in run]
    needed = round(sum(lengths) * _LETTER_S * RATE)
    if needed < stop - start:
        if open_start and not open_end:
            start = stop - needed
        elif open_end or stop - start > 3 * needed:
            stop = start + needed
    guesses: list[Heard] = []
    done = 0
    for index, letters in zip(run, lengths, strict=True):
        a, b = (start + (stop - start) * share // sum(lengths) for share in (done, done + letters))
        guesses.append(Heard(a, max(a, b), words[index], MOST_SURE, index))
        done += letters
    return guesses
