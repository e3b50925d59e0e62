"""Where a clause is typed: named places in colour, picked from a list after «{», checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QWidget

from cluster_desktop.documents import place_forms
from cluster_desktop.i18n import _
from cluster_desktop.ui.theme import changes, colours

_PLACE = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}?")
_OPEN = re.compile(r"\{([^{}]*)$")
# What stands between words and the name in a line of the list.
_MARK = "   "
_EXAMPLE = dt.date(2026, 9, 1)
_NUMBER = "12"
POPUP_WIDTH = 380


def forms_of(place: str, lang: str) -> list[tuple[str, str]]:
    """The forms a place can take, each with an example; the usual one first, with no name."""
    sort = place_forms.sort_of(place)
    if sort == "day":
        return [(form, place_forms.day(_EXAMPLE, lang, form)) for form in _day_forms(lang)]
    if sort == "number":
        numbers = ("", *place_forms.NUMBER_FORMS)
        return [(form, place_forms.words(_NUMBER, lang, form)) for form in numbers]
    return []


def _day_forms(lang: str) -> tuple[str, ...]:
    cases = () if lang == "kk" else place_forms.DAY_CASES
    return ("", *(form for form in place_forms.DAY_FORMS if form not in cases))


class PlaceColours(QSyntaxHighlighter):
    """Places the paper knows in the colour of links, others underlined as wrong."""

    def __init__(self, document: QTextDocument, known: Mapping[str, str]) -> None:
        super().__init__(document)
        self._known = known
        changes().changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        c = colours()
        for found in _PLACE.finditer(text):
            name, form = found[1], found[2] or ""
            right = name in self._known and found[0].endswith("}")
            right = right and (not form or place_forms.fits(name, form))
            look = QTextCharFormat()
            look.setForeground(QColor(c.link) if right else QColor(c.ink("bad")))
            if not right:
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                look.setUnderlineColor(QColor(c.ink("bad")))
            self.setFormat(found.start(), len(found[0]), look)


class ClauseEdit(QPlainTextEdit):
    """One language of one clause; as high as its text."""

    focused = Signal(object)

    def __init__(
        self, text: str, name: str, parent: QWidget, *, known: Mapping[str, str], lang: str
    ) -> None:
        super().__init__(text, parent)
        self.lang = lang
        self._known = known
        # Made when the first «{» is typed: a template has a hundred of these fields.
        self._list: QCompleter | None = None
        self._popup: QListView | None = None
        self._colours = PlaceColours(self.document(), known)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        # The height of a plain document is counted in lines, wrapped ones included.
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        margins = 2 * round(self.document().documentMargin()) + 2 * self.frameWidth()
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + margins + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self)

    def said(self) -> str:
        """The text as it is; toPlainText would make spaces of no-break spaces."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    # ---- the list of places ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self._popup is not None and self._popup.isVisible()
        takes = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)
        if shown and event.key() in takes:
            event.ignore()
            return
        super().keyPressEvent(event)
        if event.text() or shown:
            self._offer()

    def _typed(self) -> str | None:
        """What stands between the last «{» and the cursor."""
        cursor = self.textCursor()
        found = _OPEN.search(cursor.block().text()[: cursor.positionInBlock()])
        return found[1] if found is not None else None

    def _offer(self) -> None:
        typed = self._typed()
        if typed is None:
            if self._popup is not None:
                self._popup.hide()
            return
        name, colon, form = typed.partition(":")
        offered = self._forms(name) if colon else self._places()
        completer, popup = self._completer()
        completer.setModel(QStringListModel(offered, completer))
        completer.setCompletionPrefix(form if colon else name)
        popup.setCurrentIndex(completer.completionModel().index(0, 0))
        at = self.cursorRect()
        at.setWidth(POPUP_WIDTH)
        completer.complete(at)

    def _places(self) -> list[str]:
        return [f"{_(label)}{_MARK}{name}" for name, label in self._known.items()]

    def _forms(self, place: str) -> list[str]:
        """The forms that fit the place, with examples; words can be written in three ways."""
        forms = forms_of(place, self.lang)
        if not forms and place in self._known:
            word = _(self._known[place])
            some = place_forms.TEXT_FORMS
            forms = [(form, place_forms.words(word, self.lang, form)) for form in some]
        return [f"{example}{_MARK}{form}" for form, example in forms if form]

    def _completer(self) -> tuple[QCompleter, QListView]:
        if self._list is None or self._popup is None:
            made, popup = QCompleter(self), QListView()
            made.setPopup(popup)
            made.setWidget(self)
            made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            made.setFilterMode(Qt.MatchFlag.MatchContains)
            made.setMaxVisibleItems(12)
            made.activated.connect(self._take)
            self._list, self._popup = made, popup
        return self._list, self._popup

    def _take(self, line: str) -> None:
        """The chosen line of the list instead of what was typed after «{»."""
        typed = self._typed()
        if typed is None:
            return
        name, colon, _form = typed.partition(":")
        chosen = line.rpartition(_MARK)[2]
        cursor = self.textCursor()
        after = cursor.block().text()[cursor.positionInBlock() :]
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(typed)
        )
        whole = f"{name}:{chosen}" if colon else chosen
        cursor.insertText(whole if after.startswith("}") else whole + "}")
        if after.startswith("}"):
            cursor.movePosition(QTextCursor.MoveOperation.Right)
        self.setTextCursor(cursor)
