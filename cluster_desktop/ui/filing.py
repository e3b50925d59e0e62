"""Files of a record: a list, a place to drop scans on, open with the system's program."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.fields import Choice
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Row
from cluster_desktop.services import attachments
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.moments import size_text
from cluster_desktop.ui.theme import colours, scaled
from cluster_desktop.ui.widgets_buttons import Button, IconButton
from cluster_desktop.ui.widgets_state import TextLabel


class FileList(QWidget):
    """Attachments of one record. Dropping, choosing, opening, and to the bin."""

    counted = Signal(int)
    acted = Signal(object)

    def __init__(self, office: Office, bridge: OfficeBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._entity = ""
        self._record: UUID | None = None
        self._kind = "other"
        self._rows: list[Row] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.drop = _DropArea(self)
        self.drop.dropped.connect(self.attach)
        self.drop.button.clicked.connect(self._choose)
        column.addWidget(self.drop)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        column.addLayout(self._list)
        column.addStretch(1)
        bridge.changed.connect(self._on_changed)
        self.retranslate()

    def retranslate(self) -> None:
        self.drop.set_words(_("Drop a scan or a document here"), _("Choose a file…"))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def open(self, entity: str, record: UUID, kind: str = "other") -> None:
        """Show the files of a record; new ones are kept as `kind` (scan, evidence, other)."""
        self._entity, self._record, self._kind = entity, record, kind
        self._reload()

    def close_record(self) -> None:
        self._record = None
        self._take([])

    def count(self) -> int:
        return len(self._rows)

    def _reload(self) -> None:
        if self._record is not None:
            self._take(attachments.of_record(self._office, self._record))

    def _take(self, rows: list[Row]) -> None:
        self._rows = rows
        self._draw()
        self.counted.emit(len(rows))

    def _on_changed(self, changes: Changes) -> None:
        if "attachment" in changes.entities:
            self._reload()

    def _draw(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row in self._rows:
            self._list.addWidget(self._line(row))

    def _line(self, row: Row) -> QWidget:
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        name = Button(str(row["name"]), icon="attach", look="flat", dense=True, parent=box)
        name.setAccessibleName(_("Open the file {name}").format(name=row["name"]))
        name.setToolTip(str(row["name"]))
        name.setMaximumWidth(220)
        name.clicked.connect(lambda: self.open_file(row.id))
        line.addWidget(name)
        spec = self._office.entity("attachment").spec("kind")
        kind = spec.format(row["kind"]) if isinstance(spec, Choice) else ""
        said = f"{kind} · {size_text(int(row['size']))}"
        if not attachments.is_kept(self._office, str(row["sha256"])):
            said += " · " + _("not here yet")
        line.addWidget(TextLabel(said, "caption", "muted", box, elide=True), 1)
        remove = IconButton("bin", parent=box, dense=True)
        remove.set_name(_("Put {name} into the bin").format(name=row["name"]))
        remove.clicked.connect(lambda: self.remove(row.id))
        line.addWidget(remove)
        return box

    def _choose(self) -> None:
        names, _kinds = QFileDialog.getOpenFileNames(self, _("Choose a file…"))
        self.attach([Path(name) for name in names])

    def attach(self, paths: list[Path]) -> None:
        """Keep copies of the files with the record, in a worker."""
        record, entity, kind = self._record, self._entity, self._kind
        if record is None:
            return

        def job(progress: work.Progress) -> Changes:
            changes = Changes()
            for n, path in enumerate(paths):
                progress(n, len(paths))
                changes = attachments.attach(self._office, entity, record, path, kind=kind)
            return changes

        if paths:
            work.run(self, job, done=self.acted.emit)

    def open_file(self, attachment: UUID) -> None:
        """Show a copy in the system's program; the kept one stays untouched."""
        work.run(
            self,
            lambda _p: attachments.for_opening(self._office, attachment),
            done=self._show_file,
        )

    def _show_file(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def remove(self, attachment: UUID) -> None:
        work.run(
            self,
            lambda _p: self._office.delete("attachment", [attachment]),
            done=self.acted.emit,
        )


class _DropArea(QWidget):
    """A dashed place; the button beside it does the same for the keyboard."""

    dropped = Signal(list)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._over = False
        line = QHBoxLayout(self)
        line.setContentsMargins(40, 8, 12, 8)
        self._words = TextLabel("", "caption", "muted", self, wrap=True)
        self.button = Button("", dense=True, parent=self)
        line.addWidget(self._words, 1)
        line.addWidget(self.button)
        self.setMinimumHeight(scaled(56))

    def set_words(self, text: str, verb: str) -> None:
        self._words.setText(text)
        self.button.setText(verb)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.dropped.emit([Path(url.toLocalFile()) for url in urls])
        event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(c.primary if self._over else c.ctrl, 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(c.selection if self._over else c.surface)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        middle = self.height() // 2
        paint_icon(painter, "attach", QRect(12, middle - 9, 18, 18), c.muted)
