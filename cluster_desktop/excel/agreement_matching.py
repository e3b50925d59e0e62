"""A register of agreements beside the records: who is already there, what would change.

A partner is the one with the same BIN, else the one of that folded name; a name spelled otherwise
is no change. An agreement is known by partner, kind, number and date. Questions to the database
are asked in bulk, never by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cluster_desktop.entity import catalogue
from cluster_desktop.excel.agreement_register import NAMES, folded_name, join_phones, numbers_in
from cluster_desktop.excel.matching import Differ, Fate, Proposal, RowState, in_parts
from cluster_desktop.excel.places import Places, by_key
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Condition, Insert, Operation, Query, Ref, Update
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.ids import new_id, new_ids
from cluster_desktop.services.office import Office

_PARTNER_FIELDS = (
    *("name_kk", "name_ru", "bin", "kind", "sector", "phone", "email", "patron"),
    *("head_kk", "head_ru", "address_kk", "address_ru", "region_id", "district_id", "note"),
)
_AGREEMENT_FIELDS = (
    *("partner_id", "kind", "number", "signed_on", "valid_from", "valid_until", "open_ended"),
    *("stage", "aid", "responsible", "note", "directions"),
)
_PARTNER_PATHS = tuple((f"organisation.{name}", name) for name in _PARTNER_FIELDS)
_AGREEMENT_PATHS = tuple((f"agreement.{name}", name) for name in _AGREEMENT_FIELDS)
PLACE = "organisation.place"
_SHORT = 60  # no text field takes fewer characters
# A signed date makes a paper signed; what happened after the signature is not taken back.
_BEFORE_SIGNATURE = frozenset({"draft", "approval", "printed"})

Stored = tuple[UUID, Mapping[str, Value]]


def _same_phones(old: Value, new: Value) -> bool:
    return numbers_in(str(new)) <= numbers_in(str(old))


def _same_name(old: Value, new: Value) -> bool:
    return folded_name(str(old)) == folded_name(str(new))


_PARTNERS = Differ(
    "organisation",
    {
        **dict.fromkeys(("name_kk", "name_ru", "head_kk", "head_ru"), _same_name),
        **dict.fromkeys(("address_kk", "address_ru"), _same_name),
        "phone": _same_phones,
        **dict.fromkeys(("region_id", "district_id"), lambda old, new: _id(old) == _id(new)),
    },
)
_AGREEMENTS = Differ("agreement")


class AgreementMatcher:
    """Partners and agreements that are there already, and what rows would do to them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._partners: dict[UUID, Mapping[str, Value]] = {}
        self._by_bin: dict[str, UUID] = {}
        self._by_name: dict[str, list[UUID]] = {}
        self._agreements: dict[UUID, list[Stored]] = defaultdict(list)
        self._specialities: dict[str, UUID] = {}
        self._codes: dict[UUID, str] = {}
        self._places = Places()
        self._of_agreement: dict[UUID, dict[str, UUID]] = defaultdict(dict)
        self._asked: set[str] = set()
        self._new_ids: dict[str | int, UUID] = {}

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Read in bulk what the records may meet."""
        if not self._specialities:
            for row in self._office.rows(Query("speciality", columns=("code",))):
                self._specialities[row["code"]] = row.id
                self._codes[row.id] = row["code"]
            self._places = Places(self._by_place("region"), self._by_place("district"))
        bins: set[str] = set()
        names: dict[str, str] = {}  # folded, and as it is typed
        for record in records:
            if identifier := record.values.get("organisation.bin"):
                bins.add(str(identifier))
            for typed in filter(None, map(record.values.get, NAMES)):
                names[folded_name(str(typed))] = str(typed)
        found: set[UUID] = set()
        for part in in_parts(sorted(bins - self._asked)):
            for identifier, ids in self._office.lookup("organisation", "bin", part).items():
                self._by_bin[identifier] = ids[0]
                found.update(ids)
        if wanted := [names[folded] for folded in names.keys() - self._asked]:
            for name, ids in self._office.lookup("organisation", "folded_name", wanted).items():
                self._by_name[name] = ids
                found.update(ids)
        self._asked |= bins | names.keys()
        self._load_partners(found - self._partners.keys())

    def _by_place(self, entity: str) -> dict[str, Ref]:
        columns = ("name", "name_kk", "name_ru")
        rows = self._office.rows(Query(entity, columns=columns))
        return by_key((Ref(r.id, r["name"] or ""), (r["name_kk"], r["name_ru"])) for r in rows)

    def _load_partners(self, ids: set[UUID]) -> None:
        agreements: list[UUID] = []
        for part in in_parts(sorted(ids)):
            there = Condition("id", "in", tuple(part))
            for row in self._office.rows(Query("organisation", (there,), columns=_PARTNER_FIELDS)):
                self._partners[row.id] = row.values
            theirs = Condition("partner_id", "in", tuple(part))
            for row in self._office.rows(Query("agreement", (theirs,), columns=_AGREEMENT_FIELDS)):
                self._agreements[_id(row["partner_id"])].append((row.id, row.values))
                agreements.append(row.id)
        for part in in_parts(agreements):
            linked = Query(
                "agreement_speciality",
                (Condition("agreement_id", "in", tuple(part)),),
                columns=("agreement_id", "speciality_id"),
            )
            for row in self._office.rows(linked):
                code = self._codes.get(_id(row["speciality_id"]), "")
                self._of_agreement[_id(row["agreement_id"])][code] = row.id

    # Fates

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows of the same partners."""
        wanted = set(rows)
        found: dict[int, Fate] = {}
        for place, (key, group) in enumerate(reading.groups.items()):
            if place % 500 == 0:
                reading.tick()
            if wanted.isdisjoint(group):
                continue
            found.update(self._of_group(reading, key, list(group.values())))
        return found

    def _of_group(self, reading: Reading, key: str, records: Sequence[Record]) -> dict[int, Fate]:
        sound = [record for record in records if not record.is_wrong]
        fates = {r.row: Fate(RowState.ERROR) for r in records if r.is_wrong}
        if not sound:
            return fates
        partner, problem = self._partner(key, sound[0])
        if partner is None:
            for record in sound:
                finding = reading.at(record, "organisation.name", problem) if problem else None
                fates[record.row] = Fate(RowState.ERROR, findings=(finding,) if finding else ())
            return fates
        for place, record in enumerate(sound):
            fates[record.row] = self._fate(reading, record, partner, shows_partner=place == 0)
        return fates

    def _partner(self, key: str, record: Record) -> tuple[Proposal | None, Finding | None]:
        wanted = _taken(record, _PARTNER_PATHS)
        region, district, _unknown = self._places.find(str(record.values.get(PLACE) or ""))
        wanted |= {"region_id": region} if region else {}
        wanted |= {"district_id": district} if district else {}
        stored, problem = self._find_partner(wanted)
        if problem is not None:
            return None, problem
        if stored is None:
            if not (wanted.get("name_kk") or wanted.get("name_ru")):
                said = _("No partner with the BIN {bin} is known yet. Type its name.")
                finding = Finding(said.format(bin=wanted.get("bin")), code="required")
                return None, finding
            return Proposal("organisation", self._new_id(key), True, _plain(wanted)), None
        values = self._partners[stored]
        if wanted.get("phone") and values.get("phone"):
            wanted["phone"] = join_phones(str(values["phone"]), str(wanted["phone"]))
        for one, other in (("head_kk", "head_ru"), ("head_ru", "head_kk")):
            # A list shows one name for both languages where the other is not known.
            if not values.get(one) and _same_name(values.get(other) or "", wanted.get(one) or ""):
                wanted.pop(one, None)
        changes = _PARTNERS.changes(values, wanted)
        new = _plain({change.field: change.new for change in changes})
        return Proposal("organisation", stored, False, new, changes), None

    def _find_partner(self, wanted: Mapping[str, Value]) -> tuple[UUID | None, Finding | None]:
        identifier = wanted.get("bin")
        if identifier and identifier in self._by_bin:
            return self._by_bin[identifier], None
        named = {
            one
            for name in ("name_kk", "name_ru")
            if wanted.get(name)
            for one in self._by_name.get(folded_name(str(wanted[name])), [])
        }
        # Another BIN is another partner, however alike the names are.
        fitting = {n for n in named if not (identifier and self._partners[n].get("bin"))}
        if len(fitting) > 1:
            said = _("Several partners have this name. Type the BIN to tell which is meant.")
            return None, Finding(said, code="several_partners")
        return (fitting.pop() if fitting else None), None

    def _fate(
        self, reading: Reading, record: Record, partner: Proposal, *, shows_partner: bool
    ) -> Fate:
        findings = _limits(reading, record)
        if findings:
            return Fate(RowState.ERROR, findings=findings)
        findings = self._unknown_place(reading, record) if shows_partner else ()
        agreement, identity = self._agreement(reading, record, partner)
        links = self._links(record, identity)
        if agreement.is_new:
            state = RowState.NEW
        elif agreement.values or links or (shows_partner and partner.changes):
            state = RowState.CHANGED
        else:
            state = RowState.SAME
        if not (shows_partner or partner.is_new):
            # A change of the partner belongs to the one row that shows it, and is left out with it.
            partner = Proposal(partner.entity, partner.id, False, {})
        return Fate(state, (partner, agreement, *links), findings)

    def _unknown_place(self, reading: Reading, record: Record) -> tuple[CellFinding, ...]:
        unknown = self._places.find(str(record.values.get(PLACE) or ""))[2]
        if not unknown:
            return ()
        said = _("“{place}” is no known region or district and is left out.")
        text = said.format(place=", ".join(unknown))
        finding = Finding(text, severity="warning", code="unknown_place")
        return (reading.at(record, PLACE, finding),)

    def _agreement(
        self, reading: Reading, record: Record, partner: Proposal
    ) -> tuple[Proposal, UUID]:
        wanted = _taken(record, _AGREEMENT_PATHS)
        wanted["signed_on"] = record.values.get("agreement.date")
        assumed = "agreement.kind" in reading.defaults
        stored = self._find_agreement(partner, wanted, any_kind=assumed)
        if stored is None:
            fresh = self._new_id(record.row)
            wanted["partner_id"] = partner.id
            return Proposal("agreement", fresh, True, wanted), fresh
        agreement, values = stored
        if assumed:
            wanted.pop("kind", None)
        if values.get("stage") not in _BEFORE_SIGNATURE or wanted.get("stage") != "signed":
            wanted.pop("stage", None)
        # What the file leaves blank stays as it is.
        wanted = {
            name: value
            for name, value in wanted.items()
            if value is not None or (name == "valid_until" and wanted.get("open_ended"))
        }
        changes = _AGREEMENTS.changes(values, wanted)
        new = {change.field: change.new for change in changes}
        return Proposal("agreement", agreement, False, new, changes), agreement

    def _new_id(self, key: str | int) -> UUID:
        """The same name for the same new thing as long as the plan lives: of a partner by its
        group, of an agreement by its row."""
        if key not in self._new_ids:
            self._new_ids[key] = new_id()
        return self._new_ids[key]

    def _find_agreement(
        self, partner: Proposal, wanted: Mapping[str, Value], *, any_kind: bool
    ) -> Stored | None:
        if partner.is_new or partner.id is None:
            return None
        number, signed = fold(str(wanted.get("number") or "")), wanted.get("signed_on")
        alike = [
            (one, values)
            for one, values in self._agreements.get(partner.id, [])
            if fold(str(values.get("number") or "")) == number
            and (values.get("signed_on") == signed or (number and _one_is_undated(values, signed)))
        ]
        same_kind = [each for each in alike if each[1].get("kind") == wanted.get("kind")]
        found = same_kind or (alike if any_kind else [])
        # Of a dated and an undated one the dated one is meant.
        return max(found, key=lambda each: each[1].get("signed_on") == signed, default=None)

    def _links(self, record: Record, agreement: UUID) -> tuple[Proposal, ...]:
        """Specialities to link; a file that names them names all of them."""
        codes = record.values.get("agreement.specialities")
        if not isinstance(codes, tuple):
            return ()
        there = self._of_agreement.get(agreement, {})
        return tuple(
            Proposal(
                "agreement_speciality",
                None,
                True,
                {"agreement_id": agreement, "speciality_id": self._specialities[code]},
            )
            for code in codes
            if code not in there and code in self._specialities
        )

    # Writing

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """Partners first, then agreements, then links: long runs of one entity are bulk inserts."""
        chosen: dict[UUID, Proposal] = {}
        loose: list[Proposal] = []  # without an id: always new
        for fate in fates:
            for proposal in fate.proposals:
                if proposal.id is None:
                    loose.append(proposal)
                elif proposal.does_something:
                    chosen.setdefault(proposal.id, proposal)
        found: list[Operation] = []
        for record, proposal in sorted(
            chosen.items(), key=lambda pair: (pair[1].entity != "organisation", not pair[1].is_new)
        ):
            if proposal.is_new:
                found.append(Insert(proposal.entity, proposal.values, record))
            else:
                found.append(Update(proposal.entity, record, proposal.values))
        for proposal, record in zip(loose, new_ids(len(loose)), strict=True):
            found.append(Insert(proposal.entity, proposal.values, record))
        return found


class PartnerMatcher(AgreementMatcher):
    """The same for a list that names partners only: no agreement is made or looked at."""

    def _fate(
        self, reading: Reading, record: Record, partner: Proposal, *, shows_partner: bool
    ) -> Fate:
        findings = _limits(reading, record)
        if findings:
            return Fate(RowState.ERROR, findings=findings)
        if not shows_partner:
            return Fate(RowState.SAME)
        if partner.is_new:
            state = RowState.NEW
        else:
            state = RowState.CHANGED if partner.changes else RowState.SAME
        return Fate(state, (partner,), self._unknown_place(reading, record))


def _taken(record: Record, paths: Sequence[tuple[str, str]]) -> dict[str, Value]:
    """The record's values by field name, as far as it has them."""
    values = record.values
    return {name: values[path] for path, name in paths if path in values}


def _plain(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values as they are stored: a link by its id."""
    return {n: value.id if isinstance(value, Ref) else value for n, value in values.items()}


def _id(value: Value) -> UUID:
    found: UUID = value.id if isinstance(value, Ref) else value
    return found


def _one_is_undated(values: Mapping[str, Value], signed: Value) -> bool:
    return values.get("signed_on") is None or signed is None


def _limits(reading: Reading, record: Record) -> tuple[CellFinding, ...]:
    """Texts longer than their fields take."""
    for value in record.values.values():
        if type(value) is str and len(value) > _SHORT:
            break
    else:
        return ()
    found = []
    for path, value in record.values.items():
        if not isinstance(value, str) or len(value) <= _SHORT:
            continue
        entity, _dot, name = path.partition(".")
        spec = catalogue[entity].fields.get(name)
        for finding in spec.check(value) if spec is not None else ():
            if finding.severity == "error":
                meaning = (
                    path if reading.letter(path) else path.removesuffix("_kk").removesuffix("_ru")
                )
                found.append(reading.at(record, meaning, finding))
    return tuple(found)
