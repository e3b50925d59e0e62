"""Numbers that open the records behind them: made from queries, so that both cannot differ."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from cluster_desktop.query import Behind, Figure, Query

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

ONE_DECIMAL = Decimal("0.1")
CENTS = Decimal("0.01")


def measured(office: Office, behind: Behind) -> Decimal | None:
    """What the records give: their number, or sum or mean of a field (empty values left out)."""
    if behind.measure == "count":
        return Decimal(office.count(behind.query))
    asked = Query(
        behind.query.entity,
        behind.query.where,
        behind.query.text,
        columns=(behind.field,),
        on=behind.query.on,
    )
    values = [
        Decimal(row[behind.field]) for row in office.rows(asked) if row[behind.field] is not None
    ]
    if behind.measure == "sum":
        return sum(values, Decimal(0))
    if not values:
        return None
    return (sum(values, Decimal(0)) / len(values)).quantize(CENTS, ROUND_HALF_UP)


def counted(office: Office, key: str, query: Query) -> Figure:
    """The number of the records of a query."""
    behind = Behind(query)
    return Figure(key, measured(office, behind), behind)


def summed(office: Office, key: str, query: Query, field: str) -> Figure:
    """The sum of a field over the records of a query."""
    behind = Behind(query, "sum", field)
    return Figure(key, measured(office, behind), behind)


def mean(office: Office, key: str, query: Query, field: str) -> Figure:
    """The mean of a field over the records of a query; None where there is none."""
    behind = Behind(query, "mean", field)
    return Figure(key, measured(office, behind), behind)


def share(office: Office, key: str, part: Behind, base: Behind) -> Figure:
    """`part` of `base` in percent, one decimal; None where the base is nought."""
    of, whole = measured(office, part), measured(office, base)
    value = None
    if of is not None and whole:
        value = (of * 100 / whole).quantize(ONE_DECIMAL, ROUND_HALF_UP)
    return Figure(key, value, part, base)
