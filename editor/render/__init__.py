"""The document as sound: one path for playback and export."""
