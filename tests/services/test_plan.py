"""The action plan: its chips, done with a day, postponed with a reason; the typical risks."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import plan, risks
from cluster_desktop.services.office import Office


def item(office: Office, number: int, **values: object) -> UUID:
    (made,) = office.add("plan_item", {"number": number, "name_kk": f"{number}-шара", **values}).ids
    return made


@pytest.fixture
def planned(office: Office) -> dict[int, UUID]:
    """Today is 21 November 2026."""
    return {
        1: item(office, 1, due=date(2026, 11, 18), responsible="Ахметова Г."),
        2: item(office, 2, due=date(2026, 12, 20), responsible="Омаров Д."),
        3: item(office, 3, due=date(2026, 6, 30), state="done", done_on=date(2026, 6, 1)),
        4: item(office, 4, year=2027, due_text="жыл бойы"),
    }


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 31)),
        (date(2026, 9, 30), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_its_first_and_last_day(day: date, first: date, last: date) -> None:
    assert plan.quarter_of(day) == (first, last)


def test_chips_count_what_matters_in_the_year(office: Office, planned: dict[int, UUID]) -> None:
    assert plan.years(office) == [2026, 2027]
    assert {c.key: c.count for c in plan.chips(office, 2026)} == {
        "all": 3, "overdue": 1, "quarter": 2,
    }  # fmt: skip
    office.put_setting("person.name", "Ахметова Гүлнар")
    counts = {c.key: c.count for c in plan.chips(office, None)}
    assert counts == {"all": 4, "overdue": 1, "quarter": 2, "mine": 1}
    assert plan.summary(office, 2026) == "3 items, done 1"


def test_done_keeps_the_day_and_what_was_done_and_is_taken_back_as_one(
    office: Office, planned: dict[int, UUID]
) -> None:
    plan.mark_done(office, [planned[1], planned[2]], date(2026, 11, 20), "Екі курс өтті")
    for number in (1, 2):
        row = office.get("plan_item", planned[number])
        assert (row["state"], row["done_on"]) == ("done", date(2026, 11, 20))
        assert row["done_text"] == "Екі курс өтті"
    assert office.count(Query("plan_item", (plan.OVERDUE,))) == 0
    office.undo()
    assert office.count(Query("plan_item", (Condition("state", "is", "done"),))) == 1


def test_what_is_closed_or_not_yet_done_is_refused(
    office: Office, planned: dict[int, UUID]
) -> None:
    with pytest.raises(Refusal, match="has not come yet"):
        plan.mark_done(office, [planned[1]], date(2026, 11, 22))
    with pytest.raises(Refusal, match="closed already"):
        plan.mark_done(office, [planned[1], planned[3]], date(2026, 11, 20))
    with pytest.raises(Refusal, match="Choose an item"):
        plan.mark_done(office, [], date(2026, 11, 20))
    assert office.get("plan_item", planned[1])["state"] == "planned"


def test_postponed_gets_a_later_term_and_keeps_the_reason(
    office: Office, planned: dict[int, UUID]
) -> None:
    with pytest.raises(Refusal, match="later day"):
        plan.postpone(office, [planned[2]], date(2026, 12, 20), "себеп")
    with pytest.raises(Refusal, match="Why"):
        plan.postpone(office, [planned[2]], date(2027, 1, 20), " ")
    plan.postpone(office, [planned[1]], date(2026, 12, 5), "Тренер ауырды")
    row = office.get("plan_item", planned[1])
    assert (row["state"], row["due"]) == ("postponed", date(2026, 12, 5))
    assert row["note"] == "18.11.2026 → 05.12.2026: Тренер ауырды"
    plan.postpone(office, [planned[4]], date(2027, 5, 1), "Қаражат жоқ")
    assert office.get("plan_item", planned[4])["note"] == "жыл бойы → 01.05.2027: Қаражат жоқ"


def test_the_typical_risks_come_once_in_the_official_words(office: Office) -> None:
    office.add("risk", {"name_kk": "Ескірген  материалдық-техникалық БАЗА", "impact": 5})
    assert len(risks.insert_typical(office).ids) == 3
    assert risks.insert_typical(office).action is None
    where = (Condition("name_kk", "is", "Бизнес тарапынан қызығушылықтың төмендігі"),)
    (row,) = office.rows(Query("risk", where, columns=("name_ru", "measure_kk", "measure_ru")))
    assert row["measure_kk"] == "Ақпараттық компанияларды жүргізу және салықтық жеңілдіктер беру"
    assert row["name_ru"] == "Низкая заинтересованность бизнеса"
    office.undo()
    assert office.count("risk") == 1


def test_the_matrix_counts_what_its_cells_open_and_closed_risks_weigh_nothing(
    office: Office,
) -> None:
    risks.insert_typical(office)
    office.add("risk", {"name_kk": "Жаңа", "probability": 4, "impact": 5})
    office.add("risk", {"name_kk": "Бітті", "probability": 4, "impact": 5, "state": "closed"})
    counts = risks.matrix(office)
    assert dict(counts) == {(3, 3): 4, (4, 5): 1}
    for (probability, impact), n in counts.items():
        query = Query("risk", risks.weighing(probability, impact), columns=("level",))
        assert office.count(query) == n
        levels = {row["level"] for row in office.rows(query)}
        assert levels == {risks.level(probability, impact)}
