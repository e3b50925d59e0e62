"""A window on a real office with a college, partners and agreements in every state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.query import Changes
from cluster_desktop.services import papers, start
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder, Databases, at_now


def one_id(changes: Changes) -> UUID:
    (found,) = changes.ids
    return found


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    """Texts are asserted in English; a test that switches is switched back."""
    i18n.set_language("en")
    yield
    speak(qapp, "en")


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[], None]:
    """Wait until every worker has come home and the window has shown it."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not work.busy(), timeout=10_000)
        qtbot.wait(20)
        qtbot.waitUntil(lambda: not work.busy(), timeout=10_000)
        qtbot.wait(10)

    return wait


def fresh(office: Office) -> None:
    """First data and templates, nothing of the person's own."""
    start.prepare(office)
    papers.seed_templates(office)


def filled(office: Office) -> None:
    """A college, two partners, an agreement in each state that Home speaks of."""
    fresh(office)
    own = {
        "name_kk": "«Ақбұлақ политехникалық колледжі» МКҚК",
        "name_ru": "ГККП «Акбулакский политехнический колледж»",
    }
    start.set_college(office, dict(own))
    office.put_setting("firstrun.done", "yes")
    enterprise = {"name_kk": "«Қостанай агро» ЖШС", "name_ru": "ТОО «Костанай агро»"}
    school = {"name_kk": "№ 3 мектеп-гимназия КММ", "kind": "school"}
    ids = [one_id(office.add("organisation", values)) for values in (enterprise, school)]
    for number, owner, stage, first, last in (
        ("М-001/2026", 0, "signed", date(2026, 1, 5), date(2029, 1, 5)),
        ("М-002/2025", 0, "signed", date(2025, 12, 3), date(2026, 12, 3)),
        ("М-003/2023", 1, "signed", date(2023, 9, 1), date(2026, 9, 1)),
        ("М-004/2026", 0, "printed", None, None),
        ("М-005/2026", 1, "draft", None, None),
    ):
        values = {"stage": stage, "signed_on": first, "valid_until": last}
        values["printed_on"] = date(2026, 11, 1) if stage == "printed" else None
        office.add("agreement", {"number": number, "partner_id": ids[owner], **values})


@pytest.fixture
def content() -> Builder:
    """What `office` holds."""
    return filled


@pytest.fixture
def fresh_office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """Nothing entered yet."""
    made = databases.open(fresh, tmp_path / "fresh" / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def partner(office: Office) -> UUID:
    (found,) = office.lookup("organisation", "name_kk", ["«Қостанай агро» ЖШС"]).values()
    return found[0]


@pytest.fixture
def agreements(office: Office) -> dict[str, UUID]:
    """The agreements by what they stand for."""
    numbers = {
        "in_force": "М-001/2026", "expiring": "М-002/2025", "expired": "М-003/2023",
        "printed": "М-004/2026", "draft": "М-005/2026",
    }  # fmt: skip
    found = office.lookup("agreement", "number", numbers.values())
    return {key: found[number][0] for key, number in numbers.items()}


@pytest.fixture
def preferences(tmp_path: Path) -> FilePreferences:
    return FilePreferences(tmp_path / "preferences.ini")


@pytest.fixture
def first_page() -> str:
    """The page a window opens on. Home reads much: a module about another page says which."""
    return "home"


@pytest.fixture
def open_window(
    qtbot: QtBot,
    office: Office,
    preferences: FilePreferences,
    first_page: str,
    settle: Callable[[], None],
) -> Iterator[Callable[..., MainWindow]]:
    """Opens a window on the office; closes them all at the end."""
    windows: list[MainWindow] = []
    if first_page != "home":
        preferences.put("page", first_page)

    def open_one(on: Office | None = None) -> MainWindow:
        window = MainWindow(on or office, preferences)
        windows.append(window)
        window.resize(1366, 697)
        window.show()
        settle()
        return window

    yield open_one
    settle()
    for window in windows:
        window.close()
        window.deleteLater()
    qtbot.wait(10)


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    """The window on the filled office, on Home or on the module's `first_page`."""
    return open_window()


@pytest.fixture(scope="session")
def compiled_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled catalogues of kk and ru, made from the project's texts; once, it takes a second."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = Path(__file__).parents[3] / "translations"
    made_in = tmp_path_factory.mktemp("translations")
    for lang in ("kk", "ru"):
        folder = made_in / lang / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (source / lang / "LC_MESSAGES" / "app.po").open("rb") as text:
            made = read_po(text, locale=lang)
        with (folder / "app.mo").open("wb") as out:
            write_mo(out, made)
    return made_in


@pytest.fixture
def translated(compiled_texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program reads the catalogues that were compiled for these tests."""
    from cluster_desktop.i18n import catalogue

    monkeypatch.setattr(catalogue, "translations_folder", lambda: compiled_texts)


@pytest.fixture
def type_text() -> Callable[[QWidget, str], None]:
    """Types letters of any alphabet; QTest itself aborts the program at the first Kazakh one."""

    def write(widget: QWidget, text: str) -> None:
        for letter in text:
            event = QKeyEvent(
                QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter
            )
            QApplication.sendEvent(widget, event)

    return write
