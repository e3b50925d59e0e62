"""Facts of one cell: what people type, and what must not be read out of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cluster_desktop.excel import facts
from cluster_desktop.excel.facts import Course, GroupCell, Mark
from cluster_desktop.excel.reader import Cell


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (12, 12),
        ("12", 12),
        ("12 жыл", 12),
        ("4 ж.", 4),
        ("28 лет", 28),
        ("3 года", 3),
        ("1 год", 1),
        ("31ж.", 31),
        ("10,5 лет", 10),
        (7.5, 7),
        ("көп", None),
        ("2015 жылдан", None),
        ("12 адам", None),
    ],
)
def test_years(cell: Cell, wanted: int | None) -> None:
    assert facts.years(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [(3, 3), ("3", 3), ("3 студент", 3), ("2 адам", 2), (2.0, 2), (2.5, None), ("үш", None)],
)
def test_counts(cell: Cell, wanted: int | None) -> None:
    assert facts.count(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (36000, Decimal(36000)),
        ("29 000", Decimal(29000)),
        ("29\u00a0000 тг", Decimal(29000)),
        ("1 234,50", Decimal("1234.50")),
        ("ақысыз", None),
        ("250000-300000", None),
    ],
)
def test_money(cell: Cell, wanted: Decimal | None) -> None:
    assert facts.money(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("8 апта, 288 сағ", (8, 288)),
        ("12/432", (12, 432)),
        ("4 недели, 144 часа", (4, 144)),
        ("4 нед. 144 ч.", (4, 144)),
        ("8 апта", (8, None)),
        ("288 сағат", (None, 288)),
        (8, (8, None)),
        ("көктемде", (None, None)),
    ],
)
def test_weeks_and_hours(cell: Cell, wanted: tuple[int | None, int | None]) -> None:
    assert facts.weeks_and_hours(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("ТҰ-24-1", GroupCell("ТҰ-24-1")),
        ("06130100, БҚ-24-1", GroupCell("БҚ-24-1", "06130100")),
        (
            "07151100 Машиналар мен жабдықтарды пайдалану және оларға техникалық қызмет көрсету, "
            "2-курс, МП-24-1",
            GroupCell("МП-24-1", "07151100", 2),
        ),
        ("7130200 Электроснабжение, 3 курс, группа ЭЖ-23-1", GroupCell("ЭЖ-23-1", "07130200", 3)),
        ("ЭЖ 23-1", GroupCell("ЭЖ 23-1")),
        ("II курс, БҚ-24-1 топ", GroupCell("БҚ-24-1", "", 2)),
        ("Дәнекерлеу ісі", GroupCell()),
    ],
)
def test_groups(cell: Cell, wanted: GroupCell) -> None:
    assert facts.group_cell(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (5, Mark(5)),
        (4.0, Mark(4)),
        ("5", Mark(5)),
        ("5 (өте жақсы)", Mark(5, "өте жақсы")),
        ("4 - хорошо", Mark(4, "хорошо")),
        ("жақсы", Mark(4, "жақсы")),
        ("өтті", Mark(None, "өтті")),
        ("зачтено", Mark(None, "зачтено")),
        (92, Mark(92)),
        (1, None),
        ("келмеді", None),
    ],
)
def test_marks(cell: Cell, wanted: Mark | None) -> None:
    assert facts.mark(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("21.05.2025, № 9575", Course(date(2025, 5, 21), "9575")),
        ("сертификат № 9575 от 21.05.2025", Course(date(2025, 5, 21), "9575")),
        ("21.05.2025", Course(date(2025, 5, 21))),
        (date(2025, 5, 21), Course(date(2025, 5, 21))),
        ("өтпеген", Course()),
        ("жоқ", Course()),
        ("–", Course()),
    ],
)
def test_courses(cell: Cell, wanted: Course) -> None:
    assert facts.course(cell) == (wanted, ())


def test_a_course_on_no_real_day_is_an_error() -> None:
    course, findings = facts.course("31.06.2025, № 9575")

    assert course == Course()
    assert [each.code for each in findings] == ["impossible_date"]


@pytest.mark.parametrize(
    ("text", "about", "since"),
    [
        ("15 лет 6 мес.", 15, None),
        ("15 жыл 3 ай", 15, None),
        ("ок. 10", 10, None),
        ("20 жылдан астам", 20, None),
        ("более 20 лет", 20, None),
        ("6 мес.", 0, None),
        ("с 2001 года", None, 2001),
        ("2001 жылдан", None, 2001),
        ("10-15", None, None),
        ("высшее", None, None),
    ],
)
def test_years_among_other_words(text: str, about: int | None, since: int | None) -> None:
    assert (facts.about_years(text), facts.since_year(text)) == (about, since)
