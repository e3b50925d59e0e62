"""The sheet that admits a computer: who asks, the words to compare, which college it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_fields import WordsCard
from cluster_desktop.ui.exchange_parts import Notice
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Request

Colleges = list[tuple[UUID, str]]


class InviteSheet(QWidget):
    """Who asks, the words to compare, and which college of the list it is."""

    closed = Signal()
    invited = Signal(object)

    def __init__(
        self, desk: Desk, request: Request, colleges: Colleges, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("invite_sheet")
        self._desk = desk
        self._request = request
        title = _("Invite: {college}").format(college=request.college)
        self.setAccessibleName(title)
        self.words = WordsCard(self)
        self.words.set_words(request.fingerprint, compared=True)
        self.which = self._offer(colleges)
        self.problem = Notice(self)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        self.go = PrimaryButton(_("The words are the same: invite"), parent=self)
        self.go.setObjectName("invite_go")
        self.go.clicked.connect(self._invite)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        who = ", ".join(part for part in (request.owner, request.college_bin) if part)
        said = _(
            "Ask over the phone to have the eight words read from that computer's screen. Invite "
            "only if every word is the same."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self, wrap=True))
        if who:
            column.addWidget(TextLabel(who, ink="muted", parent=self, wrap=True))
        column.addWidget(TextLabel(said, parent=self, wrap=True))
        column.addWidget(self.words)
        column.addWidget(TextLabel(_("Which college of the list it is"), parent=self))
        column.addWidget(self.which)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addLayout(row)
        self.setFocusProxy(self.go)

    def _offer(self, colleges: Colleges) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("invite_college")
        box.setAccessibleName(_("Which college of the list it is"))
        box.addItem(_("A new one: {college}").format(college=self._request.college), None)
        for college, name in colleges:
            box.addItem(name, college)
        known = [n for n, (college, _name) in enumerate(colleges, start=1)
                 if college == self._request.college_id]  # fmt: skip
        box.setCurrentIndex(known[0] if known else 0)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def sizeHint(self) -> QSize:
        return QSize(640, scaled(400))

    def _invite(self) -> None:
        facade, request = self._desk.exchange.facade(), self._request
        college = self.which.currentData()
        self.go.set_busy(True)
        task = run(
            self, lambda _p: facade.invite(request, college_id=college), done=self._invited,
            failed=self._refused,
        )  # fmt: skip
        task.finished.connect(lambda: self.go.set_busy(False))

    def _invited(self, path: Path | None) -> None:
        self.closed.emit()
        self.invited.emit(path)

    def _refused(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self.problem.show_text("soon", why.message)
