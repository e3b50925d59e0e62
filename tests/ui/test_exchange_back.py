"""A lost regional office comes back in the window: real computers over a real folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.sync import finding, returning
from cluster_desktop.sync.medium import Medium
from cluster_desktop.sync.office_keys import Root
from cluster_desktop.ui.exchange_recovery import RecoveryWords
from cluster_desktop.ui.pages.exchange import ExchangePage
from cluster_desktop.ui.pages.exchange_back import BackScreen
from cluster_desktop.ui.pages.exchange_first import FirstTab
from cluster_desktop.ui.pages.exchange_run import RunTab
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.widgets import Button
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases
from tests.sync.loss import Loss
from tests.sync.region import PASSPHRASE
from tests.ui.counting import Hand
from tests.ui.exchange_hands import named, technical
from tests.ui.hands import settle
from tests.ui.walking import texts

NAME = "Кеңсенің жаңа компьютері"


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


@pytest.fixture
def loss(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loss]:
    monkeypatch.setattr(finding, "sticks", lambda _region=None: [])
    made = Loss(databases, tmp_path)
    yield made
    settle()
    made.close()


@pytest.fixture
def window(qtbot: QtBot, loss: Loss) -> MainWindow:
    loss.new.office.put_setting("firstrun.done", "yes")
    kept = FilePreferences(loss.new.folder / "preferences.ini")
    made = MainWindow(loss.new.office, kept, exchange=lambda: loss.new.exchange)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    made.activateWindow()
    settle()
    return made


def screen_of(window: MainWindow, hand: Hand) -> BackScreen:
    """The screen, opened by hand."""
    hand.click(named(window, "rail_exchange"))
    hand.click(named(window, "choice_way_lost"))
    page = window.page()
    assert isinstance(page, ExchangePage)
    first = page.shown()
    assert isinstance(first, FirstTab)
    assert first.current() is first.back
    return first.back


def choose(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))


def fill(window: MainWindow, hand: Hand, words: str) -> None:
    area = named(window, "recovery_words")
    assert isinstance(area, QPlainTextEdit)
    area.setPlainText(words)  # pasted of a text, or typed: the field cannot tell
    name = named(window, "computer_name")
    assert isinstance(name, QLineEdit)
    name.clear()
    hand.type(NAME, on=name)


def test_with_the_words_of_the_sheet_the_office_stands_on_this_computer(
    qtbot: QtBot, loss: Loss, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand(qtbot)
    screen = screen_of(window, hand)
    assert not screen.go.isEnabled()
    choose(monkeypatch, loss.share)
    hand.click(named(window, "back_folder"))
    fill(window, hand, loss.words)
    seen = texts(window)
    assert "All 36 words are there, and they are right." in seen
    hand.click(named(window, "bring_back"))
    seen |= texts(window)
    assert any("this computer admits and excludes others" in text for text in seen)
    assert loss.new.exchange.state().stage == "off"
    hand.click(named(window, "ask_verb"))
    page = window.page()
    assert isinstance(page, ExchangePage)
    hand.wait(lambda: isinstance(page.shown(), RunTab))
    tab = page.shown()
    assert isinstance(tab, RunTab)
    hand.wait(lambda: bool(tab.result.text()))
    assert "Received: " in tab.result.text()
    seen |= texts(window)
    assert page.tabs.isVisible()
    assert loss.new.office.count("student") == 2
    assert [one.owner for one in loss.new.exchange.members()][-1] == NAME
    assert screen.words.text() == ""
    assert technical(seen) == []


def test_with_the_file_from_the_safe_as_well(
    qtbot: QtBot, loss: Loss, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand(qtbot)
    screen = screen_of(window, hand)
    choose(monkeypatch, loss.share)
    hand.click(named(window, "back_folder"))
    screen.by.set_value("file")
    screen.by.changed.emit("file")
    chosen = (str(loss.file), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: chosen)
    hand.click(named(window, "back_file"))
    phrase = named(window, "back_passphrase")
    assert isinstance(phrase, QLineEdit)
    hand.type("another passphrase", on=phrase)
    hand.click(named(window, "bring_back"))
    hand.click(named(window, "ask_verb"))
    hand.wait(lambda: "does not fit" in screen.problem.text())
    assert (loss.new.exchange.state().stage, loss.keys()) == ("off", [])
    phrase.clear()
    hand.type(PASSPHRASE, on=phrase)
    hand.click(named(window, "bring_back"))
    hand.click(named(window, "ask_verb"))
    hand.wait(lambda: loss.new.exchange.state().role == "region")
    assert phrase.text() == ""


def test_an_empty_folder_and_one_of_another_region_are_told_and_nothing_is_kept(
    qtbot: QtBot, loss: Loss, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hand = Hand(qtbot)
    screen = screen_of(window, hand)
    empty, gone = tmp_path / "бос", tmp_path / "жоқ"
    empty.mkdir()
    others = " ".join(w for line in Root("", b"x" * 32).recovery_words("ru") for w in line)
    said = []
    for folder, words in ((empty, loss.words), (gone, loss.words), (loss.share, others)):
        choose(monkeypatch, folder)
        hand.click(named(window, "back_folder"))
        fill(window, hand, words)
        hand.click(named(window, "bring_back"))
        hand.click(named(window, "ask_verb"))
        hand.wait(lambda: bool(screen.problem.text()))
        said.append(screen.problem.text())
    assert "is empty" in said[0]
    assert "жоқ" in said[1]
    assert "“Қостанай облысы”" in said[2]
    assert technical(said) == []
    assert (loss.new.exchange.state().stage, loss.keys()) == ("off", [])
    assert loss.new.exchange.place() is None
    assert screen.go.isEnabled()


def test_cancel_stops_it_and_nothing_was_changed(
    qtbot: QtBot, loss: Loss, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, gate = threading.Event(), threading.Event()

    def slow(root: Root, medium: Medium) -> bytes:
        going.set()
        gate.wait(20)
        return list_for(root, medium)

    list_for = returning.list_for
    monkeypatch.setattr(returning, "list_for", slow)
    hand = Hand(qtbot)
    screen = screen_of(window, hand)
    choose(monkeypatch, loss.share)
    hand.click(named(window, "back_folder"))
    fill(window, hand, loss.words)
    hand.click(named(window, "bring_back"))
    verb = named(window, "ask_verb")
    assert isinstance(verb, Button)
    verb.click()  # a hand waits until all work is done, which this must not
    qtbot.waitUntil(lambda: going.is_set() and screen.bar.isVisible())
    (cancel,) = [one for one in screen.bar.findChildren(Button) if one.isVisible()]
    cancel.click()
    gate.set()
    qtbot.waitUntil(lambda: not screen.bar.isVisible())
    settle()
    assert screen.problem.text() == "Stopped. Nothing was changed."
    assert (loss.new.exchange.state().stage, loss.keys()) == ("off", [])
    assert screen.words.is_whole()


# ---- while the words are typed ----


@pytest.fixture
def field(qtbot: QtBot) -> RecoveryWords:
    made = RecoveryWords("words")
    qtbot.addWidget(made)
    made.retranslate()
    made.show()
    return made


def lines() -> list[str]:
    return [" ".join(line) for line in Root("", bytes(range(32))).recovery_words("kk")]


def slip(field: RecoveryWords, text: str) -> str:
    field.area.setPlainText(text)
    return field.note.text()


def test_each_slip_is_told_as_soon_as_it_is_typed(field: RecoveryWords) -> None:
    first, second = lines()[:2]
    swapped = " ".join([*second.split()[1::-1], *second.split()[2:]])
    word = second.split()[1]
    wrong = word[:-1] + "щщ"
    asked: list[tuple[str, str]] = [
        (first, "9 of 36 words."),
        (first[:-2], "8 of 36 words."),
        (f"{first}\n{swapped}", "Line 2 has a mistake"),
        (f"{first}\n{second.split()[0]} {wrong} ", f"Word 11 (line 2, place 2) – “{wrong}”"),
        ("\n".join(lines()), "All 36 words are there"),
        ("\n".join([*lines(), word]), "The number of words is 37"),
    ]
    said = [slip(field, text) for text, _wanted in asked]
    missed = [one for one, (_text, wanted) in zip(said, asked, strict=True) if wanted not in one]
    assert missed == []
    assert "Perhaps “" in said[3]


@pytest.mark.parametrize(
    ("lang", "label", "wrong"),
    [
        ("kk", "Қалпына келтіру сөздері", "1-жол, 1-орын"),
        ("ru", "Слова восстановления", "строка 1, место 1"),
    ],
)
def test_the_field_is_called_as_on_the_sheet(
    field: RecoveryWords, lang: str, label: str, wrong: str
) -> None:
    from cluster_desktop.documents import emergency_sheet

    i18n.set_language(lang)
    field.retranslate()
    assert field.area.accessibleName() == label
    printed = emergency_sheet.RECOVERY[("kk", "ru").index(lang)]
    assert printed.startswith(label)
    assert wrong in slip(field, "щщщщ ")


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_sheet_names_what_the_window_shows(lang: str) -> None:
    from cluster_desktop.documents import emergency_sheet
    from cluster_desktop.i18n import _

    i18n.set_language(lang)
    steps = " ".join(step[("kk", "ru").index(lang)] for step in emergency_sheet.STEPS)
    shown = [
        _("Data exchange"), _("We have the emergency sheet of the region's office"), _("Colleges"),
    ]  # fmt: skip
    assert [words for words in shown if f"«{words}»" not in steps] == []
