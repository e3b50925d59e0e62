"""Graduates of 2026 and students at practice in November, for tests of their pages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Insert, Operation, Query
from cluster_desktop.services import papers, start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

GRADUATES = 34
STARTS, ENDS = date(2026, 10, 19), date(2026, 12, 19)
AT_PRACTICE = ("Әлиев Дамир Серікұлы", "Бекмұрат Сұлтан Ержанұлы", "Ғабитова Әмина Қайратқызы")
PARTNER = {"name_kk": "«Қостанай агро» ЖШС", "name_ru": "ТОО «Костанай агро»"}


def _one(office: Office, entity: str, values: dict[str, Value]) -> UUID:
    (made,) = office.add(entity, values).ids
    return made


def with_graduates(office: Office) -> None:
    """34 graduates of 2026 of two specialities without any status, two of 2025, one partner."""
    start.prepare(office)
    papers.seed_templates(office)
    own: dict[str, Value] = {"name_kk": "«Ақбұлақ политехникалық колледжі» МКҚК"}
    start.set_college(office, own)
    office.put_setting("firstrun.done", "yes")
    _one(office, "organisation", {**PARTNER, "kind": "enterprise"})
    trades = [row.id for row in office.rows(Query("speciality"), 2)]
    defaults = office.entity("student").defaults()
    made: list[Operation] = []
    for n in range(GRADUATES + 2):
        values: dict[str, Value] = {
            "full_name": f"Түлек {n:02} Ұлықбек",
            "graduation_year": 2026 if n < GRADUATES else 2025,
            "status": "graduated",
            "speciality_id": trades[n % 2],
            "funding": "state" if n % 3 else "paid",
        }
        made.append(Insert("student", defaults | values, new_id()))
    office.apply("graduates", "test", made)


def with_practice(office: Office) -> None:
    """Three students at one enterprise in autumn; a break in the first week of November."""
    start.prepare(office)
    own: dict[str, Value] = {"name_kk": "«Ақбұлақ политехникалық колледжі» МКҚК"}
    start.set_college(office, own)
    office.put_setting("firstrun.done", "yes")
    year = _one(
        office, "academic_year",
        {"name": "2026-2027", "starts": date(2026, 9, 1), "ends": date(2027, 6, 30)},
    )  # fmt: skip
    office.add(
        "academic_break",
        {"academic_year_id": year, "name_kk": "Күзгі демалыс",
         "starts": date(2026, 11, 2), "ends": date(2026, 11, 8)},
    )  # fmt: skip
    period = _one(
        office, "practice_period",
        {"name": "Күз 2026", "kind": "production", "starts": STARTS, "ends": ENDS,
         "academic_year_id": year, "hours_per_day": 7},
    )  # fmt: skip
    where = _one(office, "organisation", {**PARTNER, "kind": "enterprise"})
    mentor = _one(
        office, "mentor", {"full_name": "Сәрсенов Болат", "organisation_id": where}
    )  # fmt: skip
    for n, name in enumerate(AT_PRACTICE):
        student = _one(office, "student", {"full_name": name})
        office.add(
            "placement",
            {"student_id": student, "period_id": period, "organisation_id": where,
             "mentor_id": mentor, "kind": "production", "starts": STARTS,
             "ends": ENDS if n < 2 else date(2026, 11, 20)},
        )  # fmt: skip
    seeded = [row.id for row in office.rows(Query("rubric_criterion"))]
    if seeded:
        office.delete("rubric_criterion", seeded)
    for name, most in (("Жұмысқа қатысуы", 20), ("Тапсырма сапасы", 80)):
        office.add("rubric_criterion", {"name_kk": name, "most": most})


def states(office: Office) -> dict[str, int]:
    """How many graduates of 2026 are in which state."""
    where = (Condition("graduation_year", "is", 2026), Condition("graduated", "is", True))
    return office.counts_by(Query("student", where), "outcome_now")
