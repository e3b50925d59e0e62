"""Practice · Table and Students: the same data as the board for keyboard, filter and print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Changes, Condition, Query, Ref, Row
from cluster_desktop.services import board
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages import practice_read
from cluster_desktop.ui.pages.assessment_card import AssessmentCard
from cluster_desktop.ui.pages.home_parts import FactLine
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.practice_acts import Acts
from cluster_desktop.ui.pages.practice_chosen import Load
from cluster_desktop.ui.pages.practice_out import forms_button, papers_menu
from cluster_desktop.ui.work import run

SHOWN = 30
"""Lines of a group in the panel."""
MOST_AT_ONCE = 500


class PlacementsTab(ListPage):
    """All placements; the board's period is a filter that can be taken away."""

    KEY = "practice"
    ENTITY = "placement"
    HEAD = ("import", "excel", "print")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.acts = Acts(desk, self)
        self.assessment = AssessmentCard(desk, self)
        self.assessment.counted.connect(lambda n: self.set_note("assessment", n))
        self.add_section("assessment", self.assessment)
        self.add_belongings(without={"assessment_mark", "attendance"})
        self.forms = forms_button(desk, "placement", self, self._period_name)
        head = self.list.head.layout()
        if head is not None:
            head.addWidget(self.forms)
        self._opened = False
        self.retranslate()

    def record_opened(self, record: UUID) -> None:
        self.assessment.open(record)

    def title(self) -> str:
        return _("Placements")

    def tab_titles(self) -> list[str]:
        return [_("Placements")]

    def open_place(self, place: Place) -> None:
        """First opened by its tab, it shows the board's period; opened by a query, exactly that."""
        if not self._opened and place.where is None and place.record is None:
            self._narrow_to_the_period()
        self._opened = True
        super().open_place(place)

    def _narrow_to_the_period(self) -> None:
        office, wanted = self.office, practice_read.remembered_period(self.desk)

        def find() -> UUID | None:
            period = practice_read.period_to_show(office, wanted, board.open_periods(office))
            if period is None:
                return None
            # A filter that leaves nothing would look as if there were no placements at all.
            there = office.count(Query("placement", (Condition("period_id", "is", period),)))
            return period if there else None

        run(self, lambda _p: find(), done=self._narrow_to, failed=self.desk.fail)

    def _narrow_to(self, period: UUID | None) -> None:
        if period is not None and not self.list.is_narrowed():
            self.list.set_where((Condition("period_id", "is", period),))

    def print_chosen(self) -> None:
        """Papers of the ticked ones; without ticks the list as it is shown."""
        ticked = self.list.table.rows.ticked_ids()
        if ticked:
            self._papers_of(ticked)
        else:
            super().print_chosen()

    def _period_name(self) -> str | None:
        """The period that the list is narrowed to, for the forms."""
        ids = [c.value for c in self.list.filters() if c.field == "period_id"]
        return self.office.title("practice_period", ids[0]) if len(ids) == 1 else None

    # ---- verbs ----

    def act(self, verb: str) -> None:
        """Home's button: the verb on everything its line counted."""
        if verb == "assign_mentor":
            self._with_all(self._ask_mentors)

    def _with_all(self, then: Callable[[list[UUID]], None]) -> None:
        query = Query("placement", self.list.query().where, columns=("student_id",))
        run(
            self, lambda _p: [row.id for row in self.office.rows(query, MOST_AT_ONCE)],
            done=then, failed=self.desk.fail,
        )  # fmt: skip

    def _ask_mentors(self, records: list[UUID]) -> None:
        """Of one enterprise at a time: the first one's, whose mentors are known."""

        def of_one_enterprise() -> list[UUID]:
            where = (Condition("id", "in", tuple(records)),)
            rows = self.office.rows(Query("placement", where, columns=("organisation_id",)))
            first = rows[0]["organisation_id"] if rows else None
            return [row.id for row in rows if row["organisation_id"] == first]

        run(
            self, lambda _p: of_one_enterprise(), done=self.acts.ask_mentor, failed=self.desk.fail
        )  # fmt: skip

    def move_to(self, records: list[UUID]) -> None:
        """“Place at…” for placements of one period."""

        def period() -> UUID:
            where = (Condition("id", "in", tuple(records)),)
            rows = self.office.rows(Query("placement", where, columns=("period_id",)))
            found = {row["period_id"].id for row in rows}
            if len(found) != 1:
                raise Refusal(_("Choose students of one practice period."))
            (one,) = found
            return UUID(str(one))

        load = Load(placements=tuple(records))
        run(
            self, lambda _p: period(), done=lambda one: self.acts.ask_place(load, one),
            failed=self.desk.fail,
        )  # fmt: skip

    def go_to_related(self) -> None:
        shown = self.panel.record_id()
        if shown is not None:
            student = self.office.get("placement", shown)["student_id"]
            if isinstance(student, Ref):
                self.desk.go.emit(Place("practice", tab="students", record=student.id))

    def retranslate(self) -> None:
        super().retranslate()
        self.title_section("assessment", _("Assessment"))
        self.list.set_verbs(
            [
                ("papers", _("Print…"), "print", self._papers_of),
                ("mentor", _("Mentor…"), "mentors", self.acts.ask_mentor),
                ("place", _("Place at…"), "arrow-right", self.move_to),
                ("set_field", _("Set field…"), "edit", self.set_field),
                ("lock", _("Lock or unlock"), "lock", self.acts.lock),
                ("unplace", _("Take from the place"), "close", self.acts.unplace),
                ("excel", _("Excel"), "excel", self.excel_of),
            ]
        )
        self.list.set_empty(
            _("No places of practice have been given for this period yet."),
            [
                (_("Import…"), "import", lambda: self.run("import"), True),
                (_("Board"), "practice", lambda: self._go("board"), False),
            ],
        )
        self.panel.set_buttons(
            [
                (_("Mentor…"), "mentors", lambda: self._of_shown(self.acts.ask_mentor)),
                (_("Place at…"), None, lambda: self._of_shown(self.move_to)),
                (_("Papers…"), None, lambda: self._of_shown(self._papers_of)),
            ]
        )
        self.forms.retranslate()
        self.list.retranslate()

    def _go(self, tab: str) -> None:
        self.desk.go.emit(Place("practice", tab=tab))

    def _of_shown(self, verb: Callable[[list[UUID]], None]) -> None:
        shown = self.panel.record_id()
        if shown is not None:
            verb([shown])

    def _papers_of(self, records: list[UUID]) -> None:
        papers_menu(self, self.desk, "placement", records, QCursor.pos())


class StudentsTab(ListPage):
    """All students; the panel holds consents, outcomes, obligations and placements."""

    KEY = "practice"
    ENTITY = "student"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.acts = Acts(desk, self)
        self.placements = PlacementsOf(desk, self)
        self.add_section("placements", self.placements, opened=True)
        self.add_belongings(without={"placement"})
        self.retranslate()

    def title(self) -> str:
        return _("Students")

    def help_topic(self) -> str:
        return "students"

    def tab_titles(self) -> list[str]:
        return [_("Students")]

    # ---- verbs ----

    def act(self, verb: str) -> None:
        """Home's button: those without a place are placed on the board."""
        if verb == "place":
            self.desk.go.emit(Place("practice", tab="board"))

    def place_at(self, records: list[UUID]) -> None:
        """“Place at…” in the period of the board."""
        office, wanted = self.office, practice_read.remembered_period(self.desk)

        def find() -> UUID | None:
            return practice_read.period_to_show(office, wanted, board.open_periods(office))

        def ask(period: UUID | None) -> None:
            if period is None:
                self.desk.refused.emit(_("There is no practice period yet. Add one first."))
            else:
                self.acts.ask_place(Load(students=tuple(records)), period)

        run(self, lambda _p: find(), done=ask, failed=self.desk.fail)

    # ---- panel ----

    def record_opened(self, record: UUID) -> None:
        query = Query(
            "placement",
            (Condition("student_id", "is", record),),
            sort=(("starts", True),),
            columns=("period_id", "organisation_id", "mentor_id", "starts", "ends", "current"),
        )
        run(
            self, lambda _p: (record, self.office.rows(query, SHOWN)), done=self._show_placements,
            failed=self.desk.fail,
        )  # fmt: skip

    def _show_placements(self, found: tuple[UUID, list[Row]]) -> None:
        record, rows = found
        if record == self.panel.record_id():
            self.placements.open(rows)
            self.set_note("placements", len(rows))

    def records_changed(self, changes: Changes) -> None:
        if "placement" in changes.entities:
            # Whether a student has a place is counted from placements.
            self.list.reload()
            self.list.narrowing.load_chips()
            shown = self.panel.record_id()
            if shown is not None and self.panel.isVisible():
                self.record_opened(shown)

    def go_to_related(self) -> None:
        shown = self.panel.record_id()
        if shown is not None:
            group = self.office.get("student", shown)["group_id"]
            if isinstance(group, Ref):
                self.desk.go.emit(Place("practice", tab="groups", record=group.id))

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                ("place", _("Place at…"), "arrow-right", self.place_at),
                ("papers", _("Print…"), "print", self._papers_of),
                ("set_field", _("Set field…"), "edit", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.set_empty(
            _("No students yet. Load a list from Excel or add the first one."),
            [
                (_("Import students"), "import", lambda: self.run("import"), True),
                (_("New student"), "add", lambda: self.run("new"), False),
            ],
        )
        self.panel.set_buttons(
            [
                (_("Place at…"), "arrow-right", lambda: self._of_shown(self.place_at)),
                (_("Papers…"), "print", lambda: self._of_shown(self._papers_of)),
            ]
        )
        self.title_section("placements", _("Placements"))
        self.list.retranslate()

    def _of_shown(self, verb: Callable[[list[UUID]], None]) -> None:
        shown = self.panel.record_id()
        if shown is not None:
            verb([shown])

    def _papers_of(self, records: list[UUID]) -> None:
        papers_menu(self, self.desk, "student", records, QCursor.pos())


class PlacementsOf(QWidget):
    """The placements of one student, newest first; a click opens one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("placements_of")
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def open(self, rows: Sequence[Row]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            where = row["organisation_id"].title if row["organisation_id"] else "–"
            note = f"{format_date(row['starts'])} – {format_date(row['ends'])}"
            line = FactLine("practice" if row["current"] else "history", where, note, self)
            place = Place("practice", tab="table", record=row.id)
            line.clicked.connect(lambda _on=False, to=place: self._desk.go.emit(to))
            self._column.addWidget(line)
        self.updateGeometry()
