"""Renew agreements: new dates and numbers for all chosen ones, seen before one confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Date
from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Changes, Condition, Query, Ref, Row
from cluster_desktop.services import agreements
from cluster_desktop.services.agreements import Renewal
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.editors import DateEdit, editor_for
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, Rule, Segmented, TextLabel
from cluster_desktop.ui.work import run

YEARS = (1, 2, 3, 5)
_NEW_END = Date(label=N_("New end"), name="new_end", required=True)
_PAIRS_SHOWN = 5
_PROBLEMS_SHOWN = 3


@dataclass(frozen=True)
class _Found:
    """What was read for one length: successors, the old agreements, who is renewed already."""

    months: int
    proposed: list[Renewal]
    rows: dict[UUID, Row]
    renewed: dict[UUID, str]


class RenewSheet(QWidget):
    """Shown in a Floating. `renewed` tells what was made."""

    closed = Signal()
    renewed = Signal(object)

    def __init__(self, desk: Desk, records: Sequence[UUID], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("renew")
        self._desk = desk
        self._records = list(records)
        self._proposed: list[Renewal] = []
        self._ends: list[DateEdit] = []
        self._build()
        self._propose()

    def _build(self) -> None:
        count = len(self._records)
        title = ngettext("Renew {n} agreement", "Renew {n} agreements", count).format(n=count)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self))
        row = QHBoxLayout()
        row.addWidget(TextLabel(_("For how long"), ink="muted", parent=self))
        options = [(str(n), ngettext("{n} year", "{n} years", n).format(n=n)) for n in YEARS]
        self.years = Segmented(options, self)
        self.years.setObjectName("renew_years")
        self.years.setAccessibleName(_("For how long"))
        self.years.changed.connect(lambda _key: self._propose())
        row.addWidget(self.years)
        row.addStretch(1)
        column.addLayout(row)
        said = _(
            "The new papers begin as drafts and continue the old ones: parties, template, places."
        )
        column.addWidget(TextLabel(said, "caption", "muted", self, wrap=True))
        self.left_out = TextLabel("", "caption", "soon", self, wrap=True)
        self.left_out.hide()
        column.addWidget(self.left_out)
        column.addWidget(Rule(self))
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        column.addWidget(area, 1)
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        column.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        self.go = PrimaryButton(title, parent=self)
        self.go.setObjectName("renew_go")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._write)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.setFocusProxy(self.years)

    def sizeHint(self) -> QSize:
        return QSize(820, min(480, scaled(250 + 36 * len(self._records))))

    def proposed(self) -> list[Renewal]:
        """The successors with the ends on the screen; where that is no day, the proposed one."""
        return [
            replace(renewal, valid_until=editor.value() or renewal.valid_until)
            for renewal, editor in zip(self._proposed, self._ends, strict=True)
        ]

    def problems(self) -> list[str]:
        """What keeps the rows from being written, with the agreement's number."""
        return [
            _("{number}: {reason}").format(number=renewal.title, reason=why)
            for renewal, editor in zip(self._proposed, self._ends, strict=True)
            if (why := self._row_problem(renewal, editor)) is not None
        ]

    def _months(self) -> int:
        return 12 * int(self.years.value() or YEARS[0])

    def _propose(self) -> None:
        months = self._months()
        self.go.setEnabled(False)
        run(self, lambda _p: self._read(months), done=self._show, failed=self._fail)

    def _read(self, months: int) -> _Found:
        office = self._desk.office
        proposed = agreements.propose_renewals(office, self._records, months)
        where = (Condition("id", "in", tuple(self._records)),)
        rows = office.rows(Query("agreement", where, columns=("number", "partner_id", "until")))
        done = agreements.renewed_by(office, self._records)
        return _Found(months, proposed, {row.id: row for row in rows}, done)

    def _show(self, found: _Found) -> None:
        if found.months != self._months():
            return  # another length was chosen meanwhile, its answer is on the way
        self._ends = []
        self._proposed, rows = found.proposed, found.rows
        self._say_left_out(found)
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        heads = (_("No."), _("Partner"), _("Ends"), "", _("New No."), _("New end"))
        for column, head in enumerate(heads):
            self._grid.addWidget(TextLabel(head, "caption", "muted", self), 0, column)
        for line, renewal in enumerate(self._proposed, start=1):
            self._line(line, renewal, rows.get(renewal.agreement))
        self._grid.setRowStretch(len(self._proposed) + 1, 1)
        self._judge()

    def _say_left_out(self, found: _Found) -> None:
        count = len(found.renewed)
        said = ngettext(
            "{n} agreement is left out, it is already renewed: {pairs}",
            "{n} agreements are left out, they are already renewed: {pairs}",
            count,
        )
        pairs = [
            f"{found.rows[old]['number'] or '–'} → {successor}"
            for old, successor in found.renewed.items()
            if old in found.rows
        ]
        more = ["…"] if count > _PAIRS_SHOWN else []
        self.left_out.setText(said.format(n=count, pairs=", ".join([*pairs[:_PAIRS_SHOWN], *more])))
        self.left_out.setVisible(count > 0)
        if n := len(found.proposed):
            words = ngettext("Renew {n} agreement", "Renew {n} agreements", n)
            self.go.setText(words.format(n=n))

    def _line(self, line: int, renewal: Renewal, row: Row | None) -> None:
        partner = row["partner_id"] if row is not None else None
        name = partner.title if isinstance(partner, Ref) else ""
        until = format_date(row["until"]) if row is not None and row["until"] else "–"
        for column, text in enumerate((renewal.title, name, until, "→", renewal.number)):
            elide = column == 1
            self._grid.addWidget(TextLabel(text, parent=self, elide=elide), line, column)
        office = self._desk.office
        editor = DateEdit(_NEW_END, office.today, self)
        editor.setObjectName(f"new_end_{line}")
        editor.setAccessibleName(_("New end of {what}").format(what=renewal.title))
        editor.set_value(renewal.valid_until)
        editor.setFixedWidth(150)
        self._ends.append(editor)
        editor.line.textChanged.connect(lambda _text: self._judge())
        editor.committed.connect(lambda _value: self._mark(renewal, editor))
        editor.problem_changed.connect(self._say_problems)
        self._grid.addWidget(editor, line, 5)

    def _row_problem(self, renewal: Renewal, editor: DateEdit) -> str | None:
        """Why the day on the screen cannot be written, as it stands there."""
        try:
            ends = editor.read()
        except Refusal as why:
            return why.message
        return agreements.end_problem(self._desk.office, renewal.signed_on, ends)

    def _mark(self, renewal: Renewal, editor: DateEdit) -> None:
        """Red for a day that is a day, but not one this agreement can end on."""
        editor.set_problem(self._row_problem(renewal, editor))

    def _judge(self) -> None:
        """Nothing can be written while a row is wrong; red goes as soon as its row is right."""
        if len(self._ends) < len(self._proposed):
            return  # rows are still being laid out
        for renewal, editor in zip(self._proposed, self._ends, strict=True):
            if editor.problem() and self._row_problem(renewal, editor) is None:
                editor.set_problem(None)
        self._say_problems()
        self.go.setEnabled(bool(self._proposed) and not self.go.is_busy() and not self.problems())

    def _say_problems(self) -> None:
        """The sentences of the rows that are red; a day being typed is not scolded yet."""
        said = [
            _("{number}: {reason}").format(number=renewal.title, reason=editor.problem())
            for renewal, editor in zip(self._proposed, self._ends, strict=False)
            if editor.problem()
        ]
        self._problem.setText("\n".join(said[:_PROBLEMS_SHOWN]))

    def _write(self) -> None:
        for editor in self._ends:
            editor.commit()
        if self.problems():
            self._judge()
            return
        self._proposed = self.proposed()
        self.go.set_busy(True)
        office, wanted = self._desk.office, list(self._proposed)
        run(self, lambda _p: agreements.renew(office, wanted), done=self._done, failed=self._fail)

    def _done(self, changes: Changes) -> None:
        self._desk.done.emit(changes)
        self.renewed.emit(changes)
        self.closed.emit()
        numbers = tuple(one.number for one in self._proposed)
        where = (Condition("number", "in", numbers),)
        self._desk.go.emit(Place("agreements", where=where))

    def _fail(self, why: Exception) -> None:
        self.go.set_busy(False)
        self._judge()
        self._problem.setText(str(why))


class SignedSheet(QWidget):
    """Mark agreements as signed: the day, and one confirm."""

    closed = Signal()

    def __init__(self, desk: Desk, records: Sequence[UUID], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mark_signed")
        self._desk = desk
        self._records = list(records)
        count = len(records)
        said = ngettext("Mark {n} agreement as signed", "Mark {n} agreements as signed", count)
        title = said.format(n=count)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self))
        titles = [desk.office.title("agreement", record) for record in records[:8]]
        more = [_("and {n} more").format(n=count - 8)] if count > 8 else []
        column.addWidget(
            TextLabel(", ".join([*titles, *more]), ink="muted", parent=self, wrap=True)
        )
        row = QHBoxLayout()
        row.addWidget(TextLabel(_("Signed on"), parent=self))
        spec = Date(label=N_("Signed on"), name="signed_on", required=True)
        self.day = editor_for(spec, desk.office, desk.office.today, self)
        self.day.set_value(desk.office.today())
        self.day.setFixedWidth(180)
        row.addWidget(self.day)
        row.addStretch(1)
        column.addLayout(row)
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        column.addWidget(self._problem)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        self.go = PrimaryButton(_("Mark as signed"), parent=self)
        self.go.setObjectName("signed_go")
        self.go.clicked.connect(self._write)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.setFocusProxy(self.day)

    def sizeHint(self) -> QSize:
        return QSize(560, scaled(240))

    def _write(self) -> None:
        self.day.commit()
        if self.day.problem():
            self._problem.setText(self.day.problem() or "")
            return
        on, office, records = self.day.value(), self._desk.office, self._records
        self.go.set_busy(True)
        run(
            self, lambda _p: agreements.mark_signed(office, records, on), done=self._done,
            failed=self._fail,
        )  # fmt: skip

    def _done(self, changes: Changes) -> None:
        self._desk.done.emit(changes)
        self.closed.emit()

    def _fail(self, why: Exception) -> None:
        self.go.set_busy(False)
        self._problem.setText(str(why))
