"""One record that two people changed apart, field by field: what was, here, there, what it becomes.

Shows and collects the choices; deciding is its owner's business. Nothing is decided by looking:
each field begins with the value that stands in the record now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import _, format_moment
from cluster_desktop.services.office import Office
from cluster_desktop.ui.editors import Editor, editor_for
from cluster_desktop.ui.exchange_parts import SideChoice
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.theme import colours
from cluster_desktop.ui.widgets import IconButton, Rule, TextLabel

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Conflict, ConflictField, Side

Draft = dict[str, tuple[str, Value]]
"""By the key of a field which side was chosen, and the value that was written instead."""
MINE, THEIRS, BOTH, OWN = "mine", "theirs", "both", "own"
LABEL, BASE = 128, 150
SHARES = ((0, 0), (1, 5), (2, 8), (3, 8), (4, 8))


class ColumnHead(QWidget):
    """Icon, the column's word, and below whose it is and of when."""

    def __init__(self, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self._title = TextLabel(role="strong", parent=self, elide=True)
        self._note = TextLabel(role="caption", ink="muted", parent=self, elide=True)
        self.when = TextLabel(role="caption", ink="muted", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        self._title.setContentsMargins(24, 0, 0, 0)
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addWidget(self.when)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_texts(self, title: str, note: str, moment: str = "") -> None:
        """The moment has a line of its own: one decides by it, so a long name must not hide it."""
        self._title.setText(title)
        self._note.setText(note)
        self._note.setToolTip(note)
        self.when.setText(moment)
        self.when.setVisible(bool(moment))
        self.setAccessibleName(", ".join(part for part in (title, note, moment) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self._title.geometry().center().y()
        paint_icon(QPainter(self), self._icon, QRect(0, middle - 8, 16, 16), colours().text)


class ReviewRow:
    """The widgets of one field. `choice()` is what `decide` is told of it."""

    def __init__(
        self, field: ConflictField, spec: Field | None, office: Office, parent: QWidget
    ) -> None:
        self.field = field
        self._spec = spec
        self._office = office
        label = _("The whole record") if field.kind == "deleted" else field.label
        if field.legal:
            label += "\n" + _("Papers wait for this decision")
        self.label = TextLabel(label, "strong", parent=parent, wrap=True)
        before = field.base or (_("not in the bin") if field.kind == "deleted" else _("empty"))
        self.base = TextLabel(before, ink="muted", parent=parent, wrap=True)
        self.base.setToolTip(_("It was: {value}").format(value=before))
        self.mine = self._side(field.mine, _("Here"), parent)
        self.theirs = self._side(field.theirs, _("There"), parent)
        self.group = QButtonGroup(parent)
        for button in (self.mine, self.theirs):
            self.group.addButton(button)
        self.mine.setObjectName(f"mine_{field.key}")
        self.theirs.setObjectName(f"theirs_{field.key}")
        self.result = QWidget(parent)
        self._result_line = QHBoxLayout(self.result)
        self._result_line.setContentsMargins(0, 0, 0, 0)
        self._result_line.setSpacing(4)
        self._said = TextLabel(parent=self.result, wrap=True)
        self._result_line.addWidget(self._said, 1)
        self.editor: Editor | None = None
        self.edit: IconButton | None = None
        self.both: IconButton | None = None
        self._kept = MINE if field.winner == MINE else THEIRS
        if field.kind == "text":
            self.both = self._button("add", _("Keep both: {field}"), self.keep_both)
        if spec is not None and field.kind != "deleted":
            self.edit = self._button(
                "edit", _("Write another value: {field}"), lambda: self.write_own()
            )
        if field.kind == "deleted":
            # The whole record is at stake: nobody sends it to the bin by merely going on.
            self._kept = ""
            self._said.setText(_("not chosen yet"))
        else:
            self.take(self._kept)
        self.group.buttonClicked.connect(
            lambda button: self.take(MINE if button is self.mine else THEIRS)
        )

    def _side(self, side: Side, where: str, parent: QWidget) -> SideChoice:
        made = SideChoice(parent)
        shown = self._words(side)
        name = self.label.text().replace("\n", ". ")
        made.set_value(shown, f"{name}, {where}: {shown}")
        made.setAccessibleDescription(side_note(side))
        return made

    def _words(self, side: Side) -> str:
        """A value; of a record that one put in the bin and the other went on with, what becomes of
        the record."""
        shown = side.shown or _("empty")
        if self.field.kind != "deleted":
            return shown
        if side is (self.field.mine if self.field.winner == MINE else self.field.theirs):
            return _("leave the whole record in the bin")
        return _("keep the record, with {field}: {value}").format(
            field=self.field.label, value=shown
        )

    def _button(self, icon: str, name: str, act: Callable[[], None]) -> IconButton:
        made = IconButton(icon, name.format(field=self.field.label), self.result, dense=True)
        made.clicked.connect(lambda _on=False: act())
        self._result_line.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def take(self, which: str) -> None:
        """Choose a side."""
        self._kept = which
        self._put_editor_away()
        side = self.field.mine if which == MINE else self.field.theirs
        (self.mine if which == MINE else self.theirs).setChecked(True)
        self._said.setText(self._words(side))

    def keep_both(self) -> None:
        self._kept = BOTH
        self._put_editor_away()
        self._unchoose()
        self._said.setText("\n".join((self.field.mine.shown, self.field.theirs.shown)))

    def write_own(self, *, focus: bool = True) -> None:
        """A value that neither of them had."""
        if self._spec is None or self.editor is not None:
            return
        which = self.field.theirs if self._kept == THEIRS else self.field.mine
        self._kept = OWN
        self._unchoose()
        self.editor = editor_for(
            self._spec, self._office, self._office.today, self.result, creates=False
        )
        self.editor.set_value(which.value)
        self._result_line.insertWidget(0, self.editor, 1)
        self._said.hide()
        if focus:
            self.editor.setFocus()

    def _unchoose(self) -> None:
        self.group.setExclusive(False)
        for button in (self.mine, self.theirs):
            button.setChecked(False)
        self.group.setExclusive(True)

    def _put_editor_away(self) -> None:
        if self.editor is not None:
            self._result_line.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self._said.show()

    def choice(self) -> Value:
        """`mine`, `theirs`, `both` or the written value. Raises Refusal for one that is none."""
        if not self._kept:
            raise Refusal(
                _("Choose first whether the record is kept or lies in the bin."),
                field=self.field.key,
            )
        if self._kept == OWN and self.editor is not None:
            try:
                value: Value = self.editor.read()
            except Refusal as why:
                raise Refusal(why.message, field=self.field.key) from why
            return value
        return self._kept

    def draft(self) -> tuple[str, Value]:
        """What is chosen, and the value that is written instead."""
        if self.editor is None:
            return self._kept, None
        try:
            return OWN, self.editor.read()
        except Refusal:
            return OWN, self.field.mine.value  # what is no value yet is begun anew

    def restore(self, kept: str, written: Value) -> None:
        """As it was left."""
        if kept == OWN:
            self.write_own(focus=False)
            if self.editor is not None:
                self.editor.show_value(written)
        elif kept == BOTH:
            self.keep_both()
        elif kept:
            self.take(kept)

    def stop(self) -> QWidget:
        """Where the keys go first: the side that is chosen, or what is written instead."""
        if self.editor is not None:
            return self.editor
        return self.theirs if self.theirs.isChecked() else self.mine

    def stops(self) -> list[QWidget]:
        return [one for one in (self.mine, self.theirs, self.both, self.edit) if one is not None]

    def result_text(self) -> str:
        """What the field becomes, as it is shown."""
        return self.editor.text() if self.editor is not None else self._said.text()

    def widgets(self) -> tuple[QWidget, ...]:
        return (self.label, self.base, self.mine, self.theirs, self.result)


def side_who(side: Side) -> str:
    """Who wrote a value, and of which college."""
    return ", ".join(part for part in (side.actor, side.owner) if part)


def side_when(side: Side) -> str:
    """When a value was written; ≈ where that computer's clock is known to be wrong."""
    if side.at is None:
        return ""
    moment = format_moment(side.at)
    return f"≈ {moment}" if side.unsure else moment


def side_note(side: Side) -> str:
    return ", ".join(part for part in (side_who(side), side_when(side)) if part)


class ReviewGrid(QWidget):
    """All fields of a conflict under one head."""

    chosen = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.rows: list[ReviewRow] = []
        self._rules: list[Rule] = []
        self.heads = [ColumnHead(icon, self) for icon in ("history", "home", "partners", "tick")]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 0, 12, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, LABEL)
        for column, share in SHARES:
            self._grid.setColumnStretch(column, share)
        for at, head in enumerate(self.heads, start=1):
            self._grid.addWidget(head, 0, at)

    def show_conflict(self, conflict: Conflict | None) -> None:
        for row in self.rows:
            for widget in row.widgets():
                self._away(widget)
        for rule in self._rules:
            self._away(rule)
        self.rows, self._rules = [], []
        if conflict is None:
            return
        self._tell_heads(conflict)
        top = Qt.AlignmentFlag.AlignTop
        kind = self._office.entity(conflict.entity.partition("@")[0])
        as_one = {name for group in kind.together for name in group}
        for number, one in enumerate(conflict.fields):
            field = one
            # Fields that go together are taken from one side, not written one by one.
            spec = None if field.unit in as_one else kind.fields.get(field.unit)
            together = [group for group in kind.together if field.unit in group]
            if together:
                names = " · ".join(kind.fields[name].title() for name in together[0])
                field = replace(field, label=names)
            row = ReviewRow(field, spec, self._office, self)
            line = 1 + 2 * number
            rule = Rule(self)
            self._grid.addWidget(rule, line, 0, 1, 5)
            for column, widget in enumerate(row.widgets()):
                self._grid.addWidget(widget, line + 1, column, top)
            row.group.buttonClicked.connect(lambda _button: self.chosen.emit())
            self.rows.append(row)
            self._rules.append(rule)
            # A new child is not shown by the layout while its parent is on the screen.
            for widget in (rule, *row.widgets()):
                widget.show()

    def _away(self, widget: QWidget) -> None:
        self._grid.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _tell_heads(self, conflict: Conflict) -> None:
        first = conflict.fields[0]
        was, here, there, becomes = self.heads
        was.set_texts(_("It was"), _("before both"))
        here.set_texts(_("Here"), side_who(first.mine), side_when(first.mine))
        there.set_texts(_("There"), side_who(first.theirs), side_when(first.theirs))
        becomes.set_texts(_("Becomes"), _("can be corrected"))

    def take_all(self, which: str) -> None:
        """All fields from here, or all from there."""
        for row in self.rows:
            row.take(which)
        self.chosen.emit()

    def draft(self) -> Draft:
        """What is chosen now, to be put back when the record is looked at again."""
        return {row.field.key: row.draft() for row in self.rows}

    def restore(self, draft: Draft) -> None:
        for row in self.rows:
            if row.field.key in draft:
                row.restore(*draft[row.field.key])

    def stops(self) -> list[QWidget]:
        return [one for row in self.rows for one in row.stops()]

    def choices(self) -> dict[str, Value]:
        """By the key of each field what it becomes. Raises Refusal for a value that is none."""
        return {row.field.key: row.choice() for row in self.rows}

    def mark(self, field: str | None, sentence: str) -> None:
        """Outline what was written for a field and refused; any of them where none is named."""
        for row in self.rows:
            if row.editor is not None and field in (None, row.field.key, row.field.unit):
                row.editor.set_problem(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        head = max(one.geometry().bottom() for one in self.heads) + 3
        painter = QPainter(self)
        painter.fillRect(QRect(0, 0, self.width(), head), c.header)
