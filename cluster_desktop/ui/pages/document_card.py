"""The paper of an agreement in the panel: a thumbnail, the signed scan, a place to drop one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.documents import press
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes, Row
from cluster_desktop.services import attachments, paper_jobs
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.moments import size_text
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.preview_source import draw_page
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import Button, TextLabel
from cluster_desktop.ui.work import run

THUMB = QSize(64, 90)
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Shown:
    """The paper of one agreement as the card shows it."""

    agreement: UUID
    image: QImage | None
    pages: int
    files: list[Row]


class Thumb(QAbstractButton):
    """The first page, small; a click opens the print preview."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setFixedSize(THUMB)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.setEnabled(image is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        outline(painter, self.rect(), c.surface, c.separator, radius=1)
        inner = self.rect().adjusted(1, 1, -1, -1)
        if self._image is not None:
            painter.drawImage(inner, self._image)
        else:
            paint_icon(painter, "document", QRect(22, 35, 20, 20), c.muted)
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2)


class FileLink(QAbstractButton):
    """A file's name as a link, with a note under it."""

    def __init__(self, icon: str, text: str, note: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._note = icon, note
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(f"{text}, {note}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(160, scaled(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, scaled(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        half = self.height() // 2
        paint_icon(painter, self._icon, QRect(0, (half - 16) // 2 + 1, 16, 16), c.muted)
        painter.setFont(font())
        painter.setPen(c.link)
        room = self.width() - 24
        metrics = painter.fontMetrics()
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRect(24, 0, room, half), LEFT.value, name)
        painter.setFont(font("caption"))
        painter.setPen(c.muted)
        painter.drawText(QRect(24, half, room, half), LEFT.value, self._note)
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2)


class DocumentCard(QWidget):
    """Takes dropped files as the signed scan of the agreement that is open."""

    attached = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document_card")
        self.setAcceptDrops(True)
        self._desk = desk
        self._agreement: UUID | None = None
        self._shown: Shown | None = None
        self.thumb = Thumb(self)
        self.thumb.clicked.connect(self._print)
        self._links = QVBoxLayout()
        self._links.setSpacing(2)
        self.add = Button(icon="attach", look="flat", dense=True, parent=self)
        self.add.setObjectName("attach_scan")
        self.add.clicked.connect(self._choose)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(self._links)
        right.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._hint = TextLabel(role="caption", ink="muted", parent=self, wrap=True)
        right.addWidget(self._hint)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(self.thumb, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self.retranslate()

    def open(self, agreement: UUID) -> None:
        """Show the paper and the files of an agreement."""
        self._agreement = agreement
        run(self, lambda _p: self._read(agreement), done=self._show, failed=self._desk.fail)

    def _read(self, agreement: UUID) -> Shown:
        office = self._desk.office
        files = attachments.of_record(office, agreement)
        try:
            data, template = paper_jobs.of_agreement(office, agreement)
            shown = press.show(data, template)
        except Refusal:
            # No template of that kind, or the college is not filled in: the card shows the files.
            return Shown(agreement, None, 0, files)
        image = draw_page(shown.pdf, 0, 2 * THUMB.width())
        return Shown(agreement, image, shown.pages, files)

    def _show(self, shown: Shown) -> None:
        if shown.agreement != self._agreement:
            return
        self._shown = shown
        self.thumb.show_image(shown.image)
        while (item := self._links.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if shown.image is not None:
            said = ngettext("{n} page", "{n} pages", shown.pages).format(n=shown.pages)
            paper = FileLink("document", _("Paper for printing"), said, self)
            paper.clicked.connect(self._print)
            self._links.addWidget(paper)
        kinds = self._desk.office.entity("attachment").fields["kind"]
        for row in shown.files[:3]:
            note = f"{kinds.format(row['kind'])}, {size_text(row['size'])}"
            if not attachments.is_kept(self._desk.office, str(row["sha256"])):
                note += ", " + _("not here yet")
            link = FileLink("attach", row["name"], note, self)
            link.clicked.connect(lambda _on=False, file=row.id: self._open_file(file))
            self._links.addWidget(link)
        self.updateGeometry()

    def files(self) -> Sequence[Row]:
        return self._shown.files if self._shown is not None else ()

    def _print(self) -> None:
        if self._agreement is not None:
            self._desk.papers.emit([self._agreement])

    def _open_file(self, file: UUID) -> None:
        office = self._desk.office
        run(
            self, lambda _p: attachments.for_opening(office, file), done=_open_outside,
            failed=self._desk.fail,
        )  # fmt: skip

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Signed scan"), "", _("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)")
        )
        if chosen:
            self.attach(Path(chosen))

    def attach(self, path: Path) -> None:
        """Keep a file with the open agreement as its signed scan."""
        agreement, office = self._agreement, self._desk.office
        if agreement is None:
            return

        def then(_changes: Changes) -> None:
            self.attached.emit()
            self.open(agreement)

        self._desk.write(
            self, lambda: attachments.attach(office, "agreement", agreement, path, kind="scan"),
            then=then,
        )  # fmt: skip

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.attach(Path(url.toLocalFile()))
        event.acceptProposedAction()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Document"))
        self.thumb.setAccessibleName(_("Page 1 of the paper: open the print preview"))
        self.thumb.setToolTip(_("Open the print preview"))
        self.add.setText(_("Attach the scan…"))
        self._hint.setText(_("or drop the file here"))


def _open_outside(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
