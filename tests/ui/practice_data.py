"""A college with a practice period: groups, students, enterprises with places, mentors."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.services import papers, practice, start
from cluster_desktop.services.office import Office

STARTS, ENDS = date(2027, 1, 11), date(2027, 4, 30)
SPECIALITIES = {"10410301": "Жер өңдеу", "10130302": "Тамақтандыруды ұйымдастыру"}
GROUPS = {"АТ-31": "10410301", "АТ-32": "10130302"}
STUDENTS = {
    "АТ-31": (
        *("Нұрмұхаммедова Айгерім", "Иванов Пётр", "Тілеубаев Ерасыл", "Әлиев Дамир"),
        *("Ким Виктория", "Сейілов Арман", "Оразбек Нұрдаулет", "Жұмабек Әсел"),
    ),
    "АТ-32": ("Ковальчук Алина", "Мусина Жанель", "Рахымов Тимур", "Ержанова Сабина"),
}
# name: (speciality, places, agreement until or None, mentors)
BASES: dict[str, tuple[str, int, date | None, tuple[str, ...]]] = {
    "«Қостанай агро» ЖШС": ("10410301", 6, date(2029, 11, 3), ("Жақсылықов Т.", "Петрова Л.")),
    "«Арқалық құрылыс» ЖШС": ("10410301", 2, date(2028, 8, 31), ()),
    "«Ақбұлақ нан» ЖШС": ("10130302", 3, date(2027, 2, 3), ("Бейсенова Г.",)),
    "«Торғай жарық» ЖШС": ("10130302", 4, None, ()),
}


def _one(office: Office, entity: str, values: dict[str, Value]) -> UUID:
    (made,) = office.add(entity, values).ids
    return made


def named(office: Office, entity: str, field: str, value: str) -> UUID:
    """The record of that name."""
    (found,) = office.lookup(entity, field, [value]).values()
    return found[0]


def fill(office: Office) -> None:
    """The period “Spring 2027” with 12 students, 15 places and 3 mentors; nobody is placed."""
    start.prepare(office)
    papers.seed_templates(office)
    own: dict[str, Value] = {
        "name_kk": "«Ақбұлақ политехникалық колледжі» МКҚК",
        "name_ru": "ГККП «Акбулакский политехнический колледж»",
    }
    start.set_college(office, own)
    office.put_setting("firstrun.done", "yes")
    period = _one(
        office, "practice_period",
        {"name": "Spring 2027", "kind": "production", "starts": STARTS, "ends": ENDS,
         "days": ("mon", "tue", "wed"), "hours_per_day": 6},
    )  # fmt: skip
    trades = {code: _speciality(office, code, name) for code, name in SPECIALITIES.items()}
    for name, code in GROUPS.items():
        group = _one(office, "study_group", {"name": name, "speciality_id": trades[code]})
        office.add("period_group", {"period_id": period, "group_id": group})
        for who in STUDENTS[name]:
            office.add("student", {"full_name": who, "group_id": group})
    for name, (code, places, until, mentors) in BASES.items():
        base = _one(office, "organisation", {"name_kk": name, "kind": "enterprise"})
        contract = None
        if until is not None:
            contract = _one(
                office, "agreement",
                {"number": f"П-{places:03}/2026", "partner_id": base, "kind": "practice",
                 "stage": "signed", "signed_on": date(2026, 9, 1), "valid_from": date(2026, 9, 1),
                 "valid_until": until},
            )  # fmt: skip
        office.add(
            "practice_slot",
            {"period_id": period, "organisation_id": base, "speciality_id": trades[code],
             "places": places, "agreement_id": contract},
        )  # fmt: skip
        for who in mentors:
            office.add(
                "mentor",
                {"full_name": who, "organisation_id": base, "order_number": "5",
                 "experience_years": 10, "load_limit": 2},
            )  # fmt: skip


def fill_and_place(office: Office) -> None:
    """The same with two students at Қостанай агро: one with a mentor, one without."""
    fill(office)
    base = named(office, "organisation", "name_kk", "«Қостанай агро» ЖШС")
    slot = _slot_of(office, base)
    mentor = named(office, "mentor", "full_name", "Жақсылықов Т.")
    first, second = (
        named(office, "student", "full_name", who) for who in ("Әлиев Дамир", "Ким Виктория")
    )
    practice.place(office, [first], slot, mentor=mentor)
    practice.place(office, [second], slot)


def _speciality(office: Office, code: str, name: str) -> UUID:
    known = office.lookup("speciality", "code", [code]).get(code)
    return known[0] if known else _one(office, "speciality", {"code": code, "name_kk": name})


def _slot_of(office: Office, base: UUID) -> UUID:
    (found,) = office.lookup("practice_slot", "organisation_id", [base]).values()
    return found[0]
