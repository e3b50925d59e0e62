"""Headings are known by their words: other forms, another order, shortened and misspelt ones."""

from __future__ import annotations

import pytest

import cluster_desktop.db.entities  # noqa: F401  (declares the headings)
from cluster_desktop.excel.headings import Headings
from cluster_desktop.excel.kinds import KINDS
from cluster_desktop.excel.reading import ROW_NUMBER
from cluster_desktop.excel.table import Column

KNOWN = [
    ("agreements", "Наим. организации", "organisation.name"),
    ("agreements", "Название предприятия-партнёра", "organisation.name"),
    ("agreements", "БИН/ИИН предприятия", "organisation.bin"),
    ("agreements", "Юр. адрес", "organisation.address"),
    ("agreements", "Келісім-шарттың нөмірі және күні", "agreement.number_and_date"),
    ("agreements", "Дуальды шарт №", "agreement.number"),
    ("agreements", "Дата закл.", "agreement.date"),
    ("agreements", "Аякталатын күні", "agreement.valid_until"),
    ("students", "Білім алушының аты жөні", "student.name"),
    ("students", "Т.А.Ж.", "student.name"),
    ("students", "ИИН обучающегося", "student.iin"),
    ("students", "Туған жылы, айы, күні", "student.born"),
    ("students", "Д.р.", "student.born"),
    ("students", "Сот. тел.", "student.phone"),
    ("students", "Байланыс нөмірі", "student.phone"),
    ("students", "Тел. родителей", "student.guardian_phone"),
    ("students", "Язык обуч.", "student.language"),
    ("mentors", "Кол-во закрепл. студентов", "mentor.students_reported"),
    ("mentors", "№ и дата приказа о назначении наставником", "mentor.order"),
    ("mentors", "Стаж раб. (лет)", "mentor.experience_years"),
    ("graduates", "Түлектің тегі, аты, әкесінің аты", "student.full_name"),
    ("graduates", "Статус занятости", "outcome.state"),
    ("practice_slots", "Расст. (км)", "practice_slot.distance_km"),
    ("practice_slots", "Кол-во мест", "practice_slot.places"),
    ("placements", "Дата окончания практики", "placement.ends"),
    ("needs", "Требуемая профессия", "labour_request.profession"),
    ("kpi", "2025 жылғы жоспар", "kpi.plan.year"),
    ("plan", "Іс шара атауы", "plan_item.name"),
    ("infrastructure", "Кол-во посадочных мест", "infrastructure.places"),
    ("teacher_internship", "Оқытушының аты-жөні", "teacher_internship.teacher_id"),
]
UNKNOWN = [
    ("students", "Национальность"),
    ("students", "№ приказа о зачислении"),
    ("students", "Какую школу окончил"),
    ("students", "ИИН родственника"),
    ("agreements", "Қызметкерлер саны"),
    ("mentors", "Отбасы жағдайы"),
]


def meaning(kind: str, heading: str) -> str | None:
    """What a column of this heading alone is taken for."""
    known = Headings(KINDS[kind].spellings(), subjects=KINDS[kind].subjects)
    column = Column(1, heading, (), heading)
    number = Column(0, "№", (), "№")
    return known.recognise([number, column], first_only=frozenset({ROW_NUMBER}))[1].meaning


@pytest.mark.parametrize(("kind", "heading", "wanted"), KNOWN, ids=lambda each: each)
def test_a_strangers_heading_is_known(kind: str, heading: str, wanted: str) -> None:
    assert meaning(kind, heading) == wanted


@pytest.mark.parametrize(("kind", "heading"), UNKNOWN, ids=lambda each: each)
def test_what_means_something_else_is_not_taken(kind: str, heading: str) -> None:
    assert meaning(kind, heading) is None


def test_the_group_above_tells_whose_name_it_is() -> None:
    students = KINDS["students"]
    known = Headings(students.spellings(), subjects=students.subjects)
    columns = [
        Column(0, "Ф.И.О.", ("Студент",), "Ф.И.О."),
        Column(1, "Ф.И.О.", ("Родители",), "Родители | Ф.И.О."),
        Column(2, "Телефон", ("Родители",), "Телефон"),
    ]

    found = [guess.meaning for guess in known.recognise(columns)]

    assert found == ["student.name", "student.guardian", "student.guardian_phone"]
