"""Wordtape: edit podcasts by editing text. The rooms and their import arrows are in docs/architecture.md."""

__version__ = "0.1.0"
