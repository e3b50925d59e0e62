"""What the small square code of a page says: which record, which content. Pure."""

from __future__ import annotations

from uuid import UUID

MARK = "CD1"
DIGEST_LETTERS = 16


def content(record_id: UUID, digest: str) -> str:
    """What the code says. Capitals, digits and colons: the code's compact alphabet."""
    return f"{MARK}:{record_id.hex}:{digest[:DIGEST_LETTERS]}".upper()


def read(text: str) -> tuple[UUID, str] | None:
    """Record id and start of the digest from a scanned code; None if it is not ours."""
    parts = text.strip().split(":")
    if len(parts) != 3 or parts[0] != MARK:
        return None
    try:
        return UUID(hex=parts[1]), parts[2].lower()
    except ValueError:
        return None
