"""Building stones of a sheet's form: numbered blocks, labelled fields, the list of findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.rules.findings import Finding
from cluster_desktop.ui import theme
from cluster_desktop.ui.editors import Editor
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.widgets import Rule, TextLabel

_COLUMNS = 12
HEAD = 20
_INDENT = 34


class Labelled(QWidget):
    """A label above a control and, when needed, a sentence below it."""

    def __init__(
        self,
        control: QWidget,
        label: Callable[[], str],
        parent: QWidget | None = None,
        *,
        corner: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label_of = label
        self.control = control
        self.label = TextLabel("", "caption", "muted", self, elide=True)
        self.label.setBuddy(control)
        self.sentence = TextLabel("", "caption", "bad", self, wrap=True)
        self.sentence.hide()
        control.setParent(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        # One height of heads, with a button in them or not: fields of a row stand level.
        self.label.setFixedHeight(theme.scaled(HEAD))
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.label, 1)
        if corner is not None:
            corner.setFixedHeight(theme.scaled(HEAD))
            head.addWidget(corner)
        column.addLayout(head)
        column.addWidget(control)
        column.addWidget(self.sentence)
        column.addStretch(1)
        if isinstance(control, Editor):
            # The sheet has room: its controls are 32 px high, those of panels 28.
            control.input.setProperty("dense", False)
            control.problem_changed.connect(self._on_problem)
        self.retranslate()

    def retranslate(self) -> None:
        text = self._label_of()
        self.label.setText(text)
        if isinstance(self.control, Editor):
            self.control.name_it()
            self.control.setAccessibleName(text)
            self.control.input.setAccessibleName(text)
        else:
            self.control.setAccessibleName(text)

    def _on_problem(self) -> None:
        if isinstance(self.control, Editor):
            said = self.control.problem()
            self.sentence.set_ink("soon" if self.control.is_warning() else "bad")
            self.sentence.setText(said or "")
            self.sentence.setVisible(bool(said))


class _Number(QWidget):
    """The block's number in a tinted circle."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self.setFixedSize(22, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.selection)
        painter.drawEllipse(self.rect())
        painter.setFont(theme.font("strong", tabular=True))
        painter.setPen(colours.primary)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class Block(QWidget):
    """One numbered part: head with a note at the right, and a grid of twelve columns below."""

    def __init__(
        self, number: int, title: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title_of = title
        self._fields: list[Labelled] = []
        self._row = 0
        self.title = TextLabel("", "section", parent=self)
        self.note = TextLabel("", "caption", "muted", self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(_Number(number, self))
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.note)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(_INDENT, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 0)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(6)
        self.body.addLayout(head)
        self.body.addLayout(self._grid)
        self.retranslate()

    def add_row(self, *fields: tuple[Labelled, int]) -> list[Labelled]:
        """Fields side by side; each number is a share of twelve."""
        column = 0
        for field, span in fields:
            field.setParent(self)
            self._grid.addWidget(field, self._row, column, 1, span)
            self._fields.append(field)
            column += span
        self._row += 1
        return [field for field, _span in fields]

    def add_widget(self, widget: QWidget) -> None:
        """A widget over the whole width."""
        self._grid.addWidget(widget, self._row, 0, 1, _COLUMNS)
        self._row += 1

    def retranslate(self) -> None:
        self.title.setText(self._title_of())
        for field in self._fields:
            field.retranslate()


class FindingLine(QAbstractButton):
    """One line of the check: ✔ in order, ▲ worth a look, ✖ in the way; a click leads to it."""

    def __init__(self, finding: Finding, parent: QWidget) -> None:
        super().__init__(parent)
        self.finding = finding
        self._look = {"error": "bad", "warning": "soon"}.get(finding.severity, "good")
        self.setText(finding.message)
        self.setAccessibleName(finding.message)
        self.setEnabled(bool(finding.field))
        leads = bool(finding.field)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if leads else Qt.FocusPolicy.NoFocus)
        if leads:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the sentence needs at this width; a grid squeezes height-for-width rows."""
        super().resizeEvent(event)
        metrics = QFontMetrics(theme.font())
        room = QRect(0, 0, max(40, self.width() - 26), 10_000)
        flags = Qt.TextFlag.TextWordWrap.value
        needed = metrics.boundingRect(room, flags, self.text()).height() + 6
        self.setFixedHeight(max(theme.scaled(24), needed))

    def sizeHint(self) -> QSize:
        return QSize(200, theme.scaled(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        icon = {"bad": "error", "soon": "warning"}.get(self._look, "tick")
        paint_icon(painter, icon, QRect(0, 4, 16, 16), colours.ink(self._look))
        painter.setFont(theme.font())
        painter.setPen(colours.primary if self.underMouse() and self.isEnabled() else colours.text)
        room = self.rect().adjusted(24, 2, 0, 0)
        painter.drawText(room, Qt.TextFlag.TextWordWrap.value, self.text())
        if self.hasFocus():
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)


class FindingList(QWidget):
    """What the check found; worst first."""

    wanted = Signal(object)
    """Finding whose field is to be opened."""

    # A page of a hundred small warnings helps nobody; the rest is one line.
    MOST = 8

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._shown: tuple[Finding, ...] = ()

    def findings(self) -> tuple[Finding, ...]:
        return self._shown

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these; the same list again changes nothing, so that the focus stays."""
        wanted = tuple(findings)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for finding in wanted[: self.MOST]:
            line = FindingLine(finding, self)
            line.clicked.connect(lambda _on=False, found=finding: self.wanted.emit(found))
            self._column.addWidget(line)
            line.show()
        if len(wanted) > self.MOST:
            rest = _("and {n} more").format(n=len(wanted) - self.MOST)
            self._column.addWidget(TextLabel(rest, "caption", "muted", self))


__all__ = ["Block", "FindingLine", "FindingList", "Labelled", "Rule"]
