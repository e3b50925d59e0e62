"""Mentors: orders, load and qualification, with the students of each in the panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.query import Changes, Condition, Query, Ref, Row
from cluster_desktop.ui.desk import Desk, Place, place_of_record
from cluster_desktop.ui.pages.home_parts import FactLine
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.official_forms import FormsButton
from cluster_desktop.ui.papers_menu import open_papers
from cluster_desktop.ui.widgets import TextLabel
from cluster_desktop.ui.work import run

SHOWN = 60
STUDENTS = ("student_id", "organisation_id", "starts", "ends", "state", "current")


class StudentsOf(QWidget):
    """The placements with one mentor, those that are not over first; a click opens one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("students_of")
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
        if not rows:
            said = _("No student is with this mentor.")
            self._column.addWidget(TextLabel(said, "caption", "muted", self, wrap=True))
        for row in rows:
            self._column.addWidget(self._line(row))
        self.updateGeometry()

    def _line(self, row: Row) -> FactLine:
        student = row["student_id"]
        name = student.title if isinstance(student, Ref) else "–"
        dates = _span(row["starts"], row["ends"])
        line = FactLine("person" if row["current"] else "history", name, dates, self)
        place = place_of_record("placement", row.id)
        line.clicked.connect(lambda _on=False, to=place: self._go(to))
        return line

    def _go(self, place: Place | None) -> None:
        if place is not None:
            self._desk.go.emit(place)


def _span(starts: date, ends: date) -> str:
    """Both days; the year once where it is the same."""
    first = format_date(starts)
    return f"{first[:5] if starts.year == ends.year else first} – {format_date(ends)}"


class MentorsPage(ListPage):
    """All mentors."""

    KEY = "mentors"
    ENTITY = "mentor"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._students: int | None = None  # of the mentors that are shown; None: not counted yet
        super().__init__(desk, parent)
        self.students = StudentsOf(desk, self)
        self.add_section("students", self.students, opened=True)
        self.add_belongings()
        self.forms = FormsButton(desk, "mentor", self)
        head = self.list.head.layout()
        if head is not None:
            head.addWidget(self.forms)
        self.list.query_changed.connect(self._sum_up)
        self.retranslate()
        self._sum_up()

    def title(self) -> str:
        return _("Mentors")

    def tab_titles(self) -> list[str]:
        return [_("Mentors")]

    def print_chosen(self) -> None:
        """The list of mentors as a paper of the ticked ones; without ticks the list as shown."""
        ticked = self.list.table.rows.ticked_ids()
        if ticked:
            self.print_paper("mentor_list", ticked)
        else:
            super().print_chosen()

    def print_paper(self, kind: str, records: list[UUID]) -> None:
        """The preview of a paper of these mentors."""
        open_papers(self.desk, kind, "mentor", records)

    # ---- panel ----

    def record_opened(self, record: UUID) -> None:
        where = (Condition("mentor_id", "is", record),)
        query = Query("placement", where, sort=(("ends", True),), columns=STUDENTS)
        run(
            self, lambda _p: (record, self.office.rows(query, SHOWN)), done=self._show_students,
            failed=self.desk.fail,
        )  # fmt: skip

    def _show_students(self, found: tuple[UUID, list[Row]]) -> None:
        record, rows = found
        if record == self.panel.record_id():
            self.students.open(sorted(rows, key=lambda row: not row["current"]))
            self.set_note("students", sum(1 for row in rows if row["current"]))

    def go_to_related(self) -> None:
        shown = self.panel.record_id()
        if shown is None:
            return
        partner = self.office.get("mentor", shown)["organisation_id"]
        if isinstance(partner, Ref):
            self.desk.go.emit(Place("partners", record=partner.id))

    def records_changed(self, changes: Changes) -> None:
        if changes.entities & {"mentor", "placement"}:
            self._sum_up()
        if "placement" in changes.entities:
            # The load is counted from placements.
            self.list.reload()
            self.list.narrowing.load_chips()
        shown = self.panel.record_id()
        if shown is not None and self.panel.isVisible() and "placement" in changes.entities:
            self.record_opened(shown)

    def _sum_up(self) -> None:
        """How many students the shown mentors have, for the sum line."""
        query = self.list.query()
        run(self, lambda _p: self._students_of(query), done=self._show_sum)

    def _students_of(self, query: Query) -> int:
        counts: Mapping[Value, int] = self.office.counts_by(query, "load")
        return sum(load * n for load, n in counts.items() if isinstance(load, int))

    def _show_sum(self, students: int) -> None:
        self._students = students
        self._say_sum()

    def _say_sum(self) -> None:
        students = self._students
        if students is not None:
            said = ngettext("{n} student now", "{n} students now", students).format(n=students)
            self.list.set_summary(lambda _n: [said])

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                (
                    "order",
                    _("Print order"),
                    "print",
                    lambda ids: self.print_paper("mentor_order", ids),
                ),
                (
                    "list",
                    _("Print mentor list"),
                    "print",
                    lambda ids: self.print_paper("mentor_list", ids),
                ),
                ("set_field", _("Set field…"), "edit", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.set_empty(
            _("No mentors yet."),
            [
                (_("New mentor"), "add", lambda: self.run("new"), True),
                (_("Import…"), "import", lambda: self.run("import"), False),
            ],
        )
        self.panel.set_buttons(
            [
                (_("Print order"), "print", lambda: self._print_shown("mentor_order")),
                (_("Print mentor list"), "print", lambda: self._print_shown("mentor_list")),
            ]
        )
        self.title_section("students", _("Students"))
        self._say_sum()
        self.forms.retranslate()
        self.list.retranslate()

    def _print_shown(self, kind: str) -> None:
        shown = self.panel.record_id()
        if shown is not None:
            self.print_paper(kind, [shown])
