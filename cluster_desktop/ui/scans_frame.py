"""The sheet of scanned papers as it looks: where its parts stand and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.fields import Date, Link
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Ref
from cluster_desktop.scanning.reader import Picture
from cluster_desktop.services import scans
from cluster_desktop.services.office import Office
from cluster_desktop.services.scans import Target
from cluster_desktop.ui import theme
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.preview_pages import PageView
from cluster_desktop.ui.preview_papers import PaperDelegate, PaperModel
from cluster_desktop.ui.widgets import (
    BarWithCancel,
    Button,
    IconButton,
    PrimaryButton,
    Rule,
    TextLabel,
)

LIST_WIDTH = 400
# Of the papers in the stack next to a page, and one more.
MOST_PROPOSED = 2


class RecordOffers:
    """Every record a page may be filed to, for one field: as if they were of one kind."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def choices_for(self, _entity: str, text: str, limit: int = 12) -> Sequence[Ref]:
        return [Ref(one.record, one.title) for one in scans.choices(self._office, text, limit)]

    def title(self, _entity: str, id: UUID) -> str:
        found = scans.targets(self._office, {id}).get(id)
        return found.title if found is not None else ""


class AskBox(QWidget):
    """What is asked of a page: a paper beside it, any record by its name, or leave it out."""

    answered = Signal(object)
    """Target that was chosen."""
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = desk.office
        self.said = TextLabel("", "body", "soon", self, wrap=True)
        self.proposed = [Button("", icon="link", dense=True, parent=self)
                         for _n in range(MOST_PROPOSED)]  # fmt: skip
        self._targets: list[Target] = []
        spec = Link(label=N_("Another record"), name="record", to="agreement")
        self.record = editor_for(
            spec, RecordOffers(desk.office), desk.office.today, self, creates=False
        )
        self.record.committed.connect(self._on_record)
        self.leave_button = Button("", look="flat", dense=True, parent=self)
        self.leave_button.setObjectName("leave_page")
        self.leave_button.clicked.connect(self.left)
        self._label = TextLabel("", "caption", "muted", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(6)
        column.addWidget(self.said)
        for at, button in enumerate(self.proposed):
            button.setObjectName(f"proposed_{at}")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, n=at: self.answered.emit(self._targets[n]))
            column.addWidget(button)
        column.addWidget(self._label)
        column.addWidget(self.record)
        column.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignLeft)

    def retranslate(self) -> None:
        self._label.setText(_("Another record"))
        self.leave_button.setText(_("Leave this page out"))

    def ask(self, said: str, proposed: Sequence[Target]) -> None:
        """Ask about a page."""
        self._targets = list(proposed)[:MOST_PROPOSED]
        self.said.setText(said)
        for button, target in zip(self.proposed, self._targets, strict=False):
            words = _("With {title}").format(title=target.title)
            button.setText(words)
            button.setToolTip(words)
        for at, button in enumerate(self.proposed):
            button.setVisible(at < len(self._targets))
        self.record.set_value(None)

    def _on_record(self, record: object) -> None:
        if isinstance(record, UUID):
            found = scans.targets(self._office, {record})
            if record in found:
                self.answered.emit(found[record])


class ScansFrame(QWidget):
    """Papers found at the left, the page at the right, the day of the signatures below."""

    sheet_width = 0
    closed = Signal()
    dropped = Signal(list)
    """Paths of files and folders."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scans")
        self.setAcceptDrops(True)
        self._desk = desk
        self.title = TextLabel("", "title", parent=self, elide=True)
        self.bar = BarWithCancel(self)
        self.bar.setMinimumWidth(360)
        self.bar.hide()
        self.files_button = Button("", icon="document", parent=self)
        self.files_button.setObjectName("choose_scans")
        self.folder_button = Button("", icon="import", parent=self)
        self.folder_button.setObjectName("choose_scan_folder")
        self.close_button = IconButton("close", parent=self)
        self.model = PaperModel(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaperDelegate(self.list))
        self.list.setObjectName("scanned_papers")
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notes = TextLabel("", "caption", "muted", self, wrap=True)
        self.ask = AskBox(desk, self)
        self.remark = TextLabel("", "body", "soon", self, wrap=True)
        self.view = PageView(self)
        self.view.setObjectName("scan_view")
        self.place = TextLabel("", "caption", "muted", self, elide=True)
        self.signed = QCheckBox(self)
        self.signed.setObjectName("scans_signed")
        self.signed.setChecked(True)
        spec = Date(label=N_("Signed on"), name="signed_on", required=True)
        self.day = editor_for(spec, desk.office, desk.office.today, self)
        self.day.set_value(desk.office.today())
        self.day.setFixedWidth(theme.scaled(160))
        self.file_button = PrimaryButton("", icon="attach", parent=self)
        self.file_button.setObjectName("file_scans")
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 12)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for widget in (self.bar, self.files_button, self.folder_button, self.close_button):
            head.addWidget(widget)
        self._left = QWidget(self)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.list, 1)
        for words in (self.remark, self.notes):
            words.setContentsMargins(12, 6, 12, 6)
            left.addWidget(words)
        left.addWidget(self.ask)
        right = QVBoxLayout()
        right.setSpacing(0)
        self.place.setContentsMargins(16, 6, 16, 0)
        right.addWidget(self.place)
        right.addWidget(self.view, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._left)
        body.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(12)
        foot.addWidget(self.signed)
        foot.addWidget(self.day)
        foot.addStretch(1)
        foot.addWidget(self.file_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Rule(self))
        column.addLayout(body, 1)
        column.addWidget(Rule(self))
        column.addLayout(foot)
        self._fit()
        theme.changes().changed.connect(self._fit)

    def _fit(self) -> None:
        self._left.setFixedWidth(theme.scaled(LIST_WIDTH))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Scanned papers"))
        self.list.setAccessibleName(_("Papers found in the scans"))
        self.view.setAccessibleName(_("Page"))
        self.files_button.setText(_("Choose scans…"))
        self.folder_button.setText(_("Choose a folder…"))
        self.close_button.set_name(_("Close"))
        self.signed.setText(_("Mark agreements as signed on"))
        self.ask.retranslate()
        self.say()

    def say(self) -> None:
        """Texts that depend on what is shown."""

    def sizeHint(self) -> QSize:
        return QSize(1000, 620)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        self.dropped.emit([Path(url.toLocalFile()) for url in urls])
        event.acceptProposedAction()


def image_of(picture: Picture) -> QImage:
    """The page for the screen."""
    size = (picture.width, picture.height, picture.width)
    # copy(): QImage does not keep the bytes alive that it was made of.
    return QImage(picture.grey, *size, QImage.Format.Format_Grayscale8).copy()
