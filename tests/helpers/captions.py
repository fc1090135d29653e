"""Readers of caption files, written from the formats' rules alone; they raise on what breaks these."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import NamedTuple


class Caption(NamedTuple):
    """Times in thousandths of a second."""

    start: int
    stop: int
    speaker: str
    lines: tuple[str, ...]


_CLOCK = r"(\d\d+):([0-5]\d):([0-5]\d)"


def _time(hours: str, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def read_srt(text: str) -> list[Caption]:
    """SubRip: blocks apart by one empty line, numbered from 1."""
    found = []
    for number, block in enumerate(text.removesuffix("\n").split("\n\n") if text else [], 1):
        index, times, *lines = block.split("\n")
        assert index == str(number)
        match = re.fullmatch(rf"{_CLOCK},(\d\d\d) --> {_CLOCK},(\d\d\d)", times)
        assert match, block
        assert lines
        assert all(lines)
        assert not any("-->" in line for line in lines)
        found.append(Caption(_time(*match.groups()[:4]), _time(*match.groups()[4:]), "", tuple(lines)))
    return found


def read_vtt(text: str) -> list[Caption]:
    """WebVTT without cue identifiers, settings, notes or styles; a voice tag may begin a cue."""
    assert text.endswith("\n")
    header, *blocks = text.removesuffix("\n").split("\n\n")
    assert header.removesuffix("\n") == "WEBVTT"
    found = []
    for block in blocks:
        times, payload = block.split("\n", 1)
        match = re.fullmatch(rf"{_CLOCK}\.(\d\d\d) --> {_CLOCK}\.(\d\d\d)", times)
        assert match, block
        assert "-->" not in payload
        voice = re.match(r"<v ([^<>\n]+)>", payload)
        said = payload[voice.end() :] if voice else payload
        assert "<" not in said
        assert ">" not in said
        assert not re.search(r"&(?!(amp|lt|gt);)", said)
        lines = tuple(unescape(line) for line in said.split("\n"))
        assert all(lines)
        speaker = unescape(voice[1]) if voice else ""
        found.append(Caption(_time(*match.groups()[:4]), _time(*match.groups()[4:]), speaker, lines))
    return found


def read_podcast_json(text: str) -> list[Caption]:
    """The podcast namespace's transcript, version 1.0.0."""
    whole = json.loads(text)
    assert whole["version"] == "1.0.0"
    found = []
    for segment in whole["segments"]:
        start, stop = round(segment["startTime"] * 1000), round(segment["endTime"] * 1000)
        found.append(Caption(start, stop, segment.get("speaker", ""), (segment["body"],)))
    return found
