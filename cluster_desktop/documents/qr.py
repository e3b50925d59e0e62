"""The small square code of a page: which record, which content, so that a scan files itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from reportlab.graphics.barcode import qrencoder

MARK = "CD1"
DIGEST_LETTERS = 16
# Any mask is legal and readers try all; choosing the prettiest of eight costs 4 ms a document,
# a third of the whole paper. Our content is random digits, so patterns to avoid do not arise.
_MASK = 2


@dataclass(frozen=True, slots=True)
class Dark:
    """A run of dark squares: row from the top, first column, length."""

    row: int
    column: int
    length: int


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


@lru_cache(maxsize=64)
def squares(text: str) -> tuple[int, tuple[Dark, ...]]:
    """Side of the code in squares, and its dark runs."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.version = code.calculate_version()  # type: ignore[no-untyped-call]
    code.makeImpl(False, _MASK)
    side: int = code.moduleCount
    runs: list[Dark] = []
    for row, line in enumerate(code.modules):
        start = None
        for column, dark in enumerate([*line, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append(Dark(row, start, column - start))
                start = None
    return side, tuple(runs)
