"""Sound files in and out: probe, decode, conform, encode, peaks."""
