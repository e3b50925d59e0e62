"""The cell that names a contract: «№12 01.09.2025ж.», «12-ДО от 01.09.2025 г.», «12». Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cluster_desktop.excel.days import YEARS, Found, find_days, left_over, year_out_of_reach
from cluster_desktop.i18n import _, format_date
from cluster_desktop.rules.findings import Finding

MAX_NUMBER = 60

# «№123 01.02.2024ж.»: by far the most are typed like this. Letters behind the number are two at
# most, so that no month can be meant.
_USUAL = re.compile(
    r"№ ?([0-9]{1,9}(?:[-/][^\W\d_]{1,2})?) ([0-9]{2})\.([0-9]{2})\.([0-9]{4})(?: ?[жг]\.?)?"
)
_SIGN = re.compile(r"№|(?<!\w)(?:N|No|Nr)\s*[.°]?\s*(?=\d)|#")
_EDGES = " \t,;:./\\–—\"'«»“”()"
_JOINERS = re.compile(r"(?:[\s,;]+|^)(?:от|дан|ден|күні|дата|бастап)[\s,.:;]*$", re.I)
_NO_NUMBER = re.compile(
    r"(?:б\s*[/.]?\s*н|н\s*[/.]?\s*ж)\.?|без\s+номера|нөмірсіз|номерсіз|[-–—]+", re.I
)
_UNTIL = re.compile(r"(?<!\w)(?:до|дейін|по|мерзімі|срок)(?!\w)|^\W*[-–—]\W*$", re.I)


@dataclass(frozen=True)
class Contract:
    """What the cell tells; `title` is the word before the number («Меморандум №5»)."""

    number: str | None = None
    signed: date | None = None
    until: date | None = None
    title: str = ""


def read_contract(cell: object) -> tuple[Contract, tuple[Finding, ...]]:
    """Number, date and, where it is named, the end of one contract."""
    if isinstance(cell, date):
        # Excel makes a date of a typed number such as 1/23 by itself.
        said = _("Excel turned the contract number into the date {date}. Type the number as text.")
        text = said.format(date=format_date(cell))
        return Contract(), (Finding(text, code="number_became_date"),)
    text = " ".join(str(cell).split())
    if (usual := _USUAL.fullmatch(text)) and (signed := _day(usual)):
        return Contract(usual[1], signed), ()
    found = find_days(text)
    impossible = next((each for each in found if each.day is None), None)
    if impossible is not None:
        return Contract(), (_impossible(text, impossible),)
    if not found:
        return _only_number(text)
    if len(found) > 1 and not _is_term(text, found):
        said = _("Two contracts stand in one cell: “{value}”. Give each a row of its own.")
        first = text[: found[0].end].strip(" ,;")
        return Contract(), (
            Finding(said.format(value=text), suggestion=first, code="two_contracts"),
        )
    return _numbered(text, found)


def _day(usual: re.Match[str]) -> date | None:
    """The day of a cell typed in the usual way; None where there is none, or of a far year."""
    try:
        day = date(int(usual[4]), int(usual[3]), int(usual[2]))
    except ValueError:
        return None
    return day if day.year in YEARS else None


def _is_term(text: str, found: list[Found]) -> bool:
    """«№12 01.09.2025 – 31.08.2026»: the second date is the end of the same contract."""
    if len(found) != 2 or found[0].day is None or found[1].day is None:
        return False
    between = text[found[0].end : found[1].start]
    behind = text[found[1].end :]
    said_so = bool(_UNTIL.search(between)) or bool(re.match(r"\s*дейін", behind, re.I))
    return said_so and "№" not in between and found[1].day >= found[0].day


def _numbered(text: str, found: list[Found]) -> tuple[Contract, tuple[Finding, ...]]:
    before = text[: found[0].start]
    behind = text[found[-1].end :]
    title, number = _number(before)
    findings: tuple[Finding, ...] = ()
    if number is None and (late := _SIGN.search(behind)):
        # «01.09.2025 №12»
        _title, number = _number(behind[late.start() :])
    elif rest := left_over(behind, ()):
        said = _("Number and date are taken; “{rest}” is left out.").format(rest=rest)
        findings = (Finding(said, severity="warning", code="text_beside_contract"),)
    if number is not None and len(number) > MAX_NUMBER:
        return Contract(), (_too_long(number),)
    until = found[1].day if len(found) == 2 else None
    return Contract(number, found[0].day, until, title), findings


def _only_number(text: str) -> tuple[Contract, tuple[Finding, ...]]:
    title, number = _number(text)
    if number is not None and len(number) > MAX_NUMBER:
        return Contract(), (_too_long(number),)
    return Contract(number, title=title), ()


def _number(text: str) -> tuple[str, str | None]:
    """(word before the number sign, number without signs and joining words)."""
    title = ""
    signs = list(_SIGN.finditer(text))
    if signs:
        title = text[: signs[-1].start()].strip(_EDGES)
        text = text[signs[-1].end() :]
    text = _JOINERS.sub("", text.strip(_EDGES)).strip(_EDGES)
    if not text or _NO_NUMBER.fullmatch(text):
        return title, None
    return title, text


def _too_long(number: str) -> Finding:
    said = _("A contract number has at most {n} characters. Leave only the number in the cell.")
    return Finding(said.format(n=MAX_NUMBER), code="number_too_long")


def _impossible(text: str, found: Found) -> Finding:
    if found.far:
        return year_out_of_reach(text)
    said = _("There is no such day: “{value}”. Check it against the paper.").format(value=text)
    wanted = None
    if found.wanted is not None:
        wanted = text[: found.start] + format_date(found.wanted) + text[found.end :]
    return Finding(said, suggestion=wanted, code="impossible_date")
