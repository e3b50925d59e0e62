"""The process that opens scans from outside: limits first, then decode, then plain answers back.

It holds no database and no window. A picture or a PDF from a scanner, a telephone or a letter may
be a bomb or break a native decoder: here only this process dies (see apart.py). What a file is, is
told by its first bytes; its name and ending are never believed. Answers are msgpack.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from cluster_desktop import apart

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

T = TypeVar("T")

FLAG = "--read-scan"
MEMORY = 1024**3
SECONDS = 60
MAX_FILE = 50 * 1024 * 1024
MAX_PAGES = 400
# A3 at 600 dpi; a page that claims more is no scan of a paper.
MAX_PIXELS = 80_000_000
# Side of a page as the codes are looked for, pixels: A4 at 300 dpi. More only costs time.
LONGEST = 3_508
PDF_DPI = 200
# A page is tried once more at twice the size if it is not larger than A4 at 170 dpi: above that,
# softened, even strong noise hides no code (10 of 10 at each of 30, 60, 90 grey levels).
TWICE_UP_TO = 2_000
MAX_PICTURE = 1_600
# A blank side: less than this share of its area is darker than the paper by so many greys.
BLANK_SHARE = 0.0004
BLANK_DEPTH = 48
_A4_INCHES = 8.27
# A turn of reading: pages and seconds of processor.
AT_ONCE = 16
TURN = 5.0
ENDINGS = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png", "tiff": ".tif"}


class Refused(Exception):
    """The file is not taken; `code` says why, `detail` a number."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def serve_if_asked(arguments: list[str]) -> None:
    """Become the worker and end, when the program was started as one."""
    if arguments[1:2] == [FLAG]:
        main()
        sys.exit(0)


def main() -> None:
    """Read one request from standard input, write one answer to standard output."""
    request = msgspec.msgpack.decode(os.fdopen(0, "rb").read())
    apart.limit(MEMORY, SECONDS)
    answer = msgspec.msgpack.encode(_answer(request))
    with os.fdopen(1, "wb") as out:
        out.write(answer)


def _answer(request: dict[str, Any]) -> dict[str, object]:
    try:
        if request["do"] == "join":
            pieces = [(Path(os.fsdecode(path)), pages) for path, pages in request["pieces"]]
            return join(pieces)
        if request["do"] == "look":
            files = [(Path(os.fsdecode(path)), start) for path, start in request["files"]]
            return {"files": look(files)}
        path = Path(os.fsdecode(request["path"]))
        return {"picture": picture(path, request["page"], request["width"])}
    except (Refused, MemoryError, OSError) as why:
        return _refusal(why)


def _refusal(why: Exception) -> dict[str, object]:
    if isinstance(why, Refused):
        return {"refused": why.code, "detail": why.detail}
    if isinstance(why, OSError):
        return {"refused": "unreadable", "detail": str(why.errno or 0)}
    return {"refused": "too_many_pixels", "detail": ""}


# What a file is


def kind_of(head: bytes) -> str:
    """ "pdf", "jpeg", "png" or "tiff" by the first bytes. Raises Refused."""
    if head[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "tiff"
    raise Refused("not_a_scan")


def _content(path: Path) -> tuple[str, bytes]:
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty_file")
    if size > MAX_FILE:
        raise Refused("file_too_big")
    content = path.read_bytes()
    return kind_of(content), content


class Scan:
    """The pages of one file as grey pictures. Raises Refused for what cannot be decoded."""

    def __init__(self, path: Path) -> None:
        self.kind, self._bytes = _content(path)
        self.sha256 = hashlib.sha256(self._bytes).hexdigest()
        self._pdf: pypdfium2.PdfDocument | None = None
        if self.kind == "pdf":
            self._pdf = open_pdf(self._bytes)
            self.pages = len(self._pdf)
        else:
            self._picture = open_picture(self.kind, self._bytes)
            self.pages = _decoded(lambda: int(getattr(self._picture, "n_frames", 1)))
        if self.pages > MAX_PAGES:
            raise Refused("too_many_pages", str(MAX_PAGES))
        if not self.pages:
            raise Refused("damaged")

    def grey(self, page: int, longest: int = LONGEST) -> Image.Image:
        """The page, at most so many pixels high or wide."""
        if not 0 <= page < self.pages:
            raise Refused("damaged")
        if self._pdf is not None:
            return _decoded(lambda: _rendered(self._pdf, page, longest))
        return _decoded(lambda: _loaded(self._picture, page, longest))

    def as_pdf(self, pages: list[int]) -> pypdfium2.PdfDocument:
        """A document of these pages; pages of a PDF as they are, pictures as pictures."""
        if self._pdf is not None:
            return self._pdf
        return open_pdf(_decoded(lambda: _pictures_pdf(self._picture, pages)))


def open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as why:
        # pypdfium2 tells the cause in words only.
        raise Refused("password" if "assword" in str(why) else "damaged") from why


def open_picture(kind: str, content: bytes) -> Image.Image:
    """The picture with nothing decoded yet. Raises Refused where it claims to be too large."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # checked here, for every frame, with our own number
    # Formats are named: no other decoder of the library is ever tried on the bytes.
    found = _decoded(lambda: Image.open(io.BytesIO(content), formats=(kind.upper(),)))
    _refuse_large(found)
    return found


def _refuse_large(found: Image.Image) -> None:
    if found.width * found.height > MAX_PIXELS:
        raise Refused("too_many_pixels")


def _decoded(decode: Callable[[], T]) -> T:
    """What `decode` gives; any way a decoder has of saying "broken" is one refusal."""
    import pypdfium2

    broken = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError)
    try:
        return decode()
    except (*broken, struct.error, zlib.error, ArithmeticError, pypdfium2.PdfiumError) as why:
        raise Refused("damaged", type(why).__name__) from why


def _rendered(pdf: Any, page: int, longest: int) -> Image.Image:  # noqa: ANN401 - untyped library
    sheet = pdf[page]
    width, height = sheet.get_size()
    if width <= 0 or height <= 0:
        raise Refused("damaged")
    scale = min(PDF_DPI / 72, longest / max(width, height))
    image: Image.Image = sheet.render(scale=scale, grayscale=True).to_pil()
    return image.convert("L")


def _loaded(picture: Image.Image, page: int, longest: int) -> Image.Image:
    from PIL import Image, ImageOps

    picture.seek(page)
    _refuse_large(picture)
    if picture.format == "JPEG":
        # Decoded at a half, a quarter or an eighth where that is enough.
        picture.draft("L", (longest, longest))
    flat = ImageOps.exif_transpose(picture)
    if flat.mode.startswith("I"):
        flat = flat.point(lambda grey: grey / 256).convert("L")
    elif "A" in flat.mode or "transparency" in flat.info:
        clear = flat.convert("RGBA")
        flat = Image.new("RGBA", clear.size, "white")
        flat.alpha_composite(clear)
    flat = flat.convert("L")
    most = max(flat.size)
    if most > longest:
        share = longest / most
        size = (max(1, round(flat.width * share)), max(1, round(flat.height * share)))
        flat = flat.resize(size, Image.Resampling.BOX)
    return flat


# What stands on it


def look(files: list[tuple[Path, int]]) -> list[dict[str, object]]:
    """For each file from its page on: the codes, as far as it goes within the turn.

    A turn ends after AT_ONCE pages or TURN seconds, so that progress is told and Cancel is heard;
    at least one page is read. Files behind the end of the turn are missing in the answer.
    """
    answers: list[dict[str, object]] = []
    left = AT_ONCE
    for path, start in files:
        if answers and (left <= 0 or time.process_time() > TURN):
            break
        try:
            answer, count = _look_into(path, start, left)
        except (Refused, MemoryError, OSError) as why:
            answer, count = _refusal(why), 1
        answers.append(answer)
        left -= count
    return answers


def _look_into(path: Path, start: int, most: int) -> tuple[dict[str, object], int]:
    scan = Scan(path)
    found: list[dict[str, object]] = []
    for page in range(start, min(start + max(1, most), scan.pages)):
        if found and time.process_time() > TURN:
            break
        grey = scan.grey(page)
        blank = is_blank(grey)
        # A code is darker than anything that counts as blank.
        found.append({"codes": [] if blank else codes_of(grey), "blank": blank})
    answer = {"kind": scan.kind, "sha256": scan.sha256, "pages": scan.pages, "found": found}
    return answer, len(found)


def codes_of(grey: Image.Image) -> list[str]:
    """Texts of the square codes; noise, a slope and a page upside down are no hindrance."""
    import zxingcpp

    squares = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
    for tried in _ways(grey):
        codes = zxingcpp.read_barcodes(tried, formats=squares)
        texts = [code.text[:200] for code in codes if code.text]
        if texts:
            return texts[:10]
    return []


def _ways(grey: Image.Image) -> Iterator[Image.Image]:
    """The page as it is, softened against noise, and both larger: in the order of their cost."""
    from PIL import Image, ImageFilter

    yield grey
    soft = grey.filter(ImageFilter.GaussianBlur(1))
    yield soft
    if max(grey.size) <= TWICE_UP_TO:
        twice = (2 * grey.width, 2 * grey.height)
        yield soft.resize(twice, Image.Resampling.BICUBIC)
        yield grey.resize(twice, Image.Resampling.BICUBIC)


def is_blank(grey: Image.Image) -> bool:
    """Whether nothing is written on the page; specks of dust and noise are nothing."""
    from PIL import Image

    small = grey.resize((200, max(1, 200 * grey.height // grey.width)), Image.Resampling.BOX)
    # The rim shows the edge of the sheet and the lid of the scanner.
    rim = 6
    if min(small.size) > 4 * rim:
        small = small.crop((rim, rim, small.width - rim, small.height - rim))
    counts = small.histogram()
    paper = max(range(256), key=counts.__getitem__)
    dark = sum(counts[: max(0, paper - BLANK_DEPTH)])
    return dark < BLANK_SHARE * small.width * small.height


def picture(path: Path, page: int, width: int) -> dict[str, object]:
    """The page as grey bytes for the screen."""
    from PIL import Image

    grey = Scan(path).grey(page)
    across = max(1, min(width, MAX_PICTURE))
    down = max(1, min(2 * MAX_PICTURE, round(across * grey.height / grey.width)))
    small = grey.resize((across, down), Image.Resampling.BOX)
    return {"width": across, "height": down, "grey": small.tobytes()}


# The pages of one paper as one file


def join(pieces: list[tuple[Path, list[int]]]) -> dict[str, object]:
    """A PDF of these pages of these files, in this order; the checksums of the files."""
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    sums: list[str] = []
    for path, pages in pieces:
        scan = Scan(path)
        sums.append(scan.sha256)
        if any(page >= scan.pages for page in pages):
            raise Refused("damaged")
        source = scan.as_pdf(pages)
        wanted = pages if scan.kind == "pdf" else list(range(len(source)))
        _decoded(partial(made.import_pages, source, wanted))
    out = io.BytesIO()
    made.save(out)
    return {"pdf": out.getvalue(), "sums": sums}


def _pictures_pdf(picture: Image.Image, pages: list[int]) -> bytes:
    from PIL import ImageOps

    out = io.BytesIO()
    sheets: list[Image.Image] = []
    for page in pages:
        picture.seek(page)
        _refuse_large(picture)
        sheet = ImageOps.exif_transpose(picture)
        sheets.append(sheet.copy() if sheet.mode in ("1", "L") else sheet.convert("RGB"))
    first, *others = sheets
    given = float(picture.info.get("dpi", (0,))[0] or 0)
    dpi = given if 72 <= given <= 1200 else max(72.0, first.width / _A4_INCHES)
    first.save(out, "PDF", resolution=dpi, save_all=True, append_images=others, quality=85)
    return out.getvalue()


if __name__ == "__main__":
    main()
