"""Search everything (Ctrl+K): records, commands in three languages, help.

Asks the office in a worker; an answer that comes after the next letter was typed is dropped.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, language
from cluster_desktop.query import Condition, Hit, Query, Row
from cluster_desktop.ui.actions import BY_KEY, Actions
from cluster_desktop.ui.desk import Desk, place_of_record
from cluster_desktop.ui.help import find_topics
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.looks import pill_of
from cluster_desktop.ui.search_rows import Entry, EntryDelegate, EntryModel, match_spans
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import KeyCap, TextLabel
from cluster_desktop.ui.work import run

WIDTH = 680
MOST_HEIGHT = 560
CTRL = Qt.KeyboardModifier.ControlModifier
STARTERS = ("new_partner", "new_memorandum", "import")


class SearchPalette(QWidget):
    """Shown in a Floating at the top. Closes when something was opened."""

    closed = Signal()
    command_wanted = Signal(str)
    help_wanted = Signal(str)

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._desk = desk
        self._actions = actions
        self._asked = 0
        self._build()
        self._ask("")

    def _build(self) -> None:
        self.setAccessibleName(_("Search everything"))
        self.input = QLineEdit(self)
        self.input.setObjectName("palette_input")
        self.input.setAccessibleName(_("Search everything"))
        self.input.setPlaceholderText(_("Name, BIN, number, command…"))
        self.input.setFrame(False)
        self.input.setProperty("bare", True)
        face = font("section")
        face.setWeight(face.Weight.Normal)
        self.input.setFont(face)
        self.input.textChanged.connect(self._ask)
        self.input.installEventFilter(self)
        mark = self.input.addAction(
            icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        mark.setEnabled(False)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.input, 1)
        top.addWidget(KeyCap("Esc", self))
        self._model = EntryModel(self)
        self.rows = QListView(self)
        self.rows.setObjectName("palette_rows")
        self.rows.setAccessibleName(_("Results"))
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(EntryDelegate(self.rows))
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setMouseTracking(True)
        self.rows.entered.connect(lambda index: self._choose(index.row()))
        self.rows.clicked.connect(lambda index: self._open(index.row()))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(6)
        for key, said in (("↑ ↓", _("choose")), ("Enter", _("open")), ("Ctrl+P", _("print"))):
            foot.addWidget(KeyCap(key, self))
            foot.addWidget(TextLabel(said, "caption", "muted", self))
            foot.addSpacing(8)
        hint = TextLabel("", "caption", "muted", self, elide=True)
        hint.setText(_("«Қостанай» and «Костанай» are both found"))
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        holder = QWidget(self)
        holder.setFixedHeight(scaled(56))
        holder.setLayout(top)
        column.addWidget(holder)
        inner = QHBoxLayout()
        inner.setContentsMargins(8, 4, 8, 4)
        inner.addWidget(self.rows)
        column.addLayout(inner, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.input)

    def sizeHint(self) -> QSize:
        rows = sum(scaled(30 if e.is_heading else 36) for e in self._model.entries())
        return QSize(WIDTH, min(MOST_HEIGHT, scaled(56 + 34) + rows + 12))

    # ---- asking ----

    def _ask(self, text: str) -> None:
        self._asked += 1
        number = self._asked
        run(
            self, lambda _p: self._find(text),
            done=lambda found: self._show(number, text, found), failed=self._desk.fail,
        )  # fmt: skip

    def _find(self, text: str) -> tuple[list[Hit], dict[UUID, Row]]:
        office = self._desk.office
        hits = office.search(text, 12 if text.strip() else 6)
        ids = tuple(hit.id for hit in hits if hit.entity == "agreement")
        states: dict[UUID, Row] = {}
        if ids:
            query = Query(
                "agreement", (Condition("id", "in", ids),), columns=("state", "days_left")
            )
            states = {row.id: row for row in office.rows(query)}
        return hits, states

    def _show(self, number: int, text: str, found: tuple[list[Hit], dict[UUID, Row]]) -> None:
        if number != self._asked:
            return
        hits, states = found
        entries = self._records(text, hits, states) + self._commands(text, hits)
        topics = find_topics(text, language(), 3)
        if topics:
            entries.append(Entry(_("Help")))
            entries += [
                Entry(t.title, "question", spans=match_spans(t.title, text), topic=t.key)
                for t in topics
            ]
        if not hits and text.strip():
            entries.insert(0, Entry(_("Nothing found for “{text}”").format(text=text.strip())))
        self._model.set_entries(entries)
        self._choose(self._step_from(-1, 1))
        self.updateGeometry()

    def _records(self, text: str, hits: list[Hit], states: dict[UUID, Row]) -> list[Entry]:
        entries: list[Entry] = []
        labels = self._desk.office.entity("agreement").computed["state"]
        group = ""
        for hit in hits:
            entity = self._desk.office.entity(hit.entity)
            if not text.strip() and not entries:
                entries.append(Entry(_("Recent")))
            elif text.strip() and hit.entity != group:
                group = hit.entity
                entries.append(Entry(_(entity.plural)))
            row = states.get(hit.id)
            look = pill_of("agreement", "state", row.values) if row is not None else None
            pill = None
            if row is not None and look is not None:
                pill = (look.text or labels.format(row["state"]), look.look)
            entries.append(
                Entry(
                    hit.title,
                    entity.icon,
                    hit.subtitle,
                    pill=pill,
                    spans=match_spans(hit.title, text),
                    record=(hit.entity, hit.id),
                    note_spans=match_spans(hit.subtitle, text),
                )
            )
        return entries

    def _commands(self, text: str, hits: list[Hit]) -> list[Entry]:
        entries: list[Entry] = []
        partner = next((hit for hit in hits if hit.entity == "organisation"), None)
        if partner is not None and text.strip():
            said = _("New memorandum with the partner")
            entries.append(
                Entry(said, "add", partner.title, note_spans=match_spans(partner.title, text),
                      command="new_memorandum", partner=partner.id)
            )  # fmt: skip
        keys = self._actions.find(text) if text.strip() else list(STARTERS)
        for key in keys:
            name = self._actions.name(key)
            command = BY_KEY[key]
            entries.append(
                Entry(name, command.icon or "arrow-right", key=command.keys,
                      spans=match_spans(name, text), command=key)
            )  # fmt: skip
        return [Entry(_("Actions")), *entries] if entries else []

    # ---- choosing ----

    def _step_from(self, row: int, step: int) -> int:
        count = self._model.rowCount()
        for _n in range(count):
            row = (row + step) % count
            entry = self._model.entry(row)
            if entry is not None and not entry.is_heading:
                return row
        return -1

    def _choose(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None and not entry.is_heading:
            index = self._model.index(row)
            self.rows.setCurrentIndex(index)
            if row == self._step_from(-1, 1):
                self.rows.scrollToTop()  # with the heading of the first group
            else:
                self.rows.scrollTo(index)

    def _open(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is None or entry.is_heading:
            return
        self.closed.emit()
        if entry.record is not None:
            place = place_of_record(*entry.record)
            if place is not None:
                self._desk.go.emit(place)
        elif entry.partner is not None:
            self._desk.memorandum.emit(entry.partner)
        elif entry.command:
            self.command_wanted.emit(entry.command)
        elif entry.topic:
            self.help_wanted.emit(entry.topic)

    def _print(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None and entry.record is not None and entry.record[0] == "agreement":
            self.closed.emit()
            self._desk.papers.emit([entry.record[1]])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Ctrl+P prints the chosen record here, not the list beneath.
            if event.key() == Qt.Key.Key_P and event.modifiers() & CTRL:
                event.accept()
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        row = self.rows.currentIndex().row()
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._choose(self._step_from(row, 1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(row)
        elif key == Qt.Key.Key_P and event.modifiers() & CTRL:
            self._print(row)
        else:
            return False
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), c.surface)
        line = scaled(56)
        painter.fillRect(0, line - 1, self.width(), 1, c.separator)
        painter.fillRect(0, self.height() - 35, self.width(), 1, c.line)
