"""Charts of the passport: needs and graduates, state of the plan, money by source, outcomes.

Their numbers are figures, too: those of the tables where a table has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cluster_desktop.db.entities.finance import SOURCES
from cluster_desktop.query import Behind, Condition, Figure, Query
from cluster_desktop.services import needs
from cluster_desktop.services import passport_wording as said
from cluster_desktop.services.passport_content import Chart, Series, Words
from cluster_desktop.services.passport_making import Making, label, plain

MOST_SPECIALITIES = 8
MOST_YEARS = 5
THOUSAND = 1000
# What became of graduates, as a reader of the passport asks; the rest is unknown or elsewhere.
OUTCOMES: Sequence[tuple[str, Words, tuple[str, ...]]] = (
    ("employed", said.EMPLOYED, ("employed", "self_employed")),
    ("studying", said.STUDY_ON, ("studying",)),
    ("away", said.AWAY, ("army", "childcare", "left_country")),
    ("searching", said.WITHOUT_WORK, ("not_employed", "other_reason", "unknown")),
)


def charts(at: Making, section: int) -> tuple[Chart, ...]:
    """Those of a section that have something to show; its tables must be made before."""
    made = {6: _needs, 7: _plan, 9: _finance, 11: _outcomes}.get(section)
    found = made(at) if made is not None else None
    shows = found is not None and any(v for one in found.series for v in one.values)
    return (found,) if found is not None and shows else ()


def _needs(at: Making) -> Chart:
    """Need against graduates of the specialities that lack most people, in the nearest year."""
    year = max(needs.next_year(at.office), at.day.year)
    balance = needs.balance(at.office, needs.Asked(year, on=at.on))
    lines = [one for one in balance.lines if one.speciality is not None][:MOST_SPECIALITIES]
    names = []
    needed: list[float | None] = []
    supplied: list[float | None] = []
    for line in lines:
        if line.speciality is None:
            continue
        code, name = line.speciality.code, line.speciality.name
        names.append(Words(f"{code} {name.kk or name.ru}", f"{code} {name.ru or name.kk}"))
        needed.append(float(needs.whole(line.needed)))
        supplied.append(float(line.supply))
        for key, figure in (("needed", line.needed), ("ours", line.ours), ("others", line.others)):
            full = f"chart.needs.{code}.{key}"
            at.figures[full] = Figure(full, figure.value, figure.behind)
    title = Words(*(f"{one}, {year}" for one in said.NEEDS_CHART))
    series = (Series(said.NEED, tuple(needed)), Series(said.SUPPLY, tuple(supplied)))
    return Chart("6.needs", title, tuple(names), series, unit=said.PERSONS)


def _plan(at: Making) -> Chart:
    """Done, open, overdue by year: the numbers of the table."""
    years = _years_of(at.figures, "7.", ".items")
    series = tuple(
        Series(words, tuple(_value(at, f"7.{year}.{key}") for year in years))
        for key, words in (
            ("done", said.ITEMS_DONE),
            ("open", said.ITEMS_OPEN),
            ("overdue", said.ITEMS_OVERDUE),
        )
    )
    categories = tuple(plain(year) for year in years)
    return Chart("7.state", said.PLAN_CHART, categories, series, stacked=True, unit=said.PIECES)


def _finance(at: Making) -> Chart:
    """Planned sums of each source by year, in thousand tenge."""
    keys = [key.split(".") for key in at.figures if key.startswith("9.")]
    told = [(key[1], key[2]) for key in keys if len(key) == 4 and key[3] == "planned"]
    years = sorted({year for __, year in told})
    sources = [source for source in SOURCES if any(one == source for one, __ in told)]
    series = tuple(
        Series(
            label(SOURCES[source]),
            tuple(_value(at, f"9.{source}.{year}.planned", THOUSAND) for year in years),
        )
        for source in sources
    )
    categories = tuple(plain(year) for year in years)
    return Chart(
        "9.sources", said.FINANCE_CHART, categories, series, stacked=True, unit=said.THOUSANDS
    )


def _outcomes(at: Making) -> Chart:
    """What became of the graduates of the last years, as known on the day."""
    graduated = Condition("graduated", "is", True)
    every = Query("student", (graduated,), on=at.on)
    counted = at.office.counts_by(every, "graduation_year")
    years = sorted(int(year) for year in counted if year is not None)[-MOST_YEARS:]
    values: dict[str, list[float | None]] = {one[0]: [] for one in OUTCOMES}
    for year in years:
        of_year = (graduated, Condition("graduation_year", "is", year))
        states = at.office.counts_by(Query("student", of_year, on=at.on), "outcome_now")
        for key, __, names in OUTCOMES:
            count = sum(states.get(name, 0) for name in names)
            query = Query("student", (*of_year, Condition("outcome_now", "in", names)), on=at.on)
            full = f"chart.outcomes.{year}.{key}"
            at.figures[full] = Figure(full, Decimal(count), Behind(query))
            values[key].append(float(count))
    series = tuple(Series(words, tuple(values[key])) for key, words, __ in OUTCOMES)
    categories = tuple(plain(year) for year in years)
    return Chart(
        "11.outcomes", said.OUTCOMES_CHART, categories, series, stacked=True, unit=said.PERSONS
    )


def _years_of(figures: Mapping[str, Figure], start: str, end: str) -> list[str]:
    cut = slice(len(start), -len(end))
    return sorted(key[cut] for key in figures if key.startswith(start) and key.endswith(end))


def _value(at: Making, key: str, of: int = 1) -> float | None:
    figure = at.figures.get(key)
    if figure is None or figure.value is None:
        return None
    return round(float(figure.value) / of, 2)
