"""The main window: rail, title row, pages, status strip; it hears what pages ask and does it.

Knows pages by key and makes them when first opened. Reads records through the office only to show
badges and what can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.actions import Actions
from cluster_desktop.ui.alt_menu import AltMenu
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.commands import Commands
from cluster_desktop.ui.desk import Desk, Place, Preferences
from cluster_desktop.ui.exchange_link import Facade
from cluster_desktop.ui.exchange_words import result_sentence
from cluster_desktop.ui.firstrun import DONE, FirstRun
from cluster_desktop.ui.form import EntityForm
from cluster_desktop.ui.frame import SampleBar, StatusStrip, TitleRow
from cluster_desktop.ui.help import HelpPanel
from cluster_desktop.ui.keys import LayoutKeys, first_stop, pane_of
from cluster_desktop.ui.layer import Floating
from cluster_desktop.ui.navigation import Rail
from cluster_desktop.ui.news import Facts, News
from cluster_desktop.ui.pages import PAGES
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.preferences import bytes_of, text_of
from cluster_desktop.ui.sheet import Overlay
from cluster_desktop.ui.theme import text_percent, theme_choice
from cluster_desktop.ui.widgets import Banner, Toasts

NARROW_UNDER = 1200
SHEET_WIDTH = 940
MINIMUM = (960, 520)


class MainWindow(QMainWindow):
    """The program's window. `sample` marks the separate database of sample data."""

    sample_wanted = Signal()
    """The person wants to look around in sample data (a database of its own)."""
    leave_sample_wanted = Signal()
    page_made = Signal()
    """A page was opened first: its modules are loaded and its widgets stay."""

    def __init__(
        self,
        office: Office,
        preferences: Preferences,
        *,
        sample: bool = False,
        exchange: Callable[[], Facade] | None = None,
    ) -> None:
        """`exchange` makes the exchange when it is asked for first: loading it takes time."""
        super().__init__()
        self._office = office
        self._preferences = preferences
        self._is_sample = sample
        self.bridge = OfficeBridge(office, self)
        self.desk = Desk(office, self.bridge, preferences, self, exchange=exchange, sample=sample)
        self.actions_of = Actions(self)
        self._pages: dict[str, Page] = {}
        self._guest: QWidget | None = None
        self._layer: Overlay | None = None
        self._covers = False
        self._first: FirstRun | None = None
        self.rail_page = ""  # key of the page that is open
        self._build()
        self.commands = Commands(self, self.desk, self.actions_of, self)
        self._connect()
        self._keys = LayoutKeys(self.actions_of.all, self)
        QApplication.instance().installEventFilter(self._keys)  # type: ignore[union-attr]
        self.setMinimumSize(*MINIMUM)
        self.retranslate()
        self._restore()

    # ---- making ----

    def _build(self) -> None:
        self.menu = AltMenu(self, self.actions_of)
        self.rail = Rail(self)
        self.titles = TitleRow(self.actions_of, self)
        self.banner = Banner(self)
        self.sample_bar = SampleBar(self)
        self.sample_bar.setVisible(self._is_sample)
        self.pages = QStackedWidget(self)
        self.help = HelpPanel(self)
        self.help.hide()
        self.status = StatusStrip(self)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.pages, 1)
        body.addWidget(self.help)
        self._paper = QWidget(self)
        column = QVBoxLayout(self._paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.sample_bar, self.banner, self.titles):
            column.addWidget(part)
        column.addLayout(body, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._paper, 1)
        right.addWidget(self.status)
        self._everyday = QWidget(self)
        across = QHBoxLayout(self._everyday)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self._whole = QStackedWidget(self)
        self._whole.addWidget(self._everyday)
        self.setCentralWidget(self._whole)
        self.toasts = Toasts(self._paper)

    def _connect(self) -> None:
        run = self.commands.run
        self.rail.wanted.connect(lambda key: self.open_place(Place(key)))
        self.titles.chosen.connect(run)
        self.status.language_wanted.connect(lambda lang: run(f"language_{lang}"))
        self.status.journal_wanted.connect(lambda: self.open_place(Place("journal")))
        self.status.exchange_wanted.connect(lambda tab: self.open_place(Place("exchange", tab=tab)))
        self.sample_bar.leave_wanted.connect(self.leave_sample_wanted)
        self.help.closed.connect(self.help.hide)
        self.commands.looks_changed.connect(self._tick_looks)
        self.commands.sample_wanted.connect(self.sample_wanted)
        desk = self.desk
        desk.go.connect(self.open_place)
        desk.said.connect(lambda text: self.toasts.show(text))
        desk.refused.connect(lambda text: self.toasts.show(text, seconds=12))
        desk.trouble.connect(self._on_trouble)
        desk.sheet.connect(self.lay)
        desk.page.connect(self._show_guest)
        self.bridge.changed.connect(self._on_changed)
        work.on_problem(lambda _owner, why: desk.fail(why))
        self.news = News(self._office, desk, self)
        self.news.came.connect(self._show_facts)
        self._hear_exchange()

    def _hear_exchange(self) -> None:
        link = self.desk.exchange
        link.came.connect(self._show_exchange)
        link.began.connect(lambda: self.status.show_running(""))
        link.told.connect(lambda _done, _total, text: self.status.show_running(text))
        link.ended.connect(lambda _receipt: self._exchange_over())
        link.failed.connect(lambda _sentence: self._exchange_over())

    def _restore(self) -> None:
        """Open as the window was left, or with the first-start screens."""
        geometry = self._preferences.get("geometry")
        if not geometry or not self.restoreGeometry(bytes_of(geometry)):
            self.resize(1366, 728)
        self.refresh()
        if self._office.setting(DONE) is None and not self._is_sample:
            self._first_run()
            return
        start = self._preferences.get("start_page", "last")
        wanted = self._preferences.get("page", "home") if start == "last" else start
        self.open_place(Place(wanted if wanted in PAGES else "home"))

    def _first_run(self) -> None:
        run = self.commands.run
        first = FirstRun(self.desk, self)
        first.language_wanted.connect(lambda lang: run(f"language_{lang}"))
        first.theme_wanted.connect(lambda choice: run(f"theme_{choice}"))
        first.sample_wanted.connect(self.sample_wanted)
        first.finished.connect(self._first_run_done)
        self._whole.addWidget(first)
        self._whole.setCurrentWidget(first)
        self._first = first

    def _first_run_done(self, then: str) -> None:
        first, self._first = self._first, None
        self._whole.setCurrentWidget(self._everyday)
        if first is not None:
            self._whole.removeWidget(first)
            first.deleteLater()
        self.refresh()
        self.open_place(Place("home"))
        if then:
            self.commands.run(then)

    def first_run(self) -> FirstRun | None:
        """The first-start screens while they are open."""
        return self._first

    # ---- pages ----

    def page(self) -> Page | None:
        """The page that is open; none during the first start."""
        return self._pages.get(self.rail_page)

    def open_place(self, place: Place) -> None:
        """Go somewhere and remember it for Back."""
        if not self._uncover():
            return
        page = self.page()
        if page is not None:
            self.desk.trail.stay(page.place())
        self._show(place)
        self.desk.trail.visit(place)
        self._tell_trail()

    def _show(self, place: Place) -> None:
        before, opened = self.rail_page, False
        try:
            self._turn_to(place)
            opened = True
        finally:
            if not opened:
                # The error flies on to the crash window; the rail names the page that is seen.
                self._stay_on(before)

    def _stay_on(self, key: str) -> None:
        self.rail_page = key
        page = self.page()
        if page is not None:
            self.rail.set_current(page.rail())
            self.pages.setCurrentWidget(page)
            self._retitle()

    def _turn_to(self, place: Place) -> None:
        page = self._pages.get(place.page)
        if page is None:
            page = PAGES[place.page](self.desk, self.pages)
            page.retitled.connect(self._retitle)
            self._pages[place.page] = page
            self.pages.addWidget(page)
            self.page_made.emit()
        if place.page != self.rail_page:
            self.toasts.went_on()
        self.rail_page = place.page
        self.pages.setCurrentWidget(page)
        page.open_place(place)
        self.rail.set_current(page.rail())
        self._preferences.put("page", place.page)
        self._retitle()
        page.start_focus()
        if self.help.isVisible():
            self.help.open(page.help_topic())

    def _retitle(self) -> None:
        page = self.page()
        if page is None:
            return
        wide = self.width() >= NARROW_UNDER
        search = 300 if not wide else 260 if "import" in page.head() else 320
        makes_other = "new" in page.head() and page.KEY not in ("partners", "agreements")
        self.titles.set_page(page.title(), page.head(), search, makes_other=makes_other)
        self._tell_commands()

    def _tell_commands(self) -> None:
        """Commands of the page are off while a sheet or the import lies over it."""
        page = self.page()
        covered = self._guest is not None or (self._layer is not None and self._covers)
        self.actions_of.allow(lambda key: page is not None and page.can(key), covered=covered)
        self.toasts.keep_off_buttons(covered)

    def _show_guest(self, guest: QWidget) -> None:
        """A page without a place on the rail: the import."""
        self._leave_guest()
        self._guest = guest
        closed = getattr(guest, "closed", None)
        if closed is not None:
            closed.connect(self._leave_guest)
        self.pages.addWidget(guest)
        self.pages.setCurrentWidget(guest)
        self.titles.hide()
        self._tell_commands()
        guest.setFocus()

    def _leave_guest(self) -> None:
        guest, self._guest = self._guest, None
        if guest is None:
            return
        self.pages.removeWidget(guest)
        guest.deleteLater()
        self.titles.show()
        page = self.page()
        if page is not None:
            self.pages.setCurrentWidget(page)
        self._tell_commands()

    def _uncover(self) -> bool:
        """Away with the sheet and the import over the page; False while one must stay."""
        if not self._may_leave():
            self._stay_on(self.rail_page)
            return False
        if self._layer is not None:
            self._layer.close_sheet()
        self._leave_guest()
        return True

    def _may_leave(self) -> bool:
        """False while a sheet or the import does something that must be stopped first."""
        sheet = self._layer.sheet if self._layer is not None else None
        for part in (self._guest, sheet):
            may = getattr(part, "may_close", None)
            if callable(may) and not may():
                self.toasts.show(_("Something is still running here. Cancel it first."))
                return False
        return True

    def _is_undecided(self) -> bool:
        """Whether a typed value met a change from elsewhere and waits for its person; shown."""
        for form in self.findChildren(EntityForm):
            name = form.clashing()
            if name is None:
                continue
            for key, page in self._pages.items():
                if page.isAncestorOf(form):
                    self._stay_on(key)
            if form.isVisible():
                form.show_field(name)
                said = _("Decide first which value stays: {field}")
                self.toasts.show(said.format(field=form.entity.fields[name].title()))
                return True
        return False

    def step(self, forward: bool) -> None:
        """Alt+Right and Alt+Left."""
        if not self._uncover():
            return
        page = self.page()
        if page is not None:
            self.desk.trail.stay(page.place())
        place = self.desk.trail.forward() if forward else self.desk.trail.back()
        if place is not None:
            self._show(place)
        self._tell_trail()

    def _tell_trail(self) -> None:
        back, forward = self.desk.trail.can_go()
        self.actions_of["back"].setEnabled(back)
        self.actions_of["forward"].setEnabled(forward)

    def walk_panes(self, step: int) -> None:
        """F6: rail, title row, the page's own panes, status strip, round and round."""
        page = self.page()
        own = page.panes() if page is not None else ()
        panes = [p for p in (self.rail, self.titles, *own, self.status) if p.isVisible()]
        pane = panes[(pane_of(QApplication.focusWidget(), panes) + step) % len(panes)]
        stop = self.rail.items[self.rail.current()] if pane is self.rail else first_stop(pane)
        stop.setFocus(Qt.FocusReason.TabFocusReason)

    # ---- what commands ask for ----

    def lay(self, sheet: QWidget, anchor: str) -> None:
        """Lay a sheet over the page ("right") or the window ("middle", "top")."""
        if self._layer is not None:
            self._layer.close_sheet()
        if anchor == "right":
            width = int(getattr(sheet, "sheet_width", SHEET_WIDTH))
            self._layer = Overlay(self._paper, sheet, width=width)
        else:
            self._layer = Floating(self._whole, sheet, top=64 if anchor == "top" else None)
        self._layer.closed.connect(self._layer_closed)
        # The search runs commands of the page beneath it.
        self._covers = anchor != "top"
        self._tell_commands()

    def layer(self) -> Overlay | None:
        """The sheet's holder while one is open."""
        return self._layer

    def _layer_closed(self) -> None:
        self._layer = None
        self._tell_commands()

    def open_new_menu(self) -> None:
        button = self.titles.new
        self.titles.new_menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def toggle_help(self) -> None:
        """F1: the help of this page, or away with it."""
        page = self.page()
        topic = page.help_topic() if page is not None else "firstrun"
        if self._guest is not None:
            asked = getattr(self._guest, "help_topic", None)
            topic = str(asked()) if callable(asked) else "import"
        if self.help.isVisible() and self.help.topic() == topic:
            self.help.hide()
        else:
            self.open_help(topic)

    def open_help(self, topic: str) -> None:
        self.help.open(topic)
        self.help.show()

    def _tick_looks(self) -> None:
        self.actions_of[f"theme_{theme_choice()}"].setChecked(True)
        self.actions_of[f"text_{text_percent()}"].setChecked(True)

    def retranslate(self) -> None:
        self.actions_of.retranslate()
        self._tick_looks()
        self.setAccessibleName(_("Cluster Desktop"))
        self.toasts.clear()  # it spoke the other language
        self._retitle()

    # ---- what others did ----

    def _on_changed(self, changes: Changes) -> None:
        self.banner.clear()
        self.toasts.went_on(changes.action)
        self.status.show_saved(datetime.now(UTC).astimezone())
        self.news.read_soon()
        self.desk.exchange.read_soon()

    def _on_trouble(self, text: str) -> None:
        self.banner.show_problem(text)
        self.status.show_unsaved()

    def refresh(self) -> None:
        self.news.read()
        self.desk.exchange.read()

    def _show_facts(self, facts: Facts) -> None:
        self.desk.alerts = facts.alerts
        for key in self.rail.items:
            if key != "exchange":
                self.rail.set_badge(key, *facts.badge(key))
        self.rail.head.set_name(facts.college)
        name = f" – {facts.college}" if facts.college else ""
        self.setWindowTitle(_("Cluster Desktop") + name)
        self.actions_of.set_undo(facts.undo, facts.redo)
        self.desk.alerted.emit()

    def _show_exchange(self) -> None:
        """Strip and badge; decisions wait calmly, whatever page is open."""
        link = self.desk.exchange
        state = link.state if not link.is_sample() else None
        waits = state is not None and state.stage == "member"
        self.rail.set_badge("exchange", state.conflicts if state and waits else 0, "conflict")
        if not link.is_running():
            self.status.show_exchange(state)

    def _exchange_over(self) -> None:
        """What a run did is said where the person is now, if that is another page."""
        link = self.desk.exchange
        self._show_exchange()
        if self.rail_page == "exchange":
            return
        said = link.trouble
        if link.receipt is not None:
            said = result_sentence(link.receipt)
        if said:
            self.toasts.show(
                said, verb=_("Show"), action=lambda: self.open_place(Place("exchange")), seconds=12
            )

    # ---- Qt ----

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_UNDER
        self.rail.set_narrow(narrow)
        self.titles.set_narrow(narrow)
        self._retitle()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave() or self._is_undecided():
            event.ignore()
            return
        self._preferences.put("geometry", text_of(self.saveGeometry()))
        QApplication.instance().removeEventFilter(self._keys)  # type: ignore[union-attr]
        self.bridge.close()
        super().closeEvent(event)
