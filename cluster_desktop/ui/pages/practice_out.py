"""What leaves the practice page from a menu: papers of records, official forms of a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.pages.official_forms import FormsButton
from cluster_desktop.ui.papers_menu import add_paper_actions


def papers_menu(
    host: QWidget, desk: Desk, entity: str, records: Sequence[UUID], at: QPoint
) -> QMenu:
    """The kinds of paper of these records, as a menu at a point of the screen."""
    holder = QMenu(host)
    papers = add_paper_actions(holder, desk, entity, lambda: list(records))
    # The chosen line is run after the menu has gone: the holder goes in the next round.
    papers.aboutToHide.connect(holder.deleteLater)
    papers.popup(at)
    return papers


def forms_button(
    desk: Desk, entity: str, parent: QWidget, period: Callable[[], str | None]
) -> FormsButton:
    """The official forms about these records, for a period by its name."""
    return FormsButton(desk, entity, parent, period=period)


def excel_menu(
    host: QWidget, desk: Desk, list_wanted: Callable[[], None], period: str, at: QPoint
) -> QMenu:
    """The placements of the period as a list, and the official forms of it."""
    # The forms load what reads and writes workbooks, 0.3 s: paid by the first who opens this.
    from cluster_desktop.excel.forms.export import forms_for

    menu = QMenu(host)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(icon("excel", "muted"), _("Placements") + "…", list_wanted)
    # Only its dialogs are used: on the board the row of buttons has no room for it.
    forms = forms_button(desk, "practice_period", host, lambda: period)
    forms.hide()
    menu.destroyed.connect(forms.deleteLater)
    for kind in forms_for("practice_period"):
        ask = partial(forms.ask_new, kind.code)
        menu.addAction(icon("reports", "muted"), _(kind.label) + "…", ask)
    menu.popup(at)
    return menu
