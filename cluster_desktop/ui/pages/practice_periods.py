"""Practice · Groups and periods, with the lists that both refer to."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import N_, _, ngettext
from cluster_desktop.query import Condition, Ref
from cluster_desktop.services import board, periods
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.output import Output
from cluster_desktop.ui.pages.practice_copy import CopySheet
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet, Entry
from cluster_desktop.ui.pages.several_lists import OneList, SeveralLists
from cluster_desktop.ui.widgets import Button, Segmented
from cluster_desktop.ui.widgets_feedback import EmptyAction
from cluster_desktop.ui.work import run

# Key of the list, as a place names it → kind of record.
LISTS = {
    "periods": "practice_period",
    "groups": "study_group",
    "slots": "practice_slot",
    "teachers": "teacher",
    "years": "academic_year",
    "rubric": "rubric_criterion",
}
EMPTY = {
    "practice_period": N_("There is no practice period yet."),
    "study_group": N_("No groups yet. They come with the list of students."),
    "practice_slot": N_("No enterprise offers places of practice yet."),
    "teacher": N_("No teachers yet."),
    "academic_year": N_("No academic year yet."),
    "rubric_criterion": N_("No criteria of assessment yet."),
}
NEW = {
    "practice_period": N_("New period"),
    "study_group": N_("New group"),
    "practice_slot": N_("Add places"),
    "teacher": N_("New teacher"),
    "academic_year": N_("New academic year"),
    "rubric_criterion": N_("New criterion"),
}


class RecordsList(OneList):
    """List and panel of one of these kinds."""

    KEY = "practice"

    def __init__(self, entity: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(entity, desk, parent)
        self.add_belongings(without={"placement"})
        self.retranslate()

    def to_period(self, groups: list[UUID]) -> None:
        """Let the ticked groups go in a period that is chosen from a list."""

        def offer(periods: list[Ref]) -> None:
            n = len(groups)
            said = ngettext("Add {n} group to the period…", "Add {n} groups to the period…", n)
            sheet = ChoiceSheet(said.format(n=n), _("There is no practice period yet."))
            sheet.set_entries([Entry(ref.id, ref.title, icon="practice") for ref in periods])
            sheet.taken.connect(lambda entry: self._add_groups(entry.id, groups))
            self.desk.sheet.emit(sheet, "middle")

        office = self.office
        run(self, lambda _p: board.open_periods(office), done=offer, failed=self.desk.fail)

    def _add_groups(self, period: UUID, groups: list[UUID]) -> None:
        office = self.office
        self.desk.write(self, lambda: periods.add_groups(office, period, groups))

    def go_to_related(self) -> None:
        """Ctrl+G: the students of a group, the placements of a period."""
        shown = self.panel.record_id()
        field = {"study_group": "group_id", "practice_period": "period_id"}.get(self.ENTITY)
        if shown is not None and field is not None:
            tab = "students" if field == "group_id" else "table"
            where = (Condition(field, "is", shown),)
            self.desk.go.emit(Place("practice", tab=tab, where=where))

    def retranslate(self) -> None:
        super().retranslate()
        to_period = ("to_period", _("Add to a period…"), "practice", self.to_period)
        self.list.set_verbs(
            [
                *([to_period] if self.ENTITY == "study_group" else []),
                ("set_field", _("Set field…"), "edit", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.set_empty(_(EMPTY[self.ENTITY]), self._ways_on())
        self.list.retranslate()

    def _ways_on(self) -> list[EmptyAction]:
        """What can be done where nothing is there yet."""
        if self.ENTITY == "study_group":
            # Groups come with the list of students.
            output = Output(self.desk, self)
            return [
                (_("Import students"), "import", lambda: output.import_into("student"), True),
                (_(NEW[self.ENTITY]), "add", lambda: self.run("new"), False),
            ]
        return [(_(NEW[self.ENTITY]), "add", lambda: self.run("new"), True)]


class PeriodsTab(SeveralLists):
    """Periods, groups, and what both refer to."""

    KEY = "practice"
    LISTS = LISTS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, Segmented(), parent)
        self.copy = Button("", icon="copy", dense=True, parent=self)
        self.copy.setObjectName("copy_last_period")
        self.copy.clicked.connect(self._ask_copy)
        self.top.addWidget(self.copy)
        self.retranslate()

    def make_list(self, entity: str, parent: QWidget) -> RecordsList:
        return RecordsList(entity, self.desk, parent)

    def _ask_copy(self) -> None:
        office = self.office
        run(self, lambda _p: board.open_periods(office), done=self._offer, failed=self.desk.fail)

    def _offer(self, known: list[Ref]) -> None:
        if not known:
            self.desk.said.emit(_("There is no earlier period to copy."))
            return
        sheet = CopySheet(self.desk, known, self._lists["periods"].panel.record_id())
        sheet.made.connect(lambda one: self.desk.go.emit(Place(self.KEY, "periods", record=one)))
        self.desk.sheet.emit(sheet, "middle")

    def show_list(self, key: str) -> OneList:
        shown = super().show_list(key)
        self.copy.setVisible(self._key == "periods")
        return shown

    def help_topic(self) -> str:
        return "periods"

    def retranslate(self) -> None:
        office, chooser = self.desk.office, self.chosen
        if isinstance(chooser, Segmented):
            chooser.set_options(
                [(key, _(office.entity(kind).plural)) for key, kind in LISTS.items()]
            )
        super().retranslate()
        self.copy.setText(_("Copy a period…"))
