"""Use cases of agreements: numbers, a new paper, renewal, signature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query, Ref, Update
from cluster_desktop.rules.numbering import DEFAULT_MASK, numbers
from cluster_desktop.rules.terms import add_months
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

PREFIXES: Mapping[str, str] = {
    "memorandum": "М",
    "cooperation": "Ы",
    "dual": "Д",
    "practice": "П",
    "targeted": "МД",
    "employment_guarantee": "К",
    "sponsorship": "ДМ",
    "consortium": "КС",
    "certificate": "С",
    "referral": "Ж",
}
# What else is numbered: where the numbers stand.
NUMBERED: Mapping[str, tuple[str, str]] = {
    "certificate": ("placement", "certificate_number"),
    "referral": ("placement", "referral_number"),
}

# A successor in one of these stages stands; a cancelled or terminated one may be replaced.
_LIVE_STAGES = ("draft", "approval", "printed", "signed")


@dataclass(frozen=True)
class Renewal:
    """One proposed successor: what it follows, its number and its dates."""

    agreement: UUID
    title: str
    number: str
    signed_on: date
    valid_until: date


def proposed_number(office: Office, kind: str, year: int, also_taken: Sequence[str] = ()) -> str:
    """The next free number of that kind on this computer; nothing is reserved by asking."""
    return next(proposed_numbers(office, kind, year, also_taken))


def proposed_numbers(
    office: Office, kind: str, year: int, also_taken: Sequence[str] = ()
) -> Iterator[str]:
    """The next free numbers of that kind, one after the other."""
    entity, field = NUMBERED.get(kind, ("agreement", "number"))
    rules = office.rows(
        Query("numbering_rule", (Condition("kind", "is", kind),), columns=("prefix", "mask")), 1
    )
    mask = rules[0]["mask"] if rules else DEFAULT_MASK
    prefix = rules[0]["prefix"] if rules else PREFIXES[kind]
    used = office.rows(Query(entity, (Condition(field, "contains", str(year)),), columns=(field,)))
    taken = [row[field] for row in used] + list(also_taken)
    # A number in the bin may stand on a printed paper: it is never given again.
    binned = office.rows(Query(entity, columns=(field,), bin=True))
    taken += [row[field] for row in binned if row[field]]
    letters = office.local_fact("device.letters") or ""
    return numbers(mask, prefix=prefix, device=letters, year=year, taken=taken)


def new_agreement(
    office: Office,
    values: Mapping[str, Value],
    *,
    partner: Mapping[str, Value] | None = None,
    parties: Sequence[UUID] = (),
) -> Changes:
    """A draft agreement, with a new partner and further parties where there are, as one action.

    Without a number it gets the next free one of its kind. Raises Refusal naming the field.
    """
    operations: list[Operation] = []
    whole = dict(values)
    if partner is not None:
        declared = office.entity("organisation")
        about = declared.defaults() | dict(partner)
        _refuse(office, "organisation", about)
        made = Insert("organisation", about, new_id())
        operations.append(made)
        whole["partner_id"] = made.id
    kind = whole.get("kind") or "memorandum"
    whole["kind"] = kind
    on = whole.get("signed_on") or office.today()
    whole["number"] = whole.get("number") or proposed_number(office, kind, on.year)
    _refuse(office, "agreement", office.entity("agreement").defaults() | whole)
    agreement = Insert("agreement", whole, new_id())
    operations.append(agreement)
    for position, organisation in enumerate(parties, start=3):
        link = {
            "agreement_id": agreement.id,
            "organisation_id": organisation,
            "position": position,
        }
        operations.append(Insert("party", link, new_id()))
    title = Said(N_("New: {what}"), {"what": str(whole["number"])})
    return office.apply(title, office.source, operations)


def _refuse(office: Office, entity: str, values: Mapping[str, Value]) -> None:
    wrong = [f for f in office.entity(entity).problems(values) if f.severity == "error"]
    if wrong:
        raise Refusal(wrong[0].message, field=wrong[0].field, findings=wrong)


def mark_signed(office: Office, agreements: Sequence[UUID], on: date) -> Changes:
    """Signed on that day; who has no beginning yet begins then. One action."""
    operations = signing(office, agreements, on)
    title = Said(N_("Signed: {n} agreements"), {"n": str(len(agreements))})
    if len(agreements) == 1:
        what = office.title("agreement", agreements[0])
        title = Said(N_("Signed: {what}"), {"what": what})
    return office.apply(title, office.source, operations)


def signing(office: Office, agreements: Sequence[UUID], on: date) -> list[Operation]:
    """What marks agreements as signed. Raises Refusal where one ends before that day."""
    operations: list[Operation] = []
    for one in agreements:
        row = office.get("agreement", one)
        if row["valid_until"] is not None and row["valid_until"] < on:
            raise Refusal(
                _(
                    "{number}: the end {day} lies before the day of signature. Check the dates."
                ).format(number=row["number"], day=row["valid_until"].strftime("%d.%m.%Y")),
                field="signed_on",
            )
        new: dict[str, Value] = {"stage": "signed", "signed_on": on}
        if row["valid_from"] is None:
            new["valid_from"] = on
        operations.append(Update("agreement", one, new))
    return operations


def renewed_by(office: Office, agreements: Sequence[UUID]) -> dict[UUID, str]:
    """Numbers of the successors of those that have a live one; a cancelled one is none."""
    where = (
        Condition("previous_id", "in", tuple(agreements)),
        Condition("stage", "in", _LIVE_STAGES),
    )
    rows = office.rows(Query("agreement", where, columns=("number", "previous_id")))
    return {row["previous_id"].id: row["number"] or "–" for row in rows}


def propose_renewals(office: Office, agreements: Sequence[UUID], months: int) -> list[Renewal]:
    """A successor for each: it begins the day after the end, or today where that has passed.

    Those that have a live successor already are left out (`renewed_by` tells which).
    """
    done = renewed_by(office, agreements)
    proposed: list[Renewal] = []
    for one in agreements:
        if one in done:
            continue
        row = office.get("agreement", one)
        ends = row["until"]
        begins = office.today()
        if ends is not None and ends >= begins:
            begins = ends + timedelta(days=1)
        number = proposed_number(
            office, row["kind"], begins.year, [other.number for other in proposed]
        )
        last_day = add_months(begins, months) - timedelta(days=1)
        proposed.append(Renewal(one, row["number"] or "", number, begins, last_day))
    return proposed


def end_problem(office: Office, begins: date, ends: date | None) -> str | None:
    """Why a successor cannot end on that day, None where it can."""
    if ends is None:
        return _("Type the new end.")
    dates = {"valid_from": begins, "valid_until": ends}
    wrong = [
        found.message
        for found in office.entity("agreement").problems(dates)
        if found.severity == "error" and found.field == "valid_until"
    ]
    return wrong[0] if wrong else None


def renew(office: Office, renewals: Sequence[Renewal]) -> Changes:
    """Drafts that continue the agreements with their parties and specialities, one action.

    Raises Refusal naming the agreement and the reason; then nothing was written.
    """
    done = renewed_by(office, [renewal.agreement for renewal in renewals])
    operations: list[Operation] = []
    for renewal in renewals:
        if renewal.agreement in done:
            said = _("{number} is already renewed by {successor}.")
            raise Refusal(said.format(number=renewal.title, successor=done[renewal.agreement]))
        old = office.get("agreement", renewal.agreement)
        kept = (
            *("partner_id", "kind", "template_id", "renewal", "renewal_months", "notice_months"),
            *("directions", "places", "responsible", "place_kk", "place_ru"),
        )
        values = {name: _plain(old[name]) for name in kept}
        values |= {
            "number": renewal.number,
            "valid_from": renewal.signed_on,
            "valid_until": renewal.valid_until,
            "previous_id": renewal.agreement,
            "stage": "draft",
        }
        _refuse_successor(office, renewal, values)
        made = Insert("agreement", values, new_id())
        operations.append(made)
        operations += _copied_links(office, renewal.agreement, made.id)
    title = Said(N_("Renewed: {n} agreements"), {"n": str(len(renewals))})
    return office.apply(title, office.source, operations)


def _refuse_successor(office: Office, renewal: Renewal, values: Mapping[str, Value]) -> None:
    why = end_problem(office, renewal.signed_on, renewal.valid_until)
    found = office.entity("agreement").problems(values)
    wrong = [finding for finding in found if finding.severity == "error"]
    if why is None and wrong:
        why = wrong[0].message
    if why is not None:
        said = _("{number}: {reason}").format(number=renewal.title, reason=why)
        raise Refusal(said, field="valid_until", findings=wrong)


def _copied_links(office: Office, old: UUID, new: UUID) -> list[Operation]:
    copied: list[Operation] = []
    columns = {
        "party": ("organisation_id", "position", "role_kk", "role_ru"),
        "agreement_speciality": ("speciality_id",),
    }
    for entity, names in columns.items():
        of_old = Query(entity, (Condition("agreement_id", "is", old),), columns=names)
        for row in office.rows(of_old):
            values = {name: _plain(row[name]) for name in names}
            copied.append(Insert(entity, values | {"agreement_id": new}, new_id()))
    return copied


def _plain(value: Value) -> Value:
    return value.id if isinstance(value, Ref) else value


def chain(office: Office, agreement: UUID) -> list[UUID]:
    """The agreement with those before and after it, oldest first."""
    before: list[UUID] = []
    at = office.get("agreement", agreement)["previous_id"]
    while isinstance(at, Ref) and at.id not in before:
        before.insert(0, at.id)
        at = office.get("agreement", at.id)["previous_id"]
    after: list[UUID] = []
    newest = [agreement]
    while newest:
        found = office.lookup("agreement", "previous_id", newest)
        newest = [i for ids in found.values() for i in ids if i not in (*before, *after)]
        after += newest
    return [*before, agreement, *after]
