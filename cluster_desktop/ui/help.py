"""Help at the side: one short page for each page of the program, offline, with a search.

The pages are resources/help/<language>/<topic>.md; their first line is the title.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _, fold, language
from cluster_desktop.ui.theme import RESOURCES, changes, colours, font
from cluster_desktop.ui.widgets import IconButton, SearchField, TextLabel

HELP_FOLDER = RESOURCES / "help"
WIDTH = 351


@dataclass(frozen=True)
class Topic:
    """One help page."""

    key: str
    title: str
    text: str
    folded: str


@lru_cache(maxsize=4)
def topics(lang: str) -> tuple[Topic, ...]:
    """All help pages of a language, in the order of their file names."""
    found: list[Topic] = []
    for file in sorted((HELP_FOLDER / lang).glob("*.md")):
        text = file.read_text("utf-8")
        title = text.partition("\n")[0].lstrip("# ").strip()
        found.append(Topic(file.stem, title, text, fold(text)))
    return tuple(found)


def find_topics(text: str, lang: str, limit: int = 5) -> list[Topic]:
    """Help pages that hold every word; those with a hit in the title first."""
    words = fold(text).split()
    if not words:
        return []
    hits = [topic for topic in topics(lang) if all(word in topic.folded for word in words)]
    hits.sort(key=lambda topic: not all(word in fold(topic.title) for word in words))
    return hits[:limit]


class HelpPanel(QWidget):
    """The help page of a topic, the list of all, and a search in them."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setFixedWidth(WIDTH)
        self._topic = ""
        self._title = TextLabel(role="section", parent=self)
        self._all = IconButton("more", "", self)
        self._close = IconButton("close", "", self)
        self._close.clicked.connect(self.closed)
        self._search = SearchField(self)
        self._search.searched.connect(self._find)
        self._text = QTextBrowser(self)
        self._text.setOpenLinks(False)
        self._text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._text.anchorClicked.connect(self._follow)
        self._list = QListWidget(self)
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.itemActivated.connect(self._open_item)
        self._list.itemClicked.connect(self._open_item)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._text)
        self._stack.addWidget(self._list)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._all)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._search)
        column.addWidget(self._stack, 1)
        self._all.clicked.connect(lambda: self._find(""))
        changes().changed.connect(self._show)
        self.retranslate()

    def topic(self) -> str:
        return self._topic

    def open(self, topic: str) -> None:
        """Show a topic; an unknown one opens the list of all."""
        self._topic = topic
        self._show()

    def _show(self) -> None:
        found = next((t for t in topics(language()) if t.key == self._topic), None)
        if found is None:
            self._find("")
            return
        self._text.document().setDefaultFont(self.font())
        self._text.setMarkdown(found.text)
        self._calm_headings()
        self._stack.setCurrentWidget(self._text)

    def _calm_headings(self) -> None:
        """Headings in our type scale; Qt would make them larger than the page title."""
        block = self._text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                look = QTextCharFormat()
                look.setFont(font("section"))
                look.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                cursor = QTextCursor(block)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(look)
            block = block.next()

    def _find(self, text: str) -> None:
        lang = language()
        hits = find_topics(text, lang, 50) if text.strip() else list(topics(lang))
        self._list.clear()
        for topic in hits:
            item = QListWidgetItem(topic.title, self._list)
            item.setData(Qt.ItemDataRole.UserRole, topic.key)
        if not hits:
            said = _("Nothing found for “{text}”").format(text=text)
            QListWidgetItem(said, self._list).setFlags(Qt.ItemFlag.NoItemFlags)
        self._stack.setCurrentWidget(self._list)

    def _open_item(self, item: QListWidgetItem) -> None:
        key = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(key, str):
            self.open(key)

    def _follow(self, url: QUrl) -> None:
        """Links in help pages name other topics: [text](renew)."""
        self.open(url.toString())

    def retranslate(self) -> None:
        self.setAccessibleName(_("Help"))
        self._title.setText(_("Help"))
        self._all.set_name(_("All help pages"))
        self._close.set_name(_("Close the help"))
        self._search.setPlaceholderText(_("Search in the help"))
        self._search.setAccessibleName(_("Search in the help"))
        self._text.setAccessibleName(_("Help text"))
        self._list.setAccessibleName(_("Help pages"))
        if self._topic:
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours().surface)
        painter.setPen(colours().separator)
        painter.drawLine(0, 0, 0, self.height())
