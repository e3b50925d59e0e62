"""Periods in one cell."""

from __future__ import annotations

from datetime import date

import pytest

from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.spans import Span, named_year, read_span, year_of

SCHOOL = Span(date(2025, 9, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("01.09.2025 – 30.06.2026", SCHOOL),
        ("01.09.2025-30.06.2026", SCHOOL),
        ("с 01.09.2025 г. по 30.06.2026 г.", SCHOOL),
        ("09.2025-06.2026", SCHOOL),
        ("қыркүйек 2025 – маусым 2026", SCHOOL),
        ("2025-2026 оқу жылы", SCHOOL),
        ("2025-2026", SCHOOL),
        ("2025/26 уч. год", SCHOOL),
        ("01.09.2025", Span(date(2025, 9, 1))),
        (date(2025, 9, 1), Span(date(2025, 9, 1))),
    ],
)
def test_a_period_is_read(cell: Cell, wanted: Span) -> None:
    assert read_span(cell) == (wanted, ())


@pytest.mark.parametrize(
    "cell",
    ["30.06.2026 – 01.09.2025", "13.2025-06.2026", "2025-2028", "31.02.2026-30.06.2026", "көктем"],
)
def test_what_is_no_period_is_an_error(cell: str) -> None:
    span, findings = read_span(cell)

    assert span == Span()
    assert [(each.code, each.severity) for each in findings] == [("not_a_period", "error")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("«Ақжайлау» МКҚК, 2025-2026 оқу жылы", 2025), ("2025/26", 2025), ("2025-2027 гг.", None)],
)
def test_an_academic_year_in_a_title(text: str, wanted: int | None) -> None:
    assert named_year(text) == wanted


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2025, 9, 1), 2025),
        (date(2025, 8, 20), 2025),
        (date(2026, 2, 2), 2025),
        (date(2026, 7, 1), 2025),
    ],
)
def test_a_day_lies_in_an_academic_year(day: date, wanted: int) -> None:
    assert year_of(day) == wanted
