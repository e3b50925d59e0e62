"""What the window's commands do: the page's own first, then those of the whole program.

Knows the window only as a Host, so that it stays free of how the frame is built.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Query
from cluster_desktop.services import print_job, safety
from cluster_desktop.ui import work
from cluster_desktop.ui.actions import Actions
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import PAGE_OF, TAB_OF, Desk, Place
from cluster_desktop.ui.pages import PAGES
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.search import SearchPalette
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.theme import apply_text_size, apply_theme
from cluster_desktop.ui.widgets import Toasts

if TYPE_CHECKING:
    from cluster_desktop.ui.memorandum import MemorandumSheet


class Host(Protocol):
    """The part of the window that commands need."""

    toasts: Toasts

    def page(self) -> Page | None: ...

    def open_place(self, place: Place) -> None: ...

    def step(self, forward: bool) -> None: ...

    def walk_panes(self, step: int) -> None: ...

    def lay(self, sheet: QWidget, anchor: str) -> None: ...

    def toggle_help(self) -> None: ...

    def open_help(self, topic: str) -> None: ...

    def open_new_menu(self) -> None: ...

    def refresh(self) -> None: ...

    def close(self) -> bool: ...


class Commands(QObject):
    """Runs commands by key; `looks_changed` after theme, text size or language were chosen."""

    looks_changed = Signal()
    sample_wanted = Signal()

    def __init__(self, host: Host, desk: Desk, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host
        self._desk = desk
        self._actions = actions
        self._own: dict[str, Callable[[], object]] = {
            "undo": self.undo,
            "redo": self.redo,
            "search": self.open_search,
            "back": lambda: host.step(False),
            "forward": lambda: host.step(True),
            "next_pane": lambda: host.walk_panes(1),
            "previous_pane": lambda: host.walk_panes(-1),
            "new_menu": host.open_new_menu,
            "save": self.say_saved,
            "help": host.toggle_help,
            "about": lambda: host.open_place(Place("settings", tab="about")),
            "templates": lambda: host.open_place(Place("agreements", tab="templates")),
            "propose": lambda: desk.act.emit(Place("practice", tab="board"), "propose"),
            "quit": host.close,
            "backup": self.back_up,
            "exchange_now": lambda: host.open_place(Place("exchange", tab="exchange")),
            "conflicts": lambda: host.open_place(Place("exchange", tab="conflicts")),
            "scans": self.open_scans,
            "sample": self.sample_wanted.emit,
        }
        actions.chosen.connect(self.run)
        desk.command.connect(self.run)
        desk.act.connect(self._act)
        desk.memorandum.connect(self.new_memorandum)
        desk.papers.connect(self.show_papers)
        desk.done.connect(self.tell_done)

    def run(self, key: str) -> None:
        """Do a command, by the page if it knows it, else for the whole program."""
        page = self._host.page()
        group, _sign, value = key.partition("_")
        if key in PAGES:
            self._host.open_place(Place(key))
        elif key.startswith("draft:"):
            self.open_draft(key.removeprefix("draft:"))
        elif value and group in ("theme", "text", "language"):
            self.set_look(group, value)
        elif page is not None and page.can(key):
            page.run(key)
        elif key in self._own:
            self._own[key]()
        elif key in ("new", "new_partner", "new_memorandum", "import"):
            # Made by the lists: the list is opened first.
            self._host.open_place(Place("partners" if key == "new_partner" else "agreements"))
            opened = self._host.page()
            if opened is not None:
                opened.run(key)

    # ---- taking back ----

    def undo(self) -> None:
        """Take the last action back; if somebody touched its records since, ask first."""
        self._undo(None, force=False)

    def _undo(self, action: int | None, *, force: bool) -> None:
        office = self._desk.office
        work.run(
            self, lambda _p: office.undo(action, force=force), done=self._undone,
            failed=lambda why: self._undo_refused(action, why),
        )  # fmt: skip

    def redo(self) -> None:
        office = self._desk.office
        work.run(self, lambda _p: office.redo(), done=self._redone, failed=self._desk.fail)

    def tell_done(self, changes: Changes) -> None:
        """A toast for something done on purpose; its button takes back exactly that action."""
        action = changes.action
        if action is None or not changes.title:
            return
        self._host.toasts.show(
            changes.title, verb=_("Undo"), action=lambda: self._undo(action, force=False),
            of_action=action,
        )  # fmt: skip

    def _undone(self, changes: Changes) -> None:
        # The title says itself that this was taken back.
        self._host.toasts.show(
            changes.title, verb=_("Redo"), action=self.redo, of_action=changes.action
        )

    def _redone(self, changes: Changes) -> None:
        self._host.toasts.show(
            changes.title, verb=_("Undo"), action=self.undo, of_action=changes.action
        )

    def _undo_refused(self, action: int | None, why: Exception) -> None:
        if not isinstance(why, Refusal) or not why.findings:
            self._desk.fail(why)
            return
        ask = Ask(
            _("Some records were changed later"), why.message, _("Take back the rest"),
            lines=[found.message for found in why.findings],
        )  # fmt: skip
        ask.agreed.connect(lambda: self._undo(action, force=True))
        self._host.lay(ask, "middle")

    # ---- sheets ----

    def open_search(self) -> None:
        palette = SearchPalette(self._desk, self._actions)
        palette.command_wanted.connect(self.run)
        palette.help_wanted.connect(self._host.open_help)
        self._host.lay(palette, "top")

    def open_scans(self) -> None:
        """The sheet that takes scanned papers to their records."""
        # The reader of scans is loaded by the first of them.
        from cluster_desktop.ui.scans import ScanSheet

        self._host.lay(ScanSheet(self._desk), "right")

    def new_memorandum(self, partner: object) -> None:
        """The sheet of a new memorandum, with a partner where one is meant."""
        sheet = self._memorandum()
        sheet.open_new(partner if isinstance(partner, UUID) else None)

    def _memorandum(self) -> MemorandumSheet:
        # The sheet loads the paper's builder: paid by the first memorandum.
        from cluster_desktop.ui.memorandum import MemorandumSheet

        sheet = MemorandumSheet(self._desk)
        sheet.saved.connect(self.tell_done)
        self._host.lay(sheet, "right")
        return sheet

    def show_papers(self, agreements: list[UUID]) -> None:
        """The print preview of agreements, as one job."""
        from cluster_desktop.ui.preview import PrintPreview  # loads the print system

        preview = PrintPreview(self._desk)
        self._host.lay(preview, "right")
        preview.open_agreements(agreements)

    def open_draft(self, kind: str) -> None:
        """Continue what was begun before the program ended."""
        name, _sign, rest = kind.partition(":")
        if name == "template":
            self._host.open_place(Place("agreements", tab="templates"))
        elif name in ("passport", "new.cluster"):
            self._host.open_place(Place("cluster", tab="passport"))
        elif name == "memorandum":
            self._memorandum().open_draft()
        elif name == print_job.DRAFT:
            self._resume_printing(kind)
        else:
            kind = (rest.partition(":")[0] or name).removeprefix("new.")
            page = PAGE_OF.get(kind, "partners")
            query = Query(kind) if page in ("cluster", "needs") else None
            self._host.open_place(Place(page, TAB_OF.get(kind, ""), new=True, query=query))

    def _resume_printing(self, kept_as: str) -> None:
        """The print job whose end nobody told, with the question about it."""
        pending = print_job.pending(self._desk.office, kept_as)
        if pending is None:
            self._host.refresh()
            return
        from cluster_desktop.ui.preview import PrintPreview  # loads the print system

        preview = PrintPreview(self._desk)
        self._host.lay(preview, "right")
        preview.resume(kept_as, pending)

    def _act(self, place: Place, verb: str) -> None:
        self._host.open_place(place)
        page = self._host.page()
        if page is not None:
            page.act(verb)

    # ---- small ones ----

    def say_saved(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None:
            # A field commits when it is left; leaving and coming back saves it where it stands.
            focused.clearFocus()
            focused.setFocus()
        self._host.toasts.show(_("Everything is saved on this computer"), seconds=3)

    def back_up(self) -> None:
        office = self._desk.office
        work.run(
            self, lambda _p: safety.make_backup(office), done=self._copied, failed=self._desk.fail
        )  # fmt: skip

    def _copied(self, copy: Path) -> None:
        self._host.toasts.show(_("Backup copy made: {file}").format(file=copy.name))
        self._host.refresh()
        page = self._host.page()
        if page is not None:
            page.reload()

    def set_look(self, group: str, value: str) -> None:
        """Language, theme or text size, at once and remembered on this computer."""
        app = QApplication.instance()
        preferences = self._desk.preferences
        if not isinstance(app, QApplication):
            return
        if group == "language":
            preferences.put("language", value)
            speak(app, value)
            self._host.refresh()
        elif group == "theme" and value in ("light", "dark", "system"):
            preferences.put("theme", value)
            apply_theme(app, value)  # type: ignore[arg-type]  # checked in the line above
        elif group == "text":
            preferences.put("text_size", value)
            apply_text_size(app, int(value))
        self.looks_changed.emit()
