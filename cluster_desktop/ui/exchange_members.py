"""The computers of the region as a table: which college last exchanged when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from cluster_desktop.i18n import N_, _, format_moment, ngettext
from cluster_desktop.ui.delegates import RowDelegate
from cluster_desktop.ui.looks import PillLook
from cluster_desktop.ui.moments import ago, utc_now
from cluster_desktop.ui.table_model import PILL_ROLE
from cluster_desktop.ui.theme import changes, scaled

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Member

Index = QModelIndex | QPersistentModelIndex
HEADS = (N_("College"), N_("Who works there"), N_("Last heard of"), N_("State"))
COLLEGE, OWNER, HEARD, STATE = range(len(HEADS))
QUIET_DAYS = 30
WIDTHS = {OWNER: 210, HEARD: 150, STATE: 170}


def member_state(member: Member, now: datetime) -> tuple[str, PillLook]:
    """Word and look of a computer: excluded, at rest, silent, never heard of, or fine."""
    if member.revoked:
        return _("excluded"), PillLook("draft", "close", tinted=False)
    if member.dormant:
        return _("at rest"), PillLook("draft", "clock", tinted=False)
    if member.last_heard is None:
        return _("not heard of yet"), PillLook("info", "clock")
    days = (now - member.last_heard).days
    if days >= QUIET_DAYS:
        said = ngettext("silent for {n} day", "silent for {n} days", days).format(n=days)
        return said, PillLook("soon", "warning")
    return _("takes part"), PillLook("good", "check", tinted=False)


class MembersModel(QAbstractTableModel):
    """Colleges in the order of the list they come in, those that need a look first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.members: list[Member] = []
        self.waiting: frozenset[str] = frozenset()

    def set_waiting(self, devices: Iterable[str]) -> None:
        """Computers whose changes are held until the office has looked at them."""
        self.waiting = frozenset(devices)
        if self.members:
            last = self.index(len(self.members) - 1, STATE)
            self.dataChanged.emit(self.index(0, STATE), last)

    def _state(self, member: Member) -> tuple[str, PillLook]:
        if member.device in self.waiting and not member.revoked:
            return _("waits for the office"), PillLook("soon", "warning")
        return member_state(member, utc_now())

    def set_members(self, members: list[Member]) -> None:
        def rank(one: Member) -> tuple[bool, bool, str]:
            heard = one.last_heard.isoformat() if one.last_heard is not None else ""
            return one.revoked, one.dormant, heard

        self.beginResetModel()
        self.members = sorted(members, key=rank)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.members)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADS[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        member = self.members[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(member, index.column())
        if role == PILL_ROLE and index.column() == STATE:
            return self._state(member)[1]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self._text(member, index.column()) or _("nothing")
            return f"{_(HEADS[index.column()])}: {text}"
        return None

    def _text(self, member: Member, column: int) -> str:
        if column == COLLEGE:
            return member.college
        if column == OWNER:
            return member.owner
        if column == HEARD:
            if member.last_heard is None:
                return "–"
            return ago(member.last_heard, utc_now())
        return self._state(member)[0]


class MembersTable(QTableView):
    """Read only; the chosen row is the one that verbs are about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.members = MembersModel(self)
        self.setModel(self.members)
        self.setObjectName("members_table")
        self.setItemDelegate(RowDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(COLLEGE, QHeaderView.ResizeMode.Stretch)
        changes().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(30))
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, scaled(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_members(self, members: list[Member]) -> None:
        kept = self.chosen()
        self.members.set_members(members)
        devices = [one.device for one in self.members.members]
        at = devices.index(kept.device) if kept is not None and kept.device in devices else 0
        if devices:
            self.setCurrentIndex(self.members.index(at, COLLEGE))

    def chosen(self) -> Member | None:
        row = self.currentIndex().row()
        return self.members.members[row] if 0 <= row < len(self.members.members) else None


def heard_sentence(member: Member) -> str:
    """When a computer was last heard of, for the line under the table."""
    if member.last_heard is None:
        return _("Nothing has come from this computer yet.")
    return _("Last heard of: {moment}. Received from it: {n}.").format(
        moment=format_moment(member.last_heard), n=member.bundles
    )
