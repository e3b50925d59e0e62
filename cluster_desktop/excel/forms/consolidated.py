"""A form over several colleges: the lines of each under its name, with a total of its own.

At a college a form holds its own records, whatever else stands in the registers that all share. The
regional office takes all colleges together or one of them (services/region.py). Requests for staff
(F8) have lines of their own and are only added up: none belongs to two colleges.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    Facts,
    FactValue,
    Wishes,
    source_of,
)
from cluster_desktop.excel.forms.layout import Form, Group
from cluster_desktop.excel.forms.sources import ROW_SOURCE, Owed, RowSource
from cluster_desktop.excel.forms.totals import Rows, Total
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Query
from cluster_desktop.services import region
from cluster_desktop.services.paper_data import Pair
from cluster_desktop.services.region import College

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Deliver = Callable[["Office", Wishes], Delivery]
# Whose line it is; only an office's own workbook has a column for it.
ROW_COLLEGE = "row.college"
_SPELLINGS = (
    "Колледж", "Колледждің атауы", "Наименование колледжа", "Білім беру ұйымы",
    "Организация образования", "Білім беру ұйымының атауы", "Наименование организации образования",
)  # fmt: skip
_OF_STUDENTS = frozenset({"F1", "F2", "F3"})
_SUMMED = frozenset({"F8"})
_OWN_NUMBERS = frozenset({"F9"})  # indicators and measures keep the numbers of their registers


@dataclass(frozen=True, slots=True)
class _Part:
    """One college and what the form says of it."""

    college: College
    delivery: Delivery


def delivered(office: Office, code: str, deliver: Deliver, wishes: Wishes) -> Delivery:
    """The form of the chosen colleges. Raises Refusal, NeedsAnswer as the form itself does."""
    colleges = region.chosen(office, wishes.college)
    whole = deliver(region.within(office, colleges), wishes)
    if len(colleges) == 1:
        return _narrowed(whole, colleges[0])
    if not colleges or code in _SUMMED:
        return whole
    period = wishes.period or whole.heading.period_code or None
    asked = replace(wishes, period=period, as_asked=True)
    parts = []
    for college in colleges:
        try:
            parts.append(_Part(college, deliver(region.within(office, (college,)), asked)))
        except Refusal:
            # Some colleges only know a practice of that name; a wrong one was refused before.
            continue
    merged = _merged(code, whole, parts, colleges)
    twice = region.in_several(office, colleges) if code in _OF_STUDENTS else 0
    if twice:
        said = ngettext(
            "{n} IIN stands in several colleges: the person is counted in each of them",
            "{n} IIN stand in several colleges: each person is counted in each of them",
            twice,
        )
        merged = replace(merged, warnings=[*merged.warnings, said.format(n=twice)])
    return merged


def _merged(
    code: str, whole: Delivery, parts: Sequence[_Part], colleges: Sequence[College]
) -> Delivery:
    also = [
        _table(code, one, [_Part(part.college, part.delivery.also[n]) for part in parts])
        for n, one in enumerate(whole.also)
    ]
    told = {
        part.college.id
        for part in parts
        if part.delivery.rows or any(one.rows for one in part.delivery.also)
    }
    silent = [one.title for one in colleges if one.id not in told]
    warnings = _warnings(parts)
    if silent and told:
        said = _("Nothing of this period came from: {colleges}.")
        warnings.append(said.format(colleges=", ".join(silent)))
    return replace(_table(code, whole, parts), also=also, warnings=warnings)


def _table(code: str, whole: Delivery, parts: Sequence[_Part]) -> Delivery:
    """One sheet of the form: the rows of all, a group for each college that has any."""
    shown = [part for part in parts if part.delivery.rows]
    rows: list[Facts] = []
    groups = []
    starts = []
    for part in shown:
        starts.append(len(rows))
        for row in part.delivery.rows:
            facts: dict[str, FactValue] = {**row, ROW_COLLEGE: part.college.name}
            if code not in _OWN_NUMBERS:
                facts[ROW_NUMBER] = len(rows) + 1
            rows.append(_of_college(facts, part.college))
        name = part.college.name
        label = Pair(f"{name.kk or name.ru} бойынша барлығы", f"Итого по {name.ru or name.kk}")
        own = tuple(part.delivery.groups)
        groups.append(Group(label, len(part.delivery.rows), name, own))
    return replace(
        whole,
        rows=rows,
        groups=groups,
        form=_joined(whole.form, [part.delivery.form for part in shown], starts),
        spellings={**whole.spellings, ROW_COLLEGE: _SPELLINGS},
    )


def _joined(form: Form, forms: Sequence[Form], starts: Sequence[int]) -> Form:
    totals = []
    for total in form.totals:
        if total.keys is None:
            totals.append(total)
            continue
        same = [one for each in forms for one in each.totals if one.column == total.column]
        totals.append(_of_all(total, same, starts))
    return replace(form, totals=tuple(totals))


def _of_all(total: Total, parts: Sequence[Total], starts: Sequence[int]) -> Total:
    """What the colleges name differently, counted once; each knows its rows by its own numbers."""

    def keys(rows: Rows) -> frozenset[object]:
        mine: dict[int, list[Sequence[object]]] = {}
        for row in rows:
            number = int(str(row[0]))
            part = bisect_right(starts, number - 1) - 1
            mine.setdefault(part, []).append([number - starts[part], *row[1:]])
        found: set[object] = set()
        for part, own in mine.items():
            count = parts[part].keys
            found |= count(own) if count is not None else set()  # type: ignore[arg-type]
        return frozenset(found)

    return replace(total, keys=keys, count=lambda rows: len(keys(rows)))


# Where the rows come from


def _narrowed(delivery: Delivery, college: College) -> Delivery:
    """What a click on a figure opens are the records of that college, too."""
    rows = [_opened(row, college) for row in delivery.rows]
    return replace(delivery, rows=rows, also=[_narrowed(one, college) for one in delivery.also])


def _opened(row: Facts, college: College) -> Facts:
    source = source_of(row)
    return row if source is None else {**row, ROW_SOURCE: _narrow(source, college)}


def _of_college(row: Facts, college: College) -> Facts:
    """The same, and the row's key and label say whose it is."""
    source = source_of(row)
    if source is None:
        return row
    made = _narrow(source, college)
    label = f"{college.title}: {made.label}" if made.label else college.title
    return {**row, ROW_SOURCE: replace(made, key=f"{college.id} {made.key}", label=label)}


def _narrow(source: RowSource, college: College) -> RowSource:
    def asked(query: Query | None) -> Query | None:
        return None if query is None else _only(query, college)

    def owed(one: Owed) -> Owed:
        return replace(one, query=asked(one.query))

    return replace(
        source,
        query=asked(source.query),
        queries={name: _only(query, college) for name, query in source.queries.items()},
        owed=tuple(map(owed, source.owed)),
    )


def _only(query: Query, college: College) -> Query:
    """Of that college, unless the records are named one by one."""
    if any(condition.field == "id" for condition in query.where):
        return query
    return region.of_college(query, college.id)


def _warnings(parts: Sequence[_Part]) -> list[str]:
    """What several colleges' forms say alike is said once, anything else with the college."""
    said = [(part, text) for part in parts for text in dict.fromkeys(part.delivery.warnings)]
    times = Counter(text for _part, text in said)
    found = [
        text if times[text] > 1 else f"{part.college.title}: {text}"
        for part, text in said
        if part.delivery.rows
    ]
    return list(dict.fromkeys(found))
