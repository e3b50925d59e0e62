"""Cells of lists of people: a name with a note behind it, a parent with a telephone. Pure.

After the name colleges put what they must not forget: «ақылы», «платник», «академ.», «д/о».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cluster_desktop.excel.cells import text_of
from cluster_desktop.excel.days import find_days
from cluster_desktop.excel.reader import Cell
from cluster_desktop.i18n import fold
from cluster_desktop.rules.identifiers import check_phones

_PAID = re.compile(
    r"(?:на )?(?:акили|плат\w*|пл|договор\w*|келисимшарт\w*)"
    r"(?: (?:негиз\w*|основ\w*|оку|топ|групп\w*|отделени\w*|болим\w*))?"
)
_STATE = re.compile(
    r"(?:по )?(?:бюджет\w*|грант\w*|гос ?заказ\w*|мем ?тап\w*|мемлекеттик тапсири\w*|"
    r"государствен\w* (?:образовательн\w* )?заказ\w*)(?: (?:негиз\w*|бойинша|основ\w*))?"
)
_ENTERPRISE = re.compile(r"касипорин есебинен|за счет предприятия")
_LEAVE = re.compile(r"(?:в |на )?акад\w*(?: ?(?:отпуск\w*|демал\w*))?|а о")
# Who has left: «отчислен 12.12.2025», «оқудан шығарылды»; what follows is kept as a note.
_EXPELLED = re.compile(r"(?:отчисл|исключ|окудан ши[гк]|ши[гк]арил|вибил|выбыл)\w*(?: .*)?")
_DUAL = re.compile(r"д о|дуал\w*(?: (?:оку|окит\w*|обуч\w*|топ|групп\w*))?")
_SHORT_LEAVE = frozenset({"АС", "AC"})
# Marks of a college's own whose meaning is not known: no part of a name, kept as a note.
_KEPT = frozenset({"бр"})
_NOT_MARK = re.compile(r"[.()/\\\-–—,;:]+")
_MOST_WORDS = 4

_BRACKETED = re.compile(r"(.*\S)\s*\(([^()]*)\)[\s.]*")
_GLUED = re.compile(r"(.*\w)\s*[-–—/,;]\s*([^\W\d_]+(?:/[^\W\d_]+)?)\.?")
_EDGES = " ,;-–—/"

_NUMBER = re.compile(r"\+?[(\d][\d\s()\-‐‑–—.]*\d")
_KIN = re.compile(
    r"(?:анасы|әкесі|шешесі|апасы|атасы|әжесі|ағасы|ата-анасы|қамқоршысы|мать|отец|мама|папа|"
    r"бабушка|дедушка|опекун(?:ша)?|родитель|тел(?:ефон)?)\s*[.:–—-]*\s+",
    re.I,
)


@dataclass(frozen=True)
class Marks:
    """What the words behind a name say."""

    funding: str | None = None
    on_leave: bool = False
    dual: bool = False
    expelled: bool = False
    left_on: date | None = None

    def __or__(self, other: Marks) -> Marks:
        return Marks(
            self.funding or other.funding,
            self.on_leave or other.on_leave,
            self.dual or other.dual,
            self.expelled or other.expelled,
            self.left_on or other.left_on,
        )


def marks_of(text: str) -> Marks | None:
    """What one mark says, None for words that are none."""
    if text.strip(" .()-–—") in _SHORT_LEAVE:
        return Marks(on_leave=True)
    words = " ".join(_NOT_MARK.sub(" ", fold(text)).split())
    for pattern, marks in (
        (_PAID, Marks(funding="paid")),
        (_STATE, Marks(funding="state")),
        (_ENTERPRISE, Marks(funding="enterprise")),
        (_LEAVE, Marks(on_leave=True)),
        (_DUAL, Marks(dual=True)),
    ):
        if pattern.fullmatch(words):
            return marks
    if _EXPELLED.fullmatch(words):
        days = [found.day for found in find_days(text) if found.day is not None]
        return Marks(expelled=True, left_on=days[0] if len(days) == 1 else None)
    return None


def split_name(text: str) -> tuple[str, Marks, str]:
    """(name alone, what the marks behind it say, words that are neither)."""
    name, marks, rest = text.strip(), Marks(), ""
    while (cut := _last_mark(name)) is not None:
        name, tail = cut
        said = marks_of(tail)
        if said is None or said.expelled:
            rest = f"{tail}, {rest}" if rest else tail
        if said is not None:
            marks |= said
    return name, marks, rest


def _last_mark(text: str) -> tuple[str, str] | None:
    """The text without its last mark, and the mark; None where a name is all there is."""
    if (found := _BRACKETED.fullmatch(text)) and _is_note(found[2]):
        return found[1].rstrip(_EDGES), found[2].strip()
    words = text.split()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        tail = " ".join(words[-count:])
        if _is_mark(tail.strip(_EDGES)):
            return " ".join(words[:-count]).rstrip(_EDGES), tail.strip(_EDGES)
    if (found := _GLUED.fullmatch(text)) and _is_mark(found[2]):
        return found[1].rstrip(_EDGES), found[2]
    return None


def _is_mark(tail: str) -> bool:
    """Names begin with a capital, marks do not, but for the short one."""
    is_small = tail[:1].islower() or tail.strip(" .") in _SHORT_LEAVE
    return is_small and (marks_of(tail) is not None or tail.strip(" .") in _KEPT)


def _is_note(inside: str) -> bool:
    """Words in brackets that are no second name: «(Петрова)» is one."""
    return marks_of(inside) is not None or inside.strip()[:1].islower()


def read_note(text: str) -> tuple[Marks, str]:
    """What a note says by its marks, and what else it says."""
    marks, rest = Marks(), []
    for part in re.split(r"[,;\n]", text):
        said = marks_of(part) if part.strip() else None
        if said is None or said.expelled:
            rest.append(part.strip())
        if said is not None:
            marks |= said
    return marks, ", ".join(part for part in rest if part)


def split_guardian(cell: Cell) -> tuple[str, str, str]:
    """(names, telephones as printed, digits that are no telephone) of a parent's cell."""
    text = "\n".join(text_of(line) for line in str(cell).split("\n"))
    numbers = [found[0] for found in _NUMBER.finditer(text) if _is_long(found[0])]
    bare = _NUMBER.sub(lambda found: "\n" if _is_long(found[0]) else found[0], text)
    parts = [
        _KIN.sub("", f"{part.strip(' .:-–—()')} ").strip() for part in re.split(r"[,;\n]", bare)
    ]
    names = ", ".join(part for part in parts if part)
    phones, unread = [], []
    for number in numbers:
        checked = check_phones(number)
        if checked.value:
            phones.append(checked.value)
        else:
            unread.append(number.strip())
    return names, ", ".join(phones), ", ".join(unread)


def _is_long(number: str) -> bool:
    return sum(sign.isdigit() for sign in number) >= 5
