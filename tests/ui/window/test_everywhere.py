"""Keys, menus, help and the smallest window, over all pages.

What is cut off, nameless or English on a page is looked for in tests/ui/test_every_page.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from cluster_desktop.i18n import LANGUAGES
from cluster_desktop.ui.actions import COMMANDS, MENUS, Actions, with_access_keys
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.help import find_topics, topics
from cluster_desktop.ui.keys import PHYSICAL
from cluster_desktop.ui.navigation import two_lines
from cluster_desktop.ui.pages import PAGES
from cluster_desktop.ui.pages.practice import MADE as PRACTICE_TABS
from cluster_desktop.ui.pages.settings import SettingsPage
from cluster_desktop.ui.theme import TEXT_SIZES, apply_text_size, scaled
from cluster_desktop.ui.trail import Trail
from cluster_desktop.ui.widgets_state import TextLabel
from cluster_desktop.ui.window import MainWindow
from tests.ui.desks import settle

Settle = Callable[[], None]


@pytest.fixture
def first_page() -> str:
    return "bin"


def visible(window: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    for widget in window.findChildren(kind):
        if widget.isVisible() and widget.width() > 0:
            yield widget


def cut_off(window: MainWindow) -> list[str]:
    """Buttons and labels whose words are wider than they are."""
    settle()
    found: list[str] = []
    for button in visible(window, QPushButton):
        assert isinstance(button, QPushButton)
        words = QFontMetrics(button.font()).horizontalAdvance(button.text().replace("&", ""))
        if words > button.width():
            found.append(f"button {button.text()!r} {words} > {button.width()}")
    for label in visible(window, QLabel):
        assert isinstance(label, QLabel)
        elides = isinstance(label, TextLabel) and label.full_text() != label.text()
        if label.wordWrap() or elides or label.pixmap().width():
            continue
        words = QFontMetrics(label.font()).horizontalAdvance(label.text().split("\n")[0])
        if words > label.width() + 1:
            found.append(f"label {label.text()!r} {words} > {label.width()}")
    return found


def nameless(window: MainWindow) -> list[str]:
    """Focusable controls that a screen reader could not name."""
    return [
        f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"
        for widget in visible(window, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and widget.focusProxy() is None
    ]


def test_the_panel_beside_a_narrow_list_is_whole(
    translated: None, window: MainWindow, settle: Settle, agreements: dict[str, UUID]
) -> None:
    window.commands.run("language_kk")
    window.resize(1093, 545)
    window.open_place(Place("agreements", record=agreements["expiring"]))
    settle()
    assert cut_off(window) == []
    assert nameless(window) == []


def test_the_window_may_be_as_small_as_960_by_520(window: MainWindow, settle: Settle) -> None:
    for key in PAGES:
        window.open_place(Place(key))
        settle()
    needed = window.minimumSizeHint()
    assert needed.width() <= 960
    assert needed.height() <= 520


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_every_stop_of_the_rail_is_whole_in_the_smallest_window(
    window: MainWindow, settle: Settle, qapp: QApplication, percent: int
) -> None:
    apply_text_size(qapp, percent)
    window.resize(960, 520)
    settle()
    assert window.height() == 520
    boxes = [item.geometry() for item in window.rail.items.values()]
    assert all(above.bottom() < below.top() for above, below in pairwise(boxes))
    assert all(box.height() >= 26 for box in boxes)
    assert boxes[-1].bottom() <= window.rail.height()
    window.resize(1300, 800)
    settle()
    assert window.rail.items["bin"].height() == scaled(36)


def test_keys_of_commands_are_unique_and_work_in_any_layout(window: MainWindow) -> None:
    keys = [command.keys for command in COMMANDS if command.keys]
    assert len(keys) == len(set(keys))
    allowed = {"Left", "Right", "PgDown", "PgUp"} | {f"F{n}" for n in range(1, 13)}
    last = [QKeySequence(key).toString().split("+")[-1] for key in keys]
    assert [key for key in last if not (key in allowed or (key.isalnum() and len(key) == 1))] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_access_keys_differ_within_each_menu(
    translated: None, window: MainWindow, settle: Settle, lang: str
) -> None:
    window.commands.run(f"language_{lang}")
    settle()
    clashes = []
    for menu, _label in MENUS:
        texts = [window.actions_of[c.key].text() for c in COMMANDS if c.menu == menu]
        letters = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
        if len(letters) != len(set(letters)):
            clashes.append(menu)
    assert clashes == []


def test_every_text_gets_an_access_key_while_letters_last() -> None:
    assert with_access_keys(["Save", "Sort", "Search"]) == ["&Save", "S&ort", "S&earch"]


def test_ctrl_k_works_on_the_physical_key_of_a_kazakh_layout(
    window: MainWindow, settle: Settle
) -> None:
    scan = next(code for code, key in PHYSICAL.items() if key == Qt.Key.Key_K)
    event = QKeyEvent(
        QEvent.Type.KeyPress, 0x41B, Qt.KeyboardModifier.ControlModifier, scan, 0, 0, "л"
    )
    QApplication.sendEvent(window, event)
    settle()
    layer = window.layer()
    assert layer is not None
    assert layer.sheet.objectName() == "palette"


def test_a_letter_without_ctrl_stays_a_letter(window: MainWindow, settle: Settle) -> None:
    scan = next(code for code, key in PHYSICAL.items() if key == Qt.Key.Key_K)
    event = QKeyEvent(QEvent.Type.KeyPress, 0x41B, Qt.KeyboardModifier.NoModifier, scan, 0, 0, "л")
    QApplication.sendEvent(window, event)
    settle()
    assert window.layer() is None


def test_help_has_the_same_pages_in_three_languages() -> None:
    keys = {lang: [topic.key for topic in topics(lang)] for lang in LANGUAGES}
    assert keys["kk"] == keys["ru"] == keys["en"]
    assert set(PAGES) <= set(keys["en"])


def test_f1_opens_a_page_of_its_own_on_each_tab(window: MainWindow, settle: Settle) -> None:
    named: dict[Place, str] = {}
    places = [Place(key) for key in PAGES] + [Place("practice", tab=key) for key in PRACTICE_TABS]
    places += [Place("agreements", tab="templates")]
    for place in places:
        window.open_place(place)
        settle()
        page = window.page()
        assert page is not None
        named[place] = page.help_topic()
    known = {topic.key for topic in topics("en")}
    assert {place: topic for place, topic in named.items() if topic not in known} == {}
    own = {place.tab: named[place] for place in places if place.page == "practice" and place.tab}
    assert own == {
        "board": "practice",
        "table": "practice",
        "students": "students",
        "hours": "hours",
        "periods": "periods",
    }


def test_links_between_help_pages_lead_somewhere() -> None:
    lost = []
    for lang in LANGUAGES:
        known = {topic.key for topic in topics(lang)}
        for topic in topics(lang):
            named = re.findall(r"\]\(([a-z]+)\)", topic.text)
            lost += [f"{lang} {topic.key}: {one}" for one in named if one not in known]
    assert lost == []


def test_the_help_of_the_settings_names_every_tab(window: MainWindow, settle: Settle) -> None:
    for lang in LANGUAGES:
        window.commands.run(f"language_{lang}")
        window.open_place(Place("settings"))
        settle()
        page = window.page()
        assert isinstance(page, SettingsPage)
        (told,) = (topic.text for topic in topics(lang) if topic.key == "settings")
        titles = [page.tabs.tabText(n) for n in range(page.tabs.count())]
        assert [title for title in titles if f"**{title}**" not in told] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_help_page_fits_a_screen_and_has_numbered_steps(lang: str) -> None:
    assert [t.key for t in topics(lang) if t.text.count("\n") > 20 or "\n1. " not in t.text] == []


def test_help_is_found_in_any_spelling() -> None:
    assert find_topics("КЕЛІСІМДІ УЗАРТУ", "kk")[0].key == "renew"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("«Ақбұлақ политехникалық колледжі» МКҚК", ("Ақбұлақ", "политехникалық колледжі")),
        ("Колледж", ("Колледж", "")),
        ("ГККП «Аркалыкский колледж", ("ГККП", "Аркалыкский колледж")),
    ],
)
def test_the_name_of_a_college_in_two_lines(name: str, lines: tuple[str, str]) -> None:
    assert two_lines(name) == lines


def test_a_new_place_forgets_what_lay_ahead() -> None:
    trail = Trail()
    for page in ("home", "partners", "agreements"):
        trail.visit(Place(page))
    assert trail.back() == Place("partners")
    trail.visit(Place("settings"))
    assert trail.forward() is None
    assert trail.back() == Place("partners")


def test_the_command_list_is_made_once(window: MainWindow) -> None:
    assert isinstance(window.actions_of, Actions)
    assert len(window.actions_of.all()) == len(COMMANDS)
