"""Small grammar of official papers: short names, gender, basis in the genitive, numbers in words.

Pure. What cannot be declined safely is left as the person typed it: a wrong ending on a signed
paper is worse than a nominative.
"""

from __future__ import annotations

from cluster_desktop.rules.names import short_name as short_name

_FEMININE_PATRONYMIC = ("вна", "ична", "инична", "қызы", "кызы")
_MASCULINE_PATRONYMIC = ("вич", "ич", "ұлы", "улы", "оглы")
_FEMININE_SURNAME = ("ова", "ева", "ёва", "ина", "ына", "ская", "цкая", "ая")

# Copies: "заңдық күші бірдей екі данада" / "в двух экземплярах" (prepositional).
_COUNT_KK = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз", "он")
_COUNT_RU = (
    "", "одном", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти",
)  # fmt: skip

# «на основании …»: the words that stand first in a basis; others stay as typed.
_GENITIVE = {
    "устав": "устава",
    "положение": "положения",
    "доверенность": "доверенности",
    "приказ": "приказа",
    "свидетельство": "свидетельства",
    "талон": "талона",
    "уведомление": "уведомления",
    "решение": "решения",
    "закон": "закона",
    "протокол": "протокола",
    "распоряжение": "распоряжения",
    "постановление": "постановления",
}


def is_woman(full: str) -> bool:
    """Whether a full name is a woman's: by the patronymic, else by a Russian surname's ending."""
    words = full.lower().replace(".", " ").split()
    if any(word.endswith(_FEMININE_PATRONYMIC) and len(word) > 3 for word in words[1:]):
        return True
    if any(word.endswith(_MASCULINE_PATRONYMIC) and len(word) > 3 for word in words[1:]):
        return False
    return any(word.endswith(_FEMININE_SURNAME) and len(word) > 4 for word in words)


def acting(full_name: str) -> str:
    """«действующего» or «действующей», by the person's gender."""
    return "действующей" if is_woman(full_name) else "действующего"


def basis_genitive(basis: str) -> str:
    """«Устав» → «Устава»; a basis whose first word is unknown stays as it was typed."""
    first, space, rest = basis.strip().partition(" ")
    genitive = _GENITIVE.get(first.lower())
    if genitive is None:
        return basis.strip()
    if first[:1].isupper():
        genitive = genitive.capitalize()
    return f"{genitive}{space}{rest}"


def copies(number: int) -> tuple[str, str]:
    """How many copies, in words: kk («екі» данада), ru (в «двух» экземплярах)."""
    if 0 < number < len(_COUNT_KK):
        return _COUNT_KK[number], _COUNT_RU[number]
    return str(number), str(number)


def places_word(number: int) -> str:
    """«не менее 21 места», «не менее 12 мест»."""
    return "места" if number % 10 == 1 and number % 100 != 11 else "мест"
