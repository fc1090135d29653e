"""The local enhancement engine (not built yet)."""
