"""Assessment of a placement by the rubric: points for each criterion, and the mark they give.

A part of the panel: `AssessmentCard(desk, parent)`, then `open(placement)`.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services import assessment
from cluster_desktop.services.assessment import Criterion
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.editors_text import DigitLine
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, TextLabel
from cluster_desktop.ui.work import run

_WIDTH = 56
Found = tuple[UUID, list[Criterion], int | None, bool]


class PointsLine(DigitLine):
    """Points of one criterion. `left`: the field was left or Enter was pressed."""

    left = Signal()

    def __init__(self, criterion: Criterion, parent: QWidget) -> None:
        super().__init__(parent)
        self.criterion = criterion
        self.setObjectName("points")
        self.setProperty("dense", True)
        self.setMaxLength(4)
        self.setFixedWidth(scaled(_WIDTH))
        self.show_points(criterion.points)
        said = _("{criterion}, at most {most}")
        self.setAccessibleName(said.format(criterion=criterion.name, most=criterion.most))
        self.returnPressed.connect(self.left)

    def show_points(self, points: int | None) -> None:
        self.setText("" if points is None else str(points))

    def points(self) -> int | None:
        """What is typed; Raises ValueError where it is no number."""
        text = self.text().strip()
        return int(text) if text else None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class AssessmentCard(QWidget):
    """A line for each criterion, the sum, the mark; the way to the rubric."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assessment")
        self._desk = desk
        self._office = desk.office
        self._placement: UUID | None = None
        self._mark: int | None = None
        self._locked = False
        self._lines: list[PointsLine] = []
        self._made: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._sum = TextLabel("", "strong", parent=self)
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        self._problem.hide()
        self.rubric = Button("", icon="edit", look="flat", dense=True, parent=self)
        self.rubric.clicked.connect(lambda: desk.go.emit(Place("practice", tab="rubric")))
        foot = QHBoxLayout()
        foot.addWidget(self._sum, 1)
        foot.addWidget(self.rubric)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._grid)
        column.addWidget(self._problem)
        column.addLayout(foot)
        desk.bridge.changed.connect(self._on_changed)
        self.retranslate()

    def open(self, placement: UUID) -> None:
        """Show the rubric of a placement with its points."""
        self._placement = placement
        self._reload()

    def lines(self) -> list[PointsLine]:
        return list(self._lines)

    def sum_text(self) -> str:
        return self._sum.text()

    def problem(self) -> str:
        return self._problem.text() if not self._problem.isHidden() else ""

    def _reload(self) -> None:
        placement = self._placement
        if placement is not None:
            run(self, lambda _p: self._read(placement), done=self._show, failed=self._desk.fail)

    def _read(self, placement: UUID) -> Found:
        row = self._office.get("placement", placement)
        criteria = assessment.rubric(self._office, placement)
        return placement, criteria, row["grade"], self._office.is_in_bin("placement", placement)

    def _show(self, found: Found) -> None:
        placement, criteria, self._mark, self._locked = found
        if placement != self._placement:
            return  # another placement was opened meanwhile
        same = [(c.id, c.name, c.most) for c in criteria] == [
            (line.criterion.id, line.criterion.name, line.criterion.most) for line in self._lines
        ]
        if same:
            for line, criterion in zip(self._lines, criteria, strict=True):
                line.criterion = criterion
                if not line.hasFocus():
                    line.show_points(criterion.points)
        else:
            self._build(criteria)
        for line in self._lines:
            line.setEnabled(not self._locked)
        self._say_sum()
        self.counted.emit(sum(1 for one in criteria if one.points is not None))

    def _build(self, criteria: list[Criterion]) -> None:
        for old in self._made:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._made, self._lines = [], []
        for n, criterion in enumerate(criteria):
            name = TextLabel(criterion.name, parent=self, wrap=True)
            line = PointsLine(criterion, self)
            most = TextLabel(f"/ {criterion.most}", "caption", "muted", self)
            line.left.connect(lambda one=line: self._save(one))
            for at, widget in enumerate((name, line, most)):
                self._grid.addWidget(widget, n, at)
            self._lines.append(line)
            self._made += [name, line, most]
        self.updateGeometry()

    def _say_sum(self) -> None:
        if not self._lines:
            self._sum.setText(_("The rubric has no criteria yet."))
            return
        reached = sum(line.criterion.points or 0 for line in self._lines)
        most = sum(line.criterion.most for line in self._lines)
        mark = "–" if self._mark is None else str(self._mark)
        said = _("{points} of {most} points, mark: {mark}")
        self._sum.setText(said.format(points=reached, most=most, mark=mark))

    # ---- writing ----

    def _save(self, line: PointsLine) -> None:
        """Points of one line, as one action; what is refused stays to be mended."""
        placement = self._placement
        try:
            points = line.points()
        except ValueError:
            said = _("{field}: type whole points.").format(field=line.criterion.name)
            self._refuse(line, said)
            return
        if placement is None or points == line.criterion.points:
            self._accept(line)
            return
        self._accept(line)
        given = {line.criterion.id: points}
        self._desk.write(
            self,
            lambda: assessment.assess(self._office, placement, given),
            quiet=True,
            refused=lambda sentence: self._refuse(line, sentence),
        )

    def _refuse(self, line: PointsLine, sentence: str) -> None:
        line.setProperty("problem", True)
        line.setAccessibleDescription(sentence)
        line.update()
        self._problem.setText(sentence)
        self._problem.show()

    def _accept(self, line: PointsLine) -> None:
        line.setProperty("problem", False)
        line.setAccessibleDescription("")
        line.update()
        self._problem.hide()

    def _on_changed(self, changes: Changes) -> None:
        mine = self._placement is not None and self._placement in changes.ids
        if mine or changes.entities & {"assessment_mark", "rubric_criterion"}:
            self._reload()

    def retranslate(self) -> None:
        self.rubric.setText(_("Rubric…"))
        self.rubric.setAccessibleName(_("Edit the rubric"))
        self._say_sum()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._reload()
