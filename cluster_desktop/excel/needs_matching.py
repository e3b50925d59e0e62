"""Requests for staff beside the records: which are there already, what would change.

A request is known by who asks, the profession, the speciality and, where it is told, its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.excel import known
from cluster_desktop.excel.known import Organisations, id_of
from cluster_desktop.excel.matching import Differ, Fate, Proposal, RowState, Together
from cluster_desktop.excel.needs_list import (
    PROFESSION,
    REQUEST,
    SPECIALITY,
    YEARS,
    request_key,
    year_meaning,
)
from cluster_desktop.excel.people_columns import BIN, NAME, names_of
from cluster_desktop.excel.reading import Reading, Record
from cluster_desktop.fields import Value
from cluster_desktop.i18n import fold
from cluster_desktop.query import Operation, Query
from cluster_desktop.services.office import Office

_FIELDS = (
    *("source", "sector", "profession", "vacancies", "requirements", "salary_from", "salary_to"),
    *("targeted", "number", "requested_on", "state", "note"),
)
_PATHS = {f"{REQUEST}.{name}": name for name in _FIELDS}
_REQUESTS = Differ(
    REQUEST,
    {"organisation_id": known.same_link, "speciality_id": known.same_link}
    | dict.fromkeys(("salary_from", "salary_to"), lambda old, new: bool(old == new)),
)
ORDER = ("organisation", REQUEST, "labour_need")
Key = tuple[UUID | None, str, UUID | None]


class NeedsMatcher:
    """Requests that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together) -> None:
        self._together = together
        self._organisations = Organisations(office, together)
        self._specialities = known.by_code(office, "speciality")
        self._stored: dict[UUID, Mapping[str, Value]] = {}
        self._by_key: dict[Key, list[UUID]] = defaultdict(list)
        self._needs: dict[tuple[UUID, int], tuple[UUID, int]] = {}
        columns = (*_FIELDS, "organisation_id", "speciality_id")
        for row in office.rows(Query(REQUEST, columns=columns)):
            self._stored[row.id] = row.values
            self._by_key[_key(row.values)].append(row.id)
        for row in office.rows(Query("labour_need", columns=("request_id", "year", "persons"))):
            request = id_of(row["request_id"])
            if request is not None:
                self._needs.setdefault((request, row["year"]), (row.id, row["persons"]))

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Read in bulk what the records may meet."""
        del records
        self._organisations.load([record.values for record in reading.records.values()])

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows of the same request."""
        wanted = set(rows)
        found: dict[int, Fate] = {}
        for place, group in enumerate(reading.groups.values()):
            if place % 500 == 0:
                reading.tick()
            if not wanted.isdisjoint(group):
                for record in group.values():
                    found[record.row] = self._fate(reading, record)
        return found

    def _fate(self, reading: Reading, record: Record) -> Fate:
        if record.is_wrong:
            return Fate(RowState.ERROR)
        values = record.values
        wanted = known.taken(values, _PATHS)
        asks: tuple[Proposal, ...] = ()
        if values.get(BIN) or names_of(values):
            organisation, problem = self._organisations.of(values)
            if organisation is None:
                finding = reading.at(record, NAME, problem) if problem else None
                return Fate(RowState.ERROR, findings=(finding,) if finding else ())
            asks = (organisation,)
            wanted["organisation_id"] = organisation.id
        speciality = self._specialities.get(str(values.get(SPECIALITY)))
        if speciality is not None:
            wanted["speciality_id"] = speciality
        if wrong := known.problems(reading, record, REQUEST, wanted):
            return Fate(RowState.ERROR, findings=wrong)
        request = self._request(record, wanted)
        needs = self._of_years(request, values)
        if request.is_new:
            state = RowState.NEW
        else:
            does = request.changes or needs or any(each.changes for each in asks)
            state = RowState.CHANGED if does else RowState.SAME
        return Fate(state, (*asks, request, *needs))

    def _request(self, record: Record, wanted: Mapping[str, Value]) -> Proposal:
        number = wanted.get("number")
        alike = [
            one
            for one in self._by_key.get(_key(wanted), [])
            if not number or self._stored[one].get("number") in (None, "", number)
        ]
        # Of several the one that has this number, else the first that came.
        alike.sort(key=lambda one: self._stored[one].get("number") != number)
        if not alike:
            fresh = self._together.id_of(REQUEST, request_key(record))
            return Proposal(REQUEST, fresh, True, wanted)
        changes = _REQUESTS.changes(self._stored[alike[0]], wanted)
        new = known.plain({change.field: change.new for change in changes})
        return Proposal(REQUEST, alike[0], False, new, changes)

    def _of_years(self, request: Proposal, values: Mapping[str, object]) -> tuple[Proposal, ...]:
        """The needs that are new or changed; a year of nobody is not kept."""
        found = []
        for year in YEARS:
            persons = values.get(year_meaning(year))
            if not isinstance(persons, int) or request.id is None:
                continue
            there = self._needs.get((request.id, year))
            if there is None and persons:
                fresh = self._together.id_of("labour_need", f"{request.id} {year}")
                whole = {"request_id": request.id, "year": year, "persons": persons}
                found.append(Proposal("labour_need", fresh, True, whole))
            elif there is not None and there[1] != persons:
                changes = Differ("labour_need").changes({"persons": there[1]}, {"persons": persons})
                found.append(
                    Proposal("labour_need", there[0], False, {"persons": persons}, changes)
                )
        return tuple(found)

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """Who asks first, then the requests, then their years."""
        return known.in_order(fates, ORDER)


def _key(values: Mapping[str, Value]) -> Key:
    return (
        id_of(values.get("organisation_id")),
        fold(str(values.get(PROFESSION.partition(".")[2]) or "")),
        id_of(values.get("speciality_id")),
    )
