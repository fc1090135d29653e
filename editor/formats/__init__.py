"""The document in the text formats of others: pure functions to text, and one door to write it to a file."""

from editor.formats.writers import FORMATS, FormatError, Writer, write_text

__all__ = ["FORMATS", "FormatError", "Writer", "write_text"]
