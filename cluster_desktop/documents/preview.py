"""Pages of a PDF as images, by pypdfium2: live page, thumbnails and printing show that very file.

Knows no Qt: an image is (width, height, bytes). pdfium takes one thread at a time, hence the lock.
"""

from __future__ import annotations

import io
import struct
import threading
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

_lock = threading.RLock()
MAX_WIDTH = 8_000


def page_count(pdf: bytes | Path) -> int:
    """Number of pages."""
    with _lock:
        document = _open(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_rgba(pdf: bytes | Path, index: int, width: int) -> tuple[int, int, bytes]:
    """Page `index` (from 0), so many pixels across: width, height, RGBA bytes without padding."""
    with _lock:
        document = _open(pdf)
        try:
            sheet = document[index]
            scale = min(width, MAX_WIDTH) / sheet.get_width()
            bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            row = bitmap.width * 4
            raw = bytes(bitmap.buffer)
            if bitmap.stride != row:
                raw = b"".join(
                    raw[y * bitmap.stride : y * bitmap.stride + row] for y in range(bitmap.height)
                )
            return bitmap.width, bitmap.height, _opaque(raw)
        finally:
            document.close()


def page_size(pdf: bytes | Path, index: int) -> tuple[float, float]:
    """Width and height of the page in points."""
    with _lock:
        document = _open(pdf)
        try:
            width, height = document[index].get_size()
            return width, height
        finally:
            document.close()


def text_of(pdf: bytes | Path) -> str:
    """All text of the file, page by page: what a search or a reader of the screen finds."""
    with _lock:
        document = _open(pdf)
        try:
            texts = [sheet.get_textpage().get_text_range() for sheet in document]
            return "\n".join(texts)
        finally:
            document.close()


def png(width: int, height: int, rgba: bytes) -> bytes:
    """A PNG file of RGBA bytes; the standard library is enough for that."""
    row = width * 4
    lines = b"".join(b"\0" + rgba[y * row : (y + 1) * row] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    out = io.BytesIO(b"")
    out.write(b"\x89PNG\r\n\x1a\n")
    for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b"")):
        checked = kind + body
        out.write(struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked)))
    return out.getvalue()


def _opaque(raw: bytes) -> bytes:
    """pdfium leaves the fourth byte undefined in x-formats: a page is opaque."""
    pixels = bytearray(raw)
    pixels[3::4] = b"\xff" * (len(raw) // 4)
    return bytes(pixels)


def _open(pdf: bytes | Path) -> pypdfium2.PdfDocument:
    # Loaded when the first page is shown: the library costs time at start-up.
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)
