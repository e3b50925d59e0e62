"""Graduates: what became of each of them, typed by keyboard, and the figures of the year."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.i18n import _, format_share
from cluster_desktop.query import Changes, Chip, Condition
from cluster_desktop.services import attachments, outcomes
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.graduate_table import GraduateTable
from cluster_desktop.ui.key_hints import KeyHints
from cluster_desktop.ui.listing import EntityList
from cluster_desktop.ui.pages.graduates_known import Known, read_known, same, split
from cluster_desktop.ui.pages.graduates_pickers import Choices, Pickers, read_choices
from cluster_desktop.ui.pages.graduates_summary import SummaryTab
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.official_forms import FormsButton
from cluster_desktop.ui.papers_menu import open_papers
from cluster_desktop.ui.widgets import Meter, TextLabel
from cluster_desktop.ui.work import run

SOON_MS = 150
MOST_AT_ONCE = 5_000


class GraduateList(EntityList):
    """Students with what became of them; columns and views apart from the list of students."""

    TABLE = GraduateTable
    READ_WHEN_MADE = False  # all students, before the year is known


class GraduatesPage(ListPage):
    """Statuses · Summary."""

    KEY = "graduates"
    ENTITY = "student"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._known = Known({}, 0, None, rated=False)
        super().__init__(desk, parent)
        self._chosen_by_hand = False
        self.pickers = Pickers(self)
        self.meter = Meter(self)
        self.meter.setFixedWidth(72)
        self._with_status = TextLabel("", "caption", "muted", self)
        self.hints = KeyHints(self)
        self.forms = FormsButton(desk, "student", self, period=self._period)
        for widget in (self.meter, self._with_status, self.pickers, self.forms):
            self.top.addWidget(widget)
        self.list.put_in_foot(self.hints)
        self.summary = SummaryTab(desk, self)
        self.summary.on_print(self.print_year)
        self.add_tab("summary", self.summary)
        self.add_belongings(without={"placement"})
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._count)
        self.pickers.picked.connect(self._on_picked)
        self.table.files_dropped.connect(self.attach)
        self.table.files_wanted.connect(self._choose_files)
        self.list.narrowing.set_chips(self._chips)
        self.show_year(self._this_year(), None)
        self._read_choices()
        self.retranslate()

    def made_list(self) -> GraduateList:
        return GraduateList(self.desk.office, self.desk.bridge, "student", self, name="graduates")

    @property
    def table(self) -> GraduateTable:
        """The table of the first tab, which is of our own kind."""
        made = self.list.table
        if not isinstance(made, GraduateTable):
            raise Bug("made_list makes the graduates' table")
        return made

    def title(self) -> str:
        return _("Graduates")

    def tab_titles(self) -> list[str]:
        return [_("Statuses"), _("Summary")]

    # ---- year and speciality ----

    def _this_year(self) -> int:
        """The year whose graduates are followed now."""
        today = self.office.today()
        return today.year if outcomes.graduation_day(self.office, today.year) <= today else (
            today.year - 1)  # fmt: skip

    def year(self) -> int | None:
        return self.pickers.year()

    def show_year(self, year: int | None, speciality: UUID | None) -> None:
        """The graduates of a year (None: of all) and of a speciality."""
        self.pickers.pick(year, speciality)
        self.summary.show_year(year or self._this_year(), speciality)
        self.list.set_base(outcomes.graduates(year, speciality).where)
        self._say_empty()
        self._count()

    def _on_picked(self) -> None:
        self._chosen_by_hand = True
        self.show_year(self.pickers.year(), self.pickers.speciality())

    def _read_choices(self) -> None:
        run(
            self, lambda _p: read_choices(self.office), done=self._take_choices,
            failed=self.desk.fail,
        )  # fmt: skip

    def _take_choices(self, choices: Choices) -> None:
        self.pickers.offer(choices)
        year = self.pickers.year()
        if choices.years and year not in choices.years and not self._chosen_by_hand and year:
            # Nobody is loaded for this year yet: the newest there is.
            self.show_year(choices.years[0], None)

    def _period(self) -> str | None:
        year = self.year()
        return None if year is None else str(year)

    # ---- counts ----

    def _count(self) -> None:
        year, speciality = self.pickers.year(), self.pickers.speciality()
        run(
            self, lambda _p: (year, speciality, read_known(self.office, year, speciality)),
            done=self._take_known, failed=self.desk.fail,
        )  # fmt: skip

    def _take_known(self, found: tuple[int | None, UUID | None, Known]) -> None:
        year, speciality, known = found
        if (year, speciality) != (self.pickers.year(), self.pickers.speciality()):
            return
        self._known = known
        self.list.narrowing.load_chips()
        self._show_known()

    def _show_known(self) -> None:
        known = self._known
        total = known.total()
        done = total - known.of("unknown")
        self.meter.set_value(done / total if total else 0.0)
        self._with_status.setText(f"{done} / {total}")
        said = _("{done} of {total} graduates have a status").format(done=done, total=total)
        self._with_status.setAccessibleName(said)
        self._with_status.setToolTip(said)
        self.list.set_summary(lambda _n: self._rate_words())

    def _rate_words(self) -> list[str]:
        if not self._known.rated or self._known.rate is None:
            return []
        return [_("Employment rate: {rate} %").format(rate=format_share(self._known.rate))]

    def _chips(self) -> list[Chip]:
        return self._known.chips()

    def records_changed(self, changes: Changes) -> None:
        if changes.entities & {"outcome", "student", "setting"}:
            self._soon.start()
        if changes.entities & {"student", "speciality"}:
            self._read_choices()

    # ---- the page ----

    def place(self) -> Place:
        record = self.panel.record_id() if self.panel.isVisible() else None
        return Place(self.KEY, tab=self._tab, where=self.list.query().where, record=record)

    def open_place(self, place: Place) -> None:
        """A place's conditions on year and speciality become the pickers, the rest a filter."""
        if place.where is not None:
            self._chosen_by_hand = True
            year, speciality, rest = split(place.where)
            self.show_year(year, speciality)
            self._show_rest(rest)
            self.list.set_on(place.query.on if place.query is not None else None)
        self.show_tab(place.tab or "all")
        if place.text:
            self.list.set_text(place.text)
        if place.record is not None:
            self.list.select(place.record)
            self.open_record(place.record)
        if place.new:
            self.run("new")

    def _show_rest(self, rest: tuple[Condition, ...]) -> None:
        chip = next((one for one in self._chips() if one.where and same(one.where, rest)), None)
        if chip is not None:
            self.list.set_where(())
            self.list.choose_chips([chip.key])
        else:
            self.list.set_where(rest)

    def show_tab(self, key: str) -> None:
        super().show_tab(key)
        if self._tab == "summary":
            self.summary.reload()

    def start_focus(self) -> None:
        if self._tab == "summary":
            self.summary.start_focus()
        else:
            super().start_focus()

    def run(self, command: str) -> None:
        if command == "refresh" and self._tab == "summary":
            self.summary.reload()
        elif command == "import":
            self.output.import_into("outcome")
        else:
            super().run(command)

    def act(self, verb: str) -> None:
        """Home's button: the statuses of those whom its line counted, ready for typing."""
        self.start_focus()

    def open_new(self) -> None:
        self._show_panel()
        year = self.year() or self._this_year()
        self.panel.open_new("student", {"graduation_year": year, "status": "graduated"})

    def print_chosen(self) -> None:
        """The list of graduates as a paper of the ticked ones; without ticks as it is shown."""
        ticked = self.list.table.rows.ticked_ids() if self._tab == "all" else []
        if ticked:
            self._print_list(ticked)
        elif self._tab == "summary":
            self.print_year()
        else:
            super().print_chosen()

    def print_year(self) -> None:
        """The list of graduates of the year and speciality as a paper."""
        query = outcomes.graduates(self.pickers.year(), self.pickers.speciality())
        run(
            self, lambda _p: [row.id for row in self.office.rows(query, MOST_AT_ONCE)],
            done=self._print_list, failed=self.desk.fail,
        )  # fmt: skip

    def _print_list(self, records: list[UUID]) -> None:
        open_papers(self.desk, "graduates", "student", records)

    def give_status(self, records: list[UUID]) -> None:
        """The menu of statuses for the ticked rows."""
        table = self.table
        lines = [line for one in records if (line := table.rows.line_of(one)) >= 0]
        bar = self.list.bar
        table.open_menu(bar.mapToGlobal(bar.rect().topLeft()), lines)

    # ---- proof ----

    def attach(self, line: int, paths: list[Path]) -> None:
        """Copies of the files as proof of what is known of a graduate."""
        record = self.list.table.rows.id_at(line)
        if record is None:
            return

        def job() -> Changes:
            known = outcomes.newest(self.office, [record]).get(record)
            if known is None:
                raise Refusal(_("Choose the status first, then attach its proof."))
            changes = Changes()
            for path in paths:
                changes = attachments.attach(
                    self.office, "outcome", known.id, path, kind="evidence"
                )
            return changes

        self.desk.write(self, job)

    def _choose_files(self, line: int) -> None:
        names, _kinds = QFileDialog.getOpenFileNames(self, _("Choose a file…"))
        if names:
            self.attach(line, [Path(name) for name in names])

    # ---- texts ----

    def _say_empty(self) -> None:
        year = self.pickers.year()
        said = (
            _("The list of graduates of {year} is not loaded.").format(year=year)
            if year is not None
            else _("No graduates yet.")
        )
        self.list.set_empty(said, [(_("Import…"), "import", lambda: self.run("import"), True)])

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                ("status", _("Status…"), "edit", self.give_status),
                ("print", _("Print graduate list"), "print", self._print_list),
                ("set_field", _("Set field…"), "columns", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.hints.set_hints(
            [
                ("E", _("work")),
                ("S", _("study")),
                ("A", _("army")),
                ("L", _("leave")),
                ("O", _("other")),
                ("P", _("in the speciality")),
                ("Enter", _("where")),
                ("Ctrl+D", _("as above")),
                ("Alt+↓", _("all")),
            ]
        )
        self.pickers.retranslate()
        self.forms.retranslate()
        self._say_empty()
        self._show_known()
        self.list.retranslate()
        self._read_choices()
