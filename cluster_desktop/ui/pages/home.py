"""Home: what needs attention today, worst first; recent records; what ends next; the last backup.

Every number opens exactly the list it counts. Nothing here is typed; all of it is read in a worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Alert, Changes, Condition, Hit, Query, Ref, Row
from cluster_desktop.services import reports, safety
from cluster_desktop.ui.desk import Desk, Place, place_of, place_of_record
from cluster_desktop.ui.moments import utc_now, when
from cluster_desktop.ui.pages.exchange_home import ExchangeCard, alerts_of
from cluster_desktop.ui.pages.home_deliveries import DeliveriesCard
from cluster_desktop.ui.pages.home_parts import (
    AlertLine,
    DoneLine,
    FactLine,
    KindLine,
    ListCard,
    Starter,
)
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import Button, Card, TextLabel
from cluster_desktop.ui.work import run

RECENT = 8
NEXT = 6
RIGHT_WIDTH, RIGHT_NARROW = 352, 300
ROOMY, BESIDE = 1000, 860
QWIDGETSIZE_MAX = (1 << 24) - 1
# The sentence beside the button says the rest.
EXCHANGE_LINES = ("exchange_old", "exchange_conflicts")
SHORT_VERBS = {"mark_signed": N_("Mark…")}
RUNNING = ("in_force", "expiring")


@dataclass(frozen=True)
class Facts:
    """Everything Home shows, read at one moment."""

    alerts: list[Alert]
    recent: list[tuple[Hit, datetime | None]]
    ending: list[tuple[Ref | None, str, str, Place, bool]]
    kinds: list[tuple[str, str, int]]
    deliveries: list[Row]
    drafts: list[tuple[str, str]]
    copied: datetime | None
    empty: bool


class HomePage(Page):
    """The page the day begins with."""

    KEY = "home"
    HEAD = ("new",)
    COMMANDS = frozenset({"refresh"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._facts: Facts | None = None
        self._stack = QStackedWidget(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._build_work()
        self._build_start()
        desk.exchange.came.connect(self._on_exchange)
        self.retranslate()

    # ---- making ----

    def _build_work(self) -> None:
        inner = QWidget()
        self.needs = ListCard(inner)
        self.needs.body.setContentsMargins(0, 0, 0, 0)
        self.done = DoneLine(self.needs)
        self.needs.body.addWidget(self.done)
        self.recent = ListCard(inner)
        self.deliveries = DeliveriesCard(self.desk, inner)
        self.ending = ListCard(inner)
        self.kinds = ListCard(inner)
        self.backup = Card(" ", inner)
        self._copy_text = TextLabel(ink="muted", role="caption", parent=self.backup, wrap=True)
        self._copy_now = Button(dense=True, parent=self.backup)
        self._copy_now.setObjectName("backup_now")
        self._copy_now.clicked.connect(lambda: self.desk.command.emit("backup"))
        row = QHBoxLayout()
        row.addWidget(self._copy_text, 1)
        row.addWidget(self._copy_now, 0, Qt.AlignmentFlag.AlignTop)
        self.backup.body.addLayout(row)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.needs)
        left.addWidget(self.recent)
        left.addStretch(1)
        self._right = QWidget(inner)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        self.exchange = ExchangeCard(self.desk, inner)
        for card in (self.deliveries, self.exchange, self.ending, self.kinds, self.backup):
            right.addWidget(card)
        right.addStretch(1)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._across.setContentsMargins(16, 0, 16, 12)
        self._across.setSpacing(12)
        self._across.addLayout(left, 1)
        self._across.addWidget(self._right)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        area.setWidget(inner)
        self._area = area
        self._stack.addWidget(area)

    def _build_start(self) -> None:
        inner = QWidget(self)
        self._hello = TextLabel(parent=inner, wrap=True)
        self.starters = {
            "new_partner": Starter("partners", True, inner),
            "import": Starter("import", False, inner),
            "new_memorandum": Starter("agreements", False, inner),
        }
        grid = QGridLayout()
        grid.setSpacing(12)
        for column, (key, card) in enumerate(self.starters.items()):
            card.chosen.connect(lambda wanted=key: self.desk.command.emit(wanted))
            card.setMinimumHeight(220)
            grid.addWidget(card, 0, column)
        down = QVBoxLayout(inner)
        down.setContentsMargins(16, 8, 16, 16)
        down.setSpacing(16)
        down.addWidget(self._hello)
        down.addLayout(grid)
        self._sample = Button(look="flat", icon="info", parent=inner)
        self._sample.setObjectName("try_sample")
        self._sample.clicked.connect(lambda: self.desk.command.emit("sample"))
        down.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignLeft)
        down.addStretch(1)
        self._start = inner
        self._stack.addWidget(inner)

    # ---- the page ----

    def title(self) -> str:
        today = self.office.today()
        return QLocale().toString(QDate(today.year, today.month, today.day), "d MMMM, dddd")

    def open_place(self, place: Place) -> None:
        self.reload()

    def run(self, command: str) -> None:
        if command == "refresh":
            self.reload()

    def panes(self) -> Sequence[QWidget]:
        if self._stack.currentWidget() is self._start:
            return (self._start,)
        return (self.needs, self.recent, self._right)

    def start_focus(self) -> None:
        rows = self.needs.rows()
        if rows:
            rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def records_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def reload(self) -> None:
        """Read everything anew in a worker."""
        run(self, lambda _p: self._read(), done=self._show, failed=self.desk.fail)

    def _on_exchange(self) -> None:
        """Its lines stand among the others: shown anew where they differ."""
        told = {line.alert for line in self.needs.rows() if isinstance(line, AlertLine)}
        kept = {one for one in told if one.key in EXCHANGE_LINES}
        if self._facts is not None and kept != set(alerts_of(self.desk)):
            self._show(self._facts)

    def _read(self) -> Facts:
        office = self.office
        recent: list[tuple[Hit, datetime | None]] = []
        for hit in office.search("", RECENT):
            lines = office.history(hit.entity, hit.id)
            recent.append((hit, lines[0].moment if lines else None))
        everything = Query("agreement")
        counts = office.counts_by(everything, "kind")
        labels = dict(office.entity("agreement").fields["kind"].options())  # type: ignore[attr-defined]
        kinds = [(kind, label, counts[kind]) for kind, label in labels.items() if counts.get(kind)]
        copies = safety.backups(office)
        partners = Query("organisation", where=(Condition("is_own", "is", False),))
        empty = not counts and not office.count(partners)
        drafts = [(kind, str(body.get("title", ""))) for kind, _at, body in office.drafts()]
        return Facts(
            alerts=office.alerts(), recent=recent, ending=self._read_ending(), kinds=kinds,
            deliveries=reports.next_due(office),
            drafts=drafts, copied=copies[0].made_at if copies else None, empty=empty,
        )  # fmt: skip

    def _read_ending(self) -> list[tuple[Ref | None, str, str, Place, bool]]:
        where = (Condition("state", "in", RUNNING), Condition("until", "filled"))
        columns = ("number", "partner_id", "until", "days_left", "state")
        query = Query("agreement", where=where, sort=(("until", False),), columns=columns)
        found = []
        for row in self.office.rows(query, NEXT):
            days = row["days_left"] or 0
            left = ngettext("{n} day", "{n} days", days).format(n=days)
            said = f"{format_date(row['until'])} · {left}"
            place = Place("agreements", record=row.id)
            text = str(row["number"] or "")
            found.append((row["partner_id"], text, said, place, row["state"] == "expiring"))
        return found

    def _show(self, facts: Facts) -> None:
        self._facts = facts
        focused = self._focused_alert()
        self._stack.setCurrentWidget(self._start if facts.empty else self._area)
        inside = QApplication.focusWidget()
        if inside is not None and self.isAncestorOf(inside):
            # A line that goes hands its focus on, and the page would scroll there.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        lines = [self._alert_line(one) for one in (*facts.alerts, *alerts_of(self.desk))]
        width = max((line.button_width() for line in lines), default=0)
        for line in lines:
            line.set_button_width(width)
        self.needs.set_rows(lines)
        said = _("Nothing else is urgent.") if lines else _("Nothing is urgent today.")
        self.done.set_text(said)
        self._show_recent(facts)
        self.deliveries.show_rows(facts.deliveries)
        self._show_ending(facts)
        self._show_kinds(facts)
        now = utc_now()
        if facts.copied is None:
            self._copy_text.setText(_("No backup copy has been made yet."))
        else:
            made = when(facts.copied, now)
            self._copy_text.setText(_("Last backup copy: {when}").format(when=made))
        if focused:
            self._focus_alert(focused)

    def _alert_line(self, alert: Alert) -> AlertLine:
        short = SHORT_VERBS.get(alert.verb_key)
        line = AlertLine(alert, _(short) if short else alert.verb, self.needs)
        place = place_of(alert.query) if alert.query is not None else None
        if place is not None:
            line.clicked.connect(lambda _on=False, to=place: self.desk.go.emit(to))
        elif alert.verb_key:
            line.clicked.connect(lambda _on=False: self._act(alert, None))
        line.verb_wanted.connect(lambda: self._act(alert, place))
        return line

    def _act(self, alert: Alert, place: Place | None) -> None:
        if place is None:
            self.desk.command.emit(alert.verb_key)
        else:
            self.desk.act.emit(place, alert.verb_key)

    def _focused_alert(self) -> str:
        for line in self.needs.rows():
            if isinstance(line, AlertLine) and line.hasFocus():
                return line.alert.key
        return ""

    def _focus_alert(self, key: str) -> None:
        for line in self.needs.rows():
            if isinstance(line, AlertLine) and line.alert.key == key:
                line.setFocus()

    def _show_recent(self, facts: Facts) -> None:
        now = utc_now()
        rows: list[QWidget] = []
        for kind, title in facts.drafts:
            said = _("Unfinished: {what}").format(what=title or _("New memorandum"))
            line = FactLine("edit", said, _("Continue"), look="soon")
            line.clicked.connect(lambda _on=False, key=kind: self.desk.command.emit(f"draft:{key}"))
            rows.append(line)
        for hit, moment in facts.recent:
            note = when(moment, now) if moment is not None else ""
            line = FactLine(self.office.entity(hit.entity).icon, hit.title, note)
            place = place_of_record(hit.entity, hit.id)
            line.clicked.connect(lambda _on=False, to=place: self.desk.go.emit(to))
            rows.append(line)
        self.recent.setVisible(bool(rows))
        self.recent.set_rows(rows)

    def _show_ending(self, facts: Facts) -> None:
        rows: list[QWidget] = []
        for partner, number, said, place, soon in facts.ending:
            name = partner.title if partner is not None else ""
            line = FactLine("calendar", name or number, said, look="soon" if soon else "")
            line.clicked.connect(lambda _on=False, to=place: self.desk.go.emit(to))
            rows.append(line)
        self.ending.setVisible(bool(rows))
        self.ending.set_rows(rows)

    def _show_kinds(self, facts: Facts) -> None:
        most = max((count for _k, _l, count in facts.kinds), default=1)
        rows: list[QWidget] = []
        for kind, label, count in facts.kinds:
            line = KindLine(label, count, count / most)
            place = Place("agreements", where=(Condition("kind", "is", kind),))
            line.clicked.connect(lambda _on=False, to=place: self.desk.go.emit(to))
            rows.append(line)
        self.kinds.setVisible(bool(rows))
        self.kinds.set_rows(rows)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Home"))
        self.needs.set_title(_("Needs action"))
        self.recent.set_title(_("Recent"))
        self.deliveries.retranslate()
        self.exchange.retranslate()
        self.ending.set_title(_("Ending next"))
        self.kinds.set_title(_("Agreements by kind"))
        self.backup.set_title(_("Safety"))
        self._copy_now.setText(_("Copy now"))
        hello = _("Let us begin: add a partner, load your Excel list, or prepare a memorandum.")
        self._hello.setText(hello)
        self.starters["new_partner"].set_texts(
            _("Add the first partner"),
            _("Name and BIN are enough; the rest can wait."),
            _("New partner"),
        )
        self.starters["import"].set_texts(
            _("Load your Excel list"),
            _("Partners, agreements, students, mentors; you see everything before it is saved."),
            _("Import…"),
        )
        self.starters["new_memorandum"].set_texts(
            _("Prepare a memorandum"),
            _("In Kazakh and Russian, ready to print in two minutes."),
            _("New memorandum"),
        )
        self._sample.setText(_("Try with sample data"))
        if self._facts is not None:
            self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= BESIDE
        ways = QBoxLayout.Direction
        self._across.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        width = RIGHT_WIDTH if self.width() >= ROOMY else RIGHT_NARROW
        # Below the other cards (help is open beside them) the column is as wide as they are.
        self._right.setMinimumWidth(width if beside else 0)
        self._right.setMaximumWidth(width if beside else QWIDGETSIZE_MAX)
