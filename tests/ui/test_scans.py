"""The sheet of scanned papers: found, asked, filed, with real files and real widgets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.services import attachments, scans
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.scans import ScanSheet
from cluster_desktop.ui.speaking import speak
from tests.databases import Builder
from tests.scanning.stacks import letter, memoranda, printed, saved, scanned, with_ten
from tests.ui.desks import HeardDesk, cut_off, nameless


@pytest.fixture
def content() -> Builder:
    return with_ten


@pytest.fixture
def desk(office: Office, bridge: OfficeBridge, qapp: QApplication) -> HeardDesk:
    return HeardDesk(office, bridge, QObject())


def opened(qtbot: QtBot, desk: HeardDesk, *paths: Path) -> ScanSheet:
    made = ScanSheet(desk)
    qtbot.addWidget(made)
    made.resize(1134, 640)
    made.show()
    made.read(list(paths))
    qtbot.waitUntil(lambda: bool(made.plan().papers or made.plan().asked), timeout=30_000)
    qtbot.waitUntil(lambda: not made.bar.isVisible(), timeout=10_000)
    return made


def test_papers_are_ticked_the_strange_page_is_asked_and_all_is_one_undo(
    qtbot: QtBot, desk: HeardDesk, office: Office, tmp_path: Path
) -> None:
    first, second = memoranda(office)[:2]
    for n, record in enumerate((first, second)):
        saved(tmp_path / f"{n}.jpg", scanned(printed(office, record), most=1))
    saved(tmp_path / "2.jpg", [letter()])
    sheet = opened(qtbot, desk, tmp_path)
    assert len(sheet.chosen()) == 2
    # The strange page is the current one, and its picture is seen.
    assert sheet.ask.isVisible()
    assert "No code" in sheet.ask.said.text()
    qtbot.waitUntil(lambda: not sheet.view.image.isNull(), timeout=20_000)
    assert cut_off(sheet) == []
    assert nameless(sheet) == []
    # The person says that it belongs to the second paper.
    assert sheet.ask.proposed[0].text().startswith("With ")
    QTest.mouseClick(sheet.ask.proposed[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not sheet.plan().asked, timeout=10_000)
    assert [len(found.pages) for found in sheet.plan().papers] == [1, 2]
    assert sheet.file_button.text() == "File 2 papers"
    with qtbot.waitSignal(sheet.closed, timeout=20_000):
        QTest.mouseClick(sheet.file_button, Qt.MouseButton.LeftButton)
    for record in (first, second):
        row = office.get("agreement", record)
        assert (row["stage"], row["signed_on"]) == ("signed", date(2026, 11, 21))
        assert len(attachments.of_record(office, record)) == 1
    office.undo()
    assert office.get("agreement", first)["stage"] == "printed"
    assert attachments.of_record(office, first) == []


def test_a_page_left_out_stays_out_and_an_unsigned_paper_is_only_kept(
    qtbot: QtBot, desk: HeardDesk, office: Office, tmp_path: Path
) -> None:
    record = memoranda(office)[3]
    saved(tmp_path / "a.jpg", scanned(printed(office, record), most=1))
    saved(tmp_path / "b.jpg", [letter()])
    (tmp_path / "note.docx").write_bytes(b"PK\x03\x04 not a scan")
    sheet = opened(qtbot, desk, tmp_path)
    assert "note.docx" in sheet.notes.text()
    QTest.mouseClick(sheet.ask.leave_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not sheet.plan().asked, timeout=10_000)
    sheet.signed.click()
    with qtbot.waitSignal(sheet.closed, timeout=20_000):
        sheet.file_button.click()
    assert office.get("agreement", record)["stage"] == "printed"
    assert len(attachments.of_record(office, record)) == 1
    # The same file once more is told and not ticked.
    again = opened(qtbot, desk, tmp_path / "a.jpg")
    assert again.chosen() == []
    assert "kept already" in again.remark.text()
    assert not again.file_button.isEnabled()


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_everything_fits_and_has_a_name(
    qtbot: QtBot, desk: HeardDesk, office: Office, qapp: QApplication, lang: str
) -> None:
    record = memoranda(office)[0]
    asked = [
        scans.Page(Path("Қол қойылған меморандумдар 2026.pdf"), n, 9, "0" * 64) for n in (1, 2)
    ]
    coded = scans.Page(asked[0].path, 0, 9, "0" * 64, ((record, "ab" * 8),))
    sheet = ScanSheet(desk)
    qtbot.addWidget(sheet)
    sheet._show_plan(scans.plan(office, [coded, *asked]))
    speak(qapp, lang)
    for size in ((1134, 640), (1037, 490)):
        sheet.resize(*size)
        sheet.show()
        for row in range(2):
            sheet.list.setCurrentIndex(sheet.model.index(row))
            qtbot.waitUntil(lambda: cut_off(sheet) == [], timeout=3_000)
            assert nameless(sheet) == []
    speak(qapp, "en")
