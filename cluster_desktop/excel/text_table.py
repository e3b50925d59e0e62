"""Tables kept as text (.csv): which encoding, which delimiter, which rows. Standard library only.

Runs inside the worker process. Nothing is replaced or ignored: a byte that an encoding does not
know rules the encoding out (security.md section 3).
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, pairwise
from pathlib import Path

from cluster_desktop.excel.sniff import Refused

# Python's kz1048 is the Kazakh standard STRK1048-2002; PTCP154 differs from it in letters that
# neither Kazakh nor Russian has, so it is not offered.
ONE_BYTE_ENCODINGS = ("cp1251", "kz1048")
# Old programs of DOS save Russian so. It knows every byte, hence rules itself out only by making
# frames and signs of letters; that much of what is beyond ASCII must be letters to offer it.
DOS_ENCODING = "cp866"
_MOSTLY_LETTERS = 0.95
# Old mail saves Russian so: as cp1251 it is letters as well, small ones for capital ones.
UNIX_ENCODING = "koi8-r"
_LOOKED_AT = 100_000
DELIMITERS = (";", ",", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PREVIEW_LINES = 5
_SNIFFED_RECORDS = 50
_LONGEST_CELL = 1_000_000
# So many delimiters make a row of a line; commas stand in addresses, too.
_FEWEST_IN_ROW = {";": 2, ",": 4, "\t": 1, "|": 1}


class AskEncoding(Exception):
    """Several encodings give different text; `previews`: the lines that differ, by encoding."""

    def __init__(self, previews: dict[str, list[str]]) -> None:
        super().__init__("encoding")
        self.previews = previews


def decode(content: bytes, wanted: str | None) -> tuple[str, str]:
    """(text, encoding). Raises AskEncoding, Refused."""
    if wanted is not None:
        return _strict(content, wanted), wanted
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strict(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    return _one_byte(content)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as why:
        raise Refused("wrong_encoding", encoding) from why


def _one_byte(content: bytes) -> tuple[str, str]:
    """Where all encodings that can read the bytes agree, there is nothing to ask."""
    texts: dict[str, str] = {}
    if _is_russian(old := content.decode(DOS_ENCODING)):
        texts[DOS_ENCODING] = old
    for encoding in ONE_BYTE_ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text not in texts.values():
            texts[encoding] = text
    unix = content.decode(UNIX_ENCODING)
    if _is_russian(unix[:_LOOKED_AT]) and _odd_capitals(unix) < _odd_capitals(
        texts.get("cp1251", "")
    ):
        texts = {UNIX_ENCODING: unix, **texts}
    if not texts:
        raise Refused("wrong_encoding")
    if len(texts) == 1:
        encoding, text = next(iter(texts.items()))
        return text, encoding
    raise AskEncoding(_previews(texts))


def _odd_capitals(text: str) -> int:
    """How often a capital letter follows a small one."""
    pairs = pairwise(text[:_LOOKED_AT])
    return sum(one.islower() and other.isupper() for one, other in pairs)


def _is_russian(text: str) -> bool:
    """Whether nearly everything beyond ASCII is a letter of the Russian alphabet or №."""
    beyond = [letter for letter in text if letter > "\x7f"]
    known = sum("а" <= letter.lower() <= "я" or letter in "ёЁ№\xa0" for letter in beyond)
    return known >= _MOSTLY_LETTERS * len(beyond)


def _previews(texts: dict[str, str]) -> dict[str, list[str]]:
    lines = {encoding: text.splitlines() for encoding, text in texts.items()}
    shortest = min(map(len, lines.values()))
    telling = [i for i in range(shortest) if len({each[i] for each in lines.values()}) > 1]
    return {
        encoding: [each[i][:200] for i in telling[:_PREVIEW_LINES]]
        for encoding, each in lines.items()
    }


def sniff_delimiter(text: str) -> str:
    """The delimiter that cuts the first records into the most columns of one number."""
    best, best_score = ";", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = Counter[int]()
        for record in _records(text, delimiter, _SNIFFED_RECORDS):
            if any(record):
                widths[len(record)] += 1
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
        score = (times / widths.total(), width) if width > 1 else (0.0, 0)
        if score[1] and (score[1] * score[0]) > (best_score[1] * best_score[0]):
            best, best_score = delimiter, score
    return best


def read_records(path: Path, wanted: str | None, most_rows: int) -> dict[str, object]:
    """Encoding, delimiter, line end and rows of text cells. Raises AskEncoding, Refused."""
    content = path.read_bytes()
    text, encoding = decode(content, wanted)
    if "\x00" in text:
        raise Refused("not_a_table", "binary")
    delimiter = sniff_delimiter(text)
    rows = _rows(text, delimiter, most_rows)
    return {
        "encoding": encoding.replace("-sig", ""),
        "delimiter": delimiter,
        "line_end": "CRLF" if "\r\n" in text else "LF" if "\n" in text else "",
        "rows": rows,
    }


def _rows(text: str, delimiter: str, most: int) -> list[list[str]]:
    """All records. Raises Refused where one has swallowed the lines below it."""
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    # Records of several lines: (row, number of the first line, the lines as they stand).
    tall: list[tuple[int, int, list[str]]] = []
    first, taken = 1, [""]
    lines = _Lines(text)
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            taken = lines.taken()
            if len(taken) > 1:
                tall.append((len(rows), first, taken))
            rows.append(record)
            first += len(taken)
            if len(rows) > most:
                raise Refused("too_many_rows", str(most))
    except csv.Error as why:
        if "field larger" not in str(why):
            raise Refused("damaged") from why
        code = "open_quote" if len(lines.taken()) > 1 else "cell_too_long"
        raise Refused(code, str(first)) from why
    if "unexpected end" in _strict_error(taken, delimiter):
        raise Refused("open_quote", str(first - len(taken)))
    width = Counter(map(len, rows)).most_common(1)[0][0] if tall else 0
    for row, line, several in tall:
        if _strict_error(several, delimiter) or _holds_rows(rows[row], delimiter, width):
            raise Refused("open_quote", str(line))
    return rows


def _strict_error(lines: list[str], delimiter: str) -> str:
    """What is wrong with the quotes of a record. A quote that is opened by mistake ends at the
    next one, mostly the opening one of another cell, and letters stand behind that."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as why:
        return str(why)
    return ""


def _holds_rows(record: list[str], delimiter: str, width: int) -> bool:
    """Whether a line within a cell is cut into as many cells as the table has columns."""
    if width - 1 < _FEWEST_IN_ROW[delimiter]:
        return False
    lines = (line for cell in record for line in cell.split("\n")[1:])
    return any(line.count(delimiter) == width - 1 for line in lines)


def _records(text: str, delimiter: str, most: int) -> Iterator[list[str]]:
    """The first records one by one, as many as can be read."""
    csv.field_size_limit(_LONGEST_CELL)
    with suppress(csv.Error):
        yield from islice(csv.reader(_Lines(text), delimiter=delimiter), most)


class _Lines:
    """Lines with their ends; only CR and LF end one (splitlines() would cut at U+2028 too)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start = 0
        self._taken: list[str] = []
        # An old Macintosh file has CR alone, and LF in its cells at most.
        is_old = "\r\n" not in text and text.count("\r") > text.count("\n")
        self._end = "\r" if is_old else "\n"

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        text, start = self._text, self._start
        if start >= len(text):
            raise StopIteration
        end = text.find(self._end, start) + 1 or len(text)
        self._start = end
        line = text[start:end] if self._end == "\n" else text[start:end].replace("\r", "\n")
        self._taken.append(line)
        return line

    def taken(self) -> list[str]:
        """The lines since the last look."""
        taken, self._taken = self._taken, []
        return taken
