"""A whole list: chips, filters, views and columns above; table; selection bar and sum line below.

Pages put it beside a side panel. It filters and shows; what a verb does is the page's business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes, Condition, Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.clipboard import PastePlan
from cluster_desktop.ui.listing_layout import ListLayout
from cluster_desktop.ui.listing_parts import ListFrame, SumLine
from cluster_desktop.ui.narrowing import Narrowing
from cluster_desktop.ui.popover import AskPopover
from cluster_desktop.ui.selection import SelectionBar, Verb
from cluster_desktop.ui.table import EntityTable
from cluster_desktop.ui.widgets_chips import ChipRow
from cluster_desktop.ui.widgets_feedback import EmptyAction, EmptyState
from cluster_desktop.ui.widgets_state import Rule

_SAMPLE = 5
_ASK_ABOVE = 20

VerbParts = tuple[str, str, str | None, Callable[[list[UUID]], None]]
Summary = Callable[[int], list[str]]


class EntityList(QWidget):
    """The list of one entity with everything that belongs to it.

    TABLE is the table's class; `name` keeps columns and views apart from another list of the
    same entity. READ_WHEN_MADE is off where the page first says which records it is about.
    """

    TABLE: ClassVar[type[EntityTable]] = EntityTable
    READ_WHEN_MADE: ClassVar[bool] = True

    opened = Signal(object)
    current_changed = Signal(object)
    ticked_changed = Signal(tuple)
    query_changed = Signal()
    new_wanted = Signal()
    acted = Signal(object)
    problem = Signal(str)
    summary_wanted = Signal(tuple)

    def __init__(
        self,
        office: Office,
        bridge: OfficeBridge,
        entity: str,
        parent: QWidget | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._office = office
        self.entity = office.entity(entity)
        self._empty: tuple[str, Sequence[EmptyAction]] = ("", ())
        self._summary: Summary | None = None
        self.table = self.TABLE(office, bridge, entity)
        self._build()
        self._connect(bridge)
        self.retranslate()
        self.layout_of.restore()
        if self.READ_WHEN_MADE:
            self.narrowing.load_chips()
            self._show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.chips = ChipRow(self)
        self.narrowing = Narrowing(self._office, self.entity, self.chips)
        self.layout_of = ListLayout(self._office, self.table, self.narrowing, self, name=self._name)
        # A widget of its own: a page may lay it over the list and the side panel together.
        self.head = QWidget(self)
        head = QHBoxLayout(self.head)
        head.setContentsMargins(0, 0, 0, 4)
        head.setSpacing(8)
        head.addWidget(self.chips, 1)
        head.addWidget(self.layout_of.views)
        head.addWidget(self.layout_of.columns_button)
        column.addWidget(self.head)
        frame = ListFrame(self)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self._nothing = EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        inside.addWidget(self._stack, 1)
        self.bar = SelectionBar(self.ticked, frame)
        self.bar.hide()
        inside.addWidget(self.bar)
        inside.addWidget(Rule())
        self._sum = SumLine(frame)
        inside.addWidget(self._sum)
        column.addWidget(frame, 1)

    def _connect(self, bridge: OfficeBridge) -> None:
        rows = self.table.rows
        rows.listed.connect(self._on_listed)
        rows.failed.connect(self._on_failed)
        rows.ticked.connect(self._on_ticked)
        rows.refused.connect(self.problem)
        self.layout_of.views.problem.connect(self.problem)
        self.layout_of.views.summary_wanted.connect(self.summary_wanted)
        self.narrowing.changed.connect(self._show)
        rows.saved.connect(self.acted)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.table.bin_wanted.connect(self.to_bin)
        self.table.paste_wanted.connect(self._ask_paste)
        self.table.sorted_by.connect(lambda *_: self.query_changed.emit())
        self.bar.cleared.connect(lambda: rows.tick_all(False))
        self.bar.all_wanted.connect(lambda: rows.tick_all(True))
        bridge.changed.connect(self._on_changed)

    def retranslate(self) -> None:
        self.narrowing.retranslate()
        self.layout_of.retranslate()
        self.bar.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.narrowing.load_chips()
            self.reload()

    # ---- what the page gives ----

    def set_verbs(
        self, verbs: Sequence[tuple[str, str, str | None, Callable[[list[UUID]], None]]]
    ) -> None:
        """Verbs of the selection bar: (key, label, icon or None, action on ids)."""
        self.bar.set_verbs([Verb(k, label, name or "", act) for k, label, name, act in verbs])

    def set_empty(self, text: str, actions: Sequence[EmptyAction] = ()) -> None:
        """The sentence and buttons of the first use."""
        self._empty = (text, actions)
        self._on_listed()

    def put_in_foot(self, widget: QWidget) -> None:
        """Something of the page's own in the sum line."""
        self._sum.put_between(widget)

    def set_summary(self, summary: Summary | None) -> None:
        """Words at the right of the sum line, from the number shown."""
        self._summary = summary
        self._show_sum()

    # ---- filter ----

    def query(self) -> Query:
        """Filter, order and shown columns, as Excel and print take them."""
        return self.table.query()

    def is_narrowed(self) -> bool:
        return self.narrowing.is_narrowed()

    def choose_chips(self, keys: Sequence[str]) -> None:
        self.narrowing.choose_chips(keys)

    def set_where(self, conditions: Sequence[Condition]) -> None:
        """Exactly these conditions, as filters with a cross; chips and search are cleared."""
        self.narrowing.replace(conditions)

    def set_base(self, base: tuple[Condition, ...]) -> None:
        """Conditions that always hold on this page and are no filter of the person."""
        self.narrowing.set_base(base)

    def set_on(self, day: date | None) -> None:
        """By which day computed columns are reckoned; said as a filter with a cross."""
        self.narrowing.set_on(day)

    def add_filter(self, condition: Condition) -> None:
        self.narrowing.add(condition)

    def filters(self) -> list[Condition]:
        return self.narrowing.filters()

    def clear_filters(self) -> None:
        self.narrowing.replace(())

    def set_text(self, text: str) -> None:
        self.narrowing.set_text(text)

    def show_bin(self, wanted: bool) -> None:
        """The bin of this list instead of the list."""
        self.narrowing.show_bin(wanted)

    def focus_search(self) -> None:
        self.narrowing.focus_search()

    def _show(self) -> None:
        self.table.show_query(self.narrowing.query())
        self.query_changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes.entities & {self.entity.name, "setting", "addendum"}:
            self.narrowing.load_chips()

    # ---- rows ----

    def ticked(self) -> list[UUID]:
        """Ticked records, or the current one where none is ticked."""
        ids = self.table.rows.ticked_ids()
        current = self.table.current_id()
        return ids or ([current] if current is not None else [])

    def current_id(self) -> UUID | None:
        return self.table.current_id()

    def select(self, record: UUID) -> bool:
        """Make a record current; a filter that hides it is cleared."""
        if self.table.select(record):
            return True
        if self.is_narrowed():
            self.clear_filters()
        return self.table.select(record)

    def count(self) -> int:
        return self.table.rows.count()

    def reload(self) -> None:
        self.table.rows.reload()

    def columns(self) -> list[str]:
        return self.table.shown_columns()

    def focus_table(self) -> None:
        if not self.table.currentIndex().isValid() and self.count():
            self.table.set_line(0)
        self.table.setFocus()

    def to_bin(self, ids: list[UUID]) -> None:
        """Into the bin; many are asked for once, with the count on the button."""
        if len(ids) <= _ASK_ABOVE:
            self._delete(ids)
            return
        n = len(ids)
        title = ngettext("{n} record goes to the bin", "{n} records go to the bin", n).format(n=n)
        lines = [self._office.title(self.entity.name, one) for one in ids[:_SAMPLE]]
        verb = ngettext("To the bin: {n}", "To the bin: {n}", n).format(n=n)
        sheet = AskPopover(self, title, lines, verb, lambda: self._delete(ids), danger=True)
        sheet.open_under(self.bar if self.bar.isVisible() else self.narrowing.add_button)

    def _delete(self, ids: list[UUID]) -> None:
        name = self.entity.name
        act = self._office.restore if self.narrowing.bin else self._office.delete
        work.run(self, lambda _p: act(name, ids), done=self.acted.emit)

    def _ask_paste(self, plan: PastePlan) -> None:
        lines = [f"{cell.old or '–'} → {cell.new or '–'}" for cell in plan.cells[:_SAMPLE]]
        if plan.problems:
            n = len(plan.problems)
            said = ngettext("{n} cell is left out: {why}", "{n} cells are left out: {why}", n)
            lines.append(said.format(n=n, why=plan.problems[0]))
        verb = _("Paste")
        title = plan.sentence()
        sheet = AskPopover(self, title, lines, verb, lambda: self._paste(plan))
        sheet.open_under(self.narrowing.add_button)

    def _paste(self, plan: PastePlan) -> None:
        operations = plan.operations()
        title = plan.sentence()
        office = self._office
        work.run(
            self,
            lambda _p: office.apply(title, office.source, operations),
            done=self.acted.emit,
        )

    def _on_listed(self) -> None:
        if self.count():
            self._stack.setCurrentWidget(self.table)
        else:
            self._say_nothing()
            self._stack.setCurrentWidget(self._nothing)
        self._show_sum()
        self._on_ticked()

    def _say_nothing(self) -> None:
        clear: EmptyAction = (_("Clear the filters"), "close", self.clear_filters, False)
        if self.narrowing.bin:
            self._nothing.set(_("The bin is empty."), (), "bin")
        elif self.narrowing.text:
            said = _("Nothing found for “{q}”.").format(q=self.narrowing.text)
            self._nothing.set(said, (clear,), "search")
        elif self.is_narrowed():
            self._nothing.set(_("No record fits these filters."), (clear,), "filter")
        else:
            text, actions = self._empty
            self._nothing.set(text or _("Nothing here yet."), actions, self.entity.icon)

    def _on_failed(self, _why: Exception) -> None:
        again: EmptyAction = (_("Try again"), "exchange", self.reload, True)
        said = _("The list did not open. The data are intact.")
        self._nothing.set(said, (again,), "error")
        self._stack.setCurrentWidget(self._nothing)

    def _on_ticked(self) -> None:
        rows = self.table.rows
        self.bar.setVisible(rows.tick_count() > 0)
        self._sum.setVisible(rows.tick_count() == 0)
        self.bar.set_count(rows.tick_count(), rows.count())
        self.ticked_changed.emit(tuple(rows.ticked_ids()))

    def _show_sum(self) -> None:
        n = self.count()
        shown = ngettext("Shown: {n}", "Shown: {n}", n).format(n=n)
        self._sum.set_words(shown, self._summary(n) if self._summary is not None else [])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._escape():
            return
        if event.key() == Qt.Key.Key_Insert:
            self.new_wanted.emit()
            return
        super().keyPressEvent(event)

    def _escape(self) -> bool:
        """Esc clears ticks first, then filters."""
        if self.table.rows.tick_count():
            self.table.rows.tick_all(False)
            return True
        if self.is_narrowed():
            self.clear_filters()
            return True
        return False
