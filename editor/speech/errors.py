"""What can go wrong with listening."""

from __future__ import annotations

from editor.model.errors import Refusal


class SpeechError(Refusal):
    """Speech could not be recognised or aligned; the sentence says why and what to do."""
