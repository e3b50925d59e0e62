"""Five by five cells of likelihood and impact; a cell with risks opens them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from cluster_desktop.i18n import N_, _, ngettext
from cluster_desktop.services.risks import STEPS, level
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours, font
from cluster_desktop.ui.widgets import TextLabel

LOOKS = {"low": "good", "medium": "soon", "high": "bad"}
LEVEL_NAMES = {"low": N_("Low"), "medium": N_("Medium"), "high": N_("High")}
CELL = 44


class RiskCell(QAbstractButton):
    """How many risks have this likelihood and impact; the colour says how grave it is."""

    def __init__(self, probability: int, impact: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"risk_{probability}_{impact}")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.probability, self.impact = probability, impact
        self._count = 0

    def sizeHint(self) -> QSize:
        return QSize(CELL, CELL)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setEnabled(bool(count))
        said = _("Likelihood {probability}, impact {impact}, {level}: {risks}").format(
            probability=self.probability,
            impact=self.impact,
            level=_(LEVEL_NAMES[level(self.probability, self.impact)]),
            risks=ngettext("{n} risk", "{n} risks", count).format(n=count),
        )
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def count(self) -> int:
        return self._count

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        look = LOOKS[level(self.probability, self.impact)]
        ink = c.ink(look)
        chosen = self.isChecked() or self.hasFocus()
        pen = c.primary if chosen else ink if self._count else c.tint(look)
        outline(painter, self.rect(), c.tint(look), pen, width=2 if chosen else 1)
        if self._count:
            painter.setFont(font("section", tabular=True))
            painter.setPen(ink)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter.value, str(self._count))


class RiskMatrix(QWidget):
    """Likelihood upwards, impact to the right. `opened`: (likelihood, impact), None for all."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("risk_matrix")
        self.cells: dict[tuple[int, int], RiskCell] = {}
        self._title = TextLabel("", "strong", parent=self)
        self._upward = TextLabel("", "caption", "muted", self)
        self._right = TextLabel("", "caption", "muted", self)
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._note = TextLabel("", "caption", "muted", self, wrap=True)
        grid = QGridLayout()
        grid.setSpacing(4)
        for probability in STEPS:
            row = STEPS[-1] - probability
            grid.addWidget(TextLabel(str(probability), "caption", "muted", self), row, 0)
            for impact in STEPS:
                cell = RiskCell(probability, impact, self)
                cell.clicked.connect(lambda on, one=cell: self._clicked(one, on=on))
                grid.addWidget(cell, row, impact)
                self.cells[(probability, impact)] = cell
        for impact in STEPS:
            number = TextLabel(str(impact), "caption", "muted", self)
            number.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(number, len(STEPS), impact)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._upward)
        column.addLayout(grid)
        column.addWidget(self._right)
        column.addWidget(self._note)
        self._counts: Mapping[tuple[int, int], int] = {}
        self.show_counts({})

    def show_counts(self, counts: Mapping[tuple[int, int], int]) -> None:
        self._counts = counts
        for key, cell in self.cells.items():
            cell.show_count(counts.get(key, 0))

    def choose(self, key: tuple[int, int] | None) -> None:
        """Show which cell the list is filtered by."""
        for one, cell in self.cells.items():
            cell.setChecked(one == key)

    def _clicked(self, cell: RiskCell, *, on: bool) -> None:
        key = (cell.probability, cell.impact) if on else None
        self.choose(key)
        self.opened.emit(key)

    def retranslate(self) -> None:
        self._title.setText(_("Likelihood and impact"))
        self._upward.setText(_("↑ Likelihood"))
        self._right.setText(_("Impact →"))
        self._note.setText(_("A number shows its risks in the list. Closed ones are not counted."))
        self.show_counts(self._counts)
