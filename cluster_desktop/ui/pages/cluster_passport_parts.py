"""What stands around the typed text of a section: facts, tables, gaps, what belongs there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Figure
from cluster_desktop.services.passport import Check
from cluster_desktop.services.passport_content import Fact, Table
from cluster_desktop.services.passport_rules import Gap
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.pages.cluster_words import WordsTable
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, font, scaled
from cluster_desktop.ui.widgets import Button, Card, Rule, TextLabel

ROWS = 7
_LOOKS = {"missing": ("warning", "soon"), "warning": ("info", "info"), "hint": ("info", "muted")}
_WRAPPED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value
_MOST_WORD, _MOST_COLUMN, _LINES = 180, 280, 3


class WrapLine(QAbstractButton):
    """A sentence in as many lines as it needs, with an icon; clickable where something opens."""

    LEFT = 26

    def __init__(
        self, text: str, icon: str, look: str, parent: QWidget | None = None, *, opens: bool = True
    ) -> None:
        super().__init__(parent)
        self._icon, self._look, self._opens = icon, look, opens
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        if opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(40, width - self.LEFT), 10_000)
        return QFontMetrics(font()).boundingRect(room, _WRAPPED, self.text()).height() + 6

    def sizeHint(self) -> QSize:
        width = max(120, self.width())
        return QSize(120, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, scaled(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        ink = c.ink(self._look) if self._look in c.pairs else c.muted
        paint_icon(painter, self._icon, QRect(0, 4, 16, 16), ink)
        face = font()
        face.setUnderline(self._opens and self.underMouse())
        painter.setFont(face)
        painter.setPen(c.link if self._opens else c.text)
        room = self.rect().adjusted(self.LEFT, 2, 0, 0)
        painter.drawText(room, _WRAPPED, self.text())
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2)


class NumberLine(QAbstractButton):
    """A fact made from the records: its name and its value; a click opens the records."""

    def __init__(self, label: str, value: str, *, opens: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._value, self._opens = value, opens
        self.setText(label)
        self.setAccessibleName(f"{label}: {value}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        if opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(_("Show the records"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _rooms(self, width: int) -> tuple[QRect, QRect]:
        """Where the label stands and where the value; below it where both are long."""
        value = QFontMetrics(font("strong")).horizontalAdvance(self._value) + 2
        metrics = QFontMetrics(font())
        beside = width - value - 10
        if beside >= min(metrics.horizontalAdvance(self.text()), width // 2):
            label = metrics.boundingRect(QRect(0, 0, beside, 10_000), _WRAPPED, self.text())
            return QRect(0, 3, beside, label.height()), QRect(width - value, 3, value, 10_000)
        label = metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAPPED, self.text())
        strong = QFontMetrics(font("strong"))
        shown = strong.boundingRect(QRect(0, 0, width, 10_000), _WRAPPED, self._value)
        top = 3 + label.height() + 1
        return QRect(0, 3, width, label.height()), QRect(0, top, width, shown.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        label, value = self._rooms(width)
        below = value.bottom() if value.left() == 0 and value.top() > 3 else 0
        return max(label.bottom(), below) + 5

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(120, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, scaled(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        label, value = self._rooms(self.width())
        painter.setFont(font())
        painter.setPen(c.muted)
        painter.drawText(label, _WRAPPED, self.text())
        face = font("strong", tabular=True)
        face.setUnderline(self._opens and self.underMouse())
        painter.setFont(face)
        painter.setPen(c.link if self._opens else c.text)
        painter.drawText(value.adjusted(0, 0, 2, 0), _WRAPPED, self._value)
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2)


class Lines(Card):
    """A card of lines that are made anew each time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._title.setWordWrap(True)
        self.body.setSpacing(2)
        self._shown: list[QWidget] = []

    def set_lines(self, lines: Sequence[QWidget]) -> None:
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = list(lines)
        for line in lines:
            self.body.addWidget(line)

    def lines(self) -> list[QWidget]:
        return list(self._shown)


class FactsCard(Lines):
    """ "From your data": each number opens its records."""

    figure_wanted = Signal(object)
    card_wanted = Signal()
    """The cluster's own fields."""

    def show_facts(
        self, facts: Sequence[Fact], figures: Mapping[str, Figure], *, with_card: bool
    ) -> None:
        self.set_title(_("From your data"))
        lines: list[QWidget] = [self._line(fact, figures.get(fact.key)) for fact in facts]
        if not facts:
            said = _("Nothing is recorded yet.")
            lines.append(TextLabel(said, "body", "muted", self, wrap=True))
        if with_card:
            button = Button(_("Edit the description…"), icon="edit", dense=True, parent=self)
            button.setObjectName("cluster_card_button")
            button.clicked.connect(self.card_wanted)
            lines.append(button)
        self.set_lines(lines)

    def _line(self, fact: Fact, figure: Figure | None) -> NumberLine:
        value = fact.value.here() or "–"
        line = NumberLine(fact.label.here(), value, opens=figure is not None, parent=self)
        line.setObjectName(f"fact_{fact.key}")
        if figure is not None:
            line.clicked.connect(lambda _on=False, one=figure: self.figure_wanted.emit(one))
        return line


class BelongsCard(Lines):
    """ "What belongs here", then every gap with the way to fill it."""

    gap_wanted = Signal(object)

    def show_section(self, checks: Sequence[Check], gaps: Sequence[Gap]) -> None:
        self.set_title(_("What belongs here"))
        lines: list[QWidget] = []
        for check in checks:
            icon, look = ("tick", "good") if check.lacks is None else _LOOKS[check.lacks]
            line = WrapLine(check.words.here(), icon, look, self, opens=False)
            state = _("there") if check.lacks is None else _("missing")
            line.setAccessibleName(f"{check.words.here()}: {state}")
            lines.append(line)
        if gaps:
            lines.append(Rule(self))
        lines += [self._line(gap) for gap in gaps]
        self.set_lines(lines)

    def _line(self, gap: Gap) -> WrapLine:
        icon, look = _LOOKS[gap.severity]
        line = WrapLine(gap.sentence, icon, look, self)
        line.setObjectName(f"gap_{gap.key}")
        line.clicked.connect(lambda _on=False, one=gap: self.gap_wanted.emit(one))
        return line


class GapBar(QWidget):
    """Under the text: the worst gap with its way out, and the mark of the section."""

    gap_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap: Gap | None = None
        self._text = TextLabel("", parent=self, elide=True)
        self.show_button = Button(look="flat", dense=True, parent=self)
        self.show_button.setObjectName("gap_show")
        self.show_button.clicked.connect(lambda: self.gap_wanted.emit(self._gap))
        self.mark = Button(icon="tick", parent=self)
        self.mark.setObjectName("section_mark")
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.mark)

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        """The first of them in words, the number of the others behind it."""
        self._gap = gaps[0] if gaps else None
        said = gaps[0].sentence if gaps else _("Nothing is missing.")
        if len(gaps) > 1:
            n = len(gaps) - 1
            said = f"{said} · " + ngettext("{n} more", "{n} more", n).format(n=n)
        self._text.setText(said)
        self.show_button.setText(_("Show"))
        self.show_button.setAccessibleName(f"{_('Show')}: {said}")
        self.show_button.setVisible(bool(gaps))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        name, look = _LOOKS[self._gap.severity] if self._gap is not None else ("check", "good")
        ink = c.ink(look) if look in c.pairs else c.muted
        paint_icon(QPainter(self), name, QRect(2, self.height() // 2 - 9, 18, 18), ink)


class TableShown(QWidget):
    """A table of the section: its first rows as they are printed; the rest goes to an annex."""

    open_wanted = Signal()

    def __init__(self, table: Table, *, opens: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = table.title.here()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(TextLabel(title, "strong", parent=self, elide=True), 1)
        if opens:
            button = Button(_("Open the list"), look="flat", dense=True, parent=self)
            button.setAccessibleName(f"{_('Open the list')}: {title}")
            button.clicked.connect(self.open_wanted)
            head.addWidget(button)
        column.addLayout(head)
        self.rows = self._table(table, title)
        column.addWidget(self.rows)
        left = len(table.rows) - ROWS
        if left > 0:
            said = ngettext(
                "{n} more row is printed in the annex", "{n} more rows are printed in the annex",
                left,
            )  # fmt: skip
            column.addWidget(TextLabel(said.format(n=left), "caption", "muted", self, wrap=True))
        changes().changed.connect(self._fit)
        self._fit()

    def _table(self, table: Table, title: str) -> WordsTable:
        made = WordsTable(title, [words.here() for words in table.headings], self)
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        made.horizontalHeader().setMinimumSectionSize(1)  # "№" needs less than a style thinks
        made.words.set_rows([[words.here() for words in row] for row in table.rows[:ROWS]])
        return made

    def _fit(self) -> None:
        """Every row is seen; columns share the width by what they say, the widest give way."""
        table = self.rows
        wanted = [self._wanted(column) for column in range(len(table.words.headings))]
        room = max(0, self.width() - 4)
        if wanted and sum(wanted) < room:
            wanted[wanted.index(max(wanted))] += room - sum(wanted)
        elif wanted:
            least = [min(width, self._least(column)) for column, width in enumerate(wanted)]
            left = max(0, room - sum(least))
            more = max(1, sum(wanted) - sum(least))
            wanted = [
                width + left * (wide - width) // more
                for width, wide in zip(least, wanted, strict=True)
            ]
        for column, width in enumerate(wanted):
            table.setColumnWidth(column, width)
        line = QFontMetrics(font()).height()
        heights = 0
        for row in range(len(table.words.rows)):
            height = scaled(30) + line * (self._lines(row, wanted) - 1)
            table.setRowHeight(row, height)
            heights += height
        scrolls = sum(wanted) > room + len(wanted)
        bar = table.horizontalScrollBar().sizeHint().height() if scrolls else 0
        head = table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(head + heights + 3 + bar)

    def _lines(self, row: int, widths: Sequence[int]) -> int:
        """In how many lines the longest cell of a row is written, at most three."""
        metrics, most = QFontMetrics(font()), 1
        for text, width in zip(self.rows.words.rows[row], widths, strict=True):
            room = QRect(0, 0, max(20, width - 18), 10_000)
            height = metrics.boundingRect(room, _WRAPPED, text).height()
            most = max(most, round(height / metrics.height()))
        return min(_LINES, most)

    def _texts(self, column: int) -> list[str]:
        words = self.rows.words
        return [words.headings[column], *(row[column] for row in words.rows)]

    def _wanted(self, column: int) -> int:
        metrics = QFontMetrics(font("strong"))
        widest = max(metrics.horizontalAdvance(text) for text in self._texts(column)) + 24
        return min(_MOST_COLUMN, widest)

    def _least(self, column: int) -> int:
        """The heading whole, and no word of a cell cut; below that the table scrolls."""
        heading, *cells = self._texts(column)
        words = [word for text in cells for word in text.split()]
        metrics = QFontMetrics(font("strong"))
        return min(
            _MOST_WORD, max(metrics.horizontalAdvance(text) for text in (heading, *words)) + 24
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
