"""The wire format: what was written is read, and any bytes are either fields or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enhance.protobuf import BYTES, FIXED_32, FIXED_64, VARINT, Malformed, Reader, varint, varints
from tests.helpers import making_models as making

WHOLE = st.integers(0, (1 << 64) - 1)
NUMBERS = st.integers(1, (1 << 29) - 1)
FIELDS = st.lists(st.tuples(NUMBERS, WHOLE | st.binary(max_size=300)), max_size=20)


def read(data: bytes, most: int = 1000) -> list[tuple[int, int, int | memoryview]]:
    return list(Reader(most).fields(memoryview(data)))


@given(FIELDS)
def test_what_was_written_is_read(fields: list[tuple[int, int | bytes]]) -> None:
    data = b"".join(
        making.integer(number, value) if isinstance(value, int) else making.part(number, value)
        for number, value in fields
    )
    found = [(number, value if wire == VARINT else bytes(value)) for number, wire, value in read(data)]
    assert found == fields


@given(st.binary(max_size=60))
def test_any_bytes_are_fields_or_malformed(data: bytes) -> None:
    try:
        fields = read(data)
    except Malformed:
        return
    assert all(wire in (VARINT, FIXED_64, BYTES, FIXED_32) for _, wire, _ in fields)
    assert sum(len(value) for _, _, value in fields if isinstance(value, memoryview)) <= len(data)


@given(FIELDS.filter(len), st.data())
def test_a_message_cut_inside_of_a_field_is_malformed(
    fields: list[tuple[int, int | bytes]], data: st.DataObject
) -> None:
    *whole, last = (making.part(number, b"x" * 3) for number, _ in fields)
    cut = b"".join(whole) + last[: data.draw(st.integers(1, len(last) - 1))]
    with pytest.raises(Malformed):
        read(cut)


@given(st.lists(WHOLE))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    assert list(varints(memoryview(b"".join(map(making.varint, numbers))))) == numbers


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x00",
        b"\x0b",
        b"\x0e\x00",
        b"\x08" + b"\xff" * 10 + b"\x01",
        b"\x08" + b"\xff" * 9 + b"\x02",
        b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        b"\x0d\x00\x00\x00",
    ],
    ids=["no number", "group", "unknown kind", "long number", "over 64 bits", "endless", "cut fixed"],
)
def test_what_no_writer_writes_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        read(data)


def test_a_reader_reads_so_many_fields_altogether() -> None:
    two = memoryview(making.integer(1, 0) * 2)
    reader = Reader(3)
    assert len(list(reader.fields(two))) == 2
    with pytest.raises(Malformed, match="too many"):
        list(reader.fields(two))


def test_a_number_has_one_meaning_however_many_bytes_it_takes() -> None:
    assert varint(memoryview(b"\x81\x80\x00"), 0) == (1, 3)
