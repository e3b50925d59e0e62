"""A very large college: 20,000 who study, 20,000 graduates, their practice and mentors.

For measuring only. Chance is seeded, so each run measures the same.
"""

from __future__ import annotations

import random
from datetime import date
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Insert, Operation, Query
from cluster_desktop.services import cluster, kpi, papers, participants, risks, start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

STUDENTS = GRADUATES = 20_000
BASES, MENTORS_OF_BASE, GROUPS, SPECIALITIES = 400, 5, 800, 8
GROUPS_THAT_GO = 120
PLACED, PLACED_BEFORE = 2_000, 8_000
SPRING = (date(2027, 2, 1), date(2027, 4, 1))
BEFORE = (date(2026, 2, 2), date(2026, 4, 1))
YEARS = (2026, 2025, 2024, 2023)
FAMILIES = ("Әлиев", "Ким", "Омаров", "Нұрланов", "Ғабдуллин", "Иванов", "Оспанов", "Тілеубаев")
NAMES = ("Дамир", "Асан", "Айым", "Жанель", "Сұлтан", "Виктория", "Ерасыл", "Әсел")
STATES = ("employed", "employed", "employed", "studying", "army", "self_employed", "childcare")


class Crowd:
    """Collects what is inserted; a record gets what its entity gives a new one."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._defaults: dict[str, dict[str, Value]] = {}
        self.operations: list[Operation] = []

    def add(self, entity: str, values: dict[str, Value]) -> UUID:
        if entity not in self._defaults:
            self._defaults[entity] = self._office.entity(entity).defaults()
        made = new_id()
        self.operations.append(Insert(entity, self._defaults[entity] | values, made))
        return made


def crowded(office: Office) -> None:
    """Everything in one action, as an import of a whole college would."""
    start.prepare(office)
    papers.seed_templates(office)
    start.set_college(office, {"name_kk": "«Ақбұлақ политехникалық колледжі» МКҚК"})
    office.put_setting("firstrun.done", "yes")
    chance = random.Random(7)
    crowd = Crowd(office)
    trades = [row.id for row in office.rows(Query("speciality"), SPECIALITIES)]
    bases = [_base(crowd, n) for n in range(BASES)]
    mentors = [
        [_mentor(crowd, base, n, k) for k in range(MENTORS_OF_BASE)] for n, base in enumerate(bases)
    ]
    spring, before = (_period(crowd, name, *days) for name, days in
                      (("Көктем 2027", SPRING), ("Көктем 2026", BEFORE)))  # fmt: skip
    slots = [
        crowd.add("practice_slot", {"organisation_id": base, "period_id": spring,
                                    "speciality_id": trades[n % SPECIALITIES], "places": 8})
        for n, base in enumerate(bases)
    ]  # fmt: skip
    groups = [_group(crowd, trades, spring, n) for n in range(GROUPS)]
    students = [_student(crowd, chance, trades, groups, n) for n in range(STUDENTS)]
    going = [one for n, one in enumerate(students) if n % GROUPS < GROUPS_THAT_GO]
    for n in range(PLACED_BEFORE):
        _placement(crowd, students[n], before, BEFORE, bases[n % BASES], None,
                   mentors[n % BASES][n % MENTORS_OF_BASE], "assessed")  # fmt: skip
    for n, student in enumerate(going[:PLACED]):
        at = n % BASES
        _placement(crowd, student, spring, SPRING, bases[at], slots[at],
                   mentors[at][n % MENTORS_OF_BASE] if n % 3 else None, "planned")  # fmt: skip
    for n in range(GRADUATES):
        _graduate(crowd, chance, trades, bases, n)
    office.apply("crowd", "test", crowd.operations)
    _cluster(office)


def _cluster(office: Office) -> None:
    """A cluster with everybody who has an agreement, and the usual indicators."""
    cluster.make(office, {"name_kk": "Ақбұлақ кластері", "name_ru": "Акбулакский кластер"})
    participants.add_from_agreements(office)
    kpi.standard(office)
    risks.insert_typical(office)


def _base(crowd: Crowd, n: int) -> UUID:
    made = crowd.add(
        "organisation",
        {"name_kk": f"«Өрлеу {n:03}» ЖШС", "name_ru": f"ТОО «Орлеу {n:03}»", "kind": "enterprise"},
    )
    crowd.add(
        "agreement",
        {"number": f"П-{n:03}/2026", "partner_id": made, "kind": "practice", "stage": "signed",
         "signed_on": date(2026, 1, 5), "valid_from": date(2026, 1, 5),
         "valid_until": date(2028, 1, 5) if n % 9 else date(2027, 3, 1)},
    )  # fmt: skip
    return made


def _mentor(crowd: Crowd, base: UUID, n: int, k: int) -> UUID:
    return crowd.add(
        "mentor",
        {"full_name": f"{FAMILIES[n % 8]} {NAMES[k]} {n:03}", "organisation_id": base,
         "order_number": str(n) if n % 5 else None, "experience_years": 1 + (n + k) % 20,
         "trained_until": date(2026 + n % 3, 12, 31), "ends": date(2027, 6, 30)},
    )  # fmt: skip


def _period(crowd: Crowd, name: str, starts: date, ends: date) -> UUID:
    return crowd.add(
        "practice_period",
        {"name": name, "kind": "production", "starts": starts, "ends": ends, "hours_per_day": 6},
    )


def _group(crowd: Crowd, trades: list[UUID], spring: UUID, n: int) -> UUID:
    made = crowd.add(
        "study_group",
        {"name": f"ТП-{n:03}", "speciality_id": trades[n % SPECIALITIES], "course": 1 + n % 4},
    )
    if n < GROUPS_THAT_GO:
        crowd.add("period_group", {"period_id": spring, "group_id": made})
    return made


def _student(
    crowd: Crowd, chance: random.Random, trades: list[UUID], groups: list[UUID], n: int
) -> UUID:
    group = n % GROUPS
    return crowd.add(
        "student",
        {"full_name": _name(chance, n), "group_id": groups[group],
         "speciality_id": trades[group % SPECIALITIES], "born": date(2008 + n % 3, 1 + n % 12, 5),
         "status": "on_leave" if n % 97 == 0 else "studying", "iin": f"{n:012}",
         "dual": n % 4 == 0},
    )  # fmt: skip


def _placement(
    crowd: Crowd, student: UUID, period: UUID, days: tuple[date, date], base: UUID,
    slot: UUID | None, mentor: UUID | None, state: str,
) -> None:  # fmt: skip
    crowd.add(
        "placement",
        {"student_id": student, "period_id": period, "organisation_id": base, "slot_id": slot,
         "kind": "production", "starts": days[0], "ends": days[1], "mentor_id": mentor,
         "state": state},
    )  # fmt: skip


def _graduate(
    crowd: Crowd, chance: random.Random, trades: list[UUID], bases: list[UUID], n: int
) -> None:
    made = crowd.add(
        "student",
        {"full_name": _name(chance, n), "status": "graduated", "graduation_year": YEARS[n % 4],
         "speciality_id": trades[n % SPECIALITIES], "funding": "state" if n % 3 else "paid",
         "iin": f"{STUDENTS + n:012}"},
    )  # fmt: skip
    if n % 5:
        state = STATES[n % len(STATES)]
        works = state == "employed"
        crowd.add(
            "outcome",
            {"student_id": made, "checkpoint": "3", "checked_on": date(YEARS[n % 4], 10, 5),
             "state": state, "organisation_id": bases[n % BASES] if works else None,
             "by_speciality": works and n % 2 == 0},
        )  # fmt: skip


def _name(chance: random.Random, n: int) -> str:
    return f"{chance.choice(FAMILIES)} {chance.choice(NAMES)} {n:05}"
