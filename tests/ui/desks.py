"""A desk with a college, partners and memoranda, for tests of sheets and wizards."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from cluster_desktop.fields import Value
from cluster_desktop.query import Changes
from cluster_desktop.services import agreements, papers, start
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.desk import Desk

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
REGISTER = SAMPLES / "01_seriktester_tizilimi.xlsx"

COLLEGE: dict[str, Value] = {
    "name_kk": "«Ақбұлақ политехникалық колледжі» МКҚК",
    "name_ru": "ГККП «Акбулакский политехнический колледж»",
    "bin": "950140900017",
    "head_kk": "Нұрланов Ерлан Серікұлы",
    "head_ru": "Нурланов Ерлан Серикович",
    "head_position_kk": "директор",
    "head_position_ru": "директор",
    "basis_kk": "Жарғы",
    "basis_ru": "Устав",
    "in_person_ru": "директора Нурланова Е. С.",
    "address_kk": "Ақбұлақ кенті, Достық көшесі, 14",
    "address_ru": "пос. Акбулак, ул. Достык, 14",
}
PARTNER: dict[str, Value] = {
    "name_kk": "«Торғай <b>жарық</b>» ЖШС",
    "name_ru": "ТОО «Торгай жарык»",
    "bin": "080840900129",
    "head_kk": "Оспанов Қайрат Мұратұлы",
    "head_ru": "Оспанов Кайрат Муратович",
    "head_position_kk": "директор",
    "head_position_ru": "директор",
    "basis_kk": "Жарғы",
    "basis_ru": "Устав",
    "in_person_ru": "директора Оспанова К. М.",
    "address_kk": "Ақбұлақ кенті, Абай көшесі, 21",
    "address_ru": "пос. Акбулак, ул. Абая, 21",
    "kind": "enterprise",
}


@dataclass
class MemoryPreferences:
    """Preferences that live as long as the test."""

    values: dict[str, str] = field(default_factory=dict)

    def get(self, key: str, default: str = "") -> str:
        return self.values.get(key, default)

    def put(self, key: str, value: str) -> None:
        self.values[key] = value


class HeardDesk(Desk):
    """A desk that writes down what it is told."""

    def __init__(self, office: Office, bridge: OfficeBridge, parent: QObject) -> None:
        super().__init__(office, bridge, MemoryPreferences(), parent)
        # A parent nobody holds goes away, and the desk with it.
        self.root = parent
        self.heard: list[str] = []
        self.refusals: list[str] = []
        self.opened_papers: list[list[UUID]] = []
        self.said.connect(self.heard.append)
        self.refused.connect(self.refusals.append)
        self.trouble.connect(self.refusals.append)
        self.papers.connect(self.opened_papers.append)


def with_college(office: Office) -> None:
    """Reference lists, letters of the device, the own college, the program's templates."""
    start.prepare(office)
    office.put_local_fact("device.letters", "АВЕ")
    start.set_college(office, COLLEGE)
    papers.seed_templates(office)


def add_partner(office: Office, **other: Value) -> UUID:
    changes = office.add("organisation", PARTNER | other)
    (made,) = changes.ids
    return made


def add_memorandum(office: Office, partner: UUID, **other: Value) -> UUID:
    values: dict[str, Value] = {
        "partner_id": partner,
        "kind": "memorandum",
        "valid_from": office.today(),
        "valid_until": office.today().replace(year=office.today().year + 3),
        "places": 4,
        "place_kk": "Ақбұлақ кенті",
        "place_ru": "пос. Акбулак",
    }
    changes = agreements.new_agreement(office, values | other)
    return agreement_of(office, changes)


def agreement_of(office: Office, changes: Changes) -> UUID:
    """The agreement among the records of an action."""
    numbers = office.lookup("agreement", "id", changes.ids)
    return next(iter(numbers))


def settle() -> None:
    """Let the words change and every layout take its place: each level asks the next by an event.

    A wait by the clock is not enough: a busy computer may be away for all of it.
    """
    for _level in range(20):
        QCoreApplication.sendPostedEvents()


def cut_off(host: QWidget) -> list[str]:
    """Texts that do not fit their widget, and buttons outside the host."""
    settle()
    found = []
    for widget in host.findChildren(QWidget):
        if not widget.isVisible() or widget.width() <= 1:
            continue
        if isinstance(widget.parentWidget(), QLineEdit):
            continue  # the icon in a field shows no text
        if isinstance(widget, QAbstractButton) and widget.text():
            if widget.minimumSizeHint().width() > widget.width() + 1:
                found.append(f"button {widget.text()!r}")
            if not _scrolls(widget, host) and not host.rect().contains(
                widget.mapTo(host, QPoint(widget.width() - 1, widget.height() - 1))
            ):
                found.append(f"outside {widget.text()!r}")
        if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            elides = widget.sizePolicy().horizontalPolicy().name == "Ignored"
            if not elides and widget.sizeHint().width() > widget.width() + 1:
                found.append(f"label {widget.text()!r}")
    return found


def _scrolls(widget: QWidget, host: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not host:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def nameless(host: QWidget) -> list[str]:
    """Focusable controls that a screen reader could not name."""
    found = []
    for widget in host.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled():
            continue
        if not widget.isVisible():
            continue
        named = bool(widget.accessibleName())
        if isinstance(widget, QAbstractButton):
            named = named or bool(widget.text())
        elif not isinstance(widget, QLineEdit | QComboBox | QAbstractItemView):
            continue
        if not named:
            found.append(f"{type(widget).__name__} {widget.objectName()!r}")
    return found
