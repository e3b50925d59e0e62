"""Every command of the window: its name, icon and key, in menus, title row and Ctrl+K alike.

Commands carry keys only of letters, digits, F-keys and named keys, because Qt finds no others
under Cyrillic layouts. What a command does is the window's and the pages' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from cluster_desktop.i18n import LANGUAGES, N_, _, fold, translated
from cluster_desktop.ui.icons import icon


@dataclass(frozen=True)
class Command:
    """`label` is a marked msgid; `menu` the menu it stands in, `group` the exclusive choice."""

    key: str
    label: str
    menu: str
    icon: str = ""
    keys: str = ""
    group: str = ""
    line_before: bool = False


MENUS = (
    ("file", N_("File")),
    ("edit", N_("Edit")),
    ("view", N_("View")),
    ("go", N_("Go")),
    ("help", N_("Help")),
)

COMMANDS = (
    Command("new", N_("New record of this page"), "file", "add", "Ctrl+N"),
    Command("new_menu", N_("New…"), "file", "add", "Ctrl+Shift+N"),
    Command("new_partner", N_("New partner"), "file", "partners"),
    Command("new_memorandum", N_("New memorandum"), "file", "agreements"),
    Command("import", N_("Import…"), "file", "import", "Ctrl+I", line_before=True),
    Command("scans", N_("File scans…"), "file", "attach"),
    Command("excel", N_("To Excel"), "file", "excel", "Ctrl+E"),
    Command("print", N_("Print"), "file", "print", "Ctrl+P"),
    Command("save", N_("Save now"), "file", "save", "Ctrl+S", line_before=True),
    Command("backup", N_("Make a backup copy now"), "file", "copy"),
    Command("exchange_now", N_("Exchange now"), "file", "exchange", "F9", line_before=True),
    Command("quit", N_("Quit"), "file", "close", "Ctrl+Q", line_before=True),
    Command("undo", N_("Undo"), "edit", "undo", "Ctrl+Z"),
    Command("redo", N_("Redo"), "edit", "redo", "Ctrl+Y"),
    Command("search", N_("Search everything"), "edit", "search", "Ctrl+K", line_before=True),
    Command("find", N_("Search in this list"), "edit", "filter", "Ctrl+F"),
    Command("history", N_("History of the record"), "edit", "history", "Ctrl+H"),
    Command("related", N_("Go to the related record"), "edit", "link", "Ctrl+G"),
    Command("propose", N_("Propose places…"), "edit", "practice", line_before=True),
    Command("refresh", N_("Refresh the list"), "view", "exchange", "F5"),
    Command("wide_panel", N_("Panel at full width"), "view", "document", "F11"),
    Command("next_pane", N_("Next pane"), "view", "", "F6"),
    Command("previous_pane", N_("Previous pane"), "view", "", "Shift+F6"),
    Command("next_tab", N_("Next tab"), "view", "", "Ctrl+PgDown"),
    Command("previous_tab", N_("Previous tab"), "view", "", "Ctrl+PgUp"),
    Command("theme_system", N_("Theme as in the system"), "view", group="theme", line_before=True),
    Command("theme_light", N_("Light theme"), "view", group="theme"),
    Command("theme_dark", N_("Dark theme"), "view", group="theme"),
    Command("text_100", N_("Text size 100 %"), "view", group="text", line_before=True),
    Command("text_115", N_("Text size 115 %"), "view", group="text"),
    Command("text_130", N_("Text size 130 %"), "view", group="text"),
    Command("home", N_("Home"), "go", "home", "Ctrl+1"),
    Command("partners", N_("Partners"), "go", "partners", "Ctrl+2"),
    Command("agreements", N_("Agreements"), "go", "agreements", "Ctrl+3"),
    Command("practice", N_("Practice"), "go", "practice", "Ctrl+4"),
    Command("mentors", N_("Mentors"), "go", "mentors", "Ctrl+5"),
    Command("graduates", N_("Graduates"), "go", "graduates", "Ctrl+6"),
    Command("cluster", N_("Cluster"), "go", "cluster", "Ctrl+7"),
    Command("needs", N_("Labour needs"), "go", "needs", "Ctrl+8"),
    Command("reports", N_("Reports & forms"), "go", "reports", "Ctrl+9"),
    Command("templates", N_("Document templates"), "go", "document"),
    Command("exchange", N_("Data exchange"), "go", "exchange"),
    Command("duplicates", N_("Possible duplicates"), "go", "duplicates"),
    Command("journal", N_("Journal"), "go", "history"),
    Command("bin", N_("Bin"), "go", "bin"),
    Command("settings", N_("Settings"), "go", "settings"),
    Command("back", N_("Back"), "go", "chevron-left", "Alt+Left", line_before=True),
    Command("forward", N_("Forward"), "go", "chevron-right", "Alt+Right"),
    Command("help", N_("Help for this page"), "help", "question", "F1"),
    Command("about", N_("About the program"), "help", "info"),
)
BY_KEY = {command.key: command for command in COMMANDS}


def with_access_keys(texts: Iterable[str]) -> list[str]:
    """Each text with & before a letter no other text of the menu uses, first letters first."""
    taken: set[str] = set()
    made: list[str] = []
    for text in texts:
        starts = [n for n, letter in enumerate(text) if n == 0 or text[n - 1] == " "]
        order = [*starts, *range(len(text))]
        spot = next(
            (n for n in order if text[n].isalpha() and text[n].casefold() not in taken), None
        )
        if spot is not None:
            taken.add(text[spot].casefold())
        made.append(text if spot is None else f"{text[:spot]}&{text[spot:]}")
    return made


_OF_PAGES = (
    "excel", "print", "find", "history", "related", "refresh", "wide_panel", "next_tab",
    "previous_tab",
)  # fmt: skip
_MAKING = ("new", "new_menu", "new_partner", "new_memorandum", "import", "scans")


class Actions(QObject):
    """One QAction for each command; `chosen` tells which was run, by key or menu or search."""

    chosen = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(f"command_{command.key}")
            if command.icon:
                action.setIcon(icon(command.icon, "muted"))
            if command.keys:
                action.setShortcut(QKeySequence(command.keys))
            if command.group:
                action.setCheckable(True)
                group = groups.setdefault(command.group, QActionGroup(window))
                group.addAction(action)
            action.triggered.connect(lambda _on=False, key=command.key: self.chosen.emit(key))
            window.addAction(action)
            self._actions[command.key] = action
        self._undo_text = self._redo_text = ""

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def all(self) -> list[QAction]:
        return list(self._actions.values())

    def allow(self, can: Callable[[str], bool], *, covered: bool) -> None:
        """What the page `can` do, and the making of records; nothing while the page is covered.

        A sheet has keys of its own (Ctrl+P), and of two owners of a key Qt asks neither.
        """
        for key in _OF_PAGES:
            self._actions[key].setEnabled(not covered and can(key))
        for key in _MAKING:
            self._actions[key].setEnabled(not covered)

    def set_undo(self, undo: str, redo: str) -> None:
        """Titles of what can be taken back and done again; empty = nothing."""
        self._undo_text, self._redo_text = undo, redo
        self._actions["undo"].setEnabled(bool(undo))
        self._actions["redo"].setEnabled(bool(redo))
        self.retranslate()

    def name(self, key: str) -> str:
        """The command's name as a menu shows it, without access key."""
        if key == "undo" and self._undo_text:
            return _("Undo: {title}").format(title=self._undo_text)
        if key == "redo" and self._redo_text:
            return _("Redo: {title}").format(title=self._redo_text)
        return _(BY_KEY[key].label)

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus of a menu bar."""
        for key, _label in MENUS:
            menu = QMenu(bar)
            for command in (c for c in COMMANDS if c.menu == key):
                if command.line_before:
                    menu.addSeparator()
                menu.addAction(self._actions[command.key])
            bar.addMenu(menu)
            self._menus[key] = menu
        self.retranslate()

    def retranslate(self) -> None:
        for key, _label in MENUS:
            commands = [c for c in COMMANDS if c.menu == key]
            texts = with_access_keys(self.name(c.key).replace("&", "") for c in commands)
            for command, text in zip(commands, texts, strict=True):
                self._actions[command.key].setText(text)
        for (key, _l), text in zip(
            MENUS, with_access_keys(_(label) for _k, label in MENUS), strict=True
        ):
            if key in self._menus:
                self._menus[key].setTitle(text)

    def find(self, text: str, limit: int = 5) -> list[str]:
        """Keys of enabled commands whose name in any of the three languages holds every word."""
        words = fold(text).split()
        if not words:
            return []
        found: list[str] = []
        for command in COMMANDS:
            names = " ".join(fold(translated(command.label, lang)) for lang in LANGUAGES)
            if all(word in names for word in words) and self._actions[command.key].isEnabled():
                found.append(command.key)
        return found[:limit]
