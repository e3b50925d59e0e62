"""A cluster two years old with some of everything that is counted, dated at random (fixed seed)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from cluster_desktop.services import cluster, kpi, start
from cluster_desktop.services.office import Office
from tests.services.practice_college import Maker

T = TypeVar("T")
FIRST, LAST = date(2024, 9, 1), date(2027, 2, 28)
YEARS = (2025, 2026)
PERIODS = ("1", "2", "3", "4", "year")


class Dice:
    """What falls at random, the same each time; every fifth day is not written down."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def one(self, *of: T) -> T:
        return self._random.choice(of)

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self._random.randint(0, (last - first).days))

    def maybe(self, first: date = FIRST, last: date = LAST) -> date | None:
        return None if self._random.random() < 0.2 else self.day(first, last)


def clustered(office: Office) -> None:
    """Students, contracts, mentors, teachers, plan, money, surveys, events, needs, council."""
    start.prepare(office)
    cluster.make(office, {"name_kk": "Ақбұлақ кластері", "name_ru": "Кластер Акбулак"})
    kpi.standard(office)
    dice, make = Dice(4), Maker(office)
    own = make("organisation", name_kk="Біздің колледж", kind="college", is_own=True)
    firms = [make("organisation", name_kk=f"«Темір {n}» ЖШС") for n in range(5)]
    trade = make("speciality", code="97150500", name_kk="Дәнекерлеу ісі", name_ru="Сварка")
    _people(make, dice, firms, trade)
    _agreements(make, dice, firms)
    _surveys(make, dice, firms)
    _cluster(make, dice, firms, own)
    _money_and_progress(make, dice, firms, trade)
    make.write()
    office.put_setting("college.organisation", str(own))


def _people(make: Maker, dice: Dice, firms: list[UUID], trade: UUID) -> None:
    group = make("study_group", name="ДІ-24", speciality_id=trade, course=2)
    year = make("academic_year", name="2025–2026", starts=date(2025, 9, 1), ends=date(2026, 6, 30))
    period = make(
        "practice_period", name="Дуальды", kind="dual", academic_year_id=year,
        starts=date(2025, 10, 1), ends=date(2026, 12, 31),
    )  # fmt: skip
    mentors = [
        make(
            "mentor", full_name=f"Тәлімгер {n}", organisation_id=dice.one(*firms),
            starts=dice.maybe(), order_date=dice.maybe(), order_number=dice.one("", "7", None),
            ends=dice.one(None, dice.day()),
        )
        for n in range(20)
    ]  # fmt: skip
    for n in range(20):
        one = make(
            "teacher", full_name=f"Педагог {n}", hired_on=dice.maybe(date(2020, 1, 1)),
            left_on=dice.one(None, None, dice.day()),
        )  # fmt: skip
        for _each in range(dice.number(0, 2)):
            make(
                "teacher_internship", teacher_id=one, ends=dice.day(date(2022, 1, 1)),
                kind=dice.one("internship", "course", "foreign"),
            )  # fmt: skip
    for n in range(60):
        student = make(
            "student", full_name=f"Студент {n}", group_id=group, enrolled_on=dice.maybe(),
            status=dice.one("studying", "studying", "graduated", "expelled", "on_leave"),
            left_on=dice.one(None, None, dice.day()),
            graduation_year=dice.one(None, 2025, 2026, 2027),
        )  # fmt: skip
        _of_student(make, dice, student, period, firms, mentors)


def _of_student(
    make: Maker, dice: Dice, student: UUID, period: UUID, firms: list[UUID], mentors: list[UUID]
) -> None:
    contract = None
    for kind in ("dual", "targeted"):
        if dice.number(0, 2):
            signed = dice.day()
            contract = make(
                "agreement", number=f"{kind} {student}", partner_id=dice.one(*firms), kind=kind,
                student_id=student, signed_on=signed, stage=dice.one("signed", "signed", "draft"),
                valid_until=signed + timedelta(days=dice.number(60, 700)),
            )  # fmt: skip
    starts = dice.day(date(2025, 10, 1), date(2026, 11, 1))
    make(
        "placement", student_id=student, period_id=period, organisation_id=dice.one(*firms),
        mentor_id=dice.one(None, *mentors), kind=dice.one("dual", "training"), starts=starts,
        ends=starts + timedelta(days=60), agreement_id=dice.one(None, contract),
        state=dice.one("planned", "in_progress", "completed", "interrupted"),
    )  # fmt: skip
    for _each in range(dice.number(0, 2)):
        make(
            "outcome", student_id=student, checked_on=dice.day(date(2025, 7, 1)),
            checkpoint=dice.one("0", "3", "6"), by_speciality=dice.one(True, False),
            state=dice.one("employed", "self_employed", "studying", "army", "not_employed"),
        )  # fmt: skip


def _agreements(make: Maker, dice: Dice, firms: list[UUID]) -> None:
    for n in range(20):
        signed = dice.maybe()
        make(
            "agreement", number=f"Ш-{n}", partner_id=dice.one(*firms),
            kind=dice.one("memorandum", "practice", "cooperation"), signed_on=signed,
            valid_until=dice.maybe(), stage=dice.one("signed", "signed", "draft", "terminated"),
            terminated_on=dice.one(None, None, dice.day()),
        )  # fmt: skip


def _surveys(make: Maker, dice: Dice, firms: list[UUID]) -> None:
    for audience in ("employers", "students", "graduates"):
        for year in YEARS:
            survey = make(
                "survey", audience=audience, title_kk=f"Сауалнама {year}", points=dice.one(5, 10),
                starts=date(year, 2, 1), ends=dice.one(None, date(year, 3, 1)),
            )  # fmt: skip
            asked = [
                make("survey_question", survey_id=survey, position=n, text_kk=f"Сұрақ {n}")
                for n in (1, 2, 3)
            ]
            for _each in range(6):
                sheet = make(
                    "survey_sheet", survey_id=survey, organisation_id=dice.one(None, *firms),
                    answered_on=dice.maybe(date(year, 1, 1), date(year, 12, 31)),
                )  # fmt: skip
                for question in asked[: dice.number(0, 3)]:
                    make(
                        "survey_mark", sheet_id=sheet, question_id=question,
                        points=dice.number(1, 5),
                    )  # fmt: skip


def _cluster(make: Maker, dice: Dice, firms: list[UUID], own: UUID) -> None:
    for one in (own, *firms):
        make(
            "membership", organisation_id=one, state=dice.one("member", "negotiating", "left"),
            joined_on=dice.maybe(), left_on=dice.one(None, None, dice.day()),
        )  # fmt: skip
        make(
            "participant_report", organisation_id=one, year=dice.one(*YEARS),
            period=dice.one(*PERIODS), due=dice.maybe(),
            state=dice.one("awaited", "received", "heard"),
        )  # fmt: skip
    for n in range(30):
        make(
            "plan_item", number=n + 1, name_kk=f"Іс-шара {n}", due=dice.maybe(),
            state=dice.one("planned", "in_progress", "done", "done", "cancelled"),
            done_on=dice.maybe(), year=dice.one(*YEARS),
        )  # fmt: skip
    for n in range(8):
        make(
            "risk", name_kk=f"Тәуекел {n}", review_on=dice.maybe(),
            state=dice.one("open", "watched", "closed"),
        )  # fmt: skip
        make(
            "corrective_action", problem=f"Мәселе {n}", found_on=dice.day(), due=dice.maybe(),
            state=dice.one("found", "in_progress", "checked"),
        )  # fmt: skip
    meeting = make("meeting", number="1", held_on=date(2025, 9, 10), state="held")
    item = make("agenda_item", meeting_id=meeting, position=1, title_kk="Жоспар туралы")
    for n in range(8):
        make(
            "decision", agenda_item_id=item, position=n + 1, text_kk=f"Шешім {n}",
            due=dice.maybe(), state=dice.one("to_do", "in_progress", "done"),
            done_on=dice.maybe(), adopted=dice.one(True, True, False),
        )  # fmt: skip


def _money_and_progress(make: Maker, dice: Dice, firms: list[UUID], trade: UUID) -> None:
    for year in YEARS:
        for period in PERIODS:
            make(
                "output_volume", organisation_id=dice.one(*firms), year=year, period=period,
                amount=Decimal(dice.number(1, 9_000_000)) / 100,
            )  # fmt: skip
        for source in ("local", "grant", "own", "fund", "sponsor", "business"):
            make(
                "finance_line", source=source, year=year, purpose="Жабдық",
                received_on=dice.maybe(date(year, 1, 1), date(year, 12, 31)),
                planned=Decimal(5_000_000),
                confirmed=dice.one(None, Decimal(dice.number(1, 900_000_000)) / 100),
            )  # fmt: skip
        for base in ("9", "11", "9"):
            make(
                "admission", year=year, base=base, speciality_id=trade,
                admitted_on=dice.maybe(date(year, 8, 20), date(year, 9, 20)),
                admitted=dice.number(10, 60),
            )  # fmt: skip
    for n in range(15):
        make(
            "event", name_kk=f"Іс-шара {n}", held_on=dice.day(), pupils=dice.one(None, 40, 95),
            kind=dice.one("career", "open_day", "seminar", "job_fair"),
        )  # fmt: skip
        make(
            "innovation_project", name_kk=f"Жоба {n}", introduced_on=dice.maybe(),
            state=dice.one("introduced", "introduced", "in_work"),
        )  # fmt: skip
        make(
            "programme_update", name_kk=f"Бағдарлама {n}", agreed_on=dice.maybe(),
            state=dice.one("agreed", "in_use", "draft"),
        )  # fmt: skip
    for firm in firms:
        request = make(
            "labour_request", profession="Дәнекерлеуші", speciality_id=trade,
            organisation_id=firm, requested_on=dice.maybe(),
        )  # fmt: skip
        for year in (2026, 2027):
            make("labour_need", request_id=request, year=year, persons=dice.number(1, 9))
