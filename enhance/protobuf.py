"""The wire format of protocol buffers, read field by field: what is needed to look into an ONNX file.

Follows the encoding as protobuf.dev describes it. Nothing is copied, nothing is nested here, and one reader
reads a bounded number of fields, so that no file takes long or much memory to refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

VARINT, FIXED_64, BYTES, FIXED_32 = 0, 1, 2, 5
_FIXED: Final = {FIXED_64: 8, FIXED_32: 4}


class Malformed(ValueError):
    """The bytes are no message, or one of more fields than the reader reads."""


class Reader:
    """Reads messages of one file, no more than `fields` fields of them altogether."""

    def __init__(self, fields: int) -> None:
        self._left = fields

    def fields(self, message: memoryview) -> Iterator[tuple[int, int, int | memoryview]]:
        """(number, wire type, value) of each field: an integer for `VARINT`, the bytes of it for the others.

        Raises Malformed.
        """
        at, end = 0, len(message)
        while at < end:
            self._left -= 1
            if self._left < 0:
                raise Malformed("too many fields")
            key, at = varint(message, at)
            number, wire = key >> 3, key & 7
            if number == 0:
                raise Malformed("a field without a number")
            if wire == VARINT:
                value, at = varint(message, at)
                yield number, wire, value
                continue
            if wire == BYTES:
                size, at = varint(message, at)
            elif wire in _FIXED:
                size = _FIXED[wire]
            else:
                raise Malformed("a field of an unknown kind")
            if size > end - at:
                raise Malformed("a field that goes on behind the end")
            yield number, wire, message[at : at + size]
            at += size


def varint(message: memoryview, at: int) -> tuple[int, int]:
    """The integer that begins at `at`, 0 to 2^64 - 1, and where it ends. Raises Malformed."""
    value = 0
    for index in range(10):
        if at + index >= len(message):
            raise Malformed("a number that goes on behind the end")
        byte = message[at + index]
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            if value >> 64:
                raise Malformed("a number of more than 64 bits")
            return value, at + index + 1
    raise Malformed("a number of more than ten bytes")


def varints(packed: memoryview) -> Iterator[int]:
    """The integers of a packed field. Raises Malformed."""
    at = 0
    while at < len(packed):
        value, at = varint(packed, at)
        yield value
