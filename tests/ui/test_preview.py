"""The print preview with real papers: pages, gaps filled in place, one job, its fate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cluster_desktop.documents import preview as pictures
from cluster_desktop.errors import Cancelled
from cluster_desktop.services import print_job
from cluster_desktop.services.office import Office
from cluster_desktop.ui import printing
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.preview_source import draw_page
from cluster_desktop.ui.printing import job_order, printer_to_file
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.theme import apply_theme
from tests.databases import Builder
from tests.ui.desks import (
    HeardDesk,
    add_memorandum,
    add_partner,
    cut_off,
    nameless,
    with_college,
)


@pytest.fixture
def content() -> Builder:
    return with_college


@pytest.fixture
def desk(office: Office, bridge: OfficeBridge, qapp: QApplication) -> Iterator[HeardDesk]:
    root = QObject()
    yield HeardDesk(office, bridge, root)
    speak(qapp, "en")


def opened(qtbot: QtBot, desk: HeardDesk, papers: list[UUID]) -> PrintPreview:
    made = PrintPreview(desk)
    qtbot.addWidget(made)
    made.resize(1134, 640)
    made.show()
    made.open_agreements(papers)
    qtbot.waitUntil(lambda: len(made.papers()) == len(papers), timeout=20_000)
    qtbot.waitUntil(lambda: not made.bar.isVisible(), timeout=10_000)
    return made


def memoranda(office: Office, count: int) -> list[UUID]:
    return [add_memorandum(office, add_partner(office)) for _n in range(count)]


def test_the_page_shown_is_the_page_of_the_pdf(qtbot: QtBot, desk: HeardDesk) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 1))
    qtbot.waitUntil(lambda: not preview.view.image.isNull(), timeout=10_000)
    (paper,) = preview.papers()
    wanted = draw_page(paper.pdf, 0, preview.view.wanted_width())
    assert preview.view.image == wanted
    assert "Торғай <b>жарық</b>" in pictures.text_of(paper.pdf)
    assert not preview.list.isVisible()
    assert preview.options.pages.isVisible()


def test_small_pages_lead_to_the_page(qtbot: QtBot, desk: HeardDesk) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 2))
    assert preview.thumbs.pages.rowCount() == 4
    preview.thumbs.choose(3)
    assert preview.page() == 3
    assert "4" in preview.note.text()
    qtbot.waitUntil(
        lambda: isinstance(
            preview.thumbs.pages.index(0).data(Qt.ItemDataRole.DecorationRole), QImage
        ),
        timeout=10_000,
    )


def test_one_after_the_other_makes_the_paper_anew(qtbot: QtBot, desk: HeardDesk) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 1))
    columns = preview.papers()[0].pdf
    preview.options.layouts.setCurrentIndex(1)
    preview.options.layouts.activated.emit(1)
    qtbot.waitUntil(lambda: preview.papers()[0].pdf != columns, timeout=10_000)
    assert desk.preferences.get("print.layout") == "sequence"


def test_wrong_page_numbers_are_told_beside_the_field(qtbot: QtBot, desk: HeardDesk) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 1))
    preview.options.pages.setText("7")
    assert preview.options.pages.property("problem")
    assert not preview.print_button.isEnabled()
    preview.options.pages.setText("2")
    assert preview.print_button.isEnabled()


def test_a_gap_is_filled_where_it_is_seen(qtbot: QtBot, desk: HeardDesk) -> None:
    office = desk.office
    lacking = add_partner(office, bin=None)
    preview = opened(qtbot, desk, [*memoranda(office, 1), add_memorandum(office, lacking)])
    assert [len(paper.gaps) for paper in preview.papers()] == [0, 1]
    preview.list.next_gap()
    field = preview.list.findChild(QLineEdit, "parties.1.bin")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "240240900092")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not any(p.gaps for p in preview.papers()), timeout=10_000)
    assert office.get("organisation", lacking)["bin"] == "240240900092"


def test_what_was_undone_is_not_printed(qtbot: QtBot, desk: HeardDesk) -> None:
    partners = [add_partner(desk.office, bin=None) for _n in range(2)]
    preview = opened(qtbot, desk, [add_memorandum(desk.office, one) for one in partners])

    def gaps() -> list[int]:
        return [len(paper.gaps) for paper in preview.papers()]

    before = gaps()
    assert preview.list.focus_gap()
    field = preview.list.findChild(QLineEdit, "parties.1.bin")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "240240900092")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sum(gaps()) == sum(before) - 1, timeout=10_000)
    # On to the next gap: Enter there prints nothing.
    qtbot.waitUntil(lambda: isinstance(preview.focusWidget(), QLineEdit), timeout=5_000)
    desk.office.undo()
    qtbot.waitUntil(lambda: gaps() == before, timeout=10_000)


def test_a_file_has_the_copies_and_the_question_waits_on_home(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 2))
    pages = sum(paper.pages for paper in preview.papers())
    preview.options.copies.setText("2")
    path = tmp_path / "job.pdf"
    preview._sent = tuple(paper.key for paper in preview.papers())
    preview.save_to(path, preview._ask_about_file, preview._with_copies())
    qtbot.waitUntil(lambda: preview.yes_button.isVisible(), timeout=30_000)
    assert pictures.page_count(path.read_bytes()) == 2 * pages
    office, name = desk.office, preview._kept_as
    qtbot.waitUntil(lambda: print_job.pending(office, name) is not None, timeout=5_000)
    preview.yes_button.click()
    qtbot.waitUntil(lambda: print_job.pending(office, name) is None, timeout=5_000)


def test_what_is_being_typed_stays_when_the_papers_are_made_anew(
    qtbot: QtBot, desk: HeardDesk
) -> None:
    office = desk.office
    lacking = add_partner(office, bin=None)
    preview = opened(qtbot, desk, [*memoranda(office, 1), add_memorandum(office, lacking)])
    preview.list.next_gap()
    field = preview.list.findChild(QLineEdit, "parties.1.bin")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "2402409")
    before = preview.papers()[0]
    add_partner(office)  # somebody else's change, of a run of the exchange perhaps
    qtbot.waitUntil(lambda: preview.papers()[0] is not before, timeout=20_000)
    assert preview.list.findChild(QLineEdit, "parties.1.bin") is field
    qtbot.keyClicks(field, "00092")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not any(p.gaps for p in preview.papers()), timeout=10_000)
    assert office.get("organisation", lacking)["bin"] == "240240900092"


def test_a_wrong_answer_to_a_gap_is_refused_beside_it(qtbot: QtBot, desk: HeardDesk) -> None:
    office = desk.office
    lacking = add_partner(office, bin=None)
    preview = opened(qtbot, desk, [add_memorandum(office, lacking)])
    field = preview.list.findChild(QLineEdit, "parties.1.bin")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "123")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(field.property("problem")), timeout=10_000)
    assert office.get("organisation", lacking)["bin"] is None


def test_a_printed_paper_is_marked_and_can_be_taken_back(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    office = desk.office
    (paper,) = memoranda(office, 1)
    preview = opened(qtbot, desk, [paper])
    with qtbot.waitSignal(preview.printed, timeout=30_000):
        preview.print_to(tmp_path / "job.pdf")
    assert pictures.page_count(tmp_path / "job.pdf") == 2
    row = office.get("agreement", paper)
    assert row["stage"] == "printed"
    assert row["printed_hash"]
    assert preview.no_button.isVisible()
    qtbot.mouseClick(preview.no_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: office.get("agreement", paper)["stage"] == "draft", timeout=10_000)
    qtbot.waitUntil(lambda: bool(desk.heard), timeout=5_000)


def test_many_papers_are_one_job_and_one_question(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    office = desk.office
    papers = memoranda(office, 3)
    preview = opened(qtbot, desk, papers)
    preview.list.model.setData(preview.list.model.index(1), None, Qt.ItemDataRole.CheckStateRole)
    preview.print_to(tmp_path / "job.pdf")
    qtbot.waitUntil(lambda: preview.yes_button.isVisible(), timeout=30_000)
    assert pictures.page_count(tmp_path / "job.pdf") == 4
    assert all(office.get("agreement", one)["stage"] == "draft" for one in papers)
    with qtbot.waitSignal(preview.printed, timeout=10_000):
        qtbot.mouseClick(preview.yes_button, Qt.MouseButton.LeftButton)
    stages = [office.get("agreement", one)["stage"] for one in papers]
    assert stages == ["printed", "draft", "printed"]


def test_no_prints_again_from_the_document_that_is_shown(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 3))
    preview.print_to(tmp_path / "job.pdf")
    qtbot.waitUntil(lambda: preview.no_button.isVisible(), timeout=30_000)
    preview.list.view.setCurrentIndex(preview.list.model.index(2))
    qtbot.mouseClick(preview.no_button, Qt.MouseButton.LeftButton)
    assert [p.title for p in preview.list.model.ticked()] == [preview.papers()[2].title]


def test_after_a_jam_all_are_marked_once_the_rest_came_out(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    office = desk.office
    papers = memoranda(office, 3)
    preview = opened(qtbot, desk, papers)
    preview.print_to(tmp_path / "job.pdf")
    qtbot.waitUntil(lambda: preview.no_button.isVisible(), timeout=30_000)
    preview.list.view.setCurrentIndex(preview.list.model.index(1))
    assert preview.no_button.toolTip() == f"No, from {preview.papers()[1].title} again"
    qtbot.mouseClick(preview.no_button, Qt.MouseButton.LeftButton)
    assert preview.print_button.text() == "Print 2 documents"
    preview.print_to(tmp_path / "rest.pdf")
    qtbot.waitUntil(lambda: preview.yes_button.isVisible(), timeout=30_000)
    assert preview.answer.text() == "Are all 2 documents printed?"
    # The tick of a paper that was sent does not decide what came out of the printer.
    preview.list.model.setData(preview.list.model.index(2), None, Qt.ItemDataRole.CheckStateRole)
    with qtbot.waitSignal(preview.printed, timeout=10_000):
        qtbot.mouseClick(preview.yes_button, Qt.MouseButton.LeftButton)
    assert {office.get("agreement", one)["stage"] for one in papers} == {"printed"}
    assert office.drafts() == []
    # One action: one undo takes all three back.
    office.undo()
    assert {office.get("agreement", one)["stage"] for one in papers} == {"draft"}


def test_a_job_nobody_answered_for_asks_again_after_a_power_cut(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    office = desk.office
    papers = memoranda(office, 3)
    preview = opened(qtbot, desk, papers)
    preview.print_to(tmp_path / "job.pdf")
    qtbot.waitUntil(lambda: preview.yes_button.isVisible(), timeout=30_000)
    # The computer goes off: nothing is answered, nothing is marked. What is on the disk is left.
    ((kept_as, _moment, body),) = office.drafts()
    assert body["title"] == "printing of 3 documents"
    pending = print_job.pending(office, kept_as)
    assert pending is not None
    again = PrintPreview(desk)
    qtbot.addWidget(again)
    again.resize(1134, 640)
    again.show()
    again.resume(kept_as, pending)
    qtbot.waitUntil(lambda: again.yes_button.isVisible(), timeout=20_000)
    assert again.answer.text() == "Are all 3 documents printed?"
    again.list.view.setCurrentIndex(again.list.model.index(2))
    qtbot.mouseClick(again.no_button, Qt.MouseButton.LeftButton)
    assert [p.key for p in again.list.model.ticked()] == [str(papers[2])]
    qtbot.waitUntil(lambda: office.drafts()[0][2]["sent"] == [str(papers[2])], timeout=5_000)
    assert office.drafts()[0][2]["before"] == [str(one) for one in papers[:2]]
    # The last one alone is printed; that it came out is taken for granted, as for every single one.
    with qtbot.waitSignal(again.printed, timeout=30_000):
        again.print_to(tmp_path / "last.pdf")
    assert {office.get("agreement", one)["stage"] for one in papers} == {"printed"}
    assert office.drafts() == []


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_answer_leaves_nothing_to_ask(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 3))
    preview.print_to(tmp_path / "no such folder" / "job.pdf")
    qtbot.waitUntil(lambda: bool(desk.refusals), timeout=20_000)
    assert desk.office.drafts() == []
    assert not preview.yes_button.isVisible()


def test_the_order_of_copies_is_asked_where_it_matters(qtbot: QtBot, desk: HeardDesk) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 2))
    assert not preview.options.order.isVisible()
    preview.options.copies.set_value(2)
    assert preview.options.order.isVisible()
    preview.options.order.setCurrentIndex(1)
    preview.options.order.activated.emit(1)
    order = preview._order()
    assert order is not None
    assert [side.paper for side in order if side.page == 0] == [0, 1, 0, 1]


def test_cancel_stops_between_documents(qtbot: QtBot, desk: HeardDesk, tmp_path: Path) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 2))
    papers = preview.papers()
    begun: list[int] = []

    def stop_at_the_second(done: int, _total: int, _text: str) -> None:
        begun.append(done)
        if done == 1:
            raise Cancelled

    printer = printer_to_file(tmp_path / "job.pdf", title="job")
    order = job_order([paper.pages for paper in papers])
    with pytest.raises(Cancelled):
        printing.print_job(printer, papers, order, draw_page, stop_at_the_second)
    assert begun == [0, 1]


def test_a_file_for_each_document_has_a_readable_name(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 2))
    folder = tmp_path / "papers"
    folder.mkdir()
    preview.save_each(folder, ".docx")
    qtbot.waitUntil(lambda: bool(desk.heard), timeout=20_000)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 2
    assert all(name.startswith("М-АВЕ00") and name.endswith(".docx") for name in names)


def test_all_in_one_file(qtbot: QtBot, desk: HeardDesk, tmp_path: Path) -> None:
    preview = opened(qtbot, desk, memoranda(desk.office, 2))
    preview.save_to(tmp_path / "all.pdf")
    qtbot.waitUntil(lambda: bool(desk.heard), timeout=20_000)
    assert pictures.page_count(tmp_path / "all.pdf") == 4


@pytest.mark.parametrize("size", [(1134, 640), (1037, 490)], ids=["1366", "1093"])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_everything_fits_and_has_a_name(
    qtbot: QtBot, desk: HeardDesk, qapp: QApplication, lang: str, size: tuple[int, int]
) -> None:
    lacking = add_partner(desk.office, bin=None)
    preview = opened(
        qtbot, desk, [*memoranda(desk.office, 1), add_memorandum(desk.office, lacking)]
    )
    speak(qapp, lang)
    apply_theme(qapp, "dark")
    preview.resize(*size)
    qtbot.wait(50)
    preview.list.next_gap()
    qtbot.wait(50)
    assert cut_off(preview) == []
    assert nameless(preview) == []
