"""The side panel of a record: head, tabs Card · Files · History, and buttons that stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Choice, Value
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes
from cluster_desktop.services.office import Office
from cluster_desktop.ui import looks, work
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.button_row import ButtonParts, ButtonRow
from cluster_desktop.ui.filing import FileList
from cluster_desktop.ui.form import EntityForm
from cluster_desktop.ui.form_parts import Section
from cluster_desktop.ui.history import HistoryList
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours
from cluster_desktop.ui.undecided_line import UndecidedLine
from cluster_desktop.ui.widgets_buttons import IconButton
from cluster_desktop.ui.widgets_feedback import Banner, Tabs
from cluster_desktop.ui.widgets_state import Pill, Rule, TextLabel

WIDTH = 351
NARROW = 320
_CARD, _FILES, _HISTORY = "card", "files", "history"


class SidePanel(QWidget):
    """One record beside its list. Saves field by field; Ctrl+Enter and Esc close."""

    closed = Signal()
    saved = Signal(object)
    created = Signal(str, object)
    link_opened = Signal(str, object)
    wide_wanted = Signal()
    problem = Signal(str)
    decide_wanted = Signal(object)
    """The record whose values two people changed apart."""

    def __init__(self, office: Office, bridge: OfficeBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._bridge = bridge
        self._forms: dict[str, EntityForm] = {}
        self.form: EntityForm | None = None
        self._extra: list[QWidget] = []
        self._above = 0
        self._was_in_bin = False
        self._held = False
        self._build()
        bridge.changed.connect(self._on_changed)
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 8, 4)
        head.setSpacing(12)
        self._title = TextLabel("", "section", parent=self, elide=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._pill = Pill(parent=self)
        self._problems = TextLabel("", "caption", "bad", self)
        self._close = IconButton("close", parent=self, dense=True)
        self._close.clicked.connect(self.close_panel)
        head.addWidget(self._title)
        head.addWidget(self._pill)
        head.addStretch(1)
        head.addWidget(self._problems)
        head.addWidget(self._close)
        self._head = head
        column.addLayout(head)
        self._tabs = Tabs(self)
        self._tabs.chosen.connect(self._on_tab)
        line = QHBoxLayout()
        line.setContentsMargins(4, 0, 8, 0)
        line.addWidget(self._tabs)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(Rule(self))
        self._binned = Banner(self)
        column.addWidget(self._binned)
        self._waits = UndecidedLine(self._office, self._bridge, self)
        self._waits.wanted.connect(self.decide_wanted)
        column.addWidget(self._waits)
        self._pages = QStackedWidget(self)
        self._card = QWidget()
        self._card_column = QVBoxLayout(self._card)
        self._card_column.setContentsMargins(16, 12, 16, 12)
        self._card_column.setSpacing(8)
        self.files = FileList(self._office, self._bridge)
        self.files.counted.connect(lambda _n: self._name_tabs())
        self.files.acted.connect(self.saved)
        self.history = HistoryList(self._office, self._bridge)
        self.history.taken_back.connect(self.saved)
        self.history.problem.connect(self.problem)
        for page in (self._card, _padded(self.files), _padded(self.history)):
            self._pages.addWidget(_scrolling(page))
        column.addWidget(self._pages, 1)
        self._buttons_rule = Rule(self)
        column.addWidget(self._buttons_rule)
        self._row = ButtonRow(self)
        column.addWidget(self._row)
        self.set_buttons([])

    # ---- what the page gives ----

    def set_buttons(self, buttons: Sequence[ButtonParts]) -> None:
        """The row that always stays: (label, icon or None, callback)."""
        self._row.set_buttons(buttons)
        self._row.setVisible(bool(buttons))
        self._buttons_rule.setVisible(bool(buttons))

    def put_in_head(self, widget: QWidget) -> None:
        """A button of the page's own, left of the one that closes."""
        self._head.insertWidget(self._head.count() - 1, widget)

    def put_first(self, widget: QWidget) -> None:
        """Something of the page's own above the fields: what the record is opened for."""
        self._above += 1
        self._card_column.insertWidget(self._above - 1, widget)

    def add_section(
        self, title: str, make: Callable[[QWidget], None], note: str = "", *, opened: bool = False
    ) -> Section:
        """A folded group under the fields; `make(body)` fills body.layout() when first opened."""
        section = Section(make, self._card, opened=opened)
        section.set_title(title, note)
        self._extra.append(section)
        self._card_column.insertWidget(self._card_column.count() - 1, section)
        return section

    # ---- opening ----

    def open(self, entity: str, record: UUID) -> bool:
        """Show a record; the tab stays as it was. False where the one shown must stay."""
        if not self._may_turn():
            return False
        form = self._show_form(entity)
        try:
            form.open(record)
        except Refusal as why:  # gone meanwhile, such as a making that was taken back
            self.problem.emit(why.message)
            self.close_panel()
            return False
        self._was_in_bin = self._office.is_in_bin(entity, record)
        self._after_opening(entity, record)
        return True

    def open_new(self, entity: str, defaults: Mapping[str, Value] | None = None) -> None:
        """A new record; it exists as soon as what is required is there."""
        if not self._may_turn():
            return
        form = self._show_form(entity)
        self._tabs.choose(_CARD)
        self._was_in_bin = False
        self.files.close_record()
        self.history.close_record()
        self._waits.open(entity, None)
        self._show()
        form.open_new(defaults)
        self._show_head()

    def _after_opening(self, entity: str, record: UUID) -> None:
        self._waits.open(entity, record)
        self.files.open(entity, record, "scan" if entity == "agreement" else "other")
        if self._tabs.current() == _HISTORY:
            self.history.open(entity, record)
        self._show()
        self._show_head()

    def _show(self) -> None:
        self.show()
        self._name_tabs()

    def _show_form(self, entity: str) -> EntityForm:
        if self.form is not None and self.form.entity.name == entity:
            return self.form
        if self.form is not None:
            self.form.commit()
            self._card_column.removeWidget(self.form)
            self.form.hide()
        if entity not in self._forms:
            self._forms[entity] = self._made(entity)
        self.form = self._forms[entity]
        self._card_column.insertWidget(self._above, self.form)
        self.form.show()
        return self.form

    def _made(self, entity: str) -> EntityForm:
        form = EntityForm(self._office, self._bridge, entity, self._card)
        form.saved.connect(self.saved)
        form.saved.connect(lambda _changes: self._show_head())
        form.created.connect(lambda record: self._on_created(entity, record))
        form.link_opened.connect(self.link_opened)
        form.problems_changed.connect(self._on_problems)
        form.done.connect(lambda: self._close.setFocus())
        return form

    def _on_created(self, entity: str, record: UUID) -> None:
        self._after_opening(entity, record)
        self.created.emit(entity, record)

    def entity(self) -> str:
        return self.form.entity.name if self.form is not None else ""

    def record_id(self) -> UUID | None:
        return self.form.record_id() if self.form is not None else None

    def close_panel(self) -> None:
        """Save what is being typed and close; a draft stays kept. What was changed elsewhere
        meanwhile is decided first."""
        if self.form is not None:
            if self._held:
                self.form.drop_typed()
                self._release()
            elif name := self._undecided():
                self.form.show_field(name)
                return
            self.form.commit()
            self.form.keep_draft()
        self.hide()
        self.closed.emit()

    # ---- what happens to the record elsewhere ----

    def _may_turn(self) -> bool:
        """No other record comes under the fingers while this one waits for its person."""
        if self.form is None or self.isHidden():
            return True
        if not self._held and self._is_used() and self._went_to_bin():
            self._hold()
        if self._held:
            self.problem.emit(self._binned.text())
            return False
        return not self._undecided()

    def _undecided(self) -> str:
        """The field that was changed elsewhere while it was being typed in; told where it is."""
        name = self.form.clashing() if self.form is not None else None
        if self.form is None or name is None:
            return ""
        said = _("Decide first which value stays: {field}")
        self.problem.emit(said.format(field=self.form.entity.fields[name].title()))
        return name

    def _went_to_bin(self) -> bool:
        record = self.record_id()
        if record is None or self._was_in_bin:
            return False
        return self._office.is_in_bin(self.entity(), record)

    def _is_used(self) -> bool:
        """Something is typed here, or the cursor stands in one of the fields."""
        focus = QApplication.focusWidget()
        return self.form is not None and (
            self.form.is_touched() or (focus is not None and self.form.isAncestorOf(focus))
        )

    def _hold(self) -> None:
        """The record went to the bin under the fingers: it stays here with what is typed."""
        self._held = True
        if self.form is not None:
            self.form.hold(True)
        self._say_held()

    def _say_held(self) -> None:
        record = self.record_id()
        name = self._office.title(self.entity(), record) if record is not None else ""
        said = _("{name} was put into the bin meanwhile. What is typed here is not saved.")
        self._binned.show_problem(said.format(name=name), _("Bring it back"), self._bring_back)

    def _bring_back(self) -> None:
        entity, record = self.entity(), self.record_id()
        if record is not None:
            work.run(self, lambda _p: self._office.restore(entity, [record]), done=self.saved.emit)

    def _release(self) -> None:
        """Out of the bin, or closed: fields save as ever."""
        self._held = False
        if self.form is not None:
            self.form.hold(False)
        self._binned.clear()

    def show_tab(self, key: str) -> None:
        """card, files or history (Ctrl+H)."""
        self._tabs.choose(key)

    # ---- showing ----

    def retranslate(self) -> None:
        self._close.set_name(_("Close the panel"))
        if self._held:
            self._say_held()
        self._waits.read()
        self._name_tabs()
        self._show_head()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _name_tabs(self) -> None:
        files = self.files.count() or None
        self._tabs.set_tabs(
            [(_CARD, _("Card"), None), (_FILES, _("Files"), files), (_HISTORY, _("History"), None)]
        )
        known = self.record_id() is not None
        for at in (1, 2):
            self._tabs.setTabEnabled(at, known)
        self._tabs.setAccessibleName(_("Parts of the record"))

    def _on_tab(self, key: str) -> None:
        self._pages.setCurrentIndex((_CARD, _FILES, _HISTORY).index(key))
        record = self.record_id()
        if key == _HISTORY and record is not None:
            self.history.open(self.entity(), record)

    def _show_head(self) -> None:
        form = self.form
        if form is None:
            return
        record = form.record_id()
        if record is None:
            self._title.setText(_("New: {what}").format(what=_(form.entity.label)))
            self._pill.set(_("Draft"), "draft", "edit")
            return
        self._title.setText(self._office.title(form.entity.name, record) or _(form.entity.label))
        self._show_pill(form.entity.name, record)
        self.setAccessibleName(self._title.full_text())

    def _show_pill(self, entity: str, record: UUID) -> None:
        column = looks.head_column(entity)
        if column is None:
            self._pill.set("", "neutral")
            return
        values = self._office.get(entity, record).values
        look = looks.pill_of(entity, column, values)
        spec = self._office.entity(entity).spec(column)
        if look is None or not isinstance(spec, Choice):
            self._pill.set("", "neutral")
            return
        self._pill.set(look.text or spec.format(values[column]), look.look, look.icon)

    def _on_problems(self, n: int) -> None:
        said = ngettext("{n} error", "{n} errors", n).format(n=n) if n else ""
        self._problems.setText(said)

    def _on_changed(self, changes: Changes) -> None:
        record = self.record_id()
        if record is None or record not in changes.ids or self.isHidden():
            return
        try:
            if not self._went_to_bin():
                if self._held:
                    self._release()
                self._show_head()
            elif self._held or self._is_used():
                self._hold()
            else:
                self.close_panel()
        except Refusal:
            self.close_panel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (ctrl and enter):
            self.close_panel()
        elif event.key() == Qt.Key.Key_F11:
            self.wide_wanted.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROW, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        outline(QPainter(self), self.rect(), c.surface, c.separator)


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # The panel paints the surface; the area must not lay the window's grey over it.
    page.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(page)
    page.setAutoFillBackground(False)
    return area


def _padded(widget: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 12)
    column.addWidget(widget)
    return page
