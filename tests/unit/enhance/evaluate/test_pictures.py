"""Pictures, read back with a reader of our own that knows no more than the format's description."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from enhance.evaluate.enhancers import SINC, sinc
from enhance.evaluate.pictures import HEIGHT, Pictures, palette, picture
from enhance.evaluate.png import write_png
from enhance.evaluate.protocol import Condition, Example, evaluate


def read_png(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """The pixels (height, width) and the palette (256, 3) of an 8-bit PNG whose lines have no filter."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks: dict[bytes, bytes] = {}
    place = 8
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", data, place + 8 + length) == (zlib.crc32(kind + body),)
        chunks[kind] = body
        place += 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour, rest) == (8, 3, [0, 0, 0])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not lines[:, 0].any()
    return lines[:, 1:], np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)


def tone(frequency_hz: float, rate: int, seconds: float = 1.0) -> np.ndarray:
    return np.sin(2 * np.pi * frequency_hz * np.arange(int(seconds * rate)) / rate).astype(np.float32)


def example(frequency_hz: float = 4000.0) -> Example:
    given = tone(frequency_hz, 16_000)
    return Example(
        "a/b c",
        Condition(16_000, 48_000),
        tone(frequency_hz, 48_000),
        given,
        {SINC.name: sinc(given, 16_000, 48_000)},
    )


def test_a_png_holds_its_pixels_and_colours(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (7, 13), dtype=np.uint8)
    write_png(tmp_path / "a.png", pixels, palette())
    found, colours = read_png(tmp_path / "a.png")
    np.testing.assert_array_equal(found, pixels)
    np.testing.assert_array_equal(colours, palette())


def test_a_png_that_cannot_be_put_in_place_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with pytest.raises(OSError):
        write_png(tmp_path / "a.png", np.zeros((1, 1), np.uint8), palette())
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_colours_get_brighter_all_the_way() -> None:
    brightness = palette()[:255].astype(float) @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(brightness) > -0.5).all()
    assert brightness[-1] > 230 > 10 > brightness[0]


def test_a_tone_is_a_line_at_one_height_in_every_panel() -> None:
    found = picture(example())
    for panel in range(3):
        rows = found[panel * (HEIGHT + 4) : panel * (HEIGHT + 4) + HEIGHT, 75]
        loudest = np.flatnonzero(rows == np.where(rows == 255, 0, rows).max())
        assert loudest.mean() == pytest.approx(HEIGHT * (1 - 4000 / 24_000), abs=2)


def test_there_is_no_band_above_half_the_input_rate() -> None:
    given = picture(example())[HEIGHT + 4 : 2 * HEIGHT + 4]
    grey = (given == 255).all(axis=1)
    assert grey[: HEIGHT * 2 // 3 - 1].all()
    assert not grey[HEIGHT * 2 // 3 + 1 :].any()


def test_silence_is_drawn() -> None:
    silent = np.zeros(100, np.float32)
    found = picture(Example("silent", Condition(16_000, 48_000), np.zeros(300, np.float32), silent, {}))
    assert found.shape == (2 * HEIGHT + 4, 1)


def test_a_picture_is_called_after_recording_rates_and_panels(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "made" / "for it")
    pictures(example())
    (path,) = pictures.written
    assert path.name == "a-b-c_16000_to_48000__reference_input_sinc-soxr.png"
    assert path.parent == tmp_path / "made" / "for it"
    assert read_png(path)[0].shape == (3 * HEIGHT + 8, 150)


def test_pictures_of_an_evaluation(recordings: Path, tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "pictures")
    evaluate(recordings, [], conditions=[Condition(8_000, 48_000)], shown=pictures)
    assert [path.name.split("__")[0] for path in pictures.written] == [
        "anna_8000_to_48000",
        "ben_8000_to_48000",
    ]
