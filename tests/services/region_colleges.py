"""The database of a regional office with the records of three colleges, each counted by hand.

Ақбұлақ: 4 graduates of 2026 (2 employed, 1 army, 1 unknown), a course of 3 in dual training at
«Темір» with one contract and one mentor, an object, an internship, an indicator, a request.
Көктерек: 2 graduates (1 employed, 1 studying), 2 in dual training at «Темір», too, with a contract
and a mentor of its own. Сарыкөл: 1 graduate (not employed), nothing else of practice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Insert, Operation
from cluster_desktop.services import start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

TODAY = date(2026, 11, 21)
REGION_BIN, BINS = "990140000106", ("990140000205", "990140000304", "990140000403")
NAMES = ("«Ақбұлақ колледжі» КМҚК", "«Көктерек колледжі» КМҚК", "«Сарыкөл колледжі» КМҚК")
AKBULAK, KOKTEREK, SARYKOL = BINS


@dataclass
class Maker:
    """Collects the records of one college and writes them as its own."""

    office: Office
    college: UUID | None
    operations: list[Operation]

    def __call__(self, entity: str, **values: Value) -> UUID:
        whole = self.office.entity(entity).defaults() | values
        made = Insert(entity, whole, new_id())
        self.operations.append(made)
        return made.id

    def write(self) -> None:
        with self.office.store.action("from a college", actor="", source="test") as work:
            work.apply(self.operations, self.college)


def maker(office: Office, college: UUID | None) -> Maker:
    return Maker(office, college, [])


def college_of(office: Office, number: str) -> UUID:
    (found,) = office.lookup("organisation", "bin", [number])[number]
    return found


def three(office: Office) -> None:
    """What the regional office sees after an exchange with three colleges."""
    start.prepare(office)
    own = {"name_kk": "Қостанай облысы білім басқармасы", "bin": REGION_BIN, "kind": "state_body"}
    start.set_college(office, own)
    shared = maker(office, None)
    colleges = [
        shared("organisation", name_kk=name, name_ru=name, bin=number, kind="college")
        for name, number in zip(NAMES, BINS, strict=True)
    ]
    iron = shared("organisation", name_kk="«Темір» ЖШС", bin="990140000502", kind="enterprise")
    trade = shared("speciality", code="97150500", name_kk="Дәнекерлеу", name_ru="Сварка")
    shared.write()
    first, second, third = (maker(office, one) for one in colleges)
    _graduates(first, trade, ("employed", "employed", "army", None))
    _graduates(second, trade, ("employed", "studying"))
    _graduates(third, trade, ("not_employed",))
    _dual(first, trade, iron, 3, "Алма")
    _dual(second, trade, iron, 2, "Берік")
    _cluster(first, iron, "Ақбұлақ кластері", Decimal(12))
    _cluster(second, iron, "Көктерек кластері", Decimal(5))
    _needs(first, trade, iron, 7, third.college)
    _needs(second, trade, iron, 4, third.college)
    for one in (first, second, third):
        one.write()
    told = maker(office, office.college_id())
    _needs(told, trade, iron, 10, None)
    told.write()


def _graduates(make: Maker, trade: UUID, states: tuple[str | None, ...]) -> None:
    for number, state in enumerate(states):
        student = make(
            "student", full_name=f"Түлек {number} {make.college}", speciality_id=trade,
            graduation_year=2026, status="graduated", funding="state",
        )  # fmt: skip
        if state is not None:
            make("outcome", student_id=student, state=state, checked_on=date(2026, 10, 1))


def _dual(make: Maker, trade: UUID, base: UUID, students: int, who: str) -> None:
    year = make("academic_year", name="2026-2027", starts=date(2026, 9, 1), ends=date(2027, 8, 31))
    group = make(
        "study_group", name=f"ДІ-25 {who}", speciality_id=trade, course=2, academic_year_id=year
    )
    term = {"starts": date(2026, 10, 1), "ends": date(2027, 5, 31)}
    period = make("practice_period", name=f"Дуаль {who}", kind="dual", **term)
    make("period_group", period_id=period, group_id=group)
    contract = make(
        "agreement", kind="dual", number=f"Д-{who}", partner_id=base, stage="signed",
        signed_on=date(2026, 9, 1), valid_until=date(2027, 8, 31),
    )  # fmt: skip
    mentor = make("mentor", full_name=f"Тәлімгер {who}", organisation_id=base)
    slot = make(
        "practice_slot", organisation_id=base, period_id=period, speciality_id=trade,
        places=students, mentor_id=mentor, agreement_id=contract,
    )  # fmt: skip
    for number in range(students):
        student = make(
            "student", full_name=f"{who} {number}", group_id=group, speciality_id=trade,
            status="studying", dual=True,
        )  # fmt: skip
        make(
            "placement", student_id=student, period_id=period, organisation_id=base, slot_id=slot,
            agreement_id=contract, mentor_id=mentor, kind="dual", **term,
        )  # fmt: skip
    make("infrastructure", kind="workshop", name_kk=f"Шеберхана {who}", owner_id=make.college,
         count=1, places=20)  # fmt: skip
    teacher = make("teacher", full_name=f"Ұстаз {who}")
    make(
        "teacher_internship", teacher_id=teacher, kind="internship", organisation_id=base,
        starts=date(2026, 3, 1), ends=date(2026, 3, 20), hours=72,
    )  # fmt: skip


def _cluster(make: Maker, partner: UUID, name: str, planned: Decimal) -> None:
    make("cluster", name_kk=name, name_ru=name)
    kpi = make("kpi", number=1, code="K01", name_kk=f"Көрсеткіш {name}", unit_kk="саны")
    make("kpi_value", kpi_id=kpi, year=2026, period="year", plan=planned, fact=Decimal(1))
    make("plan_item", number="1", name_kk=f"Іс-шара {name}", year=2026)
    make("membership", organisation_id=partner)
    for kind in ("memorandum", "dual"):
        make("numbering_rule", kind=kind, prefix="ЖАТ", mask="{prefix}-{n:03}")


def _needs(make: Maker, trade: UUID, asks: UUID, persons: int, other: UUID | None) -> None:
    request = make(
        "labour_request", profession="Дәнекерлеуші", speciality_id=trade, organisation_id=asks,
        requested_on=date(2026, 9, 1),
    )  # fmt: skip
    make("labour_need", request_id=request, year=2027, persons=persons)
    # What both colleges tell of the same third one, whose own records stand here as well.
    if other is not None:
        make("other_supply", organisation_id=other, speciality_id=trade, year=2027, persons=9)
