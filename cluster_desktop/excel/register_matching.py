"""A small register beside the records: which are there already, what would change."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.entity import catalogue
from cluster_desktop.excel import known
from cluster_desktop.excel.agreement_register import folded_name
from cluster_desktop.excel.known import id_of
from cluster_desktop.excel.matching import Differ, Fate, Proposal, RowState, Together
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.excel.register_list import LINKED, REGISTERS
from cluster_desktop.fields import Link, Value
from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Operation, Query, Ref
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.office import Office

_BIN = re.compile(r"(?<!\d)\d{12}(?!\d)")
_CODE = re.compile(r"(?<!\d)\d{7,8}(?!\d)")

_CODE_LENGTH = 8


class RegisterMatcher:
    """Records of one register that are there already, and what rows would do to them."""

    def __init__(self, office: Office, together: Together, entity: str) -> None:
        self._together = together
        self._entity = catalogue[entity]
        fields = self._entity.fields
        self._links = {
            name: spec.to
            for name, spec in fields.items()
            if isinstance(spec, Link) and spec.to in LINKED and not spec.computed
        }
        self._fields = tuple(
            name
            for name, spec in fields.items()
            if not spec.computed and (not isinstance(spec, Link) or name in self._links)
        )
        self._differ = Differ(
            entity,
            dict.fromkeys(self._links, known.same_link)
            | {
                name: lambda old, new: bool(old == new)
                for name, spec in fields.items()
                if spec.KIND in ("money", "measure")
            },
        )
        self._find: Mapping[str, Callable[[str], UUID | None]] = {
            to: finder
            for to, finder in (
                ("organisation", _organisations(office)),
                ("speciality", _specialities(office)),
                ("teacher", _people(office)),
            )
            if to in self._links.values()
        }
        self._stored: dict[UUID, Mapping[str, Value]] = {}
        self._by_key: dict[tuple[object, ...], list[UUID]] = defaultdict(list)
        for row in office.rows(Query(entity, columns=self._fields)):
            self._stored[row.id] = row.values
            for key in self._keys(row.values):
                self._by_key[key].append(row.id)

    def _keys(self, values: Mapping[str, Value]) -> list[tuple[object, ...]]:
        """What a record is found by: its name in either language."""
        names = REGISTERS[self._entity.name]
        spoken = [names]
        if names[0].endswith("_kk"):
            spoken.append((f"{names[0][:-3]}_ru", *names[1:]))
        found = [tuple(_plain(values.get(name)) for name in each) for each in spoken]
        return [key for key in dict.fromkeys(found) if key[0] is not None]

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Everything was read at the beginning: these registers are short."""
        del reading, records

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows of the same record."""
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
        name = self._entity.name
        wanted = known.taken(record.values, {f"{name}.{each}": each for each in self._fields})
        findings: list[CellFinding] = []
        for field, to in self._links.items():
            if field not in wanted:
                continue
            typed = str(wanted.pop(field))
            found = self._find[to](typed)
            if found is not None:
                wanted[field] = found
                continue
            spec = self._entity.fields[field]
            said = _("{field}: “{value}” is not known. Choose from the list.")
            text = said.format(field=spec.title(), value=typed)
            finding = Finding(
                text, severity="error" if spec.required else "warning", code="unknown_record"
            )
            findings.append(reading.at(record, f"{name}.{field}", finding))
        findings += known.problems(reading, record, name, wanted)
        if any(each.severity == "error" for each in findings):
            return Fate(RowState.ERROR, findings=tuple(findings))
        # What the list says nothing of is as a new record has it: two lines are compared by that.
        whole = {**self._entity.defaults(), **wanted}
        alike = next((self._by_key[key] for key in self._keys(whole) if key in self._by_key), [])
        if not alike:
            fresh = self._together.id_of(name, str(record.row))
            return Fate(RowState.NEW, (Proposal(name, fresh, True, whole),), tuple(findings))
        told = self._told(record, wanted, self._stored[alike[0]])
        changes = self._differ.changes(self._stored[alike[0]], told)
        new = known.plain({change.field: change.new for change in changes})
        state = RowState.CHANGED if changes else RowState.SAME
        proposal = Proposal(name, alike[0], False, new, changes)
        return Fate(state, (proposal,), tuple(findings))

    def _told(
        self, record: Record, wanted: Mapping[str, Value], stored: Mapping[str, Value]
    ) -> dict[str, Value]:
        """Without what a text in one language only repeats of the record's two."""
        told = dict(wanted)
        for pair in self._entity.pairs():
            sides = (f"{pair}_kk", f"{pair}_ru")
            own = [side for side in sides if record.own.get(f"{self._entity.name}.{side}")]
            if len(own) != 1:
                continue
            known_already = _plain(told.get(own[0])) in {_plain(stored.get(side)) for side in sides}
            for side in sides:
                if known_already or side != own[0]:
                    told.pop(side, None)
        return told

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        return known.in_order(fates, (self._entity.name,))


def _plain(value: Value) -> object:
    if isinstance(value, str):
        return fold(value) or None
    return id_of(value) if isinstance(value, Ref | UUID) else value


def _organisations(office: Office) -> Callable[[str], UUID | None]:
    """By BIN, else by a name that is of one alone."""
    by_bin: dict[str, UUID] = {}
    by_name: dict[str, set[UUID]] = defaultdict(set)
    for row in office.rows(Query("organisation", columns=("bin", "name_kk", "name_ru"))):
        if row["bin"]:
            by_bin[row["bin"]] = row.id
        for name in (row["name_kk"], row["name_ru"]):
            if name:
                by_name[folded_name(name)].add(row.id)

    def find(typed: str) -> UUID | None:
        if (number := _BIN.search(typed)) is not None:
            return by_bin.get(number[0])
        return _only(by_name.get(folded_name(typed), set()))

    return find


def _specialities(office: Office) -> Callable[[str], UUID | None]:
    """By code, else by a name that is of one alone."""
    by_code: dict[str, UUID] = {}
    by_name: dict[str, set[UUID]] = defaultdict(set)
    old_names: dict[str, set[UUID]] = defaultdict(set)
    for row in office.rows(Query("speciality", columns=("code", "name_kk", "name_ru"))):
        by_code[row["code"]] = row.id
        # A code of the old classifier has seven digits, its successor often the same name.
        is_old = len(row["code"]) < _CODE_LENGTH
        for name in (row["name_kk"], row["name_ru"]):
            if name:
                (old_names if is_old else by_name)[fold(name)].add(row.id)

    def find(typed: str) -> UUID | None:
        if (code := _CODE.search(typed)) is not None:
            return by_code.get(code[0])
        return _only(by_name.get(fold(typed)) or old_names.get(fold(typed), set()))

    return find


def _people(office: Office) -> Callable[[str], UUID | None]:
    by_name: dict[str, set[UUID]] = defaultdict(set)
    for row in office.rows(Query("teacher", columns=("full_name",))):
        by_name[fold(row["full_name"])].add(row.id)
    return lambda typed: _only(by_name.get(fold(typed), set()))


def _only(found: set[UUID]) -> UUID | None:
    return next(iter(found)) if len(found) == 1 else None
