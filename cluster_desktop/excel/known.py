"""What lists of people and practice meet in the records: organisations, groups, specialities.

Every kind of such a list names its enterprise by BIN or by name, in either language. Questions to
the database are asked in bulk, never by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.entity import catalogue
from cluster_desktop.excel.cells import name_key
from cluster_desktop.excel.matching import Fate, FieldChange, Proposal, Together, in_parts
from cluster_desktop.excel.people_columns import BIN, NAMES, group_key, names_of
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Insert, Operation, Query, Ref, Update
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

# What a list may add to an organisation that it brings in.
_OF_NEW = (*NAMES, BIN, "organisation.address_kk", "organisation.address_ru")


class Organisations:
    """Organisations found by BIN, else by folded name; what is not found is to be made."""

    def __init__(self, office: Office, together: Together) -> None:
        self._office = office
        self._together = together
        self._by_bin: dict[str, UUID] = {}
        self._by_name: dict[str, list[UUID]] = {}
        self._bins: dict[UUID, str | None] = {}
        self._asked: set[str] = set()
        self._said: dict[str, dict[str, Value]] = {}

    def load(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Look up what the rows name; all rows of one organisation together tell its names."""
        everything = [values for values in rows if values.get(BIN) or names_of(values)]
        self._learn(everything)
        bins = {str(values[BIN]) for values in everything if values.get(BIN)}
        names = {name for values in everything for name in names_of(values)}
        found: set[UUID] = set()
        for part in in_parts(sorted(bins - self._asked)):
            for identifier, ids in self._office.lookup("organisation", "bin", part).items():
                self._by_bin[identifier] = ids[0]
        if wanted := names - self._asked:
            for name, ids in self._office.lookup("organisation", "folded_name", wanted).items():
                self._by_name[name] = ids
                found.update(ids)
        self._asked |= bins | names
        for some in in_parts(sorted(found - self._bins.keys())):
            there = Query("organisation", (Condition("id", "in", tuple(some)),), columns=("bin",))
            self._bins.update({row.id: row["bin"] for row in self._office.rows(there)})

    def _learn(self, rows: Sequence[Mapping[str, object]]) -> None:
        self._said.clear()
        bins: dict[str, set[str]] = defaultdict(set)
        for values in rows:
            if values.get(BIN):
                for name in names_of(values):
                    bins[name].add(str(values[BIN]))
        for name, several in bins.items():
            if len(several) == 1:
                # Another sheet of the file may name the same one without its BIN.
                self._together.told["bin", name] = min(several)
        for values in rows:
            said = self._said.setdefault(self._key(values), {})
            for name in _OF_NEW:
                if values.get(name):
                    said.setdefault(name.partition(".")[2], values[name])

    def _key(self, values: Mapping[str, object]) -> str:
        if values.get(BIN):
            return str(values[BIN])
        names = names_of(values)
        told = (self._together.told.get(("bin", name)) for name in names)
        return next((str(one) for one in told if one), "") or next(iter(names), "")

    def find(self, values: Mapping[str, object]) -> tuple[UUID | None, Finding | None]:
        """The stored organisation of a row; a finding where several may be meant."""
        key = self._key(values)
        if key in self._by_bin:
            return self._by_bin[key], None
        has_bin = bool(values.get(BIN)) or key.isdigit()
        named = {one for name in names_of(values) for one in self._by_name.get(name, [])}
        # Another BIN is another organisation, however alike the names are.
        fitting = {one for one in named if not (has_bin and self._bins.get(one))}
        if len(fitting) > 1:
            said = _("Several organisations have this name. Type the BIN to tell which is meant.")
            return None, Finding(said, code="several_partners")
        return (fitting.pop() if fitting else None), None

    def of(self, values: Mapping[str, object]) -> tuple[Proposal | None, Finding | None]:
        """What the row means for its organisation: nothing, its BIN, or a new one."""
        stored, problem = self.find(values)
        if problem is not None:
            return None, problem
        key = self._key(values)
        if stored is None:
            said = self._said.get(key, {})
            if not (said.get("name_kk") or said.get("name_ru")):
                text = _("No organisation with the BIN {bin} is known yet. Type its name.")
                return None, Finding(text.format(bin=values.get(BIN) or "?"), code="required")
            fresh = self._together.id_of("organisation", key)
            return Proposal("organisation", fresh, True, said), None
        identifier = values.get(BIN)
        if identifier and stored in self._bins and not self._bins[stored]:
            change = FieldChange("organisation", "bin", None, identifier)
            return Proposal("organisation", stored, False, {"bin": identifier}, (change,)), None
        return Proposal("organisation", stored, False, {}), None

    def of_bin(self, identifier: object) -> UUID | None:
        """The stored organisation of a BIN that was looked up."""
        return self._by_bin.get(str(identifier)) if identifier else None


class Groups:
    """Study groups by name; a name of several groups is of none."""

    def __init__(self, office: Office) -> None:
        found: dict[str, list[UUID]] = defaultdict(list)
        for row in office.rows(Query("study_group", columns=("name",))):
            found[group_key(row["name"])].append(row.id)
        self._ids = found

    def find(self, name: object) -> UUID | None:
        ids = self._ids.get(group_key(str(name)), []) if name else []
        return ids[0] if len(ids) == 1 else None


def by_code(office: Office, entity: str) -> dict[str, UUID]:
    """{code: record} of specialities or qualifications."""
    return {row["code"]: row.id for row in office.rows(Query(entity, columns=("code",)))}


def speciality_names(office: Office) -> tuple[frozenset[str], dict[str, str]]:
    """(all codes, {name in kk or ru as cells.py looks it up: code}); a name of two is of none."""
    rows = office.rows(Query("speciality", columns=("code", "name_kk", "name_ru")))
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (row["name_kk"], row["name_ru"]):
            if name:
                named[name_key(name)].add(row["code"])
    single = {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}
    return frozenset(row["code"] for row in rows), single


def id_of(value: Value) -> UUID | None:
    """A link as it is stored."""
    found: UUID | None = value.id if isinstance(value, Ref) else value
    return found


def plain(values: Mapping[str, Value]) -> dict[str, Value]:
    """Values as they are stored: links by their ids."""
    return {name: value.id if isinstance(value, Ref) else value for name, value in values.items()}


def same_link(old: Value, new: Value) -> bool:
    return id_of(old) == id_of(new)


def taken(values: Mapping[str, object], paths: Mapping[str, str]) -> dict[str, Value]:
    """Values by field name of what a row says; what it leaves blank stays as it is."""
    return {
        name: values[path] for path, name in paths.items() if values.get(path) not in (None, "")
    }


def problems(
    reading: Reading, record: Record, entity: str, values: Mapping[str, Value]
) -> tuple[CellFinding, ...]:
    """Errors of values that their fields do not take: too long, out of reach."""
    found = []
    for name, value in values.items():
        spec = catalogue[entity].fields[name]
        for finding in spec.problems(value) if not isinstance(value, UUID) else ():
            if finding.severity == "error":
                found.append(reading.at(record, f"{entity}.{name}", finding))
    return tuple(found)


def in_order(fates: Sequence[Fate], entities: Sequence[str]) -> list[Operation]:
    """What to write, each record once and in runs of one entity: such runs are bulk inserts."""
    chosen: dict[UUID, Proposal] = {}
    for fate in fates:
        for proposal in fate.proposals:
            if proposal.does_something:
                chosen.setdefault(proposal.id or new_id(), proposal)
    place = {name: at for at, name in enumerate(entities)}
    found: list[Operation] = []
    for record, proposal in sorted(
        chosen.items(), key=lambda pair: (place[pair[1].entity], not pair[1].is_new)
    ):
        if proposal.is_new:
            found.append(Insert(proposal.entity, proposal.values, record))
        else:
            found.append(Update(proposal.entity, record, proposal.values))
    return found
