"""Handing a requested form in: its file under a readable name, then kept with the request.

What the window's sheet and the command line do alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.forms.export import KINDS, ExportReport, export
from cluster_desktop.excel.forms.state import delivery_of, figures_json, hand_figures
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Ref, Row
from cluster_desktop.services import attachments, reports

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Saved:
    """A form that lies in a folder and is not handed in yet; `figures` is what it says."""

    report: ExportReport
    figures: str

    @property
    def path(self) -> Path:
        return self.report.path


def file_name(office: Office, row: Row) -> str:
    """«Дуальды оқыту, 2026-Q4, Ақбұлақ….xlsx»: form, period, college, as offices sort them."""
    college = office.college_id()
    name = office.title("organisation", college) if college is not None else ""
    bare = name[name.find("«") + 1 : name.find("»")] if "«" in name and "»" in name else name
    said = ", ".join(filter(None, (str(row["name"]), str(row["period"] or ""), bare)))
    return attachments.safe_name(f"{said}.xlsx")


def free_path(folder: Path, name: str) -> Path:
    """The name in the folder, with a number behind it where such a file is there already: what
    somebody has written into an earlier one is never lost."""
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path


def is_private(row: Row) -> bool:
    """Whether the form names people and their identifiers."""
    return KINDS[row["form"]].private


def save(
    office: Office,
    request: UUID,
    path: Path,
    *,
    with_iin: bool = False,
    count_unknown: bool = False,
    into: Path | None = None,
) -> Saved:
    """Write the form of a request; nothing is handed in by it.

    `into` fills that workbook instead of the one that the request names. Raises Refusal, and
    NeedsAnswer for graduates of whom nothing is known (form F1).
    """
    row = reports.get(office, request)
    mapping = row["form_mapping_id"]
    report = export(
        office,
        row["form"],
        path,
        into=into,
        period=row["period"] or None,
        with_iin=with_iin,
        count_unknown=count_unknown,
        figures=hand_figures(office, request),
        mapping=mapping.id if isinstance(mapping, Ref) and into is None else None,
    )
    return Saved(report, figures_json(delivery_of(office, row), row["form"]))


def hand_in(
    office: Office, request: UUID, saved: Saved, *, how: str, on: date | None = None
) -> Changes:
    """The file as it lies there now goes into the archive, and the request is delivered."""
    try:
        content = saved.path.read_bytes()
    except OSError as why:
        said = _("{file} is not there any more. Save the form again.")
        raise Refusal(said.format(file=saved.path.name)) from why
    return reports.deliver(
        office, request, saved.path.name, content, how=how, on=on, figures=saved.figures
    )
