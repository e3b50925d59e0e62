"""An action plan beside the records: which measures are there already, what would change.

A measure is known by its name within the years that the plan speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.excel import known
from cluster_desktop.excel.matching import Differ, Fate, Proposal, RowState, Together
from cluster_desktop.excel.plan_list import ITEM, YEARS, key_of
from cluster_desktop.excel.reading import Reading, Record
from cluster_desktop.fields import Value
from cluster_desktop.i18n import fold
from cluster_desktop.query import Operation, Query
from cluster_desktop.services.office import Office

_FIELDS = (
    *("number", "year", "heading", "name_kk", "name_ru", "form", "starts", "due", "due_text"),
    *("responsible", "result_kk", "result_ru", "finance", "state", "done_on", "done_text", "note"),
)
_PATHS = {f"{ITEM}.{name}": name for name in _FIELDS}
_ITEMS = Differ(ITEM)


class PlanMatcher:
    """Measures that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together) -> None:
        self._together = together
        self._stored: dict[UUID, Mapping[str, Value]] = {}
        self._by_name: dict[str, list[UUID]] = defaultdict(list)
        for row in office.rows(Query(ITEM, columns=_FIELDS)):
            self._stored[row.id] = row.values
            for name in {fold(str(row[each])) for each in ("name_kk", "name_ru") if row[each]}:
                self._by_name[name].append(row.id)

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Everything was read at the beginning: a plan has some dozens of measures."""
        del reading, records

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows of the same measure."""
        wanted = set(rows)
        return {
            record.row: self._fate(reading, key, record)
            for key, group in reading.groups.items()
            if not wanted.isdisjoint(group)
            for record in group.values()
        }

    def _fate(self, reading: Reading, key: str, record: Record) -> Fate:
        if record.is_wrong:
            return Fate(RowState.ERROR)
        wanted = known.taken(record.values, _PATHS)
        if not wanted.get("name_kk"):
            # The plan's first language is Kazakh; a Russian plan keeps its names in both places.
            wanted["name_kk"] = wanted.get("name_ru")
        if wrong := known.problems(reading, record, ITEM, wanted):
            return Fate(RowState.ERROR, findings=wrong)
        repeats = len(reading.groups.get(key, ())) > 1
        stored = self._find(record, repeats=repeats)
        if stored is None:
            term = f"|{record.values.get(f'{ITEM}.due')}" if repeats else ""
            fresh = self._together.id_of(ITEM, key + term)
            return Fate(RowState.NEW, (Proposal(ITEM, fresh, True, wanted),))
        there = self._stored[stored]
        changes = _ITEMS.changes(there, wanted)
        new = {change.field: change.new for change in changes}
        state = RowState.CHANGED if changes else RowState.SAME
        return Fate(state, (Proposal(ITEM, stored, False, new, changes),))

    def _find(self, record: Record, *, repeats: bool) -> UUID | None:
        years = record.values.get(YEARS)
        alike = self._by_name.get(key_of(record), [])
        fitting = [
            one
            for one in alike
            if not isinstance(years, tuple) or self._stored[one].get("year") in (None, *years)
        ]
        due = record.values.get(f"{ITEM}.due")
        if repeats:
            # Of a measure with several days each day is one.
            fitting = [one for one in fitting if self._stored[one].get("due") == due]
        fitting.sort(key=lambda one: self._stored[one].get("due") != due)
        return fitting[0] if fitting else None

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        return known.in_order(fates, (ITEM,))
