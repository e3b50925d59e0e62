"""A month that opens under a date field."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from cluster_desktop.i18n import _, language
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.popover import Popover
from cluster_desktop.ui.theme import colours

_LOCALES = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}


class CalendarPopup(Popover):
    """Choose a day with the mouse or the arrows; Esc closes."""

    def __init__(self, parent: QWidget, day: date) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(4, 4, 4, 4)
        calendar = QCalendarWidget(self)
        self.calendar = calendar
        # Created after a language switch it would still speak the language of the start.
        calendar.setLocale(QLocale(_LOCALES[language()]))
        calendar.setGridVisible(False)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(_("Calendar"))
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._dress(calendar)
        self.body.addWidget(calendar)

    def _dress(self, calendar: QCalendarWidget) -> None:
        """Qt paints week-ends in pure red and arrows in black, unreadable on the dark theme."""
        quiet = QTextCharFormat()
        quiet.setForeground(colours().muted)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, quiet)
        for name, picture, words in (
            ("qt_calendar_prevmonth", "chevron-left", _("Previous month")),
            ("qt_calendar_nextmonth", "chevron-right", _("Next month")),
        ):
            button = calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icon(picture, "on_selection"))
                button.setAccessibleName(words)
