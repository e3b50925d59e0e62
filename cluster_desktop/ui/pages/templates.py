"""Templates of papers: clauses in Kazakh and Russian side by side, named places, versions.

An edit becomes a new version; the old one stays for the papers printed by it. What is being typed
is kept as a draft until it is saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.documents.place_names import places_of
from cluster_desktop.documents.places import check_template
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Condition, Query, Row
from cluster_desktop.services import templates
from cluster_desktop.services.paper_data import (
    Clause,
    Level,
    Pair,
    Template,
    template_from_body,
    template_to_body,
)
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, Card, PrimaryButton, Rule, TextLabel
from cluster_desktop.ui.work import run

LIST_WIDTH = 250
DRAFT_MS = 2000
DRAFT = "template"


class ClauseEdit(QPlainTextEdit):
    """One language of one clause; as high as its text."""

    focused = Signal(object)

    def __init__(self, text: str, name: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        # The height of a plain document is counted in lines, wrapped ones included.
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        margins = 2 * round(self.document().documentMargin()) + 2 * self.frameWidth()
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + margins + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self)


class ClauseRow(QWidget):
    """A clause: its condition in words, Kazakh at the left, Russian at the right."""

    edited = Signal()

    def __init__(self, number: int, clause: Clause, parent: QWidget) -> None:
        super().__init__(parent)
        self.clause = clause
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        note = self._note()
        if note:
            column.addWidget(TextLabel(note, "caption", "info", self))
        row = QHBoxLayout()
        row.setSpacing(12)
        label = TextLabel(str(number), "caption", "muted", self)
        label.setFixedWidth(20)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        said_kk = _("Clause {n} in Kazakh").format(n=number)
        said_ru = _("Clause {n} in Russian").format(n=number)
        self.kk = ClauseEdit(clause.text.kk, said_kk, self)
        self.ru = ClauseEdit(clause.text.ru, said_ru, self)
        self.kk.setObjectName(f"clause_{number}_kk")
        self.ru.setObjectName(f"clause_{number}_ru")
        for edit in (self.kk, self.ru):
            if clause.level is not Level.CLAUSE:
                strong = edit.font()
                strong.setWeight(strong.Weight.DemiBold)
                edit.setFont(strong)
            edit.textChanged.connect(self.edited)
            row.addWidget(edit, 1)
        column.addLayout(row)

    def _note(self) -> str:
        clause = self.clause
        if clause.each == "obligations":
            return _("Repeated for each obligation")
        if clause.each == "others":
            return _("Repeated for each further party")
        if clause.level is Level.TABLE:
            return _("The table of the list stands here")
        if clause.level is Level.LINES:
            return _("Empty lines to write on")
        if clause.when or clause.unless:
            return _("Printed only where it applies")
        return ""

    def value(self) -> Clause:
        return replace(self.clause, text=Pair(self.kk.toPlainText(), self.ru.toPlainText()))


class TemplatesTab(QWidget):
    """The templates at the left, the chosen one's clauses at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("templates")
        self._desk = desk
        self._rows: list[Row] = []
        self._template: Template | None = None
        self._record: UUID | None = None
        self._clauses: list[ClauseRow] = []
        self._last: ClauseEdit | None = None
        self._dirty = False
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(DRAFT_MS)
        self._keep.timeout.connect(self._keep_draft)
        self._build()
        desk.bridge.changed.connect(self._on_changed)

    def _build(self) -> None:
        self.list = QListWidget(self)
        self.list.setObjectName("template_list")
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.currentItemChanged.connect(self._on_chosen)
        card = Card("", self, margin=12)
        self._name = TextLabel("", "section", parent=card, elide=True)
        self._state = TextLabel("", "caption", "muted", card)
        self.places = Button(icon="add", dense=True, parent=card)
        self.places.setObjectName("insert_place")
        self._menu = QMenu(self.places)
        self.places.setMenu(self._menu)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        head.addWidget(self.places)
        self._kk, self._ru = (
            TextLabel("", "strong", parent=card),
            TextLabel("", "strong", parent=card),
        )
        names = QHBoxLayout()
        names.setContentsMargins(32, 0, 12, 0)
        names.setSpacing(12)
        names.addWidget(self._kk, 1)
        names.addWidget(self._ru, 1)
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(0)
        self._area = QScrollArea(card)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        self._area.viewport().setAutoFillBackground(False)
        # After setWidget, which switches it on: the card's own ground must show.
        self._inner.setAutoFillBackground(False)
        self._problem = TextLabel("", "caption", "bad", card, wrap=True)
        self.back = Button(parent=card)
        self.back.clicked.connect(self._forget)
        self.save = PrimaryButton(parent=card)
        self.save.setObjectName("save_template")
        self.save.clicked.connect(self.save_version)
        foot = QHBoxLayout()
        foot.addWidget(self._problem, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        card.body.setContentsMargins(16, 12, 12, 12)
        card.body.addLayout(head)
        card.body.addWidget(Rule(card))
        card.body.addLayout(names)
        card.body.addWidget(self._area, 1)
        card.body.addWidget(Rule(card))
        card.body.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addWidget(card, 1)
        self._set_dirty(False)
        self.retranslate()

    # ---- reading ----

    def reload(self) -> None:
        run(self, lambda _p: self._read(), done=self._show, failed=self._desk.fail)

    def _read(self) -> list[Row]:
        columns = ("kind", "name", "version", "is_current", "body")
        return self._desk.office.rows(
            Query("document_template", sort=(("version", True),), columns=columns)
        )

    def _show(self, rows: Sequence[Row]) -> None:
        self._rows = sorted(rows, key=lambda r: (not r["is_current"], str(r["name"] or "")))
        shown = self._record
        self.list.blockSignals(True)
        self.list.clear()
        for row in self._rows:
            state = _("in use") if row["is_current"] else _("earlier")
            said = _("version {n}, {state}").format(n=row["version"], state=state)
            item = QListWidgetItem(f"{row['name']}\n{said}", self.list)
            item.setSizeHint(QSize(0, scaled(44)))
            item.setData(Qt.ItemDataRole.UserRole, str(row.id))
        self.list.blockSignals(False)
        at = next((n for n, row in enumerate(self._rows) if row.id == shown), 0)
        if self._rows and not self._dirty:
            self.list.setCurrentRow(at)
            self._open(self._rows[at])

    def _on_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            key = UUID(item.data(Qt.ItemDataRole.UserRole))
            self._keep_draft()
            self._open(next(row for row in self._rows if row.id == key))

    def _open(self, row: Row) -> None:
        self._record = row.id
        body = str(row["body"])
        draft = self._desk.office.draft(f"{DRAFT}:{row.id}")
        try:
            template = template_from_body(draft["body"] if draft else body)
        except Refusal as why:
            self._problem.setText(why.message)
            return
        self._fill(template)
        self._name.setText(str(row["name"] or ""))
        self._state.setText(_("version {n}").format(n=row["version"]))
        self._set_dirty(draft is not None)

    def _fill(self, template: Template) -> None:
        self._template = template
        self._last = None
        self._clauses = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, clause in enumerate(template.clauses, start=1):
            row = ClauseRow(number, clause, self._inner)
            row.edited.connect(self._on_edited)
            row.kk.focused.connect(self._remember)
            row.ru.focused.connect(self._remember)
            self._clauses.append(row)
            self._column.addWidget(row)
        self._column.addStretch(1)
        self._fill_menu()
        self._check()

    def clauses(self) -> list[ClauseRow]:
        return list(self._clauses)

    # ---- editing ----

    def _remember(self, edit: object) -> None:
        if isinstance(edit, ClauseEdit):
            self._last = edit

    def insert_place(self, name: str) -> None:
        """Put a named place where the cursor was last."""
        edit = self._last or (self._clauses[0].kk if self._clauses else None)
        if edit is not None:
            edit.insertPlainText("{" + name + "}")
            edit.setFocus()

    def value(self) -> Template | None:
        """The template as it is typed now."""
        if self._template is None:
            return None
        return replace(self._template, clauses=tuple(row.value() for row in self._clauses))

    def _on_edited(self) -> None:
        self._set_dirty(True)
        self._check()
        self._keep.start()

    def _set_dirty(self, dirty: bool) -> None:
        self._dirty = dirty
        self.back.setVisible(dirty)
        self.save.setEnabled(dirty and not self._problem.text())

    def _check(self) -> None:
        template = self.value()
        found = check_template(template) if template is not None else []
        self._problem.setText(found[0].message if found else "")
        self.save.setEnabled(self._dirty and not found)

    def _keep_draft(self) -> None:
        """Two seconds after the last letter, and when another template is opened."""
        self._keep.stop()
        template, record = self.value(), self._record
        if self._dirty and template is not None and record is not None:
            payload = {"body": template_to_body(template), "title": template.name.ru}
            office = self._desk.office
            run(
                self, lambda _p: office.save_draft(f"{DRAFT}:{record}", payload),
                done=lambda _n: None, failed=self._desk.fail,
            )  # fmt: skip

    def _forget(self) -> None:
        """Back to the saved version."""
        record = self._record
        self._keep.stop()
        if record is not None:
            self._desk.office.drop_draft(f"{DRAFT}:{record}")
            self._set_dirty(False)
            self.reload()

    def save_version(self) -> None:
        """The typed text becomes the version in use."""
        template, record = self.value(), self._record
        if template is None or record is None:
            return
        office = self._desk.office

        def write() -> Changes:
            changes = templates.save_template(office, record, template)
            office.drop_draft(f"{DRAFT}:{record}")
            return changes

        self._keep.stop()
        self._set_dirty(False)
        self._desk.write(self, write, then=self._on_saved)

    def _on_saved(self, _changes: Changes) -> None:
        kind = self._template.kind if self._template is not None else ""
        where = (Condition("kind", "is", kind), Condition("is_current", "is", True))
        query = Query("document_template", where, sort=(("version", True),), columns=("version",))
        newest = self._desk.office.rows(query, 1)
        self._record = newest[0].id if newest else None
        self.reload()

    def _on_changed(self, changes: Changes) -> None:
        if "document_template" in changes.entities and self.isVisible():
            self.reload()

    def retranslate(self) -> None:
        self.list.setAccessibleName(_("Document templates"))
        self._kk.setText("Қазақша")
        self._ru.setText("Русский")
        self.places.setText(_("Insert a place"))
        self.save.setText(_("Save as a new version"))
        self.back.setText(_("Back to the saved one"))
        self._fill_menu()

    def _fill_menu(self) -> None:
        """The places that the kind of paper knows."""
        self._menu.clear()
        kind = self._template.kind if self._template is not None else "memorandum"
        for name, label in places_of(kind).items():
            action = self._menu.addAction(_(label))
            action.triggered.connect(lambda _on=False, wanted=name: self.insert_place(wanted))
