"""When something happened, as a project keeps it."""

from __future__ import annotations

from datetime import UTC, datetime


def moment() -> str:
    """Now, in ISO 8601 and UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
