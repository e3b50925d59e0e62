"""Tasks 2 and 7 of the usability script, about paper: every click and key is counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cluster_desktop.documents import preview as pictures
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui import printing
from cluster_desktop.ui.memorandum import MemorandumSheet
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.preview_options import ChosenPrinter
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, at_now
from tests.ui.counting import CONTROL, Hand
from tests.ui.desks import add_memorandum, add_partner, with_college
from tests.ui.hands import settle

PRINTER = "HP LaserJet 1020"


def with_forty(office: Office) -> None:
    """Forty memoranda; two of their partners have no BIN yet."""
    with_college(office)
    office.put_setting("firstrun.done", "yes")
    whole = add_partner(office)
    lacking = [add_partner(office, name_kk=f"«{name}» ЖШС", bin=None) for name in ("Ұя", "Нұр")]
    for n in range(40):
        add_memorandum(office, {32: lacking[0], 37: lacking[1]}.get(n, whole))


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(with_forty, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, tmp_path: Path, qapp: QApplication
) -> Iterator[MainWindow]:
    made = MainWindow(office, FilePreferences(tmp_path / "preferences.ini"))
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    made.activateWindow()
    settle()
    yield made
    speak(qapp, "en")


@pytest.fixture
def paper_tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A printer whose paper comes out as a file, coarse and quick."""
    tray = tmp_path / "printed.pdf"

    def to_tray(_chosen: ChosenPrinter, title: str) -> QPrinter:
        return printing.printer_to_file(tray, title=title)

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: [PRINTER])
    monkeypatch.setattr(ChosenPrinter, "printer", to_tray)
    monkeypatch.setattr(printing, "PRINT_DPI", 40)
    return tray


def button(window: MainWindow, name: str) -> QAbstractButton:
    found = [each for each in window.findChildren(QAbstractButton, name) if each.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)} on the screen"
    return found[0]


def test_task_2_a_memorandum_with_a_new_partner_from_nothing_to_a_printed_paper(
    qtbot: QtBot,
    window: MainWindow,
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "memorandum.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(out), ""))
    hand = Hand(qtbot)
    hand.menu(button(window, "head_new"), "emorandum")
    sheet = window.findChild(MemorandumSheet)
    assert sheet is not None
    hand.wait(sheet.is_ready)
    hand.type("«Көкжиек» ЖШС")
    offers = QApplication.activePopupWidget()
    hand.press(Qt.Key.Key_Down, on=offers)
    hand.press(Qt.Key.Key_Return, on=offers)
    for text, steps in (
        ("240240900092", 2), ("Әлиев Дамир", 1), ("директор", 1), ("Алиев Дамир", 1),
        ("директор", 1),
    ):  # fmt: skip
        hand.type(text)
        hand.press(Qt.Key.Key_Tab, times=steps)
    hand.click(sheet.partner.editors["name_ru"].input)
    hand.type("ТОО «Кокжиек»")
    hand.click(button(window, "print_memorandum"))
    hand.wait(lambda: window.findChild(PrintPreview) is not None)
    preview = window.findChild(PrintPreview)
    assert preview is not None
    hand.wait(lambda: len(preview.papers()) == 1 and not preview.bar.isVisible())
    hand.click(preview.print_button)
    hand.wait(preview.yes_button.isVisible)
    hand.click(preview.yes_button)
    printed = Query("agreement", (Condition("stage", "is", "printed"),), columns=("number",))
    hand.wait(lambda: office.count(printed) == 1)
    hand.within(clicks=12, keys=140, with_text=True)
    (row,) = office.rows(printed)
    text = pictures.text_of(out).replace("\u00a0", " ")
    for words in (
        str(row["number"]), "2026 жылғы 21 қараша", "21 ноября 2026 года", "«Көкжиек» ЖШС",
        "ТОО «Кокжиек»", "Ақбұлақ политехникалық колледжі", "Акбулакский политехнический колледж",
        "Әлиев Дамир", "Алиев Дамир", "240240900092",
    ):  # fmt: skip
        assert words in " ".join(text.split()), words


def test_task_7_forty_papers_in_one_go_of_which_two_lack_data(
    qtbot: QtBot, window: MainWindow, office: Office, paper_tray: Path
) -> None:
    hand = Hand(qtbot)
    hand.press(Qt.Key.Key_3, CONTROL, on=window)
    hand.press(Qt.Key.Key_A, CONTROL)
    hand.press(Qt.Key.Key_P, CONTROL)
    preview = window.findChild(PrintPreview)
    assert preview is not None
    hand.wait(lambda: len(preview.papers()) == 40 and not preview.bar.isVisible())
    assert [len(paper.gaps) for paper in preview.papers()].count(1) == 2
    for number in ("240240900092", "080840900129"):
        hand.press(Qt.Key.Key_F3)
        hand.type(number)
        hand.press(Qt.Key.Key_Return)
        hand.wait(lambda: not preview.bar.isVisible())
    hand.wait(lambda: not any(paper.gaps for paper in preview.papers()))
    assert preview.print_button.text() == "Print 40 documents"
    hand.click(preview.print_button)
    hand.wait(preview.yes_button.isVisible, timeout=60_000)
    hand.click(preview.yes_button)
    printed = Query("agreement", (Condition("stage", "is", "printed"),))
    hand.wait(lambda: office.count(printed) == 40)
    hand.within(clicks=10, keys=40, with_text=True)
    assert pictures.page_count(paper_tray) == sum(paper.pages for paper in preview.papers())
