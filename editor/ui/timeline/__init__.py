"""The timeline: ruler, one lane of waveform for each voice, and the word bar."""

from editor.ui.timeline.view import TimelineView

__all__ = ["TimelineView"]
