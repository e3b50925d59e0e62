"""What a file from outside really is, and whether it may be opened at all. Standard library only.

Runs inside the worker process (see worker.py), so it raises `Refused` with a code; the sentences
are reader.py's business. Rules and numbers: security.md section 3. A name or an ending is never
believed: people rename files, and programs save web pages under .xls.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

MAX_FILE = 50 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
# One comment or attribute; texts of cells stand between marks.
_LONGEST_MARK = 1024 * 1024
_PIECE = 16 * 1024  # what expat takes best

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# An XML part may be UTF-8 or UTF-16; a declaration of a document type is refused in all of them.
_DTD = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be")) + tuple(
    "<!ENTITY".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be")
)
_DTD_OVERLAP = max(map(len, _DTD)) - 1
_XML_PART = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
# Parts whose cells are read. What is no XML is refused whole: the native reader would lose a cell.
_READ_PART = re.compile(r"(?:xl/(?:worksheets/[^/]+|sharedstrings|workbook)|content)\.xml$", re.I)
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml$", re.I)
# Sheets that are unpacked once for all who look at them; a larger one is unpacked again.
_MOST_KEPT = 64 * 1024 * 1024
_WEB_PAGE = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)


_DAMAGES = (
    zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, ValueError, expat.ExpatError,
)  # fmt: skip


class Refused(Exception):
    """The file is not taken; `code` says why, `detail` what (a part's name, a number)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def sniff(path: Path, kept: dict[str, bytes] | None = None) -> str:
    """ "xlsx", "ods", "xls" or "text" by content. Raises Refused; OSError flies on.

    The unpacked sheets of a workbook go into `kept`, by the names of their parts, while they are
    of 64 MB at most.
    """
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty_file")
    if size > MAX_FILE:
        raise Refused("file_too_big", str(size))
    with path.open("rb") as stream:
        head = stream.read(4096)
        if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
            return _zip_kind(stream, {} if kept is None else kept)
        if head.startswith(_OLE):
            return _ole_kind(head + stream.read())
    return _text_kind(head)


def _ole_kind(content: bytes) -> str:
    """An old workbook; a new one locked with a password hides in the same container."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused("password")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    raise Refused("not_a_table", "ole")


def _text_kind(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        raise Refused("not_a_table", "pdf")
    if _WEB_PAGE.search(head):
        raise Refused("web_page")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Refused("xml_2003")
    controls = any(byte < 32 and byte not in b"\t\r\n" for byte in head)
    if controls and not head.startswith(_TEXT_MARKS):
        raise Refused("not_a_table", "binary")
    return "text"


def _zip_kind(stream: IO[bytes], kept: dict[str, bytes]) -> str:
    """Unpack every entry once, counting what really comes out: headers are the sender's claim."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return _checked_archive(archive, kept)
    except _DAMAGES as why:
        raise Refused("damaged") from why


def _checked_archive(archive: zipfile.ZipFile, kept: dict[str, bytes]) -> str:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Refused("too_many_parts", str(len(entries)))
    names = [entry.filename.replace("\\", "/").casefold() for entry in entries]
    if len(set(names)) != len(names):
        raise Refused("duplicate_parts")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("password")
    total = 0
    for entry in entries:
        total = _measure(archive, entry, total, kept)
    return _package_kind(archive, dict(zip(names, entries, strict=True)))


def _measure(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: int, kept: dict[str, bytes]
) -> int:
    """The running total of unpacked bytes after this entry."""
    is_xml = bool(_XML_PART.search(entry.filename))
    parser = expat.ParserCreate() if _READ_PART.match(entry.filename) else None
    pieces: list[bytes] | None = [] if _SHEET_PART.match(entry.filename) else None
    size, tail = 0, b""
    with archive.open(entry) as part:
        while chunk := part.read(_PIECE):
            size += len(chunk)
            if total + size > MAX_UNPACKED:
                raise Refused("unpacks_too_big")
            if size > RATIO_FROM and size > MAX_RATIO * max(entry.compress_size, 1):
                raise Refused("unpacks_too_big", entry.filename)
            if is_xml:
                window = tail + chunk
                # Every mark has the sign, which hardly any text has, and one byte is found fast.
                if b"!" in window and any(mark in window for mark in _DTD):
                    raise Refused("entities", entry.filename)
                tail = window[-_DTD_OVERLAP:]
            if pieces is not None:
                pieces.append(chunk)
                if total + size > _MOST_KEPT:
                    pieces = None
            if parser is not None:
                parser.Parse(chunk)
                # Each piece is read again from the start of an open mark: a bomb of one comment.
                if size - parser.CurrentByteIndex > _LONGEST_MARK:
                    raise Refused("entities", entry.filename)
        if parser is not None:
            parser.Parse(b"", True)
    if pieces is not None:
        kept[entry.filename] = b"".join(pieces)
    return total + size


def _package_kind(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> str:
    if "xl/workbook.xml" in parts:
        # Strict OOXML: calamine reads it as a workbook without sheets, so it is named here.
        if b"http://purl.oclc.org/ooxml/" in archive.read(parts["xl/workbook.xml"]):
            raise Refused("strict_ooxml")
        return "xlsx"
    if "mimetype" in parts:
        return _open_document_kind(archive, parts)
    if "xl/workbook.bin" in parts:
        raise Refused("xlsb")
    if "word/document.xml" in parts:
        raise Refused("not_a_table", "word")
    raise Refused("not_a_table", "zip")


def _open_document_kind(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> str:
    manifest = parts.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in archive.read(manifest):
        raise Refused("password")
    declared = archive.read(parts["mimetype"])
    if declared.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    raise Refused("not_a_table", "odf")
