"""Step 1 of the import: where the list comes from, what it looks like, and questions about it.

Reads nothing itself: the page opens the file in a worker and shows here what was found or asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import NeedsAnswer
from cluster_desktop.excel.kinds import KINDS
from cluster_desktop.i18n import _
from cluster_desktop.ui import theme
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.importing_preview import SheetPreview
from cluster_desktop.ui.widgets import Banner, Button, Card, PrimaryButton, TextLabel

ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".txt", ".tsv", ".xlsm")
RECENT_KEY = "import.recent"
MOST_RECENT = 5
_PREVIEW_LINES = 4


class DropZone(QWidget):
    """A dashed field that takes a dropped file; the buttons do the same for the keyboard."""

    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = self._quiet = False
        self.setAcceptDrops(True)
        self.words = TextLabel("", "section", parent=self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.hint = TextLabel("", "caption", "muted", self, wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.choose = PrimaryButton("", icon="folder", parent=self)
        self.choose.setObjectName("choose_file")
        self.paste = Button("", icon="copy", parent=self)
        self.paste.setObjectName("paste")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.choose)
        row.addWidget(self.paste)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(10)
        self._column.addWidget(self.words)
        self._column.addWidget(self.hint)
        self._column.addLayout(row)
        self.set_quiet(quiet=False)

    def set_quiet(self, *, quiet: bool) -> None:
        """One main button on the page: this one, unless a file is open already; a low line then."""
        self._quiet = quiet
        self.words.setVisible(not quiet)
        self.hint.setVisible(not quiet)
        self._column.setContentsMargins(24, 10 if quiet else 52, 24, 10 if quiet else 20)
        self.setMinimumHeight(0 if quiet else 172)
        self.choose.setProperty("look", "plain" if quiet else "primary")
        self.choose.set_icon("folder")
        self.choose.update()

    @property
    def is_quiet(self) -> bool:
        """A file is open."""
        return self._quiet

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colours.primary if self._over else colours.ctrl, 2 if self._over else 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colours.selection if self._over else colours.surface)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        if not self._quiet:
            square = QRect(self.width() // 2 - 14, 18, 28, 28)
            paint_icon(painter, "import", square, colours.primary)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_file(event) is not None:
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        path = _local_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


def _local_file(event: QDropEvent) -> Path | None:
    """The one file of a drag, None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())


class Question(Card):
    """Something the program must not guess: a sentence and the answers to choose from."""

    answered = Signal(str, str)
    """(question, answer)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._question = ""
        self._answers: list[tuple[str, QRadioButton]] = []
        self._sentence = TextLabel("", parent=self, wrap=True)
        self.body.addWidget(self._sentence)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(6)
        self.body.addLayout(self._choices)
        row = QHBoxLayout()
        self.go = PrimaryButton("", icon="check", parent=self)
        self.go.setObjectName("answer")
        self.go.clicked.connect(self._answer)
        row.addWidget(self.go)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.hide()

    def retranslate(self) -> None:
        self.go.setText(_("Use this"))

    def ask(
        self,
        why: NeedsAnswer,
        labels: Mapping[str, str],
        previews: Mapping[str, Sequence[str]],
    ) -> None:
        """Show the question; `labels` are words for the choices, `previews` the text in each."""
        self._question = why.question
        self._sentence.setText(why.message)
        self._clear()
        for choice in why.choices:
            button = QRadioButton(labels.get(choice, choice), self)
            button.setAccessibleName(labels.get(choice, choice))
            self._choices.addWidget(button)
            self._answers.append((choice, button))
            if lines := previews.get(choice):
                self._choices.addWidget(self._sample(lines))
        if self._answers:
            self._answers[0][1].setChecked(True)
            self._answers[0][1].setFocus(Qt.FocusReason.OtherFocusReason)
        self.retranslate()
        self.show()

    def answers(self) -> list[QRadioButton]:
        return [button for _choice, button in self._answers]

    def _sample(self, lines: Sequence[str]) -> QWidget:
        label = QLabel("\n".join(lines[:_PREVIEW_LINES]), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setContentsMargins(28, 0, 0, 6)
        label.setFont(theme.font("caption"))
        label.setMinimumWidth(40)
        return label

    def _clear(self) -> None:
        self._answers = []
        while (item := self._choices.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _answer(self) -> None:
        for choice, button in self._answers:
            if button.isChecked():
                self.answered.emit(self._question, choice)
                return


class FileStep(QScrollArea):
    """Drop, choose, paste, take a recent file, or download an empty template."""

    chosen = Signal(object)
    """Path of the file."""
    pasted = Signal(str)
    """Text of a table from the clipboard."""
    template_wanted = Signal(str)
    """Import kind of the empty list."""
    accepted = Signal()
    """The recognised kind is right: go on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget(self)
        self._recent_paths: Sequence[Path] = ()
        self._recent_buttons: list[Button] = []
        self.zone = DropZone(inner)
        self.found = Card("", inner)
        self.found_text = TextLabel("", "strong", parent=self.found, wrap=True)
        self.found_note = TextLabel("", "caption", "muted", self.found, wrap=True)
        self.use = PrimaryButton("", icon="check", parent=self.found)
        self.use.setObjectName("use_kind")
        said = QVBoxLayout()
        said.setSpacing(4)
        said.addWidget(self.found_text)
        said.addWidget(self.found_note)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(said, 1)
        row.addWidget(self.use, 0, Qt.AlignmentFlag.AlignVCenter)
        self.found.body.addLayout(row)
        self.found.hide()
        self.preview = SheetPreview(inner)
        self.preview.hide()
        self.problem = Banner(inner)
        self.problem.setObjectName("unread")
        self.question = Question(inner)
        self.recent_title = TextLabel("", "strong", parent=inner)
        self.recent = QVBoxLayout()
        self.recent.setSpacing(2)
        self.template = Button("", icon="excel", look="flat", parent=inner)
        self.template.setObjectName("empty_template")
        self.template_menu = QMenu(self.template)
        self._kind: str | None = None
        # A question and the sheet it is about stand side by side, an answer above its sheet.
        self._open = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._open.setSpacing(12)
        self._open.addWidget(self.question)
        self._open.addWidget(self.found)
        self._open.addWidget(self.preview, 1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.zone)
        column.addWidget(self.problem)
        column.addLayout(self._open, 1)
        column.addWidget(self.recent_title)
        column.addLayout(self.recent)
        column.addWidget(self.template)
        column.addStretch()
        self.setWidget(inner)
        self.zone.dropped.connect(self.chosen)
        self.zone.choose.clicked.connect(self._choose)
        self.zone.paste.clicked.connect(self._paste)
        self.template.clicked.connect(self._want_template)
        self.use.clicked.connect(self.accepted)
        self.retranslate()

    def retranslate(self) -> None:
        self.zone.setAccessibleName(_("Drop an Excel or CSV file here"))
        self.zone.words.setText(_("Drop an Excel or CSV file here"))
        self.zone.hint.setText(
            _("Any register will do: the program finds the headings. Nothing is written yet.")
        )
        self.zone.choose.setText(_("Choose a file…"))
        self.zone.paste.setText(_("Paste from the clipboard"))
        self.recent_title.setText(_("Recent files"))
        self.template.setText(_("Download an empty template"))
        self.use.setText(_("Yes, use it"))
        self.question.retranslate()
        self.preview.retranslate()

    def set_recent(self, paths: Sequence[Path]) -> None:
        """Files imported before that are still there."""
        while (item := self.recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._recent_paths = paths
        self._recent_buttons = []
        for path in paths:
            button = Button(path.name, icon="excel", look="flat", dense=True, parent=self.widget())
            button.setToolTip(str(path))
            button.clicked.connect(lambda _on=False, wanted=path: self.chosen.emit(wanted))
            self.recent.addWidget(button)
            self._recent_buttons.append(button)
        self._show_recent()

    def set_kind(self, kind: str | None) -> None:
        """What list is imported, None where the file will tell."""
        self._kind = kind

    def _want_template(self) -> None:
        """The empty list of the kind that is imported; where none is known yet it is chosen."""
        if self._kind is not None:
            self.template_wanted.emit(self._kind)
            return
        self.template_menu.clear()
        for name, kind in KINDS.items():
            action = self.template_menu.addAction(_(kind.label).replace("&", "&&"))
            action.setData(name)
            action.triggered.connect(lambda _on=False, one=name: self.template_wanted.emit(one))
        self.template_menu.popup(self.template.mapToGlobal(self.template.rect().bottomLeft()))

    def _show_recent(self) -> None:
        """Where a file is open the room belongs to its sheet."""
        free = not self.zone.is_quiet
        self.recent_title.setVisible(free and bool(self._recent_paths))
        self.template.setVisible(free)
        for button in self._recent_buttons:
            button.setVisible(free)

    def _set_quiet(self, *, quiet: bool) -> None:
        self.zone.set_quiet(quiet=quiet)
        self._show_recent()

    def show_nothing(self) -> None:
        """No file is open: neither a find nor a question nor a refusal."""
        self.problem.clear()
        self.found.hide()
        self.question.hide()
        self.preview.hide()
        self._set_quiet(quiet=False)

    def show_found(self, sentence: str, note: str) -> None:
        """What the file looks like; the sheet below it can be told to be something else."""
        self.question.hide()
        self.problem.clear()
        self._open.setDirection(QBoxLayout.Direction.TopToBottom)
        self._set_quiet(quiet=True)
        self.found_text.setText(sentence)
        self.found_note.setText(note)
        self.found_note.setVisible(bool(note))
        self.found.show()
        self.use.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refused(self, sentence: str, *, is_open: bool = False) -> None:
        """Why the file is not taken; it stays until another file is chosen, or something else is
        said of one that `is_open`."""
        self.show_nothing()
        self._set_quiet(quiet=is_open)
        self.problem.show_problem(sentence)
        self.ensureWidgetVisible(self.problem)
        self.zone.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_question(
        self,
        why: NeedsAnswer,
        labels: Mapping[str, str],
        previews: Mapping[str, Sequence[str]],
    ) -> None:
        self.found.hide()
        self._open.setDirection(QBoxLayout.Direction.LeftToRight)
        self._set_quiet(quiet=True)
        self.question.ask(why, labels, previews)
        self.ensureWidgetVisible(self.question)

    def _choose(self) -> None:
        kinds = _("Tables ({endings})").format(endings=" ".join(f"*{e}" for e in ENDINGS))
        picked, _kind = QFileDialog.getOpenFileName(self, _("Choose a file"), "", kinds)
        if picked:
            self.chosen.emit(Path(picked))

    def _paste(self) -> None:
        self.pasted.emit(QGuiApplication.clipboard().text())

    def sizeHint(self) -> QSize:
        return QSize(700, 460)
