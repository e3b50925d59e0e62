"""A small college before its spring practice, and one of three thousand students."""

from __future__ import annotations

import random
from datetime import date
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Insert, Query
from cluster_desktop.services import start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

STARTS, ENDS = date(2027, 2, 1), date(2027, 4, 24)
TOO_EARLY = date(2027, 3, 1)


class Maker:
    """Collects records and writes them as one action."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.operations: list[Insert] = []

    def __call__(self, entity: str, **values: Value) -> UUID:
        whole = self.office.entity(entity).defaults() | values
        made = Insert(entity, whole, new_id())
        self.operations.append(made)
        return made.id

    def write(self) -> None:
        self.office.apply("college", "test", self.operations)


def spring(office: Office) -> None:
    """Eight welders (of two districts) and two cooks; three enterprises, one without a contract.

    «Темір» has four places and two mentors (limit 2 and 1), «Қайнар» two places far away, and the
    contract of «Үміт» (3 places) ends before the practice. Cooks have nowhere to go.
    """
    start.prepare(office)
    make = Maker(office)
    districts = [row.id for row in office.rows(Query("district"), limit=2)]
    if not districts:
        region = office.rows(Query("region"), limit=1)[0].id
        districts = [
            make("district", name_kk=name, name_ru=name, region_id=region)
            for name in ("Әулиекөл ауданы", "Қамысты ауданы")
        ]
    welding = make(
        "speciality", code="07150500", name_kk="Дәнекерлеу ісі", name_ru="Сварочное дело"
    )
    cooking = make(
        "speciality", code="10130300", name_kk="Тамақтандыруды ұйымдастыру", name_ru="Питание"
    )
    welders = make("study_group", name="ДІ-24-1", speciality_id=welding)
    cooks = make("study_group", name="ТҰ-24-1", speciality_id=cooking)
    period = make(
        "practice_period", name="Көктем 2027", kind="production", starts=STARTS, ends=ENDS
    )
    for group in (welders, cooks):
        make("period_group", period_id=period, group_id=group)
    temir = _enterprise(make, "«Темір» ЖШС", districts[0], until=date(2027, 12, 31), km=12)
    kainar = _enterprise(make, "«Қайнар» ЖШС", districts[1], until=None, km=90)
    umit = _enterprise(make, "«Үміт» ЖШС", districts[1], until=TOO_EARLY, km=5)
    for base, places in ((temir, 4), (kainar, 2), (umit, 3)):
        make(
            "practice_slot",
            organisation_id=base,
            period_id=period,
            speciality_id=welding,
            places=places,
            transport=base == temir,
        )
    make("mentor", full_name="Сәрсенов Ерлан", organisation_id=temir, load_limit=2)
    make("mentor", full_name="Қабдолов Марат", organisation_id=temir, load_limit=1)
    for number in range(8):
        make(
            "student",
            full_name=f"Дәнекерші {number}",
            group_id=welders,
            district_id=districts[number % 2 if number else 1],
            wish_id=kainar if number == 0 else None,
            wish2_id=temir if number == 0 else None,
        )
    for number in range(2):
        make("student", full_name=f"Аспаз {number}", group_id=cooks)
    make("student", full_name="Демалыстағы Әсел", group_id=welders, status="on_leave")
    other = make("study_group", name="ВТ-25-1", speciality_id=welding)
    make("student", full_name="Басқа Топтан", group_id=other)
    make.write()


def _enterprise(make: Maker, name: str, district: UUID, *, until: date | None, km: int) -> UUID:
    base = make("organisation", name_kk=name, district_id=district, distance_km=km)
    make(
        "agreement",
        partner_id=base,
        number=f"П-{name}",
        kind="practice",
        stage="signed",
        signed_on=date(2026, 9, 1),
        valid_from=date(2026, 9, 1),
        valid_until=until,
        open_ended=until is None,
    )
    return base


def large(office: Office, students: int = 3_000, slots: int = 400) -> None:
    """A region's college: twenty specialities, sixty groups, mentors with limits."""
    start.prepare(office)
    chosen = random.Random(27)
    make = Maker(office)
    region = office.rows(Query("region"), limit=1)[0].id
    districts = [
        make("district", name_kk=f"{n}-аудан", name_ru=f"{n}-район", region_id=region)
        for n in range(20)
    ]
    trades = [
        make("speciality", code=f"0715{n:02}00", name_kk=f"{n}-мамандық", name_ru=f"{n}")
        for n in range(20)
    ]
    groups = [make("study_group", name=f"Т-{n}", speciality_id=trades[n % 20]) for n in range(60)]
    period = make(
        "practice_period", name="Көктем 2027", kind="production", starts=STARTS, ends=ENDS
    )
    for group in groups:
        make("period_group", period_id=period, group_id=group)
    bases = [
        _enterprise(
            make,
            f"«Кәсіпорын {n}» ЖШС",
            districts[n % 20],
            until=chosen.choice([date(2027, 12, 31), None, date(2028, 9, 1), TOO_EARLY]),
            km=chosen.randrange(150),
        )
        for n in range(slots // 3)
    ]
    for base in bases:
        for number in range(2):
            make("mentor", full_name=f"Тәлімгер {number}", organisation_id=base)
    for number in range(slots):
        make(
            "practice_slot",
            organisation_id=bases[number % len(bases)],
            period_id=period,
            speciality_id=trades[number % 20],
            places=chosen.randint(4, 14),
            transport=chosen.random() < 0.3,
            dormitory=chosen.random() < 0.3,
        )
    for number in range(students):
        make(
            "student",
            full_name=f"Студент {number}",
            group_id=groups[number % 60],
            district_id=chosen.choice(districts),
            wish_id=chosen.choice(bases) if chosen.random() < 0.7 else None,
            wish2_id=chosen.choice(bases) if chosen.random() < 0.5 else None,
            needs_dormitory=chosen.random() < 0.2,
        )
    make.write()


def period_of(office: Office) -> UUID:
    return office.rows(Query("practice_period"))[0].id


def student_of(office: Office, name: str) -> UUID:
    return office.rows(Query("student", (Condition("full_name", "is", name),)))[0].id
