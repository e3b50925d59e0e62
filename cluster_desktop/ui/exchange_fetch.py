"""A file whose record came without it: where it is, and fetching it now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.services import attachments, form_mappings
from cluster_desktop.ui.exchange_parts import Notice, PercentBar
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.trail import Place
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import Progress, Task, run

if TYPE_CHECKING:
    from cluster_desktop.services.attachments import Absent
    from cluster_desktop.ui.desk import Desk


class FetchSheet(QWidget):
    """Says who has the file; fetches it with Cancel, and opens it."""

    closed = Signal()

    def __init__(self, desk: Desk, absent: Absent) -> None:
        super().__init__()
        self.setObjectName("fetch_file")
        self._desk = desk
        self._file = absent.attachment
        self._whose = ""
        self._task: Task | None = None
        title = _("{name} is not here yet").format(name=absent.name)
        self.setAccessibleName(title)
        self.said = TextLabel(self._sentence(), parent=self, wrap=True)
        self.problem = Notice(self)
        self.problem.hide()
        self.bar = PercentBar(self)
        self.bar.cancelled.connect(self._cancel)
        self.close_button = Button(_("Close"), parent=self)
        self.close_button.setObjectName("fetch_close")
        self.close_button.clicked.connect(self.closed)
        self.go = PrimaryButton(_("Fetch now"), parent=self)
        self.go.setObjectName("fetch_now")
        self.go.clicked.connect(self.fetch)
        self.exchange = Button(_("Data exchange…"), parent=self)
        self.exchange.setObjectName("fetch_exchange")
        self.exchange.clicked.connect(self._to_exchange)
        self.exchange.hide()
        row = QHBoxLayout()
        row.addWidget(self.exchange)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self, wrap=True))
        for widget in (self.said, self.problem, self.bar):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(row)
        self.setFocusProxy(self.go)
        self.closed.connect(self._cancel)
        facade = desk.exchange.facade()
        run(
            self, lambda _p: facade.holder(self._file), done=self._show_holder,
            failed=self._refused,
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        return QSize(560, scaled(250))

    def _sentence(self) -> str:
        if self._whose:
            return _(
                "The file is still with: {whose}. It comes with an exchange. If it lies in the "
                "region's folder or on the stick already, it can be fetched at once."
            ).format(whose=self._whose)
        return _(
            "The file itself is not on this computer, only its record. If a copy lies in the "
            "region's folder or on the stick, it can be fetched at once."
        )

    def _show_holder(self, whose: str) -> None:
        self._whose = whose
        self.said.setText(self._sentence())

    def fetch(self) -> None:
        """Look for it in the place that is set; open it when it has come."""
        facade, office, file = self._desk.exchange.facade(), self._desk.office, self._file

        def bring(progress: Progress) -> Path | None:
            if not facade.bring(file, progress):
                return None
            progress(0, 0)
            if office.get("attachment", file)["kind"] == form_mappings.BLANK:
                return Path()  # the page that asked for it reads it by itself
            return attachments.for_opening(office, file)

        self.problem.clear()
        self.said.show()
        self.bar.start(_("The file is fetched"))
        self.bar.take_focus()
        self.go.setEnabled(False)
        self._task = run(self, bring, done=self._came, failed=self._refused)
        self._task.finished.connect(self._over)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _over(self) -> None:
        self._task = None
        self.bar.finish()
        self.go.setEnabled(True)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _came(self, path: Path | None) -> None:
        if path is None:
            self._tell(self._not_there())
            return
        self.closed.emit()
        self._desk.said.emit(_("The file has come."))
        if path != Path():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _not_there(self) -> str:
        state = self._desk.exchange.state
        place = state.place.path if state is not None and state.place is not None else ""
        if self._whose:
            return _(
                "In {place} the file does not lie yet. It is laid there with the next exchange of: "
                "{whose}. Ask for that, then exchange and open the file again."
            ).format(place=place, whose=self._whose)
        return _(
            "In {place} the file does not lie. If it was kept on this computer before, bring it "
            "back from a backup copy: Settings, Backup."
        ).format(place=place)

    def _refused(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self._tell(why.message)

    def _tell(self, sentence: str) -> None:
        self.said.hide()
        self.problem.show_text("soon", sentence)
        self.exchange.show()

    def _to_exchange(self) -> None:
        self.closed.emit()
        self._desk.go.emit(Place("exchange", tab="exchange"))
