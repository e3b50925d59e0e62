"""Indicators beside the records: which are there already, and the values of which periods change.

An indicator is known by its name in either language. What the program counts itself takes no fact
from a file, and a closed period takes nothing: both are said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.excel import known
from cluster_desktop.excel.known import id_of
from cluster_desktop.excel.kpi_list import (
    BASE,
    BASE_YEAR,
    LATEST,
    NAME,
    NAMES,
    PERIODS,
    REASON,
    RESPONSIBLE,
    SOURCE,
    YEAR,
)
from cluster_desktop.excel.matching import Differ, Fate, Proposal, RowState, Together
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Operation, Query
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.kpi_lock import closed_periods
from cluster_desktop.services.office import Office

_PATHS = {
    **{f"kpi.{name}": name for name in ("name_kk", "name_ru", "unit_kk", "unit_ru")},
    BASE: "base_value",
    BASE_YEAR: "base_year",
    RESPONSIBLE: "responsible",
}
_OF_VALUE = ("plan", "fact", "source", "reason")
_KPI, _VALUES = Differ("kpi"), Differ("kpi_value")
# What a Text field takes.
_LONGEST_SOURCE = 200


class KpiMatcher:
    """Indicators and their values that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together) -> None:
        self._together = together
        self._stored: dict[UUID, Mapping[str, Value]] = {}
        self._by_name: dict[str, UUID] = {}
        columns = (*_PATHS.values(), "number", "counted")
        for row in office.rows(Query("kpi", columns=columns)):
            self._stored[row.id] = row.values
            for name in (row["name_kk"], row["name_ru"]):
                if name:
                    self._by_name.setdefault(fold(name), row.id)
        self._last_number = max((row["number"] for row in self._stored.values()), default=0)
        self._values: dict[tuple[UUID, int, str], tuple[UUID, Mapping[str, Value]]] = {}
        wanted = ("kpi_id", "year", "period", *_OF_VALUE)
        for row in office.rows(Query("kpi_value", columns=wanted)):
            if (kpi := id_of(row["kpi_id"])) is not None:
                self._values.setdefault((kpi, row["year"], row["period"]), (row.id, row.values))
        self._closed = closed_periods(office)

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Everything was read at the beginning: there are some dozens of indicators."""
        del reading, records

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows of the same indicator."""
        wanted = set(rows)
        return {
            record.row: self._fate(reading, record)
            for group in reading.groups.values()
            if not wanted.isdisjoint(group)
            for record in group.values()
        }

    def _fate(self, reading: Reading, record: Record) -> Fate:
        if record.is_wrong:
            return Fate(RowState.ERROR)
        wanted = known.taken(record.values, _PATHS)
        if not wanted.get("name_kk"):
            # The passport's first language is Kazakh; a Russian list gives its names for both.
            wanted["name_kk"] = wanted.get("name_ru")
        if wrong := known.problems(reading, record, "kpi", wanted):
            return Fate(RowState.ERROR, findings=wrong)
        indicator = self._indicator(record, wanted)
        findings: tuple[CellFinding, ...] = ()
        counted = self._counted(indicator)
        if counted and any(f"kpi.fact.{each}" in record.values for each in PERIODS):
            said = _(
                "The program counts this indicator itself; the facts of the file are left out."
            )
            finding = Finding(said, severity="warning", code="counted_by_the_program")
            findings += (reading.at(record, NAME, finding),)
        values, told = self._of_periods(reading, record, indicator, counted)
        findings += told
        if indicator.is_new:
            state = RowState.NEW
        else:
            state = RowState.CHANGED if indicator.changes or values else RowState.SAME
        return Fate(state, (indicator, *values), findings)

    def _counted(self, indicator: Proposal) -> bool:
        stored = self._stored.get(indicator.id) if indicator.id else None
        return bool(stored and stored.get("counted"))

    def _indicator(self, record: Record, wanted: Mapping[str, Value]) -> Proposal:
        keys = [fold(str(record.values[name])) for name in NAMES if record.values.get(name)]
        stored = next((self._by_name[key] for key in keys if key in self._by_name), None)
        if stored is None:
            fresh = self._together.id_of("kpi", keys[0])
            number = self._last_number + 1 + self._order(record, keys[0])
            return Proposal("kpi", fresh, True, {**wanted, "number": number})
        changes = _KPI.changes(self._stored[stored], wanted)
        if self._counted(Proposal("kpi", stored, False, {})):
            # Name and unit of what the program counts are its own.
            changes = tuple(each for each in changes if each.field in ("base_value", "base_year"))
        new = {change.field: change.new for change in changes}
        return Proposal("kpi", stored, False, new, changes)

    def _order(self, record: Record, key: str) -> int:
        """New indicators are numbered on in the order of the file."""
        place = self._together.told.setdefault(("kpi number", key), record.row)
        rows = sorted(
            int(str(row))
            for (what, _key), row in self._together.told.items()
            if what == "kpi number"
        )
        return rows.index(int(str(place)))

    def _of_periods(
        self, reading: Reading, record: Record, indicator: Proposal, counted: bool
    ) -> tuple[tuple[Proposal, ...], tuple[CellFinding, ...]]:
        """Values that are new or changed, and what is said of closed periods."""
        year, found, findings = record.values.get(YEAR), [], []
        if not isinstance(year, int) or indicator.id is None:
            return (), ()
        for column, period in PERIODS.items():
            wanted = self._wanted(record, column, counted)
            if not wanted:
                continue
            proposal = self._value(indicator.id, year, period, wanted)
            if proposal is None:
                continue
            if (year, period) in self._closed:
                said = _("This period is closed. Reopen it to change its values.")
                finding = Finding(said, severity="warning", code="period_closed")
                side = "fact" if f"kpi.fact.{column}" in record.values else "plan"
                findings.append(reading.at(record, f"kpi.{side}.{column}", finding))
                continue
            found.append(proposal)
        return tuple(found), tuple(findings)

    def _wanted(self, record: Record, column: str, counted: bool) -> dict[str, Value]:
        values = record.values
        wanted: dict[str, Value] = {}
        if (plan := values.get(f"kpi.plan.{column}")) is not None:
            wanted["plan"] = plan
        fact = values.get(f"kpi.fact.{column}")
        if fact is not None and not counted:
            wanted["fact"] = fact
            # A typed fact names its source: the column of the form, else the file itself.
            source = values.get(SOURCE) or self._together.told.get(("source", "file"))
            if source:
                wanted["source"] = str(source)[:_LONGEST_SOURCE]
        if values.get(LATEST) == column and values.get(REASON):
            wanted["reason"] = values[REASON]
        return wanted

    def _value(
        self, kpi: UUID, year: int, period: str, wanted: Mapping[str, Value]
    ) -> Proposal | None:
        there = self._values.get((kpi, year, period))
        if there is None:
            fresh = self._together.id_of("kpi_value", f"{kpi} {year} {period}")
            whole = {**wanted, "kpi_id": kpi, "year": year, "period": period}
            return Proposal("kpi_value", fresh, True, whole)
        changes = _VALUES.changes(there[1], wanted)
        if not {each.field for each in changes} - {"source"}:
            # The same number out of another file is no other number.
            return None
        new = {change.field: change.new for change in changes}
        return Proposal("kpi_value", there[0], False, new, changes)

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """Indicators first, then their values."""
        return known.in_order(fates, ("kpi", "kpi_value"))
