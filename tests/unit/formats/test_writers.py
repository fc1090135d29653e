from __future__ import annotations

from pathlib import Path

import pytest

from editor.formats import FORMATS, FormatError, write_text
from editor.model.document import Document


def test_every_format_takes_the_empty_document() -> None:
    assert set(FORMATS) == {".srt", ".vtt", ".json", ".txt", ".md", ".chapters.json"}
    for form in FORMATS.values():
        assert form(Document(), 44100, 0, None) == form(Document(), 44100)


def test_a_file_is_replaced_whole_in_utf8(tmp_path: Path) -> None:
    file = tmp_path / "Gespräch 世界.srt"
    file.write_text("old")
    write_text(file, "új\n👩\n")
    assert file.read_bytes() == "új\n👩\n".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    write_text(tmp_path / ("n" * 250 + ".srt"), "text")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"“out\.srt” could not be written in .*"):
        write_text(tmp_path / "missing" / "out.srt", "text")


def test_where_writing_fails_the_old_file_stays_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.srt"
    target.mkdir()
    (target / "inside").write_text("kept")
    with pytest.raises(FormatError):
        write_text(target, "text")
    assert list(tmp_path.iterdir()) == [target]
