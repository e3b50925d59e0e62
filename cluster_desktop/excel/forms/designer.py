"""What the form designer and the command line do with an office's workbook. Knows no widgets.

Everything here reads a file or the records and is for a worker; only `keep` writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.form_words import Language
from cluster_desktop.excel.forms import mapping, reach
from cluster_desktop.excel.forms.delivery import Delivery, Wishes
from cluster_desktop.excel.forms.export import FORMS, KINDS, ExportReport
from cluster_desktop.excel.forms.fill import headings_of
from cluster_desktop.excel.forms.mapped import fill_mapped
from cluster_desktop.excel.forms.mapping import Proposal
from cluster_desktop.excel.reader import Source
from cluster_desktop.excel.table import find_table
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services import form_fields, form_mappings
from cluster_desktop.services.form_fields import FormFields, Problem
from cluster_desktop.services.form_mappings import FormMap

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# Fewer known headings than this say nothing of which form it is.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook to point at: its form, what is supposed or kept of it, and its blank file."""

    form: str
    proposal: Proposal
    blank: Path
    name: str
    mapping: UUID | None = None
    sender: str = ""


def open_file(office: Office, path: Path, form: str | None = None) -> Opened:
    """A new workbook: of which form it seems to be, and its map as proposed.

    Without a form the one is taken that knows most of its headings. Raises Refusal, Trouble.
    """
    source = mapping.readable(path)
    known = mapping.known_among(form_mappings.of_form(office, form), source)
    if known is not None:
        row = office.get(form_mappings.ENTITY, known.id)
        code = str(row["form"])
        told = mapping.as_kept(path, known.body, fields(office, code))
        return Opened(code, told, path, known.name, known.id, str(row["sender"] or ""))
    code = form or guess(office, source)
    return Opened(code, mapping.propose(path, delivered(office, code)), path, path.stem)


def open_kept(office: Office, record: UUID) -> Opened:
    """A kept workbook with its blank. Raises Refusal, Trouble."""
    row = office.get(form_mappings.ENTITY, record)
    blank = form_mappings.blank_of(office, record)
    body = form_mappings.decoded(str(row["body"]))
    form = str(row["form"])
    told = mapping.as_kept(blank, body, fields(office, form))
    return Opened(form, told, blank, str(row["name"]), record, str(row["sender"] or ""))


def guess(office: Office, source: Source) -> str:
    """The form that knows most headings of the workbook; the first one where none does."""
    best, most = next(iter(FORMS)), _LEAST - 1
    for code in FORMS:
        try:
            delivery = delivered(office, code)
        except Refusal:
            continue
        known = sum(_known(source, each) for each in (delivery, *delivery.also))
        if known > most:
            best, most = code, known
    return best


def _known(source: Source, delivery: Delivery) -> int:
    headings = headings_of(delivery)
    tables = [find_table(sheet, headings.knows) for sheet in source.sheets if sheet.visible]
    return max((table.known for table in tables if table is not None), default=0)


def problems(opened: Opened, body: FormMap) -> list[Problem]:
    """Everything there is to say of a map of this workbook, errors first."""
    proposal = opened.proposal
    found = form_fields.problems(body, proposal.fields)
    first = [one for one in found if one.severity == "error"]
    rest = [one for one in found if one.severity != "error"]
    return [*first, *reach.doubts(proposal.source, proposal.formulas, body), *rest]


def delivered(office: Office, form: str, period: str | None = None) -> Delivery:
    """What the form says now; graduates of whom nothing is known are counted. Raises Refusal."""
    kind = KINDS.get(form.upper())
    if kind is None:
        said = _("There is no form {form}. There are: {known}.")
        raise Refusal(said.format(form=form, known=", ".join(FORMS)), field="form")
    return kind.delivered(office, Wishes(period=period, count_unknown=True))


def fields(office: Office, form: str) -> FormFields:
    """What the form can say. Raises Refusal."""
    return mapping.fields_of(delivered(office, form))


def try_fill(
    office: Office,
    opened: Opened,
    body: FormMap,
    out: Path,
    *,
    period: str | None = None,
    language: Language = "both",
) -> ExportReport:
    """The workbook filled by a map that is not kept yet. Raises Refusal, Trouble."""
    _refuse_wrong(body, opened.proposal.fields)
    delivery = delivered(office, opened.form, period)
    told = fill_mapped(opened.blank, out, delivery, body, language)
    return ExportReport(len(delivery.rows), out, (*told, *delivery.warnings))


def keep(
    office: Office,
    opened: Opened,
    body: FormMap,
    *,
    name: str,
    sender: str,
    fields: FormFields | None = None,
) -> tuple[UUID, Changes]:
    """Keep the map with its blank: a new record, or the changed one, as one action.

    Raises Refusal for a map with errors or a wrong name, Trouble.
    """
    _refuse_wrong(body, fields or opened.proposal.fields)
    signature = mapping.signature_of(opened.proposal.source, body)
    if signature is None:
        raise Refusal(_("The map names a sheet that this workbook does not have."))
    if opened.mapping is None:
        return form_mappings.add(
            office, form=opened.form, name=name, sender=sender, body=body,
            signature=signature, blank=opened.blank,
        )  # fmt: skip
    values = {
        "form": opened.form, "name": name.strip(), "sender": sender.strip() or None,
        "signature": signature,
    }  # fmt: skip
    blank = opened.blank if opened.blank.suffix else None
    changes = form_mappings.change(office, opened.mapping, values, body=body, blank=blank)
    return opened.mapping, changes


def _refuse_wrong(body: FormMap, fields: FormFields) -> None:
    errors: Sequence[str] = [
        one.message for one in form_fields.problems(body, fields) if one.severity == "error"
    ]
    if errors:
        raise Refusal(errors[0])
