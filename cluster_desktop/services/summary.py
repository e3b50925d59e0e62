"""A list counted or added up by two of its fields: rows, columns, totals, the records behind each.

Made in SQL over the query as it is shown. A number and the list that its click opens cannot
differ: a cell is its query plus the conditions of its row and column.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from cluster_desktop import fields
from cluster_desktop.entity import COLLEGE, Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import _, add_months, format_mean, format_number, month_title, sort_key
from cluster_desktop.i18n.catalogue import language
from cluster_desktop.query import Condition, Query

if TYPE_CHECKING:
    from cluster_desktop.db.grouping import Group
    from cluster_desktop.services.office import Office

Measure = Literal["count", "sum", "mean"]
MEASURES: tuple[Measure, ...] = ("count", "sum", "mean")
# More are no summary: nobody reads them, and paper does not hold them.
MOST_ROWS, MOST_COLUMNS = 2000, 50
CENTS = Decimal("0.01")
# Index of a total among rows or columns.
TOTAL = -1

_ADDED = (fields.Number, fields.Money, fields.Measure)
_NOT_GROUPED = (fields.LongText, fields.Digits, fields.Phone, fields.Moment, fields.Money,
                fields.Measure)  # fmt: skip
_EMPTY_LAST: tuple[int, object] = (9, "")


@dataclass(frozen=True)
class Asked:
    """What a summary is made of: field of the rows, of the columns (or none), what is counted.

    A field of days is grouped by "FIELD:year" or "FIELD:month".
    """

    rows: str
    columns: str = ""
    measure: Measure = "count"
    field: str = ""

    def packed(self) -> list[str]:
        """As a saved view keeps it."""
        return [self.rows, self.columns, self.measure, self.field]


def unpacked(words: Sequence[object]) -> Asked:
    """What `packed` gave. Raises Refusal for anything else."""
    if len(words) != 4 or not all(isinstance(word, str) for word in words):
        raise Refusal(_("This view cannot be read. Save it again under another name."))
    rows, columns, measure, field = (str(word) for word in words)
    if measure not in MEASURES:
        raise Refusal(_("This view cannot be read. Save it again under another name."))
    return Asked(rows, columns, measure, field)


@dataclass(frozen=True)
class Head:
    """A row or a column: its words, and the condition that its records meet."""

    label: str
    condition: Condition | None


@dataclass(frozen=True)
class Summary:
    """The numbers by (row, column); TOTAL stands for all rows or all columns.

    None where nothing is known: a mean of no records.
    """

    query: Query
    asked: Asked
    title: str
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    numbers: Mapping[tuple[int, int], Decimal | None]

    def number(self, row: int, column: int) -> Decimal | None:
        return self.numbers.get((row, column))

    def behind(self, row: int, column: int) -> Query:
        """The records behind a number."""
        heads = [self.rows[row]] if row != TOTAL else []
        heads += [self.columns[column]] if column != TOTAL else []
        more = tuple(head.condition for head in heads if head.condition is not None)
        return replace(self.query, where=(*self.query.where, *more))

    def said(self, row: int, column: int) -> str:
        """A number as people read it; empty for nothing."""
        number = self.number(row, column)
        if number is None or (number == 0 and self.asked.measure == "count"):
            return ""
        return format_mean(number) if self.asked.measure == "mean" else format_number(number)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Headings and rows of texts with the totals, as screen and paper show them."""
        order = self.column_order()
        headings = [self.title, *(self.columns[n].label for n in order if n != TOTAL), _("Total")]
        lines = [
            [self.rows[at].label if at != TOTAL else _("Total"),
             *(self.said(at, column) for column in order)]
            for at in self.row_order()
        ]  # fmt: skip
        return headings, lines

    def row_order(self) -> list[int]:
        return [*range(len(self.rows)), TOTAL]

    def column_order(self) -> list[int]:
        return [*range(len(self.columns)), TOTAL]


def axes(entity: Entity) -> dict[str, str]:
    """What a list can be grouped by, with labels; days by year and by month."""
    found: dict[str, str] = {}
    for name in names_of(entity):
        spec = entity.spec(name)
        if isinstance(spec, _NOT_GROUPED) or (spec.private and not isinstance(spec, fields.Date)):
            continue
        label = entity.column_title(name)
        if isinstance(spec, fields.Date):
            found[f"{name}:year"] = _("{field}, by year").format(field=label)
            found[f"{name}:month"] = _("{field}, by month").format(field=label)
        else:
            found[name] = label
    return found


def added(entity: Entity) -> dict[str, str]:
    """The numbers that can be added up, with labels."""
    names = (name for name in names_of(entity) if isinstance(entity.spec(name), _ADDED))
    return {name: entity.column_title(name) for name in names}


def names_of(entity: Entity) -> list[str]:
    """Every column of a list once: of a kk/ru pair the name without its language."""
    pairs = entity.pairs()
    every = (*entity.fields, *entity.computed)
    return list(dict.fromkeys(name[:-3] if name[:-3] in pairs else name for name in every))


def label_of(entity: Entity, asked: Asked) -> str:
    """What the numbers are: «Number of records», «Sum: Places»."""
    if asked.measure == "count":
        return _("Number of records")
    title = entity.column_title(asked.field)
    said = _("Sum: {field}") if asked.measure == "sum" else _("Mean: {field}")
    return said.format(field=title)


def make(office: Office, query: Query, asked: Asked) -> Summary:
    """The summary of a query. Raises Refusal for a field there is not, and for too many groups."""
    entity = office.entity(query.entity)
    _check(entity, asked)
    both = [axis for axis in (asked.rows, asked.columns) if axis]
    heads = [_heads(office, entity, query, asked, axis) for axis in both]
    rows, columns = heads[0], heads[1] if asked.columns else []
    if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        raise Refusal(
            _("There are too many different values: {n}. Choose another field.").format(
                n=len(rows) if len(rows) > MOST_ROWS else len(columns)
            )
        )
    numbers: dict[tuple[int, int], Decimal | None] = {}
    row_at = {key: at for at, (key, _head, _one) in enumerate(rows)}
    column_at = {key: at for at, (key, _head, _one) in enumerate(columns)}
    for key, _head, group in rows:
        numbers[row_at[key], TOTAL] = _measured(asked, group)
    for key, _head, group in columns:
        numbers[TOTAL, column_at[key]] = _measured(asked, group)
    if columns:
        for group in office.grouped(query, both, asked.field):
            first, second = group.keys
            # Somebody may have written between the questions.
            if first in row_at and second in column_at:
                numbers[row_at[first], column_at[second]] = _measured(asked, group)
    for group in office.grouped(query, (), asked.field):
        numbers[TOTAL, TOTAL] = _measured(asked, group)
    return Summary(
        query,
        asked,
        _title(entity, asked),
        tuple(head for _key, head, _group in rows),
        tuple(head for _key, head, _group in columns),
        numbers,
    )


def _known(entity: Entity) -> dict[str, str]:
    """The fields, and whose the records are: several colleges' at the regional office."""
    return {**axes(entity), COLLEGE: entity.column_title(COLLEGE)}


def _check(entity: Entity, asked: Asked) -> None:
    known = axes(entity)
    for axis in filter(None, (asked.rows, asked.columns)):
        if axis not in _known(entity):
            raise Refusal(
                _("A list cannot be summed up by “{field}”. There are: {known}.").format(
                    field=axis, known=", ".join(known)
                )
            )
    if asked.rows == asked.columns:
        raise Refusal(_("Choose two different fields for rows and columns."))
    if asked.measure != "count" and asked.field not in added(entity):
        raise Refusal(_("“{field}” is no number to add up.").format(field=asked.field))


def _title(entity: Entity, asked: Asked) -> str:
    known = _known(entity)
    rows = known[asked.rows]
    return f"{rows} / {known[asked.columns]}" if asked.columns else rows


def _heads(
    office: Office, entity: Entity, query: Query, asked: Asked, axis: str
) -> list[tuple[Value, Head, Group]]:
    """The values of one field in the order people expect, each with its own total."""
    name, _colon, part = axis.partition(":")
    spec = entity.spec(name)
    groups = office.grouped(query, (axis,), asked.field)
    names: Mapping[UUID, str] = {}
    if isinstance(spec, fields.Link):
        names = office.titles(spec.to, [group.keys[0] for group in groups if group.keys[0]])
    made = []
    for group in groups:
        (key,) = group.keys
        label = _label(spec, key, part, names)
        made.append((key, Head(label, _condition(name, key, part)), group))
    return sorted(made, key=lambda one: _order(spec, one[0], one[1].label))


def _label(spec: Field, key: Value, part: str, names: Mapping[UUID, str]) -> str:
    if key is None:
        return _("(empty)")
    if part == "month":
        year, month = str(key).split("-")
        return month_title(int(year), int(month), language())
    if part:
        return str(key)
    if isinstance(spec, fields.Link):
        return names.get(key) or _("(not found)")
    if isinstance(spec, fields.Choices):
        return spec.format((key,))
    return spec.format(key)


def _condition(name: str, key: Value, part: str) -> Condition:
    if key is None:
        return Condition(name, "empty")
    if not part:
        return Condition(name, "is", key)
    year, _dash, month = str(key).partition("-")
    first = dt.date(int(year), int(month or 1), 1)
    last = add_months(first, 1 if part == "month" else 12) - dt.timedelta(days=1)
    return Condition(name, "between", (first, last))


def _order(spec: Field, key: Value, label: str) -> tuple[int, object]:
    if key is None:
        return _EMPTY_LAST
    if isinstance(spec, fields.Choice):
        order = list(spec.choices)
        return (0, order.index(key)) if key in order else (1, sort_key(label))
    if isinstance(spec, fields.YesNo):
        return (0, not key)
    if isinstance(spec, fields.Number | fields.Date):
        return (0, key)
    return (0, sort_key(label))


def _measured(asked: Asked, group: Group) -> Decimal | None:
    if asked.measure == "count":
        return Decimal(group.records)
    if not group.filled:
        return None
    total = Decimal(str(group.total))
    if asked.measure == "sum":
        return total
    return (total / group.filled).quantize(CENTS, ROUND_HALF_UP)
