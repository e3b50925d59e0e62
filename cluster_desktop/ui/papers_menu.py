"""Papers of records in a menu: contracts, orders, referrals, certificates, lists.

For a page, two calls are all there is:

    add_paper_actions(menu, desk, "placement", lambda: list.table.rows.chosen_ids())

puts an entry “Papers” with every kind that can be made of these records, and

    open_papers(desk, "certificate", "placement", ids)

opens one kind at once, for a button of the page. `entity` is what the page shows: placement,
practice_period, student, mentor, organisation or agreement; the way from a period to its
placements and their agreements is found here. The preview lists what is missing before anything
is printed; it opens by the desk's signal `sheet`, as the printed list does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QMenu

from cluster_desktop.i18n import _
from cluster_desktop.services import paper_kinds
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.icons import icon

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
    return papers


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
