"""What a paper lacks is written into the record it belongs to, where it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Condition, Query, Ref
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.paper_contracts import ORGANISATION_FIELD
from cluster_desktop.services.paper_data import AnyData, PaperData, Source

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


def is_typed(office: Office, data: AnyData, gap: Finding) -> bool:
    """Whether the gap can be filled beside the paper, or only on the record's own page."""
    name = gap.field or ""
    if not isinstance(data, PaperData):
        return bool(name)
    source = data.behind.sources.get(name)
    return source is not None and source.field in office.entity(source.entity).fields


def fill(office: Office, data: AnyData, gap: Finding, text: str) -> Changes:
    """Write the typed text where the gap comes from. Raises Refusal."""
    name = gap.field or ""
    if isinstance(data, PaperData):
        source = data.behind.sources.get(name)
    else:
        source = _of_memorandum(office, data.record_id, name)
    if source is None or source.field not in office.entity(source.entity).fields:
        raise Refusal(_("This is filled in on the record's own page."))
    values = office.read_typed(source.entity, {source.field: text})
    return office.set_many(source.entity, source.records, values)


def _of_memorandum(office: Office, agreement: UUID, name: str) -> Source:
    head, _dot, rest = name.partition(".")
    if head != "parties":
        return Source("agreement", (agreement,), "valid_from" if head == "date" else head)
    number, _dot, field = rest.partition(".")
    organisation = _organisation(office, agreement, int(number))
    return Source("organisation", (organisation,), ORGANISATION_FIELD.get(field, field))


def _organisation(office: Office, agreement: UUID, number: int) -> UUID:
    """The organisation of a party: the college, the partner, then the others in their order."""
    query = Query(
        "party",
        where=(Condition("agreement_id", "is", agreement),),
        sort=(("position", False),),
        columns=("organisation_id",),
    )
    links = [office.get("agreement", agreement)["partner_id"]]
    links += [row["organisation_id"] for row in office.rows(query)]
    found = [office.college_id(), *(link.id for link in links if isinstance(link, Ref))]
    wanted = found[number] if number < len(found) else None
    if wanted is None:
        raise Bug(f"no party {number} in the paper {agreement}")
    return wanted
