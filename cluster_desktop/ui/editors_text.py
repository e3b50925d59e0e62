"""Editors of typed values: text, digits, telephone, date, number, money."""

from __future__ import annotations

import sys
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Digits, Field, Number, Value
from cluster_desktop.i18n import _, add_months, ngettext
from cluster_desktop.ui.calendar_popup import CalendarPopup
from cluster_desktop.ui.editors_base import Editor, LineEditor, Today
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.theme import changes
from cluster_desktop.ui.widgets_state import TextLabel

# X11 scan codes of the number row, "1" to "0"; Windows reports the row as virtual keys 0x30-0x39.
_X11_ROW = dict(zip(range(10, 20), "1234567890", strict=True))
_WINDOWS_ROW = dict(zip(range(0x30, 0x3A), "0123456789", strict=True))
_JUNK = " \u00a0\u202f\u2007\t-–—‑"
_GROUPS = {"iin": (6, 6), "bin": (6, 6), "bin_or_iin": (6, 6), "iban": (4,) * 5}
_LINES_LEAST, _LINES_MOST = 2, 10


def physical_digit(event: QKeyEvent, platform: str = sys.platform) -> str:
    """The digit printed on the key of the number row, whatever the layout makes of it.

    The Kazakh layout has letters there. Empty for other keys and with Shift, Ctrl, Alt.
    """
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held or event.text().isdigit():
        return ""
    if platform == "win32":
        return _WINDOWS_ROW.get(event.nativeVirtualKey(), "")
    return _X11_ROW.get(event.nativeScanCode(), "")


class DigitLine(QLineEdit):
    """A line whose number row types digits under every layout."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = physical_digit(event)
        if digit:
            self.insert(digit)
            self.textEdited.emit(self.text())
            return
        super().keyPressEvent(event)


class TextEdit(LineEditor):
    """One line of text."""


class LongTextEdit(Editor):
    """Several lines; grows with its text from two lines to ten."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self.area = QPlainTextEdit(self)
        self.area.setTabChangesFocus(True)
        self.area.setProperty("field", True)
        self.area.document().setDocumentMargin(6)
        self._quiet = False
        self._take_input(self.area)
        self.area.textChanged.connect(self._on_changed)
        changes().changed.connect(self._grow)
        self._grow()

    def text(self) -> str:
        return self.area.toPlainText()

    def show_value(self, value: Value) -> None:
        shown = self.field.format(value)
        if shown != self.text():
            self._quiet = True
            self.area.setPlainText(shown)
            self._quiet = False

    def set_read_only(self, locked: bool) -> None:
        self.area.setReadOnly(locked)

    def type_first(self, text: str) -> None:
        self.area.setPlainText(text)
        self.area.moveCursor(self.area.textCursor().MoveOperation.End)

    def _on_key(self, event: QKeyEvent) -> bool:
        # Enter is a new line here; Ctrl+Enter leaves, as everywhere.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        return super()._on_key(event)

    def _on_changed(self) -> None:
        self._grow()
        if not self._quiet:
            self.edited.emit()

    def _grow(self) -> None:
        lines = round(self.area.document().size().height())
        lines = max(_LINES_LEAST, min(_LINES_MOST, lines))
        step = QFontMetrics(self.area.font()).lineSpacing()
        self.area.setFixedHeight(lines * step + 16)


class DigitEdit(LineEditor):
    """IIN, BIN, account: junk of a paste is dropped, groups are shown, a tick says "it fits"."""

    def __init__(self, field: Digits, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent, DigitLine())
        self._scheme = field.scheme
        self._fits = QAction(icon("tick", "good"), _("The check digit fits"), self.line)
        self.line.textChanged.connect(lambda _text: self._judge())

    def fits(self) -> bool:
        """True while the number on the screen passes its check digit."""
        return self._fits in self.line.actions()

    def text(self) -> str:
        return cleaned(self.line.text())

    def show_value(self, value: Value) -> None:
        clean = self.field.format(value)
        shown = clean if self.line.hasFocus() else grouped(clean, self._scheme)
        if shown != self.line.text():
            self.line.setText(shown)

    def _on_edited(self, text: str) -> None:
        bare = cleaned(text)
        if bare != text:
            at = len(cleaned(text[: self.line.cursorPosition()]))
            self.line.setText(bare)
            self.line.setCursorPosition(at)
        super()._on_edited(bare)

    def _judge(self) -> None:
        text = self.text()
        value = self.field.parse(text, self._today())
        wrong = [f for f in self.field.check(value) if f.severity == "error"] if value else [None]
        # Taken out, not hidden: Qt keeps the button of a hidden action, faded, with its name.
        if wrong:
            self.line.removeAction(self._fits)
        elif not self.fits():
            self.line.addAction(self._fits, QLineEdit.ActionPosition.TrailingPosition)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handled = super().eventFilter(watched, event)
        if watched is self.line and isinstance(event, QFocusEvent) and not self.line.isReadOnly():
            if event.gotFocus():
                self.line.setText(cleaned(self.line.text()))
            elif self._problem is None:
                self.line.setText(grouped(self.text(), self._scheme))
        return handled


def cleaned(text: str) -> str:
    """Without the spaces and dashes people group digits with."""
    return "".join(letter for letter in text if letter not in _JUNK)


def grouped(text: str, scheme: str) -> str:
    """The number in readable groups, with no-break spaces; unchanged when it is not whole."""
    sizes = _GROUPS.get(scheme, ())
    if len(text) != sum(sizes):
        return text
    starts = [sum(sizes[:n]) for n in range(len(sizes))]
    return "\u00a0".join(text[s : s + size] for s, size in zip(starts, sizes, strict=True))


class PhoneEdit(LineEditor):
    """Telephone numbers as typed, several allowed."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent, DigitLine())


class NumberEdit(LineEditor):
    """A whole number with its unit behind it."""

    def __init__(self, field: Number, today: Today, parent: QWidget | None = None) -> None:
        self._unit: TextLabel | None = None
        super().__init__(field, today, parent, DigitLine())
        if field.unit:
            self._unit = TextLabel(_(field.unit), "caption", "muted", self)
            self._line.addWidget(self._unit)

    def name_it(self) -> None:
        super().name_it()
        if self._unit is not None and isinstance(self.field, Number):
            self._unit.setText(_(self.field.unit))


class MoneyEdit(LineEditor):
    """A sum in tenge; "1,5 млн" is understood."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent, DigitLine())


class DateEdit(LineEditor):
    """A typed day: 5, 0512, 051226, +30, "1 год"; dots appear by themselves; always dd.MM.yyyy."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent, DigitLine())
        self._base = today
        self._before = ""
        self._button = QAction(icon("calendar", "muted"), _("Calendar"), self.line)
        self._button.triggered.connect(self.open_calendar)
        self.line.addAction(self._button, QLineEdit.ActionPosition.TrailingPosition)
        self._popup: CalendarPopup | None = None
        self._span = TextLabel("", "caption", "muted", self.line)
        self._span.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._span.hide()
        self.line.textChanged.connect(lambda _text: self._show_span())

    def set_base(self, base: Today) -> None:
        """The day that "+30" and "1 year" count from, such as the day of signing."""
        self._base = base
        self._show_span()

    def _show_span(self) -> None:
        """Behind the day how far it is from the base, where that is whole months: "· 3 years"."""
        words = ""
        if self._base is not self._today and not self.line.hasFocus():
            try:
                day = self.field.parse(self.line.text(), self._today())
            except Refusal:
                day = None
            words = span_words(self._base(), day) if isinstance(day, date) else ""
        self._span.setText(f"· {words}" if words else "")
        self._span.setVisible(bool(words))
        if words:
            self._span.adjustSize()
            left = 14 + self.line.fontMetrics().horizontalAdvance(self.line.text())
            room = self.line.width() - left - 34
            top = (self.line.height() - self._span.height()) // 2
            self._span.move(left, top)
            self._span.setVisible(room >= self._span.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_span()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handled = super().eventFilter(watched, event)
        if watched is self.line and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_span()
        return handled

    def read(self) -> Value:
        text = self.line.text().strip()
        counted = text.startswith(("+", "-")) or (bool(text) and text[-1:].isalpha())
        if counted:
            try:
                return self.field.parse(text, self._base())
            except Refusal:
                return self.field.parse(text, self._today())
        return self.field.parse(text, self._today())

    def show_value(self, value: Value) -> None:
        super().show_value(value)
        self._before = self.line.text()

    def _on_edited(self, text: str) -> None:
        dotted = with_dots(text, self._before) if self.line.cursorPosition() == len(text) else text
        if dotted != text:
            self.line.setText(dotted)
        self._before = dotted
        super()._on_edited(dotted)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F4:
            self.open_calendar()
            return True
        return super()._on_key(event)

    def open_calendar(self) -> None:
        if self.line.isReadOnly():
            return
        day = self.value() or self._base()
        self._popup = CalendarPopup(self, day)
        self._popup.calendar.clicked.connect(self._on_picked)
        self._popup.calendar.activated.connect(self._on_picked)
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._popup.show()

    def _on_picked(self, day: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.line.setText(self.field.format(date(day.year(), day.month(), day.day())))
        self.edited.emit()
        self.commit()


def span_words(start: date, end: date) -> str:
    """Whole months or years between two days, empty for any other distance."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months <= 0 or add_months(start, months) != end:
        return ""
    if months % 12 == 0:
        return ngettext("{n} year", "{n} years", months // 12).format(n=months // 12)
    return ngettext("{n} month", "{n} months", months).format(n=months)


def with_dots(text: str, before: str) -> str:
    """The typed digits with the dots of a date between them; nothing while deleting."""
    digits = text.replace(".", "")
    if len(text) <= len(before) or not digits.isdigit() or not text[-1].isdigit():
        return text
    if len(digits) > 8 or text.replace(".", "") != digits:
        return text
    if any(len(part) != 2 for part in text.split(".")[:-1][:2]):
        return text  # 5.12: the person sets the dots
    parts = [digits[:2], digits[2:4], digits[4:]]
    return ".".join(part for part in parts if part)
