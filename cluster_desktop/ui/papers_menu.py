"""Papers of records in a menu: contracts, orders, referrals, certificates, lists.

For a page, two calls are all there is:

    add_paper_actions(menu, desk, "placement", lambda: list.table.rows.chosen_ids())

puts an entry “Papers” with every kind that can be made of these records, and

    open_papers(desk, "certificate", "placement", ids)

opens one kind at once, for a button of the page. `entity` is what the page shows: placement,
practice_period, student, mentor, organisation or agreement; the way from a period to its
placements and their agreements is found here. The preview lists what is missing before anything
is printed; it opens by the desk's signal `sheet`, as the printed list does.

Where placements are shown, “Make contracts” makes a draft for each student who has none and shows
them; `make_contracts(desk, owner, kind, entity, ids)` is the same for a button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes
from cluster_desktop.services import contracts, paper_jobs, paper_kinds
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.icons import icon

MAKE = {
    "dual": N_("Make dual training contracts…"),
    "practice": N_("Make practice contracts…"),
}
Ids = Callable[[], Sequence[UUID]]


def add_paper_actions(menu: QMenu, desk: Desk, entity: str, ids: Ids) -> QMenu:
    """A submenu with the papers of these records; `ids` is asked when one is chosen."""
    papers = menu.addMenu(icon("print", "muted"), _("Papers"))
    papers.setObjectName("papers_menu")
    for kind in paper_kinds.offered(entity):
        papers.addAction(
            icon(kind.icon, "muted"),
            _(kind.label) + "…",
            lambda key=kind.key: open_papers(desk, key, entity, ids()),
        )
    if entity in paper_kinds.PLACED:
        papers.addSeparator()
        for key, label in MAKE.items():
            papers.addAction(
                icon("add", "muted"),
                _(label),
                lambda kind=key: make_contracts(desk, desk, kind, entity, ids()),
            )
    return papers


def make_contracts(desk: Desk, owner: QObject, kind: str, entity: str, ids: Sequence[UUID]) -> None:
    """A draft contract for each student of these records, one action; then they are shown."""
    chosen = list(ids)

    def make() -> Changes:
        placed = paper_jobs.records_of(desk.office, paper_kinds.kind_of("referral"), entity, chosen)
        return contracts.make_contracts(desk.office, placed, kind)

    desk.write(owner, make, then=lambda _changes: open_papers(desk, kind, entity, chosen))


def open_papers(desk: Desk, kind: str, entity: str, ids: Sequence[UUID]) -> None:
    """The preview of one kind of paper for records of an entity."""
    if not ids:
        desk.refused.emit(_("Nothing is chosen to print."))
        return
    # The preview loads the print system: paid by the first paper.
    from cluster_desktop.ui.preview import PrintPreview
    from cluster_desktop.ui.preview_records import RecordPapers

    preview = PrintPreview(desk)
    desk.sheet.emit(preview, "right")
    preview.open_job(RecordPapers(desk.office, kind, ids, of=entity))
