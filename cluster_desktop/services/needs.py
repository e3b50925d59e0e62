"""Labour needs against graduates: the balance by speciality, year and district, as figures.

Needed are the persons of requests for staff and for training that are not refused. Offered are our
students who finish in the year (the typed year of graduation, else the course of the group) and
what other colleges said of theirs. Every number opens the records that it was counted from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast
from uuid import UUID

from cluster_desktop.entity import catalogue
from cluster_desktop.fields import Choice
from cluster_desktop.query import Behind, Condition, Figure, Query, Ref
from cluster_desktop.services import outcomes
from cluster_desktop.services.outcome_figures import Classified
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which balance: of a year; of one source of requests, of one district, or of all.

    `on` is the day by which is reckoned (today where it is None).
    """

    year: int
    source: str = ""
    district: UUID | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One speciality in one year; None for requests and students without a speciality."""

    speciality: Classified | None
    year: int
    needed: Figure
    ours: Figure
    others: Figure

    @property
    def supply(self) -> int:
        return whole(self.ours) + whole(self.others)

    @property
    def gap(self) -> int:
        """Graduates less need: negative where people are lacking."""
        return self.supply - whole(self.needed)


@dataclass(frozen=True, slots=True)
class Balance:
    """Lines with the worst gap first, and the line of all of them."""

    asked: Asked
    lines: tuple[Line, ...]
    total: Line


@dataclass(frozen=True, slots=True)
class Part:
    """A number under a line: who it is (None: not filled), how many, and what it opens.

    `record` is the one record it opens, where it is one.
    """

    who: Ref | None
    figure: Figure
    source: str = ""
    dual: bool = False
    record: UUID | None = None


@dataclass(frozen=True, slots=True)
class Behinds:
    """What stands behind a line: requests, groups that finish, other colleges; largest first."""

    requests: tuple[Part, ...]
    groups: tuple[Part, ...]
    colleges: tuple[Part, ...]


def source_names() -> dict[str, str]:
    """Sources of requests by key, in the language of the window."""
    spec = catalogue["labour_request"].fields["source"]
    return dict(spec.options()) if isinstance(spec, Choice) else {}


def whole(figure: Figure) -> int:
    """The number of a figure; 0 where nothing is known."""
    return int(figure.value or 0)


def balance(office: Office, asked: Asked) -> Balance:
    """Need, our graduates and other colleges' by speciality in a year."""
    needed = _summed(office, _needs(asked), "persons", "speciality")
    others = _summed(office, _others(asked), "persons", "speciality_id")
    ours = _counted(office, _ours(asked), "studies")
    known = _classified(office, {*needed, *others, *ours} - {None})
    lines = [
        Line(
            known.get(one) if one is not None else None,
            asked.year,
            _figure("needed", _needs(asked), needed, one, "speciality", "persons"),
            _figure("ours", _ours(asked), ours, one, "studies"),
            _figure("others", _others(asked), others, one, "speciality_id", "persons"),
        )
        for one in (*known, None)
    ]
    shown = [line for line in lines if line.speciality or line.supply or whole(line.needed)]
    shown.sort(key=lambda line: (line.speciality is None, line.gap, _code(line)))
    return Balance(asked, tuple(shown), _total(asked, needed, ours, others))


def balances(office: Office, years: Sequence[int], asked: Asked | None = None) -> list[Balance]:
    """The balance of each of these years: what form F8's second sheet and charts are made of."""
    wanted = asked or Asked(0)
    return [balance(office, replace(wanted, year=year)) for year in years]


def years(office: Office) -> list[int]:
    """Years with a need or a supply told by other colleges, and those our students finish in.

    Years of graduation before the current one count only where somebody asks or told of them.
    """
    told = {int(y) for y in office.counts_by(Query("labour_need"), "year") if y is not None}
    told |= {int(y) for y in office.counts_by(Query("other_supply"), "year") if y is not None}
    ahead = (Condition("finishes", "between", (office.today().year, None)),)
    finishing = office.counts_by(Query("student", ahead), "finishes")
    return sorted(told | {int(y) for y in finishing if y is not None})


def next_year(office: Office) -> int:
    """The year to show first: the nearest with a need whose graduation is still to come.

    Where nobody needs anybody, the year of the next graduation.
    """
    today = office.today()
    year = today.year + (outcomes.graduation_day(office, today.year) <= today)
    asked = office.counts_by(Query("labour_need"), "year")
    return min((int(one) for one in asked if int(one) >= year), default=year)


def districts(office: Office) -> list[Ref]:
    """Districts where somebody asks or another college is, by name."""
    found: dict[UUID, Ref] = {}
    for query in (Query("labour_need"), Query("other_supply")):
        for row in office.rows(replace(query, columns=("district",))):
            if row["district"] is not None:
                found[row["district"].id] = row["district"]
    return sorted(found.values(), key=lambda one: one.title.casefold())


def behind(office: Office, asked: Asked, speciality: UUID | None) -> Behinds:
    """The requests, groups and colleges that a line is made of."""
    return Behinds(
        _requests(office, asked, speciality),
        _groups(office, asked, speciality),
        _colleges(office, asked, speciality),
    )


# Queries: the one place that says what counts


def _needs(asked: Asked) -> Query:
    where = [Condition("year", "is", asked.year), Condition("counts", "is", True)]
    if asked.source:
        where.append(Condition("source", "is", asked.source))
    return _in_district("labour_need", where, "district", asked)


def _ours(asked: Asked) -> Query:
    where = [Condition("finishes", "is", asked.year)]
    return _in_district("student", where, "home_district", asked)


def _others(asked: Asked) -> Query:
    where = [Condition("year", "is", asked.year)]
    return _in_district("other_supply", where, "district", asked)


def _in_district(entity: str, where: list[Condition], field: str, asked: Asked) -> Query:
    if asked.district is not None:
        where.append(Condition(field, "is", asked.district))
    return Query(entity, tuple(where), on=asked.on)


def _and(query: Query, field: str, value: UUID | None) -> Query:
    return replace(query, where=(*query.where, Condition(field, "is", value)))


# Counting


def _summed(office: Office, query: Query, field: str, by: str) -> dict[UUID | None, int]:
    found: dict[UUID | None, int] = {}
    for row in office.rows(replace(query, columns=(field, by))):
        link = row[by]
        key = link.id if link is not None else None
        found[key] = found.get(key, 0) + int(row[field])
    return found


def _counted(office: Office, query: Query, by: str) -> dict[UUID | None, int]:
    # Of a link the values are ids.
    counted = cast(Mapping[UUID | None, int], office.counts_by(query, by))
    return dict(counted)


def _figure(
    key: str,
    query: Query,
    counts: Mapping[UUID | None, int],
    one: UUID | None,
    by: str,
    summed: str = "",
) -> Figure:
    return _made(key, counts.get(one, 0), _and(query, by, one), summed)


def _made(key: str, value: int, query: Query, summed: str = "") -> Figure:
    behind = Behind(query, "sum", summed) if summed else Behind(query)
    return Figure(f"needs.{key}", Decimal(value), behind)


def _total(
    asked: Asked,
    needed: Mapping[UUID | None, int],
    ours: Mapping[UUID | None, int],
    others: Mapping[UUID | None, int],
) -> Line:
    return Line(
        None,
        asked.year,
        _made("needed", sum(needed.values()), _needs(asked), "persons"),
        _made("ours", sum(ours.values()), _ours(asked)),
        _made("others", sum(others.values()), _others(asked), "persons"),
    )


def _classified(office: Office, wanted: Iterable[UUID | None]) -> dict[UUID, Classified]:
    """By code."""
    where = (Condition("id", "in", tuple(wanted)),)
    columns = ("code", "name_kk", "name_ru")
    rows = office.rows(Query("speciality", where, sort=(("code", False),), columns=columns))
    return {
        row.id: Classified(
            row.id, row["code"] or "", Pair(row["name_kk"] or "", row["name_ru"] or "")
        )
        for row in rows
    }


def _code(line: Line) -> str:
    return line.speciality.code if line.speciality else ""


# Under a line


def _requests(office: Office, asked: Asked, speciality: UUID | None) -> tuple[Part, ...]:
    query = _and(_needs(asked), "speciality", speciality)
    asks: dict[UUID, tuple[Ref | None, str, int]] = {}
    columns = ("request_id", "organisation", "source", "persons")
    for row in office.rows(replace(query, columns=columns)):
        request = row["request_id"].id
        before = asks.get(request, (None, "", 0))[2]
        asks[request] = (row["organisation"], row["source"], before + int(row["persons"]))
    where = (Condition("id", "in", tuple(asks)), Condition("dual", "is", True))
    dual = {row.id for row in office.rows(Query("labour_request", where, columns=("dual",)))}
    parts = [
        Part(
            who,
            _made("needed", persons, _and(query, "request_id", request), "persons"),
            source,
            request in dual,
            request,
        )
        for request, (who, source, persons) in asks.items()
    ]
    return _largest(parts)


def _groups(office: Office, asked: Asked, speciality: UUID | None) -> tuple[Part, ...]:
    query = _and(_ours(asked), "studies", speciality)
    return _by_link(office, query, "ours", "group_id")


def _colleges(office: Office, asked: Asked, speciality: UUID | None) -> tuple[Part, ...]:
    query = _and(_others(asked), "speciality_id", speciality)
    return _by_link(office, query, "others", "organisation_id", "persons")


def _by_link(
    office: Office, query: Query, key: str, link: str, summed: str = ""
) -> tuple[Part, ...]:
    """One part for each record that a field leads to: its records, or the sum of a field."""
    who: dict[UUID | None, Ref | None] = {}
    counts: dict[UUID | None, int] = {}
    for row in office.rows(replace(query, columns=(link, *((summed,) if summed else ())))):
        there = row[link]
        one = there.id if there is not None else None
        who[one] = there
        counts[one] = counts.get(one, 0) + (int(row[summed]) if summed else 1)
    parts = [Part(who[one], _figure(key, query, counts, one, link, summed)) for one in counts]
    return _largest(parts)


def _largest(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(
        sorted(parts, key=lambda p: (-whole(p.figure), p.who.title.casefold() if p.who else ""))
    )
