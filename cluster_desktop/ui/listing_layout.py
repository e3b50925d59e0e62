"""Columns and views of a list: choose, move, hide, save under a name, remember widths."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.filters import offered
from cluster_desktop.ui.narrowing import Narrowing
from cluster_desktop.ui.popover import TickListPopover
from cluster_desktop.ui.table import EntityTable
from cluster_desktop.ui.views import View, ViewButton, load
from cluster_desktop.ui.widgets_buttons import IconButton

_REMEMBER_MS = 600


class ListLayout(QObject):
    """Keeps the columns of one table and speaks for its views."""

    def __init__(
        self,
        office: Office,
        table: EntityTable,
        narrowing: Narrowing,
        parent: QObject,
        *,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._table = table
        self._narrowing = narrowing
        self.entity = table.rows.entity
        # Two lists of one entity (students, graduates) keep their columns and views apart.
        self.name = name or self.entity.name
        self.views = ViewButton(office, self.name)
        self.columns_button = IconButton("columns", dense=True)
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(_REMEMBER_MS)
        self._remember.timeout.connect(self._keep)
        self.columns_button.clicked.connect(self.ask_columns)
        self.views.chosen.connect(self.apply)
        narrowing.changed.connect(self._tell_views)
        table.layout_changed.connect(self._on_layout)
        header = table.head()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)

    def retranslate(self) -> None:
        self.columns_button.set_name(_("Columns of the list"))
        self.views.retranslate()

    def ask_columns(self) -> None:
        shown = self._table.shown_columns()
        rest = [name for name in offered(self._office, self.entity) if name not in shown]
        options = [(name, self.entity.column_title(name)) for name in [*shown, *rest]]
        hint = _("Tick to show; drag or Alt+Up, Alt+Down to move")
        sheet = TickListPopover(
            self.columns_button,
            _("Columns of the list"),
            options,
            shown,
            movable=True,
            hint=hint,
        )
        sheet.chosen.connect(self._table.set_columns)
        sheet.open_under(self.columns_button)

    def _header_menu(self, at: QPoint) -> None:
        header = self._table.head()
        section = header.logicalIndexAt(at)
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if section > 0:
            self._fill_for(menu, self._table.rows.column_name(section))
        menu.addAction(_("Columns of the list")).triggered.connect(self.ask_columns)
        menu.popup(header.mapToGlobal(at))

    def _fill_for(self, menu: QMenu, name: str) -> None:
        table = self._table
        up, down = menu.addAction(_("Sort upwards")), menu.addAction(_("Sort downwards"))
        up.triggered.connect(lambda: table.set_sort(name, False))
        down.triggered.connect(lambda: table.set_sort(name, True))
        narrow = menu.addAction(_("Filter by this column…"))
        narrow.triggered.connect(lambda: self._narrowing.ask(name))
        if len(table.shown_columns()) > 1:
            rest = [column for column in table.shown_columns() if column != name]
            hide = menu.addAction(_("Hide this column"))
            hide.triggered.connect(lambda: table.set_columns(rest))
        if table.frozen() == name:
            menu.addAction(_("Let all columns scroll")).triggered.connect(lambda: table.freeze(""))
        else:
            keep = menu.addAction(_("Keep the columns up to here in sight"))
            keep.triggered.connect(lambda: table.freeze(name))
        menu.addSeparator()

    def view(self) -> View:
        """What the list shows, to be saved under a name."""
        return View(
            columns=tuple(self._table.shown_columns()),
            widths=self._table.widths(),
            sort=self._table.sort(),
            chips=self._narrowing.row.selection(),
            where=tuple(self._narrowing.filters()),
            frozen=self._table.frozen(),
        )

    def apply(self, view: View) -> None:
        """Show what a view says; what it does not know stays standard."""
        self._table.set_columns(
            list(view.columns) or self._table.rows.standard(), dict(view.widths)
        )
        standard = (self.entity.sort or self.entity.title, False)
        self._table.set_sort(*(view.sort or standard))
        self._table.freeze(view.frozen)
        self._narrowing.replace(view.where, view.chips)

    def _tell_views(self) -> None:
        self.views.set_current(self.view())

    def _on_layout(self) -> None:
        self._tell_views()
        self._remember.start()

    def _keep(self) -> None:
        """Widths and order are a fact of this computer, not of the data that travel."""
        kept = replace(self.view(), chips=(), where=())
        try:
            self._office.put_local_fact(f"table.{self.name}", kept.dump())
        except Trouble as why:
            work.report(self, why)

    def restore(self) -> None:
        """Columns as they were when the program was last used here."""
        text = self._office.local_fact(f"table.{self.name}")
        if not text:
            return
        try:
            view = load(text)
        except Refusal:
            return  # written by another version: the standard view is a good answer
        self._table.set_columns(list(view.columns), dict(view.widths))
        self._table.freeze(view.frozen)
        if view.sort is not None:
            self._table.set_sort(*view.sort)
