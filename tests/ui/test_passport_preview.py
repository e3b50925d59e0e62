"""The passport in the print preview: parts and languages chosen beside it, saved, kept for ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.documents.passport_paper import paper_of, prints, render_passport
from cluster_desktop.documents.preview import text_of
from cluster_desktop.services import cluster, passport, passport_versions
from cluster_desktop.services.office import Office
from cluster_desktop.services.passport_versions import Approval
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.pages.passport_choice import PassportChoice
from cluster_desktop.ui.pages.passport_job import open_passport
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.speaking import speak
from tests.databases import TODAY, Builder
from tests.ui.desks import HeardDesk, add_partner, cut_off, nameless, with_college

NAME_KK = "«Ақбұлақ құрылыс» білім беру-өндірістік кластері"


def with_cluster(office: Office) -> None:
    """A cluster of one partner whose passport was approved, then changed."""
    with_college(office)
    cluster.make(office, {"name_kk": NAME_KK, "name_ru": "Кластер «Акбулак строительство»"})
    firm = add_partner(office)
    office.add("membership", {"organisation_id": firm, "state": "member", "duty_kk": "база"})
    passport.set_text(office, 5, {"text_kk": "**Бірінші** стратегия", "text_ru": "Стратегия"})
    passport_versions.submit(office, TODAY, incomplete=True)
    passport_versions.approve(office, Approval(TODAY, "7", "Үйлестіру кеңесі"), prints)
    passport_versions.put_in_force(office, TODAY)
    passport_versions.amend(office)
    passport.set_text(office, 5, {"text_kk": "Екінші стратегия"})


@pytest.fixture
def content() -> Builder:
    return with_cluster


@pytest.fixture
def desk(office: Office, bridge: OfficeBridge, qapp: QApplication) -> Iterator[HeardDesk]:
    root = QObject()
    yield HeardDesk(office, bridge, root)
    speak(qapp, "en")


@pytest.fixture
def draft(qtbot: QtBot, desk: HeardDesk) -> PrintPreview:
    made = open_passport(desk)
    qtbot.addWidget(made)
    made.resize(1093, 558)
    made.show()
    settled(qtbot, made)
    return made


def settled(qtbot: QtBot, preview: PrintPreview) -> str:
    """The text of the paper once it is made."""
    qtbot.waitUntil(lambda: bool(preview.papers()), timeout=20_000)
    qtbot.waitUntil(lambda: not preview.bar.isVisible(), timeout=10_000)
    return " ".join(text_of(preview.papers()[0].pdf).split())


def choice_of(preview: PrintPreview) -> PassportChoice:
    (found,) = preview.findChildren(PassportChoice)
    return found


def test_the_draft_is_shown_as_a_draft_in_both_languages(qtbot: QtBot, draft: PrintPreview) -> None:
    text = settled(qtbot, draft)
    assert "ЖОБА / ПРОЕКТ" in text
    assert "Екінші стратегия" in text
    assert "Наименование кластера" in text


def test_one_language_and_one_section_are_chosen_beside_the_page(
    qtbot: QtBot, draft: PrintPreview
) -> None:
    choice = choice_of(draft)
    choice.languages.setCurrentIndex(choice.languages.findData("kk"))
    choice.languages.activated.emit(choice.languages.currentIndex())
    settled(qtbot, draft)
    for box in (choice.title, choice.contents, choice.annexes, choice.signatures):
        box.click()
        settled(qtbot, draft)
    QTest.keyClicks(choice.sections, "5")
    choice.sections.editingFinished.emit()
    text = settled(qtbot, draft)
    assert "5. Даму стратегиясы" in text
    assert "6." not in text
    assert "Стратегия развития" not in text


def test_numbers_of_sections_that_are_not_there_are_refused_beside_the_field(
    qtbot: QtBot, draft: PrintPreview
) -> None:
    choice = choice_of(draft)
    QTest.keyClicks(choice.sections, "12")
    choice.sections.editingFinished.emit()
    assert choice.sections.property("problem") is True
    assert "6. Мамандану" in settled(qtbot, draft)


@pytest.mark.parametrize("ending", [".pdf", ".docx"])
def test_it_is_saved_as_it_is_shown(
    qtbot: QtBot, draft: PrintPreview, office: Office, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"паспорт{ending}"
    draft.save_to(target)
    qtbot.waitUntil(target.exists, timeout=10_000)
    qtbot.waitUntil(lambda: not draft.bar.isVisible(), timeout=10_000)
    kind = "docx" if ending == ".docx" else "pdf"
    assert target.read_bytes() == render_passport(passport.content(office), "kk+ru", kind)


def test_a_frozen_version_is_shown_as_it_was_approved(
    qtbot: QtBot, desk: HeardDesk, office: Office
) -> None:
    (version,) = passport_versions.versions(office)
    made = open_passport(desk, version.id)
    qtbot.addWidget(made)
    made.show()
    text = settled(qtbot, made)
    assert "Бірінші стратегия" in text
    assert "Екінші" not in text
    assert "ЖОБА" not in text


def test_a_whole_version_is_the_file_kept_at_its_approval(office: Office) -> None:
    passport_versions.submit(office, TODAY, incomplete=True)
    passport_versions.approve(
        office,
        Approval(TODAY, "8", "Үйлестіру кеңесі"),
        lambda _made: {"passport-v2.pdf": b"%PDF-1.4 as it was"},
    )
    version = passport_versions.by_number(office, 2)
    assert paper_of(office, version.id) == b"%PDF-1.4 as it was"
    assert paper_of(office, version.id, "kk").startswith(b"%PDF")  # not kept: made of the content
    assert paper_of(office, version.id, "kk") != paper_of(office, version.id)


def test_a_version_whose_file_is_elsewhere_is_made_of_its_frozen_content(office: Office) -> None:
    version = passport_versions.by_number(office, 1)
    frozen = passport_versions.frozen(office, version.id)
    assert paper_of(office, version.id) == render_passport(frozen)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_nothing_is_cut_off_or_nameless(
    qtbot: QtBot, qapp: QApplication, draft: PrintPreview, lang: str
) -> None:
    speak(qapp, lang)
    qtbot.wait(1)
    assert cut_off(draft) == []
    assert nameless(draft) == []
