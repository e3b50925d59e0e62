"""Material base, needs, indicators, plan and internships for the tests of forms F7 to F10."""

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

TODAY = date(2026, 11, 21)
PERSON = "720825497400"
OTHER_COLLEGE = {
    "name_kk": "«Орал» колледжі",
    "name_ru": "Колледж «Орал»",
    "bin": "970140960689",
    "kind": "college",
}


def with_cluster(office: Office) -> None:
    """Small enough to count by hand.

    Two objects; the farm needs 3 welders in 2027 and 2 in 2028, the akimat 4 accountants in 2027.
    Five welders of ours finish in 2027, another college has one; nobody is an accountant.
    """
    start.prepare(office)
    start.set_college(office, COLLEGE)
    codes = office.lookup("speciality", "code", ["07150500", "04110100"])
    (welding,), (accounts,) = codes["07150500"], codes["04110100"]
    steps: list[Operation] = []

    def add(entity: str, values: dict[str, Value]) -> UUID:
        made = new_id()
        steps.append(Insert(entity, office.entity(entity).defaults() | values, made))
        return made

    farm, other = add("organisation", dict(FARM)), add("organisation", dict(OTHER_COLLEGE))
    _material_base(add, farm)
    welders = add("labour_request", {
        "source": "enterprise", "organisation_id": farm, "profession": "дәнекерлеуші",
        "speciality_id": welding, "vacancies": 1, "targeted": 2, "salary_from": Decimal(250_000),
        "salary_to": Decimal(300_000), "number": "5", "requested_on": date(2026, 9, 1),
        "sector": "Ауыл шаруашылығы",
    })  # fmt: skip
    clerks = add("labour_request", {
        "source": "akimat", "profession": "есепші", "speciality_id": accounts,
    })  # fmt: skip
    refused = add("labour_request", {
        "source": "akimat", "profession": "аспазшы", "state": "refused",
    })  # fmt: skip
    needed = ((welders, 2027, 3), (welders, 2028, 2), (clerks, 2027, 4), (refused, 2027, 9))
    for request, year, persons in needed:
        add("labour_need", {"request_id": request, "year": year, "persons": persons})
    for number in range(5):
        add("student", {
            "full_name": f"Студент {number}", "speciality_id": welding, "graduation_year": 2027,
        })  # fmt: skip
    add("other_supply", {
        "organisation_id": other, "speciality_id": welding, "year": 2027, "persons": 1,
    })  # fmt: skip
    teacher = add("teacher", {
        "full_name": "Әлиева Гүлнар", "iin": PERSON, "position": "оқытушы",
        "discipline": "Дәнекерлеу", "category": "бірінші",
    })  # fmt: skip
    add("teacher_internship", {
        "teacher_id": teacher, "organisation_id": farm, "starts": date(2026, 6, 1),
        "ends": date(2026, 6, 19), "hours": 72, "document": "77", "document_on": date(2026, 6, 20),
        "result": "сертификат",
    })  # fmt: skip
    add("teacher_internship", {
        "teacher_id": teacher, "place": "Өрлеу", "kind": "course", "ends": date(2024, 5, 1),
    })  # fmt: skip
    office.apply("test", "test", steps)


def _material_base(add: object, farm: UUID) -> None:
    assert callable(add)
    add("infrastructure", {
        "kind": "workshop", "name_kk": "Дәнекерлеу шеберханасы", "name_ru": "Сварочный цех",
        "owner_id": farm, "count": 2, "area": Decimal("120.5"), "places": 24, "made_year": 2019,
        "condition": "good", "funding": "business", "cost": Decimal(15_500_000), "shared": True,
        "access": "шарт бойынша",
    })  # fmt: skip
    add("infrastructure", {
        "kind": "laboratory", "name_kk": "Электр зертханасы", "area": Decimal("60"), "places": 12,
    })  # fmt: skip
