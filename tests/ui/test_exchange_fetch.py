"""A record has come without its file: the window says where the file is, and fetches it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.services import attachments
from cluster_desktop.services.office import Office
from cluster_desktop.sync import blobs, finding
from cluster_desktop.sync.medium import Medium
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.exchange_fetch import FetchSheet
from cluster_desktop.ui.filing import FileList
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.widgets import Button
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases
from tests.sync.region import Computer, admit, computer, found
from tests.ui.exchange_hands import technical
from tests.ui.hands import settle
from tests.ui.walking import texts

COLLEGE = "«Торғай колледжі» МКҚК"


@dataclass
class Lent:
    """The region's office, which has the record of a file of a college, and where they exchange."""

    region: Computer
    partner: UUID
    file: UUID
    share: Path
    window: MainWindow
    opened: list[Path]

    def is_here(self) -> bool:
        return attachments.is_here(self.region.office, self.file)


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


@pytest.fixture
def lent(
    qtbot: QtBot, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lent]:
    monkeypatch.setattr(finding, "sticks", lambda _region=None: [])
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    region = computer(databases, tmp_path / "region", "Өңірлік кеңсе", "")
    college = computer(databases, tmp_path / "college", COLLEGE, "")
    share = tmp_path / "share"
    found(region, share)
    admit(region, college, share)
    (partner,) = college.office.add("organisation", {"name_ru": "ТОО «Дала»"}).ids
    attachments.keep(college.office, "organisation", partner, "М-1.pdf", b"%PDF", kind="scan")
    for one in (region, college, region):
        one.run(share)
    (file,) = attachments.of_record(region.office, partner)
    region.office.put_setting("firstrun.done", "yes")
    kept = FilePreferences(region.folder / "preferences.ini")
    window = MainWindow(region.office, kept, exchange=lambda: region.exchange)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.open_place(Place("partners", record=partner))
    settle()
    yield Lent(region, partner, file.id, share, window, opened)
    settle()
    for one in (region, college):
        one.office.close()


def ask_for_it(lent: Lent) -> FetchSheet:
    """Click the file in the record's panel."""
    (files,) = [one for one in lent.window.findChildren(FileList) if one.count()]
    (button,) = [one for one in files.findChildren(Button) if one.text() == "М-1.pdf"]
    button.click()
    settle()
    (sheet,) = lent.window.findChildren(FetchSheet)
    return sheet


def test_a_file_that_is_elsewhere_says_with_whom_and_is_fetched_and_opened(lent: Lent) -> None:
    sheet = ask_for_it(lent)
    assert lent.opened == []
    assert sheet.said.text().startswith(f"The file is still with: {COLLEGE}.")
    assert technical(texts(lent.window)) == []
    sheet.go.click()
    settle()
    assert [path.read_bytes() for path in lent.opened] == [b"%PDF"]
    assert lent.opened[0].name == "М-1.pdf"
    assert lent.window.layer() is None


def test_where_it_does_not_lie_yet_it_is_said_who_has_to_exchange(lent: Lent) -> None:
    for folder in lent.share.glob("v1/*/blob"):
        shutil.rmtree(folder)
    sheet = ask_for_it(lent)
    sheet.go.click()
    settle()
    assert f"the next exchange of: {COLLEGE}" in sheet.problem.text()
    assert (lent.opened, lent.is_here()) == ([], False)
    sheet.exchange.click()
    settle()
    page = lent.window.page()
    assert page is not None
    assert page.KEY == "exchange"


def test_a_folder_that_is_away_is_told_in_the_sheet(lent: Lent) -> None:
    lent.share.rename(lent.share.with_name("away"))
    sheet = ask_for_it(lent)
    sheet.go.click()
    settle()
    assert "cannot be reached" in sheet.problem.text()
    assert sheet.go.isEnabled()
    assert not lent.is_here()


def test_fetching_can_be_stopped(qtbot: QtBot, lent: Lent, monkeypatch: pytest.MonkeyPatch) -> None:
    going, gate = threading.Event(), threading.Event()
    fetch = blobs.fetch

    def slow(office: Office, medium: Medium, attachment: UUID) -> bool:
        going.set()
        gate.wait(20)
        return fetch(office, medium, attachment)

    monkeypatch.setattr(blobs, "fetch", slow)
    sheet = ask_for_it(lent)
    sheet.go.click()
    qtbot.waitUntil(lambda: going.is_set() and sheet.bar.isVisible())
    (cancel,) = [one for one in sheet.bar.findChildren(Button) if one.isVisible()]
    cancel.click()
    gate.set()
    qtbot.waitUntil(lambda: not sheet.bar.isVisible())
    settle()
    assert lent.opened == []
    assert sheet.go.isEnabled()


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_it_is_said_in_the_language_of_the_window(lent: Lent, lang: str) -> None:
    said = {"kk": "Кімде:", "ru": "У кого он:"}
    i18n.set_language(lang)
    sheet = ask_for_it(lent)
    assert f"{said[lang]} {COLLEGE}" in sheet.said.text()
    assert technical([sheet.said.text(), sheet.go.text()]) == []


def test_without_an_exchange_it_is_only_said_that_it_is_missing(qtbot: QtBot, lent: Lent) -> None:
    alone = MainWindow(lent.region.office, FilePreferences(lent.share / "alone.ini"))
    qtbot.addWidget(alone)
    said: list[str] = []
    alone.desk.trouble.connect(said.append)
    with pytest.raises(attachments.Absent) as why:
        attachments.for_opening(lent.region.office, lent.file)
    alone.desk.fail(why.value)
    assert said == ["The file М-1.pdf is not on this computer. Its record is kept."]
    assert alone.findChildren(QWidget, "fetch_file") == []
