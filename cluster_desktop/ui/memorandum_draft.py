"""A memorandum being written: its values, how they are kept between two starts, how they are saved.

Knows the office's use cases and no widgets. A new one lives here until it is kept, saved or
printed; of one that exists every left field is written at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.fields import Date, Link, Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Condition, Delete, Insert, Operation, Query, Ref, Update
from cluster_desktop.rules.terms import add_months
from cluster_desktop.services import agreements, papers
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import MemorandumData, PartyData, Template

DRAFT_KIND = "memorandum"
DEFAULT_MONTHS = 36
# Fields of the agreement that the sheet shows.
TERMS = (
    "number", "signed_on", "valid_from", "valid_until", "open_ended", "template_id", "places",
    "place_kk", "place_ru", "directions", "renewal", "renewal_months", "notice_months",
    "responsible",
)  # fmt: skip
# Fields of the partner that go on paper.
PARTNER = (
    "name_kk", "name_ru", "bin", "kind", "basis_kk", "basis_ru", "head_kk", "head_ru",
    "head_position_kk", "head_position_ru", "in_person_kk", "in_person_ru", "address_kk",
    "address_ru", "phone", "email", "iban", "bank", "bic", "kbe",
)  # fmt: skip
SIGNATORY = (
    "name_kk", "name_ru", "position_kk", "position_ru", "basis_kk", "basis_ru",
    "in_person_kk", "in_person_ru",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """What the sheet holds. `partner_id` None with `partner` filled is a partner not made yet."""

    agreement: UUID | None = None
    terms: Mapping[str, Value] = field(default_factory=dict)
    partner_id: UUID | None = None
    partner: Mapping[str, Value] = field(default_factory=dict)
    parties: tuple[UUID, ...] = ()
    signatory: Mapping[str, Value] = field(default_factory=dict)
    """Who signs for the college, empty for its head."""
    record: UUID = field(default_factory=new_id)
    """The id in the code on the paper while there is no agreement yet."""

    def with_term(self, name: str, value: Value) -> Draft:
        return replace(self, terms={**self.terms, name: value})

    def with_partner(self, name: str, value: Value) -> Draft:
        return replace(self, partner={**self.partner, name: value})

    @property
    def date_field(self) -> str:
        """The field behind the date on the paper: the signature's day once it is known."""
        return "signed_on" if self.terms.get("signed_on") else "valid_from"

    @property
    def is_new_partner(self) -> bool:
        return self.partner_id is None and any(self.partner.values())

    @property
    def is_empty(self) -> bool:
        """Nothing typed yet that would be a loss."""
        return self.partner_id is None and not any(self.partner.values()) and not self.parties


def fresh(office: Office, partner: UUID | None = None) -> Draft:
    """A new memorandum: today, three years, the place of the last one of the college."""
    today = office.today()
    terms: dict[str, Value] = {
        "number": agreements.proposed_number(office, "memorandum", today.year),
        "valid_from": today,
        "valid_until": add_months(today, DEFAULT_MONTHS),
        "renewal": "none",
        "directions": (),
        "open_ended": False,
    }
    last = office.rows(
        Query(
            "agreement",
            where=(Condition("place_kk", "filled"),),
            sort=(("valid_from", True),),
            columns=("place_kk", "place_ru"),
        ),
        1,
    )
    if last:
        terms |= {"place_kk": last[0]["place_kk"], "place_ru": last[0]["place_ru"]}
    made = Draft(terms=terms)
    return made if partner is None else with_partner_record(office, made, partner)


def with_partner_record(office: Office, draft: Draft, partner: UUID) -> Draft:
    """The draft with a partner of the list, whose values are shown and edited in place."""
    values = office.get("organisation", partner).values
    known = {name: values[name] for name in PARTNER}
    return replace(draft, partner_id=partner, partner=known)


def with_new_partner(draft: Draft, name: str) -> Draft:
    """The draft with a partner that is not in the list yet; Kazakh letters say the language."""
    russian_form = any(form in name for form in ("ТОО", "КГУ", "ГКП", "ГККП", "АО «", "ИП "))
    values: dict[str, Value] = {"name_ru" if russian_form else "name_kk": name}
    return replace(draft, partner_id=None, partner=values | {"kind": "enterprise"})


def opened(office: Office, agreement: UUID) -> Draft:
    """An agreement that exists."""
    row = office.get("agreement", agreement)
    terms = {name: _plain(row[name]) for name in TERMS}
    mine = (Condition("agreement_id", "is", agreement),)
    parties = office.rows(
        Query("party", mine, sort=(("position", False),), columns=("organisation_id",))
    )
    signs = office.rows(Query("signatory", mine, columns=("organisation_id", *SIGNATORY)))
    college = office.college_id()
    own = next((one for one in signs if _plain(one["organisation_id"]) == college), None)
    made = Draft(
        agreement=agreement,
        terms=terms,
        parties=tuple(_plain(one["organisation_id"]) for one in parties),
        signatory={} if own is None else {name: own[name] for name in SIGNATORY},
        record=agreement,
    )
    partner = _plain(row["partner_id"])
    return with_partner_record(office, made, partner) if partner is not None else made


def composed(office: Office, draft: Draft) -> tuple[MemorandumData, Template]:
    """What the live page shows. Raises Refusal where the college is not known yet."""
    template = papers.template_of(office, draft.terms.get("template_id"))
    college = papers.college_party(office, {office.college_id(): dict(draft.signatory)})
    sides = [college, papers.party(draft.partner, None)]
    for organisation in draft.parties:
        sides.append(papers.party(office.get("organisation", organisation).values, None))
    if draft.agreement is not None:
        # A saved paper has duties and signatories of its own; what is being typed goes on top.
        saved = papers.memorandum_data(office, draft.agreement)
        kept = saved.parties
        sides = [sides[0], _same(kept[1], sides[1]), *kept[2:]] if len(kept) > 1 else sides
        return papers.memorandum_of(
            draft.record, draft.terms, sides, promises=saved.promises
        ), template
    return papers.memorandum_of(draft.record, draft.terms, sides), template


def _same(saved: PartyData, typed: PartyData) -> PartyData:
    """The typed party; where another person signs for it, that person as saved."""
    if saved.person_kk == typed.person_kk and saved.person_ru == typed.person_ru:
        return typed
    names = ("person", "position", "basis", "in_person")
    own = {f"{n}_{lang}": getattr(saved, f"{n}_{lang}") for n in names for lang in ("kk", "ru")}
    return replace(typed, **own)


def created(office: Office, draft: Draft) -> tuple[Changes, UUID]:
    """The draft as a record of the list; its changes and its id. Raises Refusal with the field."""
    if draft.agreement is not None:
        raise Bug("this memorandum exists already")
    if draft.is_empty or (draft.partner_id is None and not draft.is_new_partner):
        raise Refusal(_("Partner: fill in"), field="partner_id")
    values = {**draft.terms, "kind": "memorandum", "partner_id": draft.partner_id}
    if draft.partner_id is None:
        values.pop("partner_id")
    known = {name: value for name, value in draft.partner.items() if value not in (None, "")}
    changes = agreements.new_agreement(
        office,
        values,
        partner=None if draft.partner_id is not None else known,
        parties=draft.parties,
    )
    agreement = _made(office, changes)
    if any(draft.signatory.values()):
        save_signatory(office, agreement, draft.signatory)
    return changes, agreement


def _made(office: Office, changes: Changes) -> UUID:
    """The agreement among the records of an action."""
    for record in changes.ids:
        try:
            office.get("agreement", record)
        except Refusal:
            continue  # the partner or a party of the same action
        return record
    raise Bug("no agreement was made")


def save_signatory(office: Office, agreement: UUID, values: Mapping[str, Value]) -> Changes:
    """Who signs for the college: the one person given, or its head for nobody."""
    college = office.college_id()
    mine = (Condition("agreement_id", "is", agreement), Condition("organisation_id", "is", college))
    known = [row.id for row in office.rows(Query("signatory", mine, columns=("name_kk",)))]
    operations: list[Operation] = []
    if not any(values.values()):
        operations = [Delete("signatory", record) for record in known]
    elif known:
        operations = [Update("signatory", known[0], dict(values))]
    else:
        links = {"agreement_id": agreement, "organisation_id": college}
        operations = [Insert("signatory", {**values, **links}, new_id())]
    if not operations:
        return Changes()
    return office.apply(_("Signed by us"), office.source, operations)


def save_parties(office: Office, agreement: UUID, parties: tuple[UUID, ...]) -> Changes:
    """The further parties of a saved agreement, in that order."""
    mine = (Condition("agreement_id", "is", agreement),)
    known = {
        _plain(row["organisation_id"]): row.id
        for row in office.rows(Query("party", mine, columns=("organisation_id",)))
    }
    operations: list[Operation] = [
        Delete("party", record) for wanted, record in known.items() if wanted not in parties
    ]
    for position, organisation in enumerate(parties, start=3):
        if organisation in known:
            operations.append(Update("party", known[organisation], {"position": position}))
        else:
            links = {"agreement_id": agreement, "organisation_id": organisation}
            operations.append(Insert("party", {**links, "position": position}, new_id()))
    return office.apply(_("Parties"), office.source, operations) if operations else Changes()


def signatories(office: Office) -> list[dict[str, Value]]:
    """People who have signed for the college before, latest first; the head is not among them."""
    college = office.college_id()
    rows = office.rows(
        Query("signatory", (Condition("organisation_id", "is", college),), columns=SIGNATORY),
        200,
    )
    seen: dict[str, dict[str, Value]] = {}
    for row in reversed(rows):
        seen.setdefault(str(row["name_kk"]), {name: row[name] for name in SIGNATORY})
    return list(seen.values())


# ---- between two starts ----


def to_payload(draft: Draft) -> dict[str, Any]:
    """The draft as plain JSON for the office's drafts."""
    return {
        "format": 1,
        "terms": {name: _to_json(value) for name, value in draft.terms.items()},
        "partner_id": str(draft.partner_id) if draft.partner_id else None,
        "partner": {name: _to_json(value) for name, value in draft.partner.items()},
        "parties": [str(one) for one in draft.parties],
        "signatory": {name: _to_json(value) for name, value in draft.signatory.items()},
        "title": str(draft.partner.get("name_kk") or draft.partner.get("name_ru") or ""),
    }


def from_payload(office: Office, payload: Mapping[str, Any]) -> Draft:
    """The draft of a payload; a partner that is gone since is left out."""
    terms = _from_json(office, "agreement", payload.get("terms", {}))
    made = Draft(
        terms=terms,
        partner=_from_json(office, "organisation", payload.get("partner", {})),
        parties=tuple(UUID(one) for one in payload.get("parties", ())),
        signatory=dict(payload.get("signatory", {})),
    )
    partner = payload.get("partner_id")
    if not partner:
        return made
    if office.is_in_bin("organisation", UUID(partner)):
        return replace(made, partner={})
    return with_partner_record(office, made, UUID(partner))


def _to_json(value: Value) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _from_json(office: Office, entity: str, values: Mapping[str, Any]) -> dict[str, Value]:
    declared = office.entity(entity).fields
    found: dict[str, Value] = {}
    for name, value in values.items():
        spec = declared.get(name)
        if spec is None:
            continue
        if isinstance(spec, Date) and isinstance(value, str):
            value = date.fromisoformat(value)
        elif isinstance(spec, Link) and isinstance(value, str):
            value = UUID(value)
        elif isinstance(value, list):
            value = tuple(value)
        found[name] = value
    return found


def _plain(value: Value) -> Value:
    return value.id if isinstance(value, Ref) else value
