"""The preview with papers of practice: numbers, gaps, a Cancel in the middle, the page's menu."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from cluster_desktop.documents import preview as pictures
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import contracts
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.papers_menu import add_paper_actions, make_contracts, open_papers
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.preview_records import RecordPapers
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress
from tests.databases import Databases, at_now
from tests.documents.practice_records import of_many, of_practice, period_of, placements
from tests.ui.desks import HeardDesk


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(of_practice, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def desk(office: Office, bridge: OfficeBridge, qapp: QApplication) -> HeardDesk:
    return HeardDesk(office, bridge, QObject())


def opened(qtbot: QtBot, desk: HeardDesk, kind: str, ids: list[UUID], of: str) -> PrintPreview:
    made = PrintPreview(desk)
    qtbot.addWidget(made)
    made.resize(1134, 640)
    made.show()
    made.open_job(RecordPapers(desk.office, kind, ids, of=of))
    qtbot.waitUntil(lambda: bool(made.papers()), timeout=30_000)
    qtbot.waitUntil(lambda: not made.bar.isVisible(), timeout=10_000)
    return made


def numbers(office: Office, field: str) -> set[str | None]:
    rows = office.rows(Query("placement", columns=(field,)))
    return {row[field] for row in rows}


def test_the_preview_shows_numbers_and_keeps_none(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    office = desk.office
    preview = opened(qtbot, desk, "certificate", [period_of(office)], "practice_period")
    titles = [paper.title for paper in preview.papers()]
    assert titles[0].startswith("С-АВЕ001/2026 ")
    assert len(titles) == 6
    assert numbers(office, "certificate_number") == {None}
    preview.print_to(tmp_path / "job.pdf")
    qtbot.waitUntil(lambda: preview.yes_button.isVisible(), timeout=30_000)
    assert numbers(office, "certificate_number") == {title.split()[0] for title in titles}
    preview.yes_button.click()
    qtbot.waitUntil(lambda: not preview.yes_button.isVisible(), timeout=10_000)
    preview.no_button.click()
    qtbot.waitUntil(lambda: numbers(office, "certificate_number") == {None}, timeout=10_000)


def test_a_form_is_printed_and_nothing_is_kept(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    office = desk.office
    preview = opened(qtbot, desk, "reference", placements(office)[:1], "placement")
    preview.print_to(tmp_path / "job.pdf")
    qtbot.waitUntil(lambda: "Printed." in desk.heard, timeout=30_000)
    assert not preview.no_button.isVisible()


def test_the_number_of_an_order_is_typed_beside_the_page(qtbot: QtBot, desk: HeardDesk) -> None:
    office = desk.office
    preview = opened(qtbot, desk, "order", [period_of(office)], "practice_period")
    (paper,) = preview.papers()
    assert [gap.field for gap in paper.gaps] == ["number"]
    preview.list.next_gap()
    field = preview.list.findChild(QLineEdit, "number")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "245")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not preview.papers()[0].gaps, timeout=10_000)
    assert numbers(office, "order_number") == {"245"}


def test_cancel_in_the_middle_leaves_whole_files_only(
    qtbot: QtBot, bridge: OfficeBridge, databases: Databases, tmp_path: Path
) -> None:
    office = databases.open(of_many, tmp_path / "many.db", clock=at_now)
    desk = HeardDesk(office, bridge, QObject())
    preview = opened(qtbot, desk, "certificate", [period_of(office)], "practice_period")
    folder = tmp_path / "certificates"
    folder.mkdir()
    preview.save_each(folder)
    qtbot.waitUntil(lambda: len(list(folder.iterdir())) > 10, timeout=20_000)
    preview.bar.cancelled.emit()
    qtbot.waitUntil(lambda: any("Stopped" in said for said in desk.heard), timeout=20_000)
    files = sorted(folder.iterdir())
    assert 10 < len(files) < 60
    assert f"{len(files)} whole files" in desk.heard[-1]
    for file in files:
        assert file.suffix == ".pdf"
        assert pictures.page_count(file) == 1
        assert "СЕРТИФИКАТ" in pictures.text_of(file)
    # Once more, to the end: the same numbers, so the same names and no file twice.
    before = {file.name: file.read_bytes() for file in files}
    preview.save_each(folder)
    qtbot.waitUntil(lambda: any("Saved" in said for said in desk.heard), timeout=30_000)
    after = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert len(after) == 60
    assert {name: after[name] for name in before} == before
    office.close()


def test_a_page_gets_all_papers_of_its_records_by_one_call(qtbot: QtBot, desk: HeardDesk) -> None:
    office = desk.office
    sheets: list[PrintPreview] = []
    desk.sheet.connect(lambda sheet, _where: sheets.append(sheet))
    menu = QMenu()
    qtbot.addWidget(menu)
    papers = add_paper_actions(menu, desk, "practice_period", lambda: [period_of(office)])
    words = [action.text() for action in papers.actions() if action.text()]
    assert words[:3] == [
        "Dual training contract…",
        "Practice contract…",
        "Annex: list of students…",
    ]
    assert "Make dual training contracts…" in words
    referral = next(a for a in papers.actions() if a.text() == "Referral…")
    referral.trigger()
    qtbot.addWidget(sheets[0])
    qtbot.waitUntil(lambda: len(sheets[0].papers()) == 6, timeout=20_000)
    open_papers(desk, "order", "practice_period", [])
    assert desk.refusals == ["Nothing is chosen to print."]


def test_a_certificate_that_is_not_due_cannot_be_ticked(qtbot: QtBot, desk: HeardDesk) -> None:
    office = desk.office
    early = placements(office)[1]
    office.set("placement", early, {"ends": date(2027, 3, 27)})
    preview = opened(qtbot, desk, "certificate", [period_of(office)], "practice_period")
    (at,) = (n for n, paper in enumerate(preview.papers()) if not paper.pages)
    index = preview.list.model.index(at)
    state = Qt.ItemDataRole.CheckStateRole
    for press in ("tick all", "click"):
        preview.list.all_button.click()
        assert index.data(state) == Qt.CheckState.Unchecked, press
        preview.list.model.setData(index, None, state)
    preview.list.view.setCurrentIndex(index)
    assert "the certificate is too early" in preview.papers()[at].gaps[0].message
    assert "too early" in preview.view.accessibleDescription()
    # Nothing is to be typed here.
    assert not [f for f in preview.list.findChildren(QLineEdit) if f.isVisible()]
    # The others say what they lack and take it.
    preview.list.view.setCurrentIndex(preview.list.model.index(0 if at else 1))
    fields = [f.objectName() for f in preview.list.findChildren(QLineEdit) if f.isVisible()]
    assert fields == ["agreement_number"]


def test_who_has_no_contract_gets_one_from_the_preview(qtbot: QtBot, desk: HeardDesk) -> None:
    office = desk.office
    contracts.make_contracts(office, placements(office)[:1], "dual")
    preview = opened(qtbot, desk, "dual", [period_of(office)], "practice_period")
    assert [bool(paper.pages) for paper in preview.papers()].count(False) == 5
    assert preview.list.make_button.isVisible()
    preview.list.make_button.click()
    qtbot.waitUntil(lambda: all(paper.pages for paper in preview.papers()), timeout=20_000)
    assert len(preview.papers()) == 6
    qtbot.waitUntil(lambda: not preview.list.make_button.isVisible(), timeout=10_000)


def test_while_papers_are_made_nothing_moves(qtbot: QtBot, desk: HeardDesk) -> None:
    office = desk.office
    preview = PrintPreview(desk)
    qtbot.addWidget(preview)
    preview.resize(1134, 640)
    preview.show()
    started = threading.Event()

    class Slow(RecordPapers):
        def papers(self, layout: str, progress: Progress) -> list[Paper]:
            progress(1, 305)
            started.wait(10)
            return super().papers(layout, progress)

    preview.open_job(Slow(office, "reference", placements(office), of="placement"))
    qtbot.waitUntil(lambda: "305" in preview.title.text(), timeout=10_000)
    busy = preview.pdf_button.geometry(), preview.options.geometry()
    assert preview.title.text() == "Preparing 305 documents…"
    assert preview.bar.isVisible()
    assert "0" not in preview.print_button.text()
    assert preview.view.accessibleDescription() == "Preparing the pages"
    started.set()
    qtbot.waitUntil(lambda: not preview.bar.isVisible(), timeout=20_000)
    assert (preview.pdf_button.geometry(), preview.options.geometry()) == busy
    assert preview.title.text() == "Print 6 documents"


def test_contracts_are_made_and_shown(qtbot: QtBot, desk: HeardDesk) -> None:
    office = desk.office
    sheets: list[PrintPreview] = []
    desk.sheet.connect(lambda sheet, _where: sheets.append(sheet))
    make_contracts(desk, desk, "dual", "practice_period", [period_of(office)])
    qtbot.waitUntil(lambda: bool(sheets), timeout=20_000)
    qtbot.addWidget(sheets[0])
    qtbot.waitUntil(lambda: len(sheets[0].papers()) == 6, timeout=30_000)
    assert office.count(Query("agreement", (Condition("kind", "is", "dual"),))) == 6
    qtbot.waitUntil(lambda: not sheets[0].bar.isVisible(), timeout=10_000)
