"""Year and speciality of the graduates that are shown; "all" is one of the choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query, Ref
from cluster_desktop.services import outcome_figures, outcomes
from cluster_desktop.services.office import Office

SPECIALITY_WIDTH = 210


@dataclass(frozen=True)
class Choices:
    """What can be picked: years newest first, specialities of the graduates by name."""

    years: tuple[int, ...] = ()
    specialities: tuple[Ref, ...] = ()


def read_choices(office: Office) -> Choices:
    """Years and specialities that have graduates."""
    counts: Mapping[Value, int] = office.counts_by(outcomes.graduates(None), "speciality_id")
    ids = tuple(one for one in counts if isinstance(one, UUID))
    where = (Condition("id", "in", ids),)
    rows = office.rows(Query("speciality", where, sort=(("name", False),), columns=("name",)))
    found = tuple(Ref(row.id, str(row["name"] or "")) for row in rows)
    return Choices(tuple(outcome_figures.years(office)), found)


class Pickers(QWidget):
    """Two lists to choose from. `picked`: the person chose another year or speciality."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = Choices()
        self.years = _Picker("year", self)
        self.specialities = _Picker("speciality", self)
        self.specialities.setMaximumWidth(SPECIALITY_WIDTH)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 4, 0)
        line.setSpacing(8)
        for one in (self.years, self.specialities):
            line.addWidget(one)
            one.activated.connect(lambda _at: self.picked.emit())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def year(self) -> int | None:
        value = self.years.currentData()
        return value if isinstance(value, int) else None

    def speciality(self) -> UUID | None:
        value = self.specialities.currentData()
        return value if isinstance(value, UUID) else None

    def offer(self, choices: Choices) -> None:
        """Other choices; what is picked stays picked."""
        self._choices = choices
        self.pick(self.year(), self.speciality())

    def pick(self, year: int | None, speciality: UUID | None) -> None:
        """Show a choice without telling anybody."""
        years = sorted({*self._choices.years, *([year] if year is not None else [])}, reverse=True)
        named = [(_("Year {year}").format(year=one), one) for one in years]
        self.years.fill([*named, (_("All years"), None)], year)
        trades = [(ref.title, ref.id) for ref in self._choices.specialities]
        known = speciality if any(one == speciality for _title, one in trades) else None
        self.specialities.fill([(_("All specialities"), None), *trades], known)

    def retranslate(self) -> None:
        self.years.setAccessibleName(_("Year of graduation"))
        self.specialities.setAccessibleName(_("Speciality"))
        self.pick(self.year(), self.speciality())


class _Picker(QComboBox):
    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"pick_{name}")
        self.setProperty("dense", True)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def fill(self, options: Sequence[tuple[str, object]], value: object) -> None:
        self.blockSignals(True)
        self.clear()
        for title, data in options:
            self.addItem(title, data)
        values = [data for _title, data in options]
        self.setCurrentIndex(values.index(value) if value in values else 0)
        self.setToolTip(self.currentText())
        self.blockSignals(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, super().minimumSizeHint().height())

    def showPopup(self) -> None:
        """As wide as its longest word: a choice must be readable before it is made."""
        view = self.view()
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + 32))
        super().showPopup()
