"""Two records side by side: which stays, which value of each field, and what will point to it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services import merging
from cluster_desktop.services.merging_outlook import FieldPair, Outlook
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_parts import SideChoice
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, Rule, TextLabel
from cluster_desktop.ui.work import run


class CompareSheet(QWidget):
    """Shown in a Floating. The left column is `one`, the right one `other`, whichever stays."""

    closed = Signal()

    def __init__(
        self, desk: Desk, entity: str, one: UUID, other: UUID, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compare")
        self._desk, self._entity = desk, entity
        self._sides = (one, other)
        self._stays = one
        self._outlook: Outlook | None = None
        self._choices: dict[str, QButtonGroup] = {}
        self._build()
        run(self, lambda _p: self._propose(), done=self._show, failed=self._failed)

    # ---- making ----

    def _build(self) -> None:
        self.setAccessibleName(_("Compare two records"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(TextLabel(_("One record of two"), "section", parent=self))
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName(_("Fields of both records"))
        column.addWidget(self._area, 1)
        column.addWidget(Rule(self))
        self.pointing = TextLabel("", "caption", "muted", self, wrap=True)
        column.addWidget(self.pointing)
        self.problem = TextLabel("", "caption", "bad", self, wrap=True)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        different = Button(_("Two different ones"), look="flat", parent=self)
        different.setObjectName("set_apart")
        different.clicked.connect(self.set_apart)
        back = Button(_("Cancel"), parent=self)
        back.clicked.connect(self.closed)
        self.go = PrimaryButton(_("Merge"), parent=self)
        self.go.setObjectName("merge_go")
        self.go.setEnabled(False)
        self.go.clicked.connect(self.merge)
        row.addWidget(different)
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(self.go)
        column.addLayout(row)
        self.setFocusProxy(self.go)

    def sizeHint(self) -> QSize:
        return QSize(scaled(760), scaled(600))

    def may_close(self) -> bool:
        return not self.go.is_busy()

    def _propose(self) -> Outlook:
        office, entity = self._desk.office, self._entity
        winner, loser = merging.proposed(office, entity, *self._sides)
        return merging.outlook(office, entity, winner, loser)

    def choose_to_stay(self, record: UUID) -> None:
        """The other way round: what stays is what it has."""
        if self._outlook is None or record == self._stays:
            return
        loser = self._sides[1] if record == self._sides[0] else self._sides[0]
        office, entity = self._desk.office, self._entity
        self.go.setEnabled(False)
        run(
            self, lambda _p: merging.outlook(office, entity, record, loser),
            done=self._show, failed=self._failed,
        )  # fmt: skip

    # ---- showing ----

    def _show(self, told: Outlook) -> None:
        self._outlook, self._stays = told, told.winner.id
        self.problem.setText("")
        inner = QWidget()
        inner.setAutoFillBackground(False)
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, scaled(150))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._heads(grid, told)
        self._choices = {}
        differing = [pair for pair in told.fields if pair.differs]
        filled = [pair for pair in told.fields if pair.filled]
        alike = [pair for pair in told.fields if not pair.differs and not pair.filled]
        at = 1
        for pair in (*differing, *filled, *alike):
            self._line(grid, at, pair)
            at += 1
        grid.setRowStretch(at, 1)
        self._area.setWidget(inner)
        self.pointing.setText(pointing_sentence(told))
        self.go.setEnabled(True)

    def _heads(self, grid: QGridLayout, told: Outlook) -> None:
        grid.addWidget(TextLabel(_("Stays"), ink="muted", parent=self), 0, 0)
        titles = {told.winner.id: told.winner.title, told.loser.id: told.loser.title}
        group = QButtonGroup(grid.parentWidget())
        for column, record in enumerate(self._sides, start=1):
            said = _("Stays: {title}").format(title=titles[record])
            button = _choice(titles[record] or "–", said, self)
            button.setObjectName(f"stays_{column}")
            button.setChecked(record == self._stays)
            button.clicked.connect(lambda _on=False, one=record: self.choose_to_stay(one))
            group.addButton(button)
            grid.addWidget(button, 0, column)

    def _line(self, grid: QGridLayout, at: int, pair: FieldPair) -> None:
        top = Qt.AlignmentFlag.AlignTop
        side = Qt.AlignmentFlag.AlignVCenter if pair.differs else top
        grid.addWidget(TextLabel(pair.label, ink="muted", parent=self, wrap=True), at, 0, side)
        values = (pair.winner, pair.loser)
        is_left = self._stays == self._sides[0]
        group = QButtonGroup(grid.parentWidget())
        for column, of_winner in ((1, is_left), (2, not is_left)):
            value = values[0] if of_winner else values[1]
            if not pair.differs:
                said = _("{value} – taken over").format(value=value) if value else ""
                shown = said if pair.filled else value
                ink = "good" if pair.filled else "muted"
                grid.addWidget(TextLabel(shown, ink=ink, parent=self, wrap=True), at, column, top)
                continue
            button = _choice(value, f"{pair.label}: {value}", self)
            button.setObjectName(f"value_{pair.name}_{column}")
            button.setChecked(of_winner)
            group.addButton(button, 0 if of_winner else 1)
            grid.addWidget(button, at, column)
        if pair.differs:
            self._choices[pair.name] = group

    def taken(self) -> list[str]:
        """The fields whose value comes from the one that goes."""
        return [name for name, group in self._choices.items() if group.checkedId() == 1]

    # ---- doing ----

    def merge(self) -> None:
        told = self._outlook
        if told is None:
            return
        office, take = self._desk.office, self.taken()
        winner, loser = told.winner.id, told.loser.id
        self.go.set_busy(True)
        self._desk.write(
            self,
            lambda: merging.merge(office, self._entity, winner, loser, take),
            then=self._done,
            refused=self._refused,
        )

    def set_apart(self) -> None:
        office, (one, other) = self._desk.office, self._sides
        self._desk.write(
            self,
            lambda: merging.set_apart(office, self._entity, one, other),
            then=self._done,
            refused=self._refused,
        )

    def _done(self, _changes: Changes) -> None:
        self.go.set_busy(False)
        self.closed.emit()

    def _refused(self, sentence: str) -> None:
        self.go.set_busy(False)
        self.problem.setText(sentence)

    def _failed(self, why: Exception) -> None:
        message = getattr(why, "message", "")
        if not message:
            raise why
        self.problem.setText(message)


def pointing_sentence(told: Outlook) -> str:
    """What will name the one that stays, before it is done."""
    named = _listed([(one.kind, one.field, one.count) for one in told.pointing])
    then = _("Goes to the bin: {title}. It can be separated again at any time.").format(
        title=told.loser.title
    )
    if not named:
        return _("Nothing else points to it. {then}").format(then=then)
    return _("Will point to the one that stays: {what}. {then}").format(what=named, then=then)


def _listed(counts: Sequence[tuple[str, str, int]]) -> str:
    return "; ".join(
        _("{kind} ({field}) – {n}").format(kind=kind, field=field, n=n) for kind, field, n in counts
    )


def _choice(value: str, said: str, parent: QWidget) -> SideChoice:
    button = SideChoice(parent)
    button.set_value(value, said)
    return button
