"""What makes the parts of the passport: reads records as words of paper, keeps the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.fields import Choice, Value
from cluster_desktop.i18n import format_date, format_number, sort_key, translated
from cluster_desktop.query import Behind, Condition, Figure, Query, Ref, Row
from cluster_desktop.services import figures
from cluster_desktop.services.passport_content import NOTHING, Fact, Table, Words

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Cells = tuple[Words, ...]


class Making:
    """The office as of a day; every number it writes is kept as a figure under its fact's key."""

    def __init__(self, office: Office, cluster: Row, on: date | None = None) -> None:
        self.office = office
        self.cluster = cluster
        self.on = on
        self.day = on or office.today()
        self.figures: dict[str, Figure] = {}

    # Reading

    def rows(
        self,
        entity: str,
        columns: Sequence[str],
        where: Iterable[Condition] = (),
        sort: tuple[tuple[str, bool], ...] = (),
    ) -> list[Row]:
        query = Query(entity, tuple(where), columns=tuple(columns), sort=sort, on=self.on)
        return self.office.rows(query)

    @cached_property
    def organisations(self) -> Mapping[UUID, Row]:
        columns = (
            *("name_kk", "name_ru", "kind", "bin", "phone", "email", "is_own", "distance_km"),
            *("head_kk", "head_ru", "head_position_kk", "head_position_ru"),
            *("address_kk", "address_ru", "transport"),
        )
        return {row.id: row for row in self.rows("organisation", columns)}

    def organisation(self, link: Value) -> Words:
        """The name of a linked organisation in both languages."""
        row = self.organisations.get(link.id) if isinstance(link, Ref) else None
        return pair(row, "name") if row is not None else NOTHING

    @cached_property
    def specialities(self) -> Mapping[UUID, Row]:
        rows = self.rows("speciality", ("code", "name_kk", "name_ru"))
        return {row.id: row for row in rows}

    def speciality(self, link: Value) -> Words:
        """Code and name."""
        row = self.specialities.get(link.id) if isinstance(link, Ref) else None
        if row is None:
            return NOTHING
        return Words(*(f"{row['code']} {one}".strip() for one in pair(row, "name")))

    def choice(self, entity: str, field: str, value: Value) -> Words:
        """The label of a value of a choice."""
        spec = self.office.entity(entity).spec(field)
        if not isinstance(spec, Choice) or not value:
            return NOTHING
        return label(spec.label_of(value))

    # Numbers

    def count(self, key: str, name: Words, query: Query) -> Fact:
        """How many records; they are what a click opens."""
        figure = figures.counted(self.office, key, replace(query, on=self.on))
        self.figures[key] = figure
        return Fact(key, name, number(figure.value))

    def sum(self, key: str, name: Words, query: Query, field: str) -> Fact:
        figure = figures.summed(self.office, key, replace(query, on=self.on), field)
        self.figures[key] = figure
        return Fact(key, name, number(figure.value))

    def cell(self, key: str, query: Query, field: str = "") -> Words:
        """A number of a table: so many records, or the sum of a field."""
        fact = self.sum(key, NOTHING, query, field) if field else self.count(key, NOTHING, query)
        return fact.value

    def kept(self, key: str, value: Decimal, query: Query, field: str) -> Words:
        """A sum that is worked out already."""
        behind = Behind(replace(query, on=self.on), "sum", field)
        self.figures[key] = Figure(key, value, behind)
        return number(value)


def label(msgid: str) -> Words:
    """A marked label in all languages, whatever the window speaks."""
    return Words(translated(msgid, "kk"), translated(msgid, "ru"), translated(msgid, "en"))


def pair(row: Row, name: str) -> Words:
    """A text kept in Kazakh and Russian; where one is missing the other stands in."""
    kk, ru = row[f"{name}_kk"] or "", row[f"{name}_ru"] or ""
    return Words(kk or ru, ru or kk, kk or ru)


def own(row: Row, name: str) -> Words:
    """A text kept in Kazakh and Russian, as it is written."""
    return Words(row[f"{name}_kk"] or "", row[f"{name}_ru"] or "")


def plain(value: Value) -> Words:
    """The same in every language: a number of a document, a code, a name typed once."""
    text = "" if value is None else str(value)
    return Words(text, text, text)


def number(value: Decimal | int | None) -> Words:
    if value is None:
        return NOTHING
    return Words(*(format_number(value, lang) for lang in ("kk", "ru", "en")))


def day(value: date | None) -> Words:
    return plain(format_date(value))


def joined(parts: Iterable[Words], between: str = ", ") -> Words:
    """Several texts as one, empty ones left out."""
    told = list(parts)
    return Words(*(between.join(one[i] for one in told if one[i]) for i in range(3)))


def table(key: str, title: Words, headings: Sequence[Words], rows: Iterable[Cells]) -> Table:
    return Table(key, title, tuple(headings), tuple(rows))


def numbered(rows: Iterable[Sequence[Words]]) -> list[Cells]:
    """With the number of the row in front."""
    return [(plain(n), *row) for n, row in enumerate(rows, start=1)]


def filled(
    key: str, title: Words, headings: Sequence[Words], rows: Sequence[Cells]
) -> tuple[Table, ...]:
    """The table with numbered rows; none where there are no rows."""
    return (table(key, title, headings, numbered(rows)),) if rows else ()


def by_name(rows: Iterable[Row], name: str = "name") -> list[Row]:
    """In Kazakh order of the name, the same in every language of the window."""
    return sorted(rows, key=lambda row: (sort_key(pair(row, name).kk), row.id.bytes))
