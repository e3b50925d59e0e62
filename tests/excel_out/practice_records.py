"""Dual training and practice for the tests of forms, small enough to count by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Insert, Operation
from cluster_desktop.services import start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from tests.excel_out.made_records import COLLEGE, FARM

TODAY = date(2025, 12, 1)
FIRST, LAST = date(2025, 11, 3), date(2025, 12, 27)
WORKSHOP = {"name_kk": "«Шебер» ЖШС", "name_ru": "ТОО «Шебер»", "bin": "970140960689"}


def with_practice(office: Office) -> None:
    """Welders of two courses at two enterprises.

    Course 2: four students, two of them on state order; three placed at the farm for 288 of 480
    hours, the fourth only marked as a dual student. Course 3: two students, one placed at the
    workshop for 200 of 480 hours. The farm's mentor Asan has three students and a limit of two.
    """
    start.prepare(office)
    start.set_college(office, COLLEGE)
    (welding,) = office.lookup("speciality", "code", ["07150500"])["07150500"]
    steps: list[Operation] = []

    def add(entity: str, values: dict[str, Value]) -> UUID:
        made = new_id()
        steps.append(Insert(entity, office.entity(entity).defaults() | values, made))
        return made

    farm, workshop = add("organisation", dict(FARM)), add("organisation", dict(WORKSHOP))
    year = add("academic_year", {"name": "2025-2026", "starts": date(2025, 9, 1),
                                 "ends": date(2026, 6, 30)})  # fmt: skip
    groups = [
        add("study_group", {"name": name, "course": course, "speciality_id": welding,
                            "academic_year_id": year})
        for name, course in (("ДІ-24-1", 2), ("ДІ-23-1", 3))
    ]  # fmt: skip
    contract = add("agreement", {"partner_id": farm, "kind": "dual", "number": "10-ДО",
                                 "signed_on": date(2024, 1, 20), "stage": "signed",
                                 "open_ended": True})  # fmt: skip
    practice = add("practice_period", {
        "name": "Күз 2025", "kind": "dual", "starts": FIRST, "ends": LAST, "weeks": 8,
        "academic_year_id": year, "hours": 288, "hours_training": 480, "hours_all": 1440,
    })  # fmt: skip
    for group in groups:
        add("period_group", {"period_id": practice, "group_id": group})
    asan = add("mentor", {
        "full_name": "Асанов Асан", "organisation_id": farm, "iin": "720825497400",
        "position": "дәнекерлеуші", "order_number": "47-ө", "order_date": date(2025, 9, 1),
        "experience_years": 2, "load_limit": 2, "pay": Decimal(38_000), "pay_kind": "enterprise",
        "trained_on": date(2025, 5, 21), "certificate": "9575", "group_id": groups[0],
        "starts": date(2025, 9, 1), "ends": date(2026, 6, 30),
    })  # fmt: skip
    add("mentor", {"full_name": "Бұрынғы Болат", "organisation_id": farm, "position": "шебер",
                   "starts": date(2023, 9, 1), "ends": date(2024, 6, 30)})  # fmt: skip
    at_farm = add("practice_slot", {
        "organisation_id": farm, "period_id": practice, "speciality_id": welding, "places": 2,
        "group_id": groups[0], "agreement_id": contract, "mentor_id": asan, "distance_km": 35,
        "transport": True,
    })  # fmt: skip
    at_workshop = add("practice_slot", {
        "organisation_id": workshop, "period_id": practice, "places": 5, "hours": 200,
    })  # fmt: skip
    students = [
        add("student", {
            "full_name": f"Студент {n}", "group_id": groups[n // 4], "speciality_id": welding,
            "funding": "state" if n < 2 else "paid", "dual": n == 3,
        })
        for n in range(6)
    ]  # fmt: skip
    for number, (student, slot, organisation, hours) in enumerate((
        (students[0], at_farm, farm, 288), (students[1], at_farm, farm, 288),
        (students[2], at_farm, farm, 288), (students[4], at_workshop, workshop, 200),
    )):  # fmt: skip
        add("placement", {
            "student_id": student, "period_id": practice, "slot_id": slot, "kind": "dual",
            "organisation_id": organisation, "starts": FIRST, "ends": LAST,
            "hours_enterprise": hours, "mentor_id": asan if slot == at_farm else None,
            "agreement_id": contract if slot == at_farm else None,
            "grade": (5, 4, 4, None)[number], "compensation": Decimal(1) if not number else None,
        })  # fmt: skip
    # Given up: takes no place and counts nowhere.
    add("placement", {
        "student_id": students[5], "period_id": practice, "slot_id": at_workshop, "kind": "dual",
        "organisation_id": workshop, "starts": FIRST, "ends": LAST, "state": "interrupted",
        "hours_enterprise": 480,
    })  # fmt: skip
    office.apply("test", "test", steps)
