"""Records for the tests of papers of practice: two enterprises, a group, a period, placements."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query
from cluster_desktop.services import start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from tests.excel_out.made_records import COLLEGE, FARM

YARD = {
    **FARM,
    "bin": "220840970001",
    "name_kk": "«Темір қанат» ЖШС",
    "name_ru": "ТОО «Темир канат»",
}
NAMES = (
    "Әлиев Дамир Ғалымұлы",
    "Ким Виктория Сергеевна",
    "Нұрмұхаммедова Айгүл Өмірбекқызы",
    "Петров Иван",
    "Һамитов Қуаныш Үсенұлы",
    "Ысқақова Жібек Іңкәрқызы",
)
GUARDIAN = "Нұрмұхаммедов Өмірбек Асанұлы"
PERIOD = "2026 күз"
STARTS, ENDS = date(2026, 9, 1), date(2026, 11, 14)


def one(changes: Changes) -> UUID:
    """The id of the one record that was made."""
    (made,) = changes.ids
    return made


def of_practice(office: Office, count: int = 6) -> None:
    """A college whose group of welders was in dual training in autumn; the day is 21.11.2026."""
    start.prepare(office)
    office.put_local_fact("device.letters", "АВЕ")
    start.set_college(office, COLLEGE)
    farm, yard = (one(office.add("organisation", values)) for values in (FARM, YARD))
    where = (Condition("code", "is", "07150500"),)
    (speciality,) = office.rows(Query("speciality", where, columns=("code",)))
    group = one(
        office.add(
            "study_group",
            {"name": "ДІ-24-1", "course": 3, "language": "kk", "speciality_id": speciality.id},
        )
    )
    period = one(
        office.add(
            "practice_period",
            {
                "name": PERIOD,
                "kind": "dual",
                "starts": STARTS,
                "ends": ENDS,
                "hours": 432,
                "hours_all": 640,
                "days": ("mon", "wed", "fri"),
                "hours_per_day": 6,
            },
        )
    )
    teacher = one(office.add("teacher", {"full_name": "Ахметов Ерлан Болатұлы"}))
    mentors = [
        one(
            office.add("mentor", {"full_name": name, "organisation_id": place, "position": "шебер"})
        )
        for name, place in (("Жұмабаев Асқар Ғабитұлы", farm), ("Сәрсенбаев Өмірзақ", yard))
    ]
    operations: list[Operation] = []
    for number in range(count):
        person, at_farm = new_id(), number % 2
        values: dict[str, Value] = {
            "full_name": NAMES[number % len(NAMES)],
            "born": date(2010 if number % len(NAMES) == 2 else 2006, 3, 4),
            "iin": "060304550012",
            "group_id": group,
            "id_card": "045678901",
            "address": "Ақжайлау ауылы, Абай көшесі, 5",
            "guardian_name": GUARDIAN,
            "graduation_year": 2026,
        }
        declared = office.entity("student").defaults()
        operations.append(Insert("student", declared | values, person))
        place: dict[str, Value] = {
            "student_id": person,
            "period_id": period,
            "organisation_id": farm if at_farm else yard,
            "mentor_id": mentors[0] if at_farm else mentors[1],
            "supervisor_id": teacher,
            "starts": STARTS,
            "ends": ENDS,
            "compensation": Decimal(45_000),
        }
        declared = office.entity("placement").defaults()
        operations.append(Insert("placement", declared | place, new_id()))
    office.apply("students", "test", operations)


def of_many(office: Office) -> None:
    """Sixty students: enough for a Cancel in the middle."""
    of_practice(office, 60)


def period_of(office: Office) -> UUID:
    """The period of the records."""
    return office.rows(Query("practice_period", columns=("name",)))[0].id


def placements(office: Office) -> list[UUID]:
    """All placements, by the students' names."""
    return [row.id for row in office.rows(Query("placement", columns=("student_id",)))]


def placement_of(office: Office, name: str) -> UUID:
    """The placement of the student of that name."""
    rows = office.rows(Query("placement", columns=("student_id",)))
    return next(row.id for row in rows if row["student_id"].title == name)
