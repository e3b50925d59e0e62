"""The passport: its 11 sections, what is typed, what the records say, what is missing.

The text of a section is typed here; everything else comes from the records. Reading runs in a
worker; what is being typed is never overwritten by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, language
from cluster_desktop.query import Figure, Query, Row
from cluster_desktop.services import cluster, passport, passport_versions
from cluster_desktop.services.passport import SectionState
from cluster_desktop.services.passport_content import Section
from cluster_desktop.services.passport_lists import list_of
from cluster_desktop.services.passport_rules import Gap
from cluster_desktop.ui.charts import ChartView
from cluster_desktop.ui.desk import Desk, place_of_record
from cluster_desktop.ui.pages.cluster_keeper import LANGUAGES, TextKeeper, unsaved
from cluster_desktop.ui.pages.cluster_passport_acts import (
    LOOKS,
    PassportActs,
    Verb,
    state_words,
    verbs,
    version_words,
)
from cluster_desktop.ui.pages.cluster_passport_parts import (
    BelongsCard,
    FactsCard,
    GapBar,
    TableShown,
)
from cluster_desktop.ui.pages.cluster_sections import SectionList
from cluster_desktop.ui.pages.cluster_sheets import CardSheet
from cluster_desktop.ui.pages.cluster_text import TextBox
from cluster_desktop.ui.pages.figure_link import open_figure, open_query
from cluster_desktop.ui.pages.scrolling import scrolling
from cluster_desktop.ui.theme import changes, scaled, text_percent
from cluster_desktop.ui.widgets import Button, Card, Meter, Pill, Segmented, TextLabel
from cluster_desktop.ui.work import run

NARROW_UNDER = 1080
SHARES = {"empty": 0.0, "started": 0.5, "complete": 1.0}
# Sections that the cluster's own fields feed, beside their lists.
WITH_CARD = (1, 3, 4)
LOCKED = ("state", "state_on", "passport_state", "passport_note")
SECTION_KEY = "cluster.section"


@dataclass(frozen=True)
class Read:
    """The passport at one moment: all states, and one section in full."""

    number: int
    row: Row
    states: list[SectionState]
    texts: Mapping[int, Row]
    versions: list[Row]
    section: Section
    figures: Mapping[str, Figure]


class PassportTab(QWidget):
    """List of sections, the editor of one, and at the right what feeds it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._office = desk.office
        self._read: Read | None = None
        self._reading = self._again = False
        self._offered: list[Verb] = []
        self.acts = PassportActs(desk, self)
        self._build()
        changes().changed.connect(self._lay_out)
        self.keeper = TextKeeper(desk, self.box.edit, self)
        self.keeper.told.connect(desk.said)
        left = unsaved(desk)
        kept = desk.preferences.get(SECTION_KEY, "1")
        self._number = left[0] if left else int(kept) if kept.isdecimal() else 1
        self._lang = left[1] if left else "ru" if language() == "ru" else "kk"
        self.retranslate()
        self.refresh()

    # ---- making ----

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(12)
        column.addLayout(self._meter_row())
        across = QHBoxLayout()
        across.setSpacing(12)
        self._left = Card("", self, margin=1)
        self.sections = SectionList(self._left)
        self.sections.chosen.connect(self.open_section)
        self._left.body.addWidget(self.sections)
        across.addWidget(self._left)
        across.addWidget(self._middle(), 1)
        self.facts = FactsCard()
        self.facts.figure_wanted.connect(lambda figure: open_figure(self._desk, figure))
        self.facts.card_wanted.connect(lambda: self.open_card())
        self.belongs = BelongsCard()
        self.belongs.gap_wanted.connect(self.show_gap)
        self._right = _column(self.facts, self.belongs)
        across.addWidget(self._right)
        column.addLayout(across, 1)

    def _meter_row(self) -> QHBoxLayout:
        self.meter = Meter(self)
        self._done = TextLabel("", parent=self)
        self._state = Pill(parent=self)
        self._version = TextLabel("", "caption", "muted", self, elide=True)
        self._version.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.compare = Button(icon="history", dense=True, parent=self)
        self.compare.setObjectName("passport_compare")
        self.compare.clicked.connect(self.open_compare)
        self.verb = Button(icon="arrow-right", dense=True, parent=self)
        self.verb.setObjectName("passport_verb")
        self.verb.clicked.connect(lambda: self._act(0))
        self.more = Button(look="flat", icon="more", dense=True, parent=self)
        self.more.setObjectName("passport_more")
        self._menu = QMenu(self.more)
        self.more.setMenu(self._menu)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.meter)
        row.addWidget(self._done)
        row.addWidget(self._version, 1)
        for part in (self._state, self.compare, self.verb, self.more):
            row.addWidget(part)
        return row

    def _middle(self) -> QWidget:
        card = Card("", self, margin=16)
        card.body.setContentsMargins(16, 10, 16, 10)
        head = self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._title = TextLabel("", "section", parent=card, wrap=True)
        self.languages = Segmented(parent=card)
        self.languages.setObjectName("passport_language")
        self.languages.changed.connect(self.open_language)
        head.addWidget(self._title, 1)
        head.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(head)
        self._locked = TextLabel("", "caption", "muted", card, wrap=True)
        self._locked.hide()
        card.body.addWidget(self._locked)
        self.box = TextBox()
        self._data = QVBoxLayout()
        self._data.setSpacing(16)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.setSpacing(12)
        inside.addWidget(self.box)
        inside.addLayout(self._data)
        inside.addStretch(1)
        card.body.addWidget(scrolling(inner), 1)
        self.gaps = GapBar(card)
        self.gaps.gap_wanted.connect(self.show_gap)
        self.gaps.mark.clicked.connect(self.mark)
        card.body.addWidget(self.gaps)
        return card

    # ---- reading ----

    def refresh(self) -> None:
        """Read anew; a second wish while reading is read once more, not at the same time."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        number = self._number
        run(self, lambda _p: self._read_all(number), done=self._came, failed=self._failed)

    def _read_all(self, number: int) -> Read:
        office = self._office
        section, figures = passport.section_with_figures(office, number)
        return Read(
            number=number,
            row=cluster.needed(office),
            states=passport.states(office),
            texts=passport.texts(office),
            versions=passport_versions.versions(office),
            section=section,
            figures=figures,
        )

    def _failed(self, why: Exception) -> None:
        self._reading = False
        self._desk.fail(why)

    def _came(self, read: Read) -> None:
        self._reading = False
        self._read = read
        if self._again or read.number != self._number:
            self._again = False
            self.refresh()
        if read.number == self._number:
            self._show(read)

    def is_read(self) -> bool:
        """Whether what is on the screen is the section that was asked for."""
        return not self._reading and self._read is not None and self._read.number == self._number

    # ---- showing ----

    def _show(self, read: Read) -> None:
        self.acts.states, self.acts.versions = read.states, read.versions
        self.sections.set_states(read.states, read.number)
        self._show_state(read)
        state = read.states[read.number - 1]
        self._title.setText(f"{state.number}. {state.title}")
        self._show_text(read, state.title)
        self._show_data(read.section)
        gaps = list(state.gaps)
        self.facts.show_facts(read.section.facts, read.figures, with_card=read.number in WITH_CARD)
        self.belongs.show_section(passport.checks(state), gaps)
        self._lay_out()
        self.gaps.show_gaps([gap for gap in gaps if gap.severity == "missing"] or gaps)
        self._show_mark(state)

    def _show_state(self, read: Read) -> None:
        done, whole = passport.completeness(read.states)
        self.meter.set_parts([SHARES[state.state] for state in read.states])
        said = _("Complete sections: {n} of {whole}").format(n=done, whole=whole)
        self._done.setText(said)
        self.meter.setAccessibleName(said)
        now = str(read.row["passport_state"])
        look, icon = LOOKS.get(now, ("neutral", "info"))
        self._state.set(state_words(now), look, icon)
        self._version.setText(version_words(read.versions))
        self.compare.setVisible(bool(read.versions))
        self._offered = verbs(now)
        self.verb.setVisible(bool(self._offered))
        if self._offered:
            self.verb.setText(self._offered[0].label)
        self._menu.clear()
        for at, verb in enumerate(self._offered[1:], start=1):
            self._menu.addAction(verb.label, partial(self._act, at))
        if any(state.can_be_marked and not state.marked for state in read.states):
            self._menu.addAction(_("Mark all sections that lack nothing"), self.mark_all)
        for row in read.versions:
            said = _("Print version {n}").format(n=row["number"])
            self._menu.addAction(said, partial(self.print_version, row.id))
        self.more.setVisible(not self._menu.isEmpty())
        locked = now not in passport.OPEN
        self.box.set_read_only(locked)
        self._locked.setVisible(locked or now == "returned")
        self._locked.setText(self._why_locked(now, str(read.row["passport_note"] or "–")))

    @staticmethod
    def _why_locked(state: str, note: str) -> str:
        if state == "returned":
            return _("Returned for revision: {why}").format(why=note)
        if state == "submitted":
            return _("The text is locked until the council has decided.")
        return _("The text is locked in this state. To change it, choose “Amend”.")

    def _show_text(self, read: Read, title: str) -> None:
        row = read.texts.get(read.number)
        saved = str((row[f"text_{self._lang}"] if row is not None else "") or "")
        if self.keeper.section() == (read.number, self._lang):
            self.keeper.renew(saved)
        else:
            self.keeper.open(read.number, self._lang, title, saved)
        self.languages.set_value(self._lang)
        self.box.count()

    def _show_data(self, section: Section) -> None:
        """Tables and charts of the section, made anew."""
        while (item := self._data.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for table in section.tables:
            if not table.rows:
                continue
            query = list_of(table.key)
            shown = TableShown(table, opens=query is not None)
            if query is not None:
                shown.open_wanted.connect(lambda asked=query: open_query(self._desk, asked))
            self._data.addWidget(shown)
        for chart in section.charts:
            view = ChartView()
            view.show_chart(chart)
            self._data.addWidget(view)

    def _show_mark(self, state: SectionState) -> None:
        mark = self.gaps.mark
        mark.setText(_("Take the mark back") if state.marked else _("Mark the section as complete"))
        mark.set_icon("undo" if state.marked else "tick")
        is_open = not self.box.edit.isReadOnly()
        mark.setEnabled(is_open and (state.marked or state.can_be_marked))

    # ---- doing ----

    def section(self) -> int:
        return self._number

    def open_section(self, number: int) -> None:
        """Show another section; what was typed in this one is saved."""
        self.keeper.save()
        self._wait_for_text()
        self._number = number
        self._desk.preferences.put(SECTION_KEY, str(number))
        self.sections.choose(number)
        self.refresh()

    def open_language(self, lang: str) -> None:
        """The text of this section in another language."""
        self.keeper.save()
        self._wait_for_text()
        self._lang = lang if lang in LANGUAGES else "kk"
        self.refresh()

    def _wait_for_text(self) -> None:
        """What is typed before the other text is there would land in this one."""
        self.box.edit.setReadOnly(True)

    def mark(self) -> None:
        """Mark the section as complete, or take the mark back."""
        read = self._read
        if read is None:
            return
        number, wanted = read.number, not read.states[read.number - 1].marked
        self.keeper.save(
            lambda: self._desk.write(self, lambda: passport.mark(self._office, number, wanted))
        )

    def mark_all(self) -> None:
        self.keeper.save(lambda: self._desk.write(self, lambda: passport.mark_all(self._office)))

    def show_gap(self, gap: Gap) -> None:
        """Where a gap is filled: the records, the text, or the field of a record."""
        if gap.query is not None:
            open_query(self._desk, gap.query)
        elif gap.entity == "passport_section":
            self.open_section(gap.section)
            if gap.field.startswith("text_"):
                self.open_language(gap.field.removeprefix("text_"))
            self.box.edit.setFocus()
        elif gap.entity == "cluster":
            self.open_card(gap.field)
        elif gap.record is not None:
            place = place_of_record(gap.entity, gap.record)
            if place is not None:
                self._desk.go.emit(place)

    def open_card(self, field: str = "") -> None:
        """The cluster's own fields: names, region, model, initiator."""
        if self._read is None:
            return
        card = CardSheet(self._desk, "cluster", self._read.row.id, locked=LOCKED)
        self._desk.sheet.emit(card, "right")
        if field and card.form is not None:
            card.form.show_field(field)

    def open_compare(self) -> None:
        from cluster_desktop.ui.pages.cluster_compare import CompareSheet

        self.keeper.save(lambda: self._desk.sheet.emit(CompareSheet(self._desk), "right"))

    def _act(self, at: int) -> None:
        verb = self._offered[at].key
        self.keeper.save(lambda: self.acts.run(verb))

    def print_version(self, version: UUID | None = None) -> None:
        """The preview of the draft, or of a frozen version."""
        # Loads ReportLab and the print system: paid by the first print.
        from cluster_desktop.ui.pages.passport_job import open_passport

        def show() -> None:
            open_passport(self._desk, version)

        self.keeper.save(show)

    # ---- what the page asks ----

    def head(self) -> tuple[str, ...]:
        return ("print",)

    def run(self, command: str) -> bool:
        if command == "print":
            self.print_version()
            return True
        return False

    def show_query(self, query: Query) -> bool:
        """A place that names a section: its first record's."""
        if query.entity not in ("cluster", "passport_section", "passport_version"):
            return False
        wanted = [one.value for one in query.where if one.field == "section"]
        if wanted and str(wanted[0]).isdecimal():
            self.open_section(int(wanted[0]))
        return True

    def open_record(self, entity: str, record: UUID) -> bool:
        if entity == "passport_section":
            self.open_section(int(self._office.get(entity, record)["section"]))
        return entity in ("cluster", "passport_section", "passport_version")

    def panes(self) -> tuple[QWidget, ...]:
        return (self.sections, self.box, self.gaps, self._right)

    def start_focus(self) -> None:
        self.sections.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Passport"))
        self.sections.setAccessibleName(_("Sections of the passport"))
        self.box.retranslate()
        self.box.edit.setAccessibleName(_("Text of the section"))
        self.languages.setAccessibleName(_("Language of the text"))
        self.languages.set_options(
            [("kk", _("in Kazakh")), ("ru", _("in Russian")), ("en", _("in English"))]
        )
        self.languages.set_value(self._lang if hasattr(self, "_lang") else "kk")
        self.compare.setText(_("Compare"))
        self.more.setAccessibleName(_("More"))
        self.more.setToolTip(_("More"))
        if self._read is not None:
            # Titles and sentences were made in the other language.
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page comes, or the window closes: what is typed is kept at once, then saved."""
        if self.keeper.is_changed():
            self.keeper.keep()
            self.keeper.save()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        narrow = self.width() < NARROW_UNDER
        self._left.setFixedWidth(scaled(216 if narrow else 252))
        self._right.setFixedWidth(max(scaled(212 if narrow else 240), self._least_right()))
        self.meter.setFixedWidth(150 if narrow else 272)
        ways = QBoxLayout.Direction
        beside = text_percent() == 100 or not narrow
        self._head.setDirection(ways.LeftToRight if beside else ways.TopToBottom)

    def _least_right(self) -> int:
        """Where a button says more than the column is wide, nothing is cut at its edge."""
        inner = self._right.widget()
        bar = self._right.verticalScrollBar().sizeHint().width()
        return inner.minimumSizeHint().width() + bar if inner is not None else 0


def _column(*cards: QWidget) -> QScrollArea:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return scrolling(inner)
