"""The small square code of a page: which record, which content, so that a scan files itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reportlab.graphics.barcode import qrencoder

from cluster_desktop.rules.paper_code import content, read

__all__ = ["Dark", "content", "read", "squares"]

# Any mask is legal and readers try all; choosing the prettiest of eight costs 4 ms a document,
# a third of the whole paper. Our content is random digits, so patterns to avoid do not arise.
_MASK = 2


@dataclass(frozen=True, slots=True)
class Dark:
    """A run of dark squares: row from the top, first column, length."""

    row: int
    column: int
    length: int


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
