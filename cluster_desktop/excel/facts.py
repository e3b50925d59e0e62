"""Small facts as colleges type them into one cell: years, counts, weeks and hours, a group, a mark.

Each function takes a cell and gives a value or None; what None means for the row (nothing there or
something unread) the import kind decides. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from cluster_desktop.excel.cells import is_blank, text_of
from cluster_desktop.excel.contracts import read_contract
from cluster_desktop.excel.reader import Cell
from cluster_desktop.i18n import fold
from cluster_desktop.rules.findings import Finding

_LETTER = r"[^\W\d_]"
_YEARS = re.compile(rf"(\d{{1,2}})(?:[.,]\d+)?\s*(?:жыл|ж|лет|год|г|л){_LETTER}*\.?")
_ABOUT_YEARS = re.compile(
    r"(?:(?:ок|около|более|свыше|больше|почти|примерно|прим|шамамен|астам|жуық)\b\.?|[>≥~≈+])?\s*"
    r"(\d{1,2})(?:[.,]\d+)?\s*\+?\s*(?:(?:жыл|лет|год|г|л|ж)[^\W\d_]*\.?)?\s*"
    r"(?:(?:и|,|және)?\s*\d{1,2}\s*(?:мес|ай|м)[^\W\d_]*\.?)?\s*"
    r"(?:астам|жуық|шамасында)?"
)
_MONTHS_ONLY = re.compile(r"\d{1,2}\s*(?:мес|ай)[^\W\d_]*\.?")
_SINCE = re.compile(
    r"(?:с|со)?\s*((?:19|20)\d\d)\s*-?\s*(?:г|год|ж|жыл)?[^\W\d_]*\.?(?:\s+бастап)?"
)
_COUNT = re.compile(rf"(\d{{1,5}})\s*(?:{_LETTER}[\w\s.-]*)?")
_WEEKS = re.compile(r"(\d{1,3})\s*-?\s*(?:апт|нед)")
_HOURS = re.compile(r"(\d{1,5})\s*-?\s*(?:сағ|саг|ч|час)(?![^\W\d_]*\d)")
_TWO = re.compile(r"(\d{1,3})\s*[/;|]\s*(\d{1,5})")
_CODE = re.compile(r"(?<!\w)(\d{7,8})(?!\w)")
_COURSE = re.compile(
    r"(?<!\w)(?:([1-6]|I{1,3}|IV)\s*[-–]?\s*(?:ші|шы)?\s*курс\w*|курс\s*[-–:]?\s*([1-6]))(?!\w)",
    re.I,
)
# «АК-24-1», «БҚ 24-1», «101-Э»: letters and a number joined by a dash, or letters with digits.
_GROUP = re.compile(
    rf"(?<!\w)(?:{_LETTER}{{1,6}}\d?\s?[-–]\s?\d[\w./-]*|{_LETTER}{{1,6}}\s\d+\s?[-–]\s?\d[\w./-]*|"
    rf"\d{{1,3}}\s?[-–]\s?{_LETTER}[\w./-]*|{_LETTER}{{1,6}}\d{{2,4}}[\w./-]*)(?!\w)"
)
_GROUP_LABEL = re.compile(r"(?:топ|топтар|группа|гр)\s*[.:№]?\s*", re.I)
_GRADE = re.compile(r"([2-5]|\d{2,3})\s*(?:\(\s*([^)]+?)\s*\)|[-–]\s*([^\W\d_].*))?")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONEY = re.compile(r"(\d[\d\s]*(?:[.,]\d{1,2})?)\s*(?:тг|тенге|теңге|kzt|₸)?\.?", re.I)

_MARK_WORDS = {
    fold(word): mark
    for mark, words in (
        (5, "өте жақсы|отлично|үздік"),
        (4, "жақсы|хорошо"),
        (3, "қанағаттанарлық|удовлетворительно|удовл|қанағат"),
        (2, "қанағаттанарлықсыз|неудовлетворительно|неуд"),
    )
    for word in words.split("|")
}
_PASSED = frozenset(map(fold, ("өтті", "зачтено", "зачет", "зачёт", "сынақ", "есептелді")))
_NOTHING = frozenset(
    map(fold, ("жоқ", "нет", "өтпеген", "өткен жоқ", "не проходил", "не проходила", "не прошел"))
)


@dataclass(frozen=True)
class GroupCell:
    """What «07130200 Электрмен жабдықтау, 2-курс, ЭЖ-24-1» says; empty where it says nothing."""

    group: str = ""
    speciality: str = ""
    course: int | None = None


@dataclass(frozen=True)
class Mark:
    """A mark: a number where there is one, and the words beside it."""

    number: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Course:
    """A course that was attended: when, and the number of its certificate."""

    day: date | None = None
    certificate: str = ""


def years(cell: Cell) -> int | None:
    """12, «12 жыл», «4 ж.», «28 лет» as a number of whole years."""
    if type(cell) in (int, float):
        return int(str(cell).split(".")[0])
    text = text_of(cell).casefold()
    if text.isascii() and text.isdigit() and len(text) < 3:
        return int(text)
    found = _YEARS.fullmatch(text)
    return int(found[1]) if found else None


def about_years(text: str) -> int | None:
    """The whole years of «15 лет 6 мес.», «ок. 10», «более 20 лет», «6 мес.»."""
    folded = text.casefold().strip()
    if _MONTHS_ONLY.fullmatch(folded):
        return 0
    found = _ABOUT_YEARS.fullmatch(folded)
    return int(found[1]) if found else None


def since_year(text: str) -> int | None:
    """The year of «с 2001 года», «2001 жылдан»."""
    found = _SINCE.fullmatch(text.casefold().strip())
    return int(found[1]) if found else None


def count(cell: Cell) -> int | None:
    """3, «3 студент», «3 адам» as a number; 2.5 is none."""
    if type(cell) is float:
        return int(cell) if cell.is_integer() else None
    if type(cell) is int:
        return cell if cell >= 0 else None
    found = _COUNT.fullmatch(text_of(cell))
    return int(found[1]) if found else None


def money(cell: Cell) -> Decimal | None:
    """36000, «29 000», «29 000,50 тг» as a sum."""
    if type(cell) in (int, float):
        return Decimal(str(cell))
    found = _MONEY.fullmatch(text_of(cell))
    if found is None:
        return None
    try:
        return Decimal("".join(found[1].split()).replace(",", "."))
    except InvalidOperation:
        return None


def weeks_and_hours(cell: Cell) -> tuple[int | None, int | None]:
    """(8, 288) of «8 апта, 288 сағ», «8/288», «8 недель»; a bare number is weeks."""
    if type(cell) is int:
        return cell, None
    text = text_of(cell).casefold()
    if both := _TWO.fullmatch(text):
        return int(both[1]), int(both[2])
    weeks, hours = _WEEKS.search(text), _HOURS.search(text)
    return (int(weeks[1]) if weeks else None), (int(hours[1]) if hours else None)


def group_cell(cell: Cell) -> GroupCell:
    """Speciality, course and group of one cell, whatever of them it names and in any order."""
    text = text_of(cell)
    code = _CODE.search(text)
    speciality = code[1].zfill(8) if code else ""
    if code:
        text = text[: code.start()] + " " + text[code.end() :]
    course = _COURSE.search(text)
    number = None
    if course:
        said = (course[1] or course[2]).casefold()
        number = _ROMAN.get(said) or int(said)
        text = text[: course.start()] + ", " + text[course.end() :]
    parts = [_GROUP_LABEL.sub("", part.strip()) for part in re.split(r"[,;\n]", text)]
    named = [found[0] for part in parts if (found := _GROUP.fullmatch(part))]
    if not named:
        named = [found[0] for part in parts for found in _GROUP.finditer(part)]
    return GroupCell(named[-1].strip() if named else "", speciality, number)


def mark(cell: Cell) -> Mark | None:
    """5, «5 (өте жақсы)», «жақсы», «өтті», «92»; None for what is no mark."""
    if type(cell) is int:
        return Mark(cell) if 2 <= cell <= 100 else None
    if type(cell) is float and cell.is_integer():
        return mark(int(cell))
    text = text_of(cell)
    if found := _GRADE.fullmatch(text):
        number = int(found[1])
        return Mark(number, found[2] or found[3] or "") if number <= 100 else None
    folded = fold(text)
    if folded in _MARK_WORDS:
        return Mark(_MARK_WORDS[folded], text)
    return Mark(words=text) if folded in _PASSED else None


def course(cell: Cell) -> tuple[Course, tuple[Finding, ...]]:
    """«21.05.2025, № 9575», «сертификат № 9575 от 21.05.2025»; «өтпеген», «жоқ» are no course."""
    if isinstance(cell, date):
        return Course(cell), ()
    text = text_of(cell)
    if is_blank(text) or fold(text) in _NOTHING:
        return Course(), ()
    read, findings = read_contract(text)
    return Course(read.signed, read.number or ""), findings


def number_before(text: str, word: str) -> int | None:
    """85 of «Барлығы / Всего: 85 тәлімгер»; a bare number at the end counts, too."""
    found = re.search(rf"(\d+)\s*(?:{word}|$)", text, re.I)
    return int(found[1]) if found else None
