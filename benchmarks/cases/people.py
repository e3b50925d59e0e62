"""Invented organisations in any number, always the same ones: names, BIN, cells of a workbook."""

from __future__ import annotations

import random
from datetime import date, timedelta

KINDS = ("Агро", "Құрылыс", "Өңдеу", "Қызмет", "Көлік", "Іскер", "Ғылым", "Үміт", "Һәм", "Ұстаз")
PLACES = ("Қостанай", "Әулиекөл", "Жітіқара", "Рудный", "Арқалық", "Шымкент", "Өскемен", "Семей")
_WEIGHTS = tuple(range(1, 12))
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def bin_number(number: int) -> str | None:
    """A BIN with a right control digit, of this serial number; None where there can be none."""
    digits = [int(c) for c in f"240140{number:05d}"]
    control = sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True)) % 11
    if control == 10:
        control = sum(w * d for w, d in zip(_SECOND_WEIGHTS, digits, strict=True)) % 11
    return None if control == 10 else "".join(map(str, [*digits, control]))


def name_kk(number: int) -> str:
    chosen = random.Random(number)
    return f"«{chosen.choice(PLACES)} {chosen.choice(KINDS).lower()} {number:06d}» ЖШС"


def name_ru(number: int) -> str:
    chosen = random.Random(number)
    return f"ТОО «{chosen.choice(PLACES)} {chosen.choice(KINDS).lower()} {number:06d}»"


def day(number: int) -> date:
    return date(2024, 1, 1) + timedelta(days=number % 700)
