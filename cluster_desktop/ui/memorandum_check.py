"""Block 3 of the memorandum: what is in order and what is not, worst first. No widgets."""

from __future__ import annotations

from collections.abc import Mapping

from cluster_desktop.documents import press
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import MemorandumData, Template
from cluster_desktop.ui.memorandum_draft import Draft

# A line that says "this is in order": shown with a tick and leads nowhere.
IN_ORDER = "in_order"

_ORDER = {"error": 0, "warning": 1}


def check(
    office: Office, draft: Draft, data: MemorandumData, template: Template, layout: str
) -> tuple[Finding, ...]:
    """All lines of the check. Runs in a worker."""
    found = list(press.findings(data, template, "sequence" if layout == "sequence" else "columns"))
    found += [f for f in _of_records(office, draft) if f.message not in {x.message for x in found}]
    found.sort(key=lambda finding: _ORDER.get(finding.severity, 2))
    return (*found, *_good(office, draft, data, found))


def _of_records(office: Office, draft: Draft) -> list[Finding]:
    """Findings of the fields and of possible doubles."""
    terms: dict[str, Value] = office.entity("agreement").defaults() | dict(draft.terms)
    terms |= {"kind": "memorandum", "partner_id": draft.partner_id or draft.record}
    found = office.check("agreement", terms, draft.agreement)
    if any(draft.partner.values()):
        known: Mapping[str, Value] = office.entity("organisation").defaults() | {
            name: value for name, value in draft.partner.items() if value not in (None, "")
        }
        for one in office.check("organisation", known, draft.partner_id):
            field = f"parties.1.{one.field}" if one.field else None
            found.append(Finding(one.message, field, one.severity, one.suggestion, one.code))
    else:
        said = _("Choose the partner, or type a new one.")
        found.insert(0, Finding(said, field="partner_id"))
    return found


def _good(
    office: Office, draft: Draft, data: MemorandumData, found: list[Finding]
) -> list[Finding]:
    """What is worth saying when it is right."""
    lines: list[str] = []
    if not any(one.code == "missing" for one in found):
        lines.append(_("All places of the template are filled"))
    if len(data.parties) > 1 and data.parties[1].name_kk and data.parties[1].name_ru:
        lines.append(_("The partner's name is there in both languages"))
    number = draft.terms.get("number")
    if number:
        taken = office.lookup("agreement", "number", [number]).get(number, [])
        if not [one for one in taken if one != draft.agreement]:
            lines.append(_("Number {number} was not used before").format(number=number))
    return [Finding(line, severity="repaired", code=IN_ORDER) for line in lines]


def problems(findings: tuple[Finding, ...]) -> list[Finding]:
    """Those that stand in the way of printing."""
    return [one for one in findings if one.severity == "error"]
