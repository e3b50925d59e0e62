"""What stands above a list of students: «Мамандық: 08410100 - …», «Курс: 1    Куратор: …». Pure.

Several facts share a cell, in both languages, and their labels are misspelt; a fact is found by its
label before a colon, or by the words around it («ВТ-25-1 тобының тізімі»).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from cluster_desktop.excel.spans import named_year
from cluster_desktop.i18n import fold

GROUP, SPECIALITY, QUALIFICATION = "group", "speciality", "qualification"
COURSE, LANGUAGE, CURATOR, YEAR = "course", "language", "curator", "academic_year"

_LABELS = {
    fold(label): fact
    for fact, labels in (
        (SPECIALITY, "мамандық|мамандығы|мамандық коды|специальность|код специальности|шифр"),
        (QUALIFICATION, "біліктілік|біліктілігі|квалификация|біліктілік коды|код квалификации"),
        (COURSE, "курс|курсы"),
        (LANGUAGE, "оқу тілі|оқыту тілі|язык обучения|тілі|язык|отделение"),
        (YEAR, "оқу жылы|учебный год|уч год"),
        (CURATOR, "куратор|кураторы|топ жетекшісі|классный руководитель|руководитель группы"),
        (GROUP, "топ|тобы|группа|топ атауы|название группы"),
    )
    for label in labels.split("|")
}
_LIKE = 86.0  # «Спецальность» is 96 like «Специальность», no two labels are more than 80
_MOST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+\.?")
_CODE = re.compile(r"(?<!\w)(\d{7,8})(?!\w)")
_QUALIFICATION = re.compile(r"(?<!\w)(\d[A-Za-zА-Яа-я]\d{8})(?!\w)")
_A_COURSE = re.compile(r"(?<!\d)([1-6])(?!\d)")
_NUMBERED_COURSE = re.compile(r"(?<![\d-])([1-6])\s*-?\s*(?:ші\s+|й\s+)?курс", re.I)
_NAMED_GROUP = re.compile(
    r"([^\W_][\w./-]*\d[\w./-]*)\s+(?:тобы|топ)|(?:групп[аыеу]|тобы)\s*(?:№\s*)?[«\"]?"
    r"([^\W_][\w./-]*\d[\w./-]*)",
    re.I,
)
_LOOK_ALIKES = str.maketrans("СВКсвк", "SWKswk")
_LANGUAGES = (("kk", "казак"), ("kk", "казах"), ("ru", "орис"), ("ru", "русс"), ("en", "агилш"))

Facts = Mapping[str, object]


@lru_cache(maxsize=4_096)
def facts_of(texts: tuple[str, ...]) -> Facts:
    """What the texts say; the first word on a fact counts, a later text repeats it in Russian."""
    found: dict[str, object] = {}
    for text in texts:
        for line in text.split("\n"):
            for fact, said in _labelled(line):
                value = _value(fact, said)
                if value is not None:
                    found.setdefault(fact, value)
        for fact, value in _unlabelled(text):
            found.setdefault(fact, value)
    return found


def _labelled(line: str) -> list[tuple[str, str]]:
    """(fact, text behind its label) from left to right."""
    places: list[tuple[int, int, str]] = []
    start = 0
    for colon in re.finditer(":", line):
        words = list(_WORD.finditer(line, start, colon.start()))
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            first = words[-count].start()
            fact = _fact(line[first : colon.start()])
            if fact:
                places.append((first, colon.end(), fact))
                break
        start = colon.end()
    if not places:
        return []
    ends = [first for first, _end, _fact_ in places[1:]] + [len(line)]
    return [
        (fact, line[end:stop].strip(" \t;,|"))
        for (_first, end, fact), stop in zip(places, ends, strict=True)
    ]


def _fact(label: str) -> str | None:
    folded = " ".join(fold(label).replace(".", " ").split())
    if folded in _LABELS:
        return _LABELS[folded]
    if len(folded) < 5:
        return None
    likeness, fact = max((fuzz.ratio(folded, known), fact) for known, fact in _LABELS.items())
    return fact if likeness >= _LIKE else None


def _value(fact: str, said: str) -> object:
    if fact == SPECIALITY:
        code = _CODE.search(said)
        return code[1].zfill(8) if code else None
    if fact == QUALIFICATION:
        qualification = _QUALIFICATION.search(said)
        return qualification_code(qualification[1]) if qualification else None
    if fact == COURSE:
        course = _A_COURSE.search(said)
        return int(course[1]) if course else None
    if fact == LANGUAGE:
        return language_of_study(said)
    if fact == YEAR:
        year = named_year(said)
        return f"{year}-{year + 1}" if year else None
    return " ".join(said.split()) or None


def _unlabelled(text: str) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    if group := _NAMED_GROUP.search(text):
        found.append((GROUP, (group[1] or group[2]).strip(".,")))
    if course := _NUMBERED_COURSE.search(text):
        found.append((COURSE, int(course[1])))
    if year := named_year(text):
        found.append((YEAR, f"{year}-{year + 1}"))
    return found


def language_of_study(text: str) -> str | None:
    """ "kk", "ru", "en" by the words of either language; "mixed" for two of them."""
    folded = fold(text)
    found = {language for language, stem in _LANGUAGES if stem in folded}
    if "англ" in folded:
        found.add("en")
    if len(found) > 1 or "аралас" in folded or "смешан" in folded:
        return "mixed"
    return found.pop() if found else None


def qualification_code(text: str) -> str:
    """«4S08410104»; a Cyrillic letter in it is one that looks or sounds alike."""
    return text[:1] + text[1:2].translate(_LOOK_ALIKES).upper() + text[2:]
