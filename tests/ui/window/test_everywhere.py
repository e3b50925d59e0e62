"""Every page in every language and size: nothing cut off, every control named, keys that work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
from cluster_desktop.ui.trail import Trail
from cluster_desktop.ui.widgets_state import TextLabel
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]
PLACES = [
    Place("home"),
    Place("partners"),
    Place("partners", tab="map"),
    Place("agreements"),
    Place("agreements", tab="templates"),
    *(
        Place("practice", tab=t)
        for t in ("board", "table", "students", "periods", "slots", "years")
    ),
    Place("mentors"),
    Place("graduates"),
    Place("journal"),
    Place("bin"),
    *(
        Place("settings", tab=t)
        for t in ("general", "college", "numbers", "lists", "backup", "about")
    ),
]


@pytest.fixture
def first_page() -> str:
    return "bin"


def visible(window: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    for widget in window.findChildren(kind):
        if widget.isVisible() and widget.width() > 0:
            yield widget


def cut_off(window: MainWindow) -> list[str]:
    """Buttons and labels whose words are wider than they are."""
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


def outside(window: MainWindow) -> list[str]:
    """Buttons of the frame that lie beyond the window's edge."""
    edge = window.rect()
    return [
        b.objectName() or b.text()
        for b in visible(window.titles, QAbstractButton)
        if isinstance(b, QAbstractButton)
        and not edge.contains(b.mapTo(window, b.rect().bottomRight()))
    ]


@pytest.mark.parametrize("size", [(1366, 697), (1093, 545)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_cut_off_and_everything_is_named(
    translated: None, window: MainWindow, settle: Settle, lang: str, size: tuple[int, int]
) -> None:
    window.commands.run(f"language_{lang}")
    window.resize(*size)
    problems: list[str] = []
    for place in PLACES:
        window.open_place(place)
        settle()
        where = f"{place.page} {place.tab}: "
        found = cut_off(window) + nameless(window) + outside(window)
        problems += [where + one for one in found]
    assert "\n".join(problems) == ""


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
