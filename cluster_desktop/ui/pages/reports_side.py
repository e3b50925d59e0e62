"""Beside a form: its gaps with the field that fills each, what has changed, figures by hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.errors import Bug
from cluster_desktop.excel.forms.shown import Shown
from cluster_desktop.excel.forms.state import Change, Gap
from cluster_desktop.fields import LongText, Text, Value
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.ui.desk import Desk, place_of
from cluster_desktop.ui.editors import Editor, editor_for
from cluster_desktop.ui.widgets import Button, Rule, TextLabel

MOST = 30
MARGIN = 12


class GapRow(QWidget):
    """One gap: its sentence, and the field that fills it or a button to its records."""

    done = Signal()
    looked_at = Signal(object)

    def __init__(self, desk: Desk, gap: Gap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gap = gap
        self._desk = desk
        self.editor: Editor | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        self.sentence = TextLabel(gap.sentence, parent=self, wrap=True)
        column.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(4)
        if gap.fix is not None and gap.count == 1:
            self.editor = self._make_editor()
            row.addWidget(self.editor, 1)
        else:
            row.addStretch(1)
        self.open = Button(_("Show records"), dense=True, look="flat", parent=self)
        self.open.setObjectName("gap_records")
        self.open.setAccessibleDescription(gap.sentence)
        self.open.clicked.connect(lambda: self._go())
        self.open.setVisible(gap.query is not None and place_of(gap.query) is not None)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.problem = TextLabel("", "caption", "bad", self, wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)

    def _make_editor(self) -> Editor:
        fix = self.gap.fix
        if fix is None:
            raise Bug("a gap without a field has no editor")
        office = self._desk.office
        field = office.entity(fix.entity).fields[fix.field]
        if isinstance(field, LongText):
            # One line is enough beside a form, and Enter goes to the next gap.
            field = Text(label=field.label, name=field.name)
        made = editor_for(field, office, office.today, self, creates=False)
        made.set_value(None)
        made.input.setAccessibleName(self.gap.sentence)
        made.committed.connect(self._write)
        made.done.connect(self.done)
        made.problem_changed.connect(self._show_problem)
        made.input.installEventFilter(self)
        return made

    def _write(self, value: Value) -> None:
        fix, editor = self.gap.fix, self.editor
        if fix is None or editor is None or value is None:
            return
        office = self._desk.office
        # Being written: leaving the field meanwhile must not write it once more.
        editor.set_value(value)

        def refused(sentence: str) -> None:
            editor.set_value(None)
            editor.show_value(value)
            editor.set_problem(sentence)

        self._desk.write(
            self,
            lambda: office.set(fix.entity, fix.record, {fix.field: value}),
            quiet=True,
            refused=refused,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where one types, there the form shows the cell."""
        if event.type() == QEvent.Type.FocusIn:
            self.looked_at.emit(self.gap)
        return super().eventFilter(watched, event)

    def _show_problem(self) -> None:
        said = self.editor.problem() if self.editor is not None else None
        self.problem.setText(said or "")
        self.problem.setVisible(bool(said))

    def _go(self) -> None:
        place = place_of(self.gap.query) if self.gap.query is not None else None
        if place is not None:
            self._desk.go.emit(place)

    def key(self) -> tuple[object, ...]:
        gap = self.gap
        return (gap.sheet, gap.row, gap.column, gap.sentence, gap.fix, gap.count)


class FormSide(QWidget):
    """Everything that is to be said of a form beside it, in one column that scrolls."""

    dropped = Signal(object)
    """The cell (sheet, row, column) whose figure by hand goes away."""
    pointed = Signal(str, str, str)
    """Sheet, row and column of a cell to go to."""
    looked_at = Signal(str, str, str)
    """The same of the gap that is being filled: shown, but the cursor stays in its field."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.gaps: list[GapRow] = []
        area = QScrollArea(self)
        area.setObjectName("form_side")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        inner = QWidget()
        inner.setAutoFillBackground(False)
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN, 4, MARGIN, MARGIN)
        column.setSpacing(6)
        self._top = QVBoxLayout()
        self._top.setSpacing(4)
        self._gaps_title = TextLabel("", "section", parent=inner, wrap=True)
        self._gaps = QVBoxLayout()
        self._gaps.setSpacing(6)
        self._more = TextLabel("", "caption", "muted", inner, wrap=True)
        self._below = QVBoxLayout()
        self._below.setSpacing(4)
        column.addLayout(self._top)
        column.addWidget(self._gaps_title)
        column.addLayout(self._gaps)
        column.addWidget(self._more)
        column.addLayout(self._below)
        column.addStretch(1)
        area.setWidget(inner)
        self._inner = inner
        self._area = area
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def show_form(self, shown: Shown) -> None:
        """The form made anew. A gap that is still there keeps its field, with what is typed."""
        state = shown.state
        self._show_top(shown)
        n = state.missing
        said = ngettext("{n} gap", "{n} gaps", n).format(n=n) if n else _("Nothing is missing")
        self._gaps_title.setText(said)
        self._gaps_title.setVisible(not state.problem)
        self._show_gaps(state.gaps[:MOST])
        more = len(state.gaps) - MOST
        self._more.setText(_("and {n} more").format(n=more) if more > 0 else "")
        self._more.setVisible(more > 0)
        _clear(self._below)
        self._show_changes(state.changes)
        self._show_by_hand(shown)
        self._show_warnings(state.warnings)

    def has_words(self) -> bool:
        """False where nothing is missing and nothing else is to be looked at."""
        return bool(self.gaps) or self._top.count() > 0 or self._below.count() > 0

    def focus_gap(self) -> bool:
        """The first field that fills a gap; False where there is none."""
        for row in self.gaps:
            if row.editor is not None:
                row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                self._area.ensureWidgetVisible(row)
                return True
        return False

    def _show_top(self, shown: Shown) -> None:
        _clear(self._top)
        if shown.state.problem:
            self._top.addWidget(TextLabel(shown.state.problem, ink="bad", parent=self, wrap=True))
        if shown.row["state"] == "returned" and shown.row["returned_because"]:
            said = _("Sent back: {why}").format(why=shown.row["returned_because"])
            self._top.addWidget(TextLabel(said, ink="bad", parent=self, wrap=True))

    def _show_gaps(self, gaps: Sequence[Gap]) -> None:
        before = {row.key(): row for row in self.gaps}
        kept: list[GapRow] = []
        for at, gap in enumerate(gaps):
            made = GapRow(self._desk, gap, self._inner)
            same = before.pop(made.key(), None)
            if same is not None:
                made.deleteLater()
                made = same
            else:
                made.done.connect(lambda row=made: self._go_on(row))
                made.looked_at.connect(self._look_at)
                self._gaps.insertWidget(at, made)
            kept.append(made)
        for row in before.values():
            self._gaps.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.gaps = kept

    def _look_at(self, gap: Gap) -> None:
        self.looked_at.emit(gap.sheet, gap.row, gap.column)

    def _go_on(self, row: GapRow) -> None:
        """Enter in a field: the next one that fills a gap."""
        at = self.gaps.index(row) if row in self.gaps else -1
        for later in self.gaps[at + 1 :]:
            if later.editor is not None:
                later.editor.setFocus(Qt.FocusReason.TabFocusReason)
                self._area.ensureWidgetVisible(later)
                return

    def _title(self, text: str) -> None:
        self._below.addWidget(Rule(self))
        self._below.addWidget(TextLabel(text, "section", parent=self, wrap=True))

    def _show_changes(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        n = len(changes)
        said = ngettext("{n} figure has changed since", "{n} figures have changed since", n)
        self._title(said.format(n=n))
        note = _("The file in the archive stays as it was handed in.")
        self._below.addWidget(TextLabel(note, "caption", "muted", self, wrap=True))
        for change in changes[:MOST]:
            self._below.addWidget(self._line(change.sentence, change.sheet, change.row,
                                             change.column))  # fmt: skip
        if n > MOST:
            more = _("and {n} more").format(n=n - MOST)
            self._below.addWidget(TextLabel(more, "caption", "muted", self))

    def _show_by_hand(self, shown: Shown) -> None:
        if not shown.by_hand:
            return
        self._title(_("Figures by hand"))
        may = shown.row["state"] in ("draft", "checked", "returned")
        for cell, note in shown.by_hand.items():
            row = QHBoxLayout()
            named = _name_of(shown, cell)
            row.addWidget(TextLabel(f"{named}: {note}", parent=self, wrap=True), 1)
            away = Button("", icon="undo", look="flat", dense=True, parent=self)
            away.setAccessibleName(_("Take the figure of the records: {what}").format(what=named))
            away.setToolTip(_("Take the figure of the records"))
            away.setEnabled(may)
            away.clicked.connect(lambda _on=False, one=cell: self.dropped.emit(one))
            row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
            holder = QWidget(self)
            row.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(row)
            self._below.addWidget(holder)

    def _show_warnings(self, warnings: Sequence[str]) -> None:
        if not warnings:
            return
        self._title(_("Look at this"))
        for said in warnings[:MOST]:
            self._below.addWidget(TextLabel(said, parent=self, wrap=True))

    def _line(self, text: str, sheet: str, row: str, column: str) -> QWidget:
        """A sentence and the way to its cell."""
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(TextLabel(text, parent=holder, wrap=True), 1)
        if row and column:
            show = Button("", icon="arrow-right", look="flat", dense=True, parent=holder)
            show.setAccessibleName(_("Show the cell: {what}").format(what=text))
            show.setToolTip(_("Show the cell"))
            show.clicked.connect(lambda: self.pointed.emit(sheet, row, column))
            line.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return holder


def _name_of(shown: Shown, cell: tuple[str, str, str]) -> str:
    """Row and column of a cell in words."""
    sheet_name, row, column = cell
    for sheet in shown.sheets:
        if sheet.name == sheet_name:
            place = sheet.place_of(row, column)
            source = sheet.lines[place[0]].source if place is not None else None
            label = source.label if source is not None else row
            return f"{label}, {sheet.headings.get(column, column)}"
    return f"{row}, {column}"


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
