"""Terms of a plan as people type them: the day they mean, and their words kept."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cluster_desktop.excel.plan_terms import PlanTerm, read_term
from cluster_desktop.excel.table_years import year_of_title


@pytest.mark.parametrize(
    ("cell", "starts", "due", "words"),
    [
        ("30.09.2025", None, date(2025, 9, 30), ""),
        ("15.11.2025 дейін", None, date(2025, 11, 15), ""),
        (date(2026, 3, 27), None, date(2026, 3, 27), ""),
        ("2025 жылғы қыркүйек", date(2025, 9, 1), date(2025, 9, 30), "2025 жылғы қыркүйек"),
        ("до сентября 2025 г.", date(2025, 9, 1), date(2025, 9, 30), "до сентября 2025 г."),
        ("сәуір-мамыр 2026", date(2026, 4, 1), date(2026, 5, 31), "сәуір-мамыр 2026"),
        ("2026 ж. II тоқсан", date(2026, 4, 1), date(2026, 6, 30), "2026 ж. II тоқсан"),
        ("І тоқсан 2026 ж.", date(2026, 1, 1), date(2026, 3, 31), "І тоқсан 2026 ж."),
        ("3-ші тоқсан 2026", date(2026, 7, 1), date(2026, 9, 30), "3-ші тоқсан 2026"),
        ("III-IV квартал 2026 г.", date(2026, 7, 1), date(2026, 12, 31), "III-IV квартал 2026 г."),
        ("I полугодие 2026 года", date(2026, 1, 1), date(2026, 6, 30), "I полугодие 2026 года"),
        ("2026 жыл ішінде", date(2026, 1, 1), date(2026, 12, 31), "2026 жыл ішінде"),
        ("2025-2026 оқу жылы", date(2025, 9, 1), date(2026, 6, 30), "2025-2026 оқу жылы"),
        ("01.10.2025, 01.01.2026", None, date(2026, 1, 1), "01.10.2025, 01.01.2026"),
        ("01.09.2025 – 30.06.2026", date(2025, 9, 1), date(2026, 6, 30), ""),
        ("тоқсан сайын / ежеквартально", None, None, "тоқсан сайын / ежеквартально"),
        ("жыл бойы / в течение года", None, None, "жыл бойы / в течение года"),
        ("белгісіз", None, None, "белгісіз"),
        ("ай сайын", None, None, "ай сайын"),
        ("II тоқсан", None, None, "II тоқсан"),
        ("мамыр-сәуір 2026", None, None, "мамыр-сәуір 2026"),
    ],
)
def test_a_term_gives_its_last_day_and_keeps_its_words(
    cell: str | date, starts: date | None, due: date | None, words: str
) -> None:
    assert read_term(cell) == (PlanTerm(starts, due, words), ())


def test_a_day_that_does_not_exist_is_said() -> None:
    term, findings = read_term("31.09.2025")

    assert term == PlanTerm(words="31.09.2025")
    assert [(each.code, each.severity) for each in findings] == [("impossible_date", "error")]


def test_a_date_with_a_time_is_a_day() -> None:
    term, findings = read_term(datetime(2026, 6, 15).date())

    assert (term.due, findings) == (date(2026, 6, 15), ())


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2025 жыл, 9 ай / 2025 год, 9 месяцев"], 2025),
        (["Бекітемін 25.09.2025 ж.", "2026 жылға арналған жоспар"], 2026),
        (["Даму жоспары 2026-2028 жж."], 2026),
        (["Бұйрық № 12025"], None),
        ([], None),
    ],
)
def test_the_year_of_a_title(texts: list[str], year: int | None) -> None:
    assert year_of_title(texts) == year
