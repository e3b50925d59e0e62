"""Phone numbers as people type them, several in one cell, with notes and extensions. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cluster_desktop.i18n.catalogue import _
from cluster_desktop.rules.findings import Checked, Finding


@dataclass(frozen=True)
class Phone:
    """One number: E.164 ("+77252921919"), extension, note, and the area code if it is known."""

    e164: str
    extension: str | None = None
    note: str = ""
    area: str = ""


_BETWEEN = re.compile(r"[,;/|\n\r]|\s(?:и|және|или|немесе)\s", re.IGNORECASE)
_EXTENSION = re.compile(
    r"(?:ішкі(?:\s+нөмірі)?|қосымша|внутренний|внутр|вн|добавочный|доб|ext)"
    r"\s*[.:№]*\s*([0-9]{1,6})(?![0-9])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\+?[(0-9][0-9\s()\-‐‑–—.]*[0-9]")
_AREA = re.compile(r"\(\s*([0-9]{3,5})\s*\)")
# By far the most are typed like this, and need none of the care that the others do.
_USUAL = re.compile(
    r"(?:\+7|8)[ -]?([0-9]{3})[ -]?([0-9]{3})[ -]?([0-9]{2})[ -]?([0-9]{2})", re.ASCII
)
_STORED = re.compile(r"\+7[0-9]{10}")
_EDGES = " \t:.,-–—()№"
_NATIONAL = 10


def parse_phones(text: str) -> list[Phone]:
    """All numbers that can be read, in their order. `check_phones` also names what cannot."""
    return _read(text)[0]


def check_phones(text: str) -> Checked:
    """The numbers in print form, separated by commas; a finding for each part without a number."""
    typed = text.strip()
    phones, unread = _read(typed)
    findings = tuple(_unreadable(part) for part in unread)
    if findings or not phones:
        return Checked(None, findings)
    shown = ", ".join(_shown(phone) for phone in phones)
    return Checked(shown, repaired=shown != typed)


def _unreadable(part: str) -> Finding:
    message = _(
        "This is not a phone number: {value}. Type it with the area code, 10 digits after 8."
    )
    return Finding(message.format(value=part), severity="error", code="phone")


def format_phone(e164: str, area: str = "") -> str:
    """The number as printed: "+7 (7252) 92-19-19", "+7 701 123-45-67"; foreign ones as stored.

    Without the area code its length is told by the plan of Kazakhstan: 727 for Almaty, four
    digits ending in 2 for the other regional centres, else five.
    """
    national = e164[2:]
    if not _STORED.fullmatch(e164):
        return e164
    if not area and national[:2] not in ("71", "72"):
        return f"+7 {national[:3]} {_pairs(national[3:])}"
    area = area if area and national.startswith(area) else _area(national)
    return f"+7 ({area}) {_pairs(national[len(area) :])}"


def _area(national: str) -> str:
    if national.startswith("727"):
        return national[:3]
    return national[:4] if national[3] == "2" else national[:5]


def _pairs(local: str) -> str:
    """Groups of two from the right: 5 → 2-19-73, 6 → 92-19-19, 7 → 292-19-19."""
    head = local[:-4]
    return "-".join((head, local[-4:-2], local[-2:]))


def _shown(phone: Phone) -> str:
    # Not translated: this text is stored, and must be the same whatever language is spoken.
    extension = f"вн. {phone.extension}" if phone.extension else ""
    return " ".join(filter(None, (format_phone(phone.e164, phone.area), extension, phone.note)))


def _read(text: str) -> tuple[list[Phone], list[str]]:
    """The numbers, and the parts with digits that are no numbers."""
    if usual := _USUAL.fullmatch(text):
        return [Phone("+7" + "".join(usual.groups()))], []
    phones: list[Phone] = []
    unread: list[str] = []
    waiting_note = ""
    for part in _BETWEEN.split(text):
        rest, extension = _without_extension(part)
        numbers = [number for number in _NUMBER.findall(rest) if _long(number)]
        note = _NUMBER.sub(lambda number: " " if _long(number[0]) else number[0], rest)
        note = re.sub(r"\s+", " ", note).strip(_EDGES)
        if not numbers:
            if note.replace(" ", "") and not re.search(r"[^\W\d_]", note):
                unread.append(part.strip())
            elif phones:
                phones[-1] = _added(phones[-1], extension, note)
            else:
                waiting_note = waiting_note or note
            continue
        for number in numbers:
            found = _numbers(number, phones[-1] if phones else None)
            phones.extend(found)
            if not found:
                unread.append(number.strip())
        if phones and numbers:
            phones[-1] = _added(phones[-1], extension, waiting_note or note)
            waiting_note = ""
    return phones, unread


def _long(number: str) -> bool:
    """Enough digits for a number; fewer belong to the note: «каб. 215»."""
    return len(re.findall("[0-9]", number)) >= 5


def _without_extension(part: str) -> tuple[str, str | None]:
    match = _EXTENSION.search(part)
    if match is None:
        return part, None
    return part[: match.start()] + part[match.end() :], match[1]


def _added(phone: Phone, extension: str | None, note: str) -> Phone:
    return replace(phone, extension=phone.extension or extension, note=phone.note or note)


def _numbers(text: str, before: Phone | None) -> list[Phone]:
    """One number, or two typed with nothing but a space between them."""
    one = _one_number(text, before)
    if one is not None:
        return [one]
    words = text.split()
    for cut in range(1, len(words)):
        first = _one_number(" ".join(words[:cut]), before)
        second = _one_number(" ".join(words[cut:]), first) if first is not None else None
        if first is not None and second is not None:
            return [first, second]
    return []


def _one_number(text: str, before: Phone | None) -> Phone | None:
    digits = re.sub("[^0-9]", "", text)
    match = _AREA.search(text)
    area = match[1] if match else ""
    if text.lstrip().startswith("+") and digits[:1] != "7":
        return Phone(f"+{digits}") if 8 <= len(digits) <= 15 else None
    if len(digits) == _NATIONAL + 1 and digits[0] in "78":
        return Phone(f"+7{digits[1:]}", area=area)
    if len(digits) == _NATIONAL and digits[0] == "7":
        return Phone(f"+7{digits}", area=area)
    if 5 <= len(digits) <= 7 and not area and before is not None:
        return _same_area(digits, before)
    return None


def _same_area(local: str, before: Phone) -> Phone | None:
    """«8 (71345) 22185, 22994»: the second number has the area code of the first.

    A code and a local number always make ten digits; mobile numbers have no area.
    """
    national = before.e164[2:]
    code = national[: _NATIONAL - len(local)]
    is_landline = before.e164.startswith("+7") and bool(before.area or national[:2] in ("71", "72"))
    if not is_landline or (before.area and before.area != code):
        return None
    return Phone(f"+7{code}{local}", area=before.area)
