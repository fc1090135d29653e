"""The transcript: paragraphs composed to text with marks, laid out in lines, arranged on an endless page."""

from editor.ui.transcript.view import TranscriptView

__all__ = ["TranscriptView"]
