"""Every number that is shown opens exactly the records it was made of, today and in the past.

One test for all rooms: indicators, facts of the passport, proofs of the steps, labour needs,
results of surveys, lines of Home. A room that shows a number adds it to ROOMS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from cluster_desktop.db.entities.survey import AUDIENCES
from cluster_desktop.db.store import Store
from cluster_desktop.query import Behind, Figure, Query
from cluster_desktop.services import finance, kpi, kpi_figures, needs, passport, steps, surveys
from cluster_desktop.services.office import Office
from tests.databases import TODAY, Databases
from tests.services.cluster_college import YEARS, clustered

DAYS = (TODAY, date(2026, 7, 1), date(2026, 3, 31), date(2025, 10, 15))


def of_indicators(office: Office, day: date) -> Iterable[Figure]:
    yield from kpi_figures.every(office, day)
    for line in kpi.table(office, day.year, on=day):
        yield from (cell.figure for cell in line.cells.values() if cell.figure is not None)


def of_passport(office: Office, day: date) -> Iterable[Figure]:
    return passport.figures(office, day).values()


def of_steps(office: Office, day: date) -> Iterable[Figure]:
    return [proof.figure for step in steps.steps(office, day) for proof in step.proofs]


def of_needs(office: Office, day: date) -> Iterable[Figure]:
    for year in (2026, 2027):
        asked = needs.Asked(year, on=day)
        found = needs.balance(office, asked)
        for line in (*found.lines, found.total):
            yield from (line.needed, line.ours, line.others)
        for line in found.lines:
            under = needs.behind(office, asked, line.speciality.id if line.speciality else None)
            parts = (*under.requests, *under.groups, *under.colleges)
            yield from (part.figure for part in parts)


def of_surveys(office: Office, day: date) -> Iterable[Figure]:
    for row in office.rows(Query("survey", columns=("starts",))):
        found = surveys.results(office, row.id, on=day)
        yield from (found.sheets, found.satisfaction, found.words)
        for one in (*found.qualities, *found.questions):
            yield from (one.mean, one.answers)
        yield from (one.mean for one in surveys.between_colleges(office, row.id, on=day))
    for audience in AUDIENCES:
        yield from (one.mean for one in surveys.over_time(office, audience, on=day))


def of_finance(office: Office, day: date) -> Iterable[Figure]:
    for line in finance.table(office, day.year):
        yield from line.sums


ROOMS: dict[str, Callable[[Office, date], Iterable[Figure]]] = {
    "indicators": of_indicators,
    "passport": of_passport,
    "steps": of_steps,
    "needs": of_needs,
    "surveys": of_surveys,
    "finance": of_finance,
}


@pytest.fixture(scope="module")
def office(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Only looked at."""
    opened = databases.open(clustered, tmp_path_factory.mktemp("look") / "cluster.db")
    yield opened
    opened.close()


def opened_by(office: Office, behind: Behind) -> Decimal | None:
    """What somebody who clicked sees: the records one by one, and adds up by hand."""
    shown = replace(behind.query, columns=(behind.field,) if behind.field else ())
    listing = office.listing(shown)
    seen = office.page(listing, 0, listing.count)
    if behind.measure == "count":
        return Decimal(len({row.id for row in seen}))
    values = [Decimal(row[behind.field]) for row in seen if row[behind.field] is not None]
    if behind.measure == "sum":
        return sum(values, Decimal(0))
    mean = sum(values, Decimal(0)) / len(values) if values else None
    return None if mean is None else mean.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("room", ROOMS)
def test_a_number_is_what_its_click_opens(office: Office, room: str, day: date) -> None:
    seen = 0
    for figure in ROOMS[room](office, day):
        part = opened_by(office, figure.behind)
        if figure.base is None:
            assert figure.value == part, figure.key
        else:
            whole = opened_by(office, figure.base)
            share = None
            if part is not None and whole:
                share = (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
            assert figure.value == share, figure.key
        for one in (figure.behind, figure.base):
            assert one is None or one.query.on in (day, None) or room == "indicators", figure.key
        seen += bool(figure.value)
    assert seen, "nothing was tested: every number is nought"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_number_that_the_passport_prints_is_a_figure(office: Office, day: date) -> None:
    made, figures = passport.whole(office, day)
    printed = {fact.key: fact.value.ru for part in made.sections for fact in part.facts}
    numbers = {
        key: Decimal("".join(text.split()).replace(",", "."))
        for key, text in printed.items()
        if text[:1].isdigit()
    }
    assert numbers == {key: figures[key].value for key in numbers}
    assert len(numbers) > len(DAYS)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_line_of_home_opens_as_many_records_as_it_says(
    databases: Databases, tmp_path: Path, day: date
) -> None:
    path = databases.copy(clustered, tmp_path / "cluster.db")
    opened = Office(Store.open(path), today=lambda: day)
    told = {alert.key: alert for alert in opened.alerts()}
    for alert in told.values():
        if alert.query is not None:
            listing = opened.listing(alert.query)
            assert alert.count == len(opened.page(listing, 0, listing.count)), alert.key
    assert {"plan_overdue", "decision_overdue", "report_overdue"} <= set(told)
    opened.close()


def test_every_year_of_indicators_is_looked_at() -> None:
    assert {day.year for day in DAYS} == set(YEARS)
