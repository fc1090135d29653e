"""Captions and transcripts as text: a document in, text out."""
