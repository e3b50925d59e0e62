"""A small college with one coming practice: two groups, three enterprises, three mentors."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Query
from cluster_desktop.services import start
from cluster_desktop.services.office import Office

STARTS, ENDS = date(2027, 2, 1), date(2027, 3, 28)


def add(office: Office, entity: str, **values: Value) -> UUID:
    (made,) = office.add(entity, values).ids
    return made


def named(office: Office, entity: str, name: str) -> UUID:
    (found,) = office.choices_for(entity, name)
    return found.id


def by_code(office: Office, code: str) -> UUID:
    return office.lookup("speciality", "code", [code])[code][0]


def of_period(office: Office, entity: str = "placement") -> list[UUID]:
    return [row.id for row in office.rows(Query(entity))]


def practice_school(office: Office) -> None:
    """Two welders and one cook; Temir has two places for welders, Dastarkhan one for cooks."""
    start.prepare(office)
    start.set_college(office, {"name_kk": "Колледж"})
    welding, cooking = by_code(office, "07150500"), by_code(office, "10130300")
    year = add(
        office,
        "academic_year",
        name="2026-2027",
        starts=date(2026, 9, 1),
        ends=date(2027, 6, 30),
    )
    add(
        office,
        "academic_break",
        academic_year_id=year,
        name_kk="Наурыз",
        starts=date(2027, 3, 21),
        ends=date(2027, 3, 25),
    )
    period = add(
        office,
        "practice_period",
        name="Spring 2027",
        starts=STARTS,
        ends=ENDS,
        academic_year_id=year,
        days=("mon", "tue", "wed"),
        hours_per_day=6,
        hours_training=216,
    )
    groups = {
        "ДІ-24-1": add(office, "study_group", name="ДІ-24-1", speciality_id=welding),
        "ТҰ-24-1": add(office, "study_group", name="ТҰ-24-1", speciality_id=cooking),
    }
    for group in groups.values():
        add(office, "period_group", period_id=period, group_id=group)
    for name, group in (
        ("Әлиев Дамир", "ДІ-24-1"),
        ("Ким Виктор", "ДІ-24-1"),
        ("Омарова Аяжан", "ТҰ-24-1"),
    ):
        add(office, "student", full_name=name, group_id=groups[group])
    for name, speciality, places, until in (
        ("Темір", welding, 2, date(2028, 1, 1)),
        ("Дастархан", cooking, 1, date(2027, 3, 1)),
        ("Жаңа база", welding, 1, None),
    ):
        base = add(office, "organisation", name_kk=name)
        if until is not None:
            add(
                office,
                "agreement",
                number=f"П-{name}",
                partner_id=base,
                kind="practice",
                stage="signed",
                signed_on=date(2026, 1, 10),
                valid_until=until,
            )
        add(
            office,
            "mentor",
            full_name=f"Тәлімгер {name}",
            organisation_id=base,
            load_limit=1,
            experience_years=10,
            order_number="1",
        )
        add(
            office,
            "practice_slot",
            organisation_id=base,
            period_id=period,
            speciality_id=speciality,
            places=places,
        )
