"""A whole region in any number of colleges, always the same one: 38 colleges make 125,000 records.

Proportions of a college of 1,200 students: most records are students, what became of graduates,
placements and their days. Names and texts differ as people's do, since the index of substrings
pays for every new word. Knows no database and no exchange: it makes what is to be inserted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Insert

COLLEGES, DEVICES_OF_COLLEGE, DEVICES_OF_REGION = 38, 3, 2
DEVICES = COLLEGES * DEVICES_OF_COLLEGE + DEVICES_OF_REGION
ROWS = 125_000
PARTNERS = 45  # of one college
OF_COLLEGE = {
    "study_group": 48,
    "student": 1_200,
    "outcome": 480,
    "practice_period": 6,
    "mentor": 110,
    "practice_slot": 120,
    "placement": 640,
    "attendance": 240,
    "agreement": 90,
    "obligation": 60,
    "consent": 150,
    "teacher": 44,
}
FAMILIES = (
    *("Әлиев", "Ким", "Омаров", "Нұрланов", "Ғабдуллин", "Иванов", "Оспанов", "Тілеубаев"),
    *("Сейтқалиев", "Жұмабаев", "Петренко", "Қасымов", "Бекмұратов", "Шәріпов", "Үсенов"),
    *("Мұхаметжанов", "Дүйсенбаев", "Кузнецов", "Сүлейменов", "Абдрахманов", "Төлегенов"),
)
NAMES = (
    *("Дамир", "Асан", "Айым", "Жанель", "Сұлтан", "Виктория", "Ерасыл", "Әсел", "Нұрислам"),
    *("Мадина", "Арман", "Гүлнәр", "Алихан", "Томирис", "Данияр", "Перизат", "Мирас", "Көркем"),
)
FATHERS = ("Серікұлы", "Маратқызы", "Бауыржанұлы", "Андреевич", "Қанатқызы", "Ерболұлы", "Игоревна")
STREETS = ("Абай", "Тәуелсіздік", "Байтұрсынұлы", "Гагарин", "Алтынсарин", "Быковский", "Тәуке хан")
PLACES = ("Қостанай", "Әулиекөл", "Жітіқара", "Рудный", "Арқалық", "Лисаков", "Таран", "Қарасу")
TRADES = (
    "Агро",
    "Құрылыс",
    "Өңдеу",
    "Қызмет",
    "Көлік",
    "Энерго",
    "Сүт",
    "Астық",
    "Темір",
    "Жөндеу",
)
DUTIES = ("Практика орындарын беру", "Тәлімгер тағайындау", "Жабдық беру", "Шәкіртақы төлеу")
STATES = ("employed", "employed", "employed", "studying", "army", "self_employed", "childcare")


@dataclass(frozen=True)
class Part:
    """What one college enters or, with None, what stands in the region's registry."""

    college: UUID | None
    records: dict[str, list[Insert]]

    def count(self) -> int:
        return sum(len(inserts) for inserts in self.records.values())

    def operations(self) -> list[Insert]:
        return [one for inserts in self.records.values() for one in inserts]


def name_of(kind: int, number: int) -> UUID:
    """A version 7 id that is always the same: in the order of kind and number."""
    noise = random.Random(kind << 40 | number).getrandbits(62)
    return UUID(
        int=(0x019_A000_0000_0 + number) << 80 | 7 << 76 | (kind & 0xFFF) << 64 | 2 << 62 | noise
    )


def college_id(number: int) -> UUID:
    return name_of(1, number)


def region(colleges: int = COLLEGES, rows: int = ROWS) -> Iterator[Part]:
    """The registry first, then each college; further students of the last one fill up `rows`."""
    registry = _registry(colleges)
    left = rows - registry.count()
    yield registry
    for number in range(colleges):
        made = _College(number)
        more = left - sum(OF_COLLEGE.values()) if number == colleges - 1 else 0
        part = made.part(max(0, more))
        left -= part.count()
        yield part


def _registry(colleges: int) -> Part:
    chance = random.Random(1)
    firms = [_firm(chance, n) for n in range(colleges * PARTNERS)]
    contacts = [
        Insert(
            "contact_person",
            {
                "organisation_id": firms[n * 4].id,
                "full_name": _person(chance),
                "phone": _phone(chance),
                "position": "Кадр бөлімінің басшысы",
            },
            name_of(3, n),
        )
        for n in range(len(firms) // 4)
    ]
    return Part(None, {"organisation": firms, "contact_person": contacts})


def _firm(chance: random.Random, n: int) -> Insert:
    word = f"{chance.choice(PLACES)} {chance.choice(TRADES).lower()} {n:05d}"
    values: dict[str, Value] = {
        "name_kk": f"«{word}» ЖШС",
        "name_ru": f"ТОО «{word}»",
        "bin": f"{n % 24:02d}0{1 + n % 9}40{n:06d}",
        "kind": "enterprise",
        "phone": _phone(chance),
        "head_kk": _person(chance),
        "address_kk": f"{chance.choice(PLACES)} қ., {chance.choice(STREETS)} к-сі, {n % 200}",
        "distance_km": n % 140,
    }
    return Insert("organisation", values, name_of(2, n))


def _person(chance: random.Random) -> str:
    return f"{chance.choice(FAMILIES)} {chance.choice(NAMES)} {chance.choice(FATHERS)}"


def _phone(chance: random.Random) -> str:
    return (
        f"+7 70{chance.randrange(10)} {chance.randrange(1000):03d} {chance.randrange(10_000):04d}"
    )


class _College:
    """Makes the records of one college, links first."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._chance = random.Random(100 + number)
        self._records: dict[str, list[Insert]] = {}
        self._firms = [name_of(2, number * PARTNERS + n) for n in range(PARTNERS)]

    def part(self, more_students: int) -> Part:
        for entity, count in OF_COLLEGE.items():
            count += more_students if entity == "student" else 0
            self._records[entity] = []
            fill = getattr(self, f"_{entity}")
            for n in range(count):
                values = {k: v for k, v in fill(n).items() if v is not None}
                self._records[entity].append(Insert(entity, values, self._id(entity, n)))
        return Part(college_id(self._number), self._records)

    def _id(self, entity: str, n: int) -> UUID:
        return name_of(10 + list(OF_COLLEGE).index(entity), self._number * 10_000 + n)

    def _of(self, entity: str, n: int) -> UUID:
        made = self._records[entity]
        return made[n % len(made)].id

    def _study_group(self, n: int) -> dict[str, Value]:
        return {"name": f"{TRADES[n % 10][:2].upper()}-{self._number:02d}-{n:02d}",
                "course": 1 + n % 4}  # fmt: skip

    def _student(self, n: int) -> dict[str, Value]:
        chance = self._chance
        graduate, born = n % 5 < 2, date(2005 + n % 5, 1 + n % 12, 1 + n % 28)
        return {
            "full_name": _person(chance),
            "iin": f"{born:%y%m%d}5{chance.randrange(100_000):05d}",
            "born": born,
            "sex": "mf"[n % 2],
            "group_id": None if graduate else self._of("study_group", n),
            "status": "graduated" if graduate else "studying",
            "graduation_year": 2023 + n % 4 if graduate else None,
            "dual": n % 4 == 0,
            "phone": _phone(chance),
            "address": f"{chance.choice(PLACES)}, {chance.choice(STREETS)} {n % 180}-{n % 60}",
            "guardian_name": None if graduate else _person(chance),
            "guardian_phone": None if graduate else _phone(chance),
        }

    def _outcome(self, n: int) -> dict[str, Value]:
        state = STATES[n % len(STATES)]
        works = state == "employed"
        return {
            "student_id": self._of("student", n // 2 * 5 + n % 2),
            "checkpoint": ("0", "3", "6", "12")[n % 4],
            "checked_on": date(2026, 1 + n % 10, 15),
            "state": state,
            "organisation_id": self._firms[n % PARTNERS] if works else None,
            "employer": f"«{self._chance.choice(PLACES)} сауда {n:04d}» ЖК" if works else None,
            "by_speciality": n % 3 == 0,
        }

    def _practice_period(self, n: int) -> dict[str, Value]:
        starts = date(2026, 1 + n * 2, 5)
        return {"name": f"Практика {n + 1}, {self._number:02d}", "kind": "production",
                "starts": starts, "ends": starts + timedelta(days=55)}  # fmt: skip

    def _mentor(self, n: int) -> dict[str, Value]:
        return {"full_name": _person(self._chance), "organisation_id": self._firms[n % PARTNERS],
                "position": "Шебер", "order_number": f"{n}-ж", "order_date": date(2026, 1, 12),
                "experience_years": 1 + n % 30, "phone": _phone(self._chance)}  # fmt: skip

    def _practice_slot(self, n: int) -> dict[str, Value]:
        return {"organisation_id": self._firms[n % PARTNERS], "places": 1 + n % 9,
                "period_id": self._of("practice_period", n), "weeks": 8}  # fmt: skip

    def _placement(self, n: int) -> dict[str, Value]:
        starts = date(2026, 1 + n % 6 * 2, 5)
        return {
            "student_id": self._of("student", n),
            "period_id": self._of("practice_period", n),
            "organisation_id": self._firms[n % PARTNERS],
            "slot_id": self._of("practice_slot", n),
            "mentor_id": self._of("mentor", n),
            "starts": starts,
            "ends": starts + timedelta(days=55),
            "kind": "production",
            "state": "assessed" if n % 3 else "planned",
            "grade": 60 + n % 40 if n % 3 else None,
            "hours_enterprise": 288,
        }

    def _attendance(self, n: int) -> dict[str, Value]:
        return {"placement_id": self._of("placement", n), "day": date(2026, 2, 1 + n % 28),
                "hours": 6}  # fmt: skip

    def _agreement(self, n: int) -> dict[str, Value]:
        return {
            "number": f"{self._number:02d}-А-2026-{n:04d}",
            "partner_id": self._firms[n % PARTNERS],
            "kind": "practice" if n % 2 else "memorandum",
            "stage": "signed",
            "signed_on": date(2026, 1, 5),
            "valid_from": date(2026, 1, 5),
            "valid_until": date(2028, 1, 5),
            "responsible": _person(self._chance),
        }

    def _obligation(self, n: int) -> dict[str, Value]:
        return {"agreement_id": self._of("agreement", n), "text_kk": DUTIES[n % 4],
                "due": date(2026, 12, 1)}  # fmt: skip

    def _consent(self, n: int) -> dict[str, Value]:
        return {"student_id": self._of("student", n), "given_on": date(2025, 9, 1)}

    def _teacher(self, n: int) -> dict[str, Value]:
        return {"full_name": _person(self._chance), "position": "Оқытушы",
                "phone": _phone(self._chance)}  # fmt: skip
