"""Names of records: UUIDv7, so that records made later sort later."""

from __future__ import annotations

import os
import time
from uuid import UUID

_VERSION_AND_VARIANT = 0x7 << 76 | 0x2 << 62
_RANDOM = ((1 << 80) - 1) & ~(0xF << 76 | 0x3 << 62)


def new_id() -> UUID:
    """48 bits of milliseconds, then random (RFC 9562, version 7)."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """Many at once: the system is asked for all their noise together."""
    moment = time.time_ns() // 1_000_000 & 0xFFFF_FFFF_FFFF
    known = moment << 80 | _VERSION_AND_VARIANT
    noise = os.urandom(10 * count)
    parts = (int.from_bytes(noise[at : at + 10], "big") for at in range(0, len(noise), 10))
    return [UUID(int=known | part & _RANDOM) for part in parts]
