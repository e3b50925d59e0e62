"""Labour needs · the lists: requests, need by years, matches, graduates of other colleges."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import N_, _, ngettext
from cluster_desktop.services import needs_matching
from cluster_desktop.services.needs_matching import Offer
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.listing import VerbParts
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet, Entry
from cluster_desktop.ui.pages.several_lists import OneList
from cluster_desktop.ui.widgets_feedback import EmptyAction
from cluster_desktop.ui.work import run

EMPTY = {
    "labour_request": N_(
        "No requests yet. Load the form of the akimat or enter an employer's request."
    ),
    "labour_need": N_("No need by years yet. It is filled in a request."),
    "request_match": N_("No matches yet. Choose a request and find graduates for it."),
    "other_supply": N_("No graduates of other colleges yet."),
}
# Records of a request are made beside the request.
OF_REQUEST = ("labour_need", "request_match")


class NeedsList(OneList):
    """List and panel of one of these kinds."""

    KEY = "needs"

    def __init__(self, entity: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(entity, desk, parent)
        self.add_belongings()
        self.retranslate()

    def head(self) -> tuple[str, ...]:
        if self.ENTITY in OF_REQUEST:
            return ("excel", "print")
        return ("import", "excel", "print", "new")

    def can(self, command: str) -> bool:
        if command in ("new", "import") and self.ENTITY in OF_REQUEST:
            return False
        return super().can(command)

    # ---- finding graduates for a request ----

    def find_graduates(self, requests: list[UUID]) -> None:
        """The groups that could be offered for one request."""
        if len(requests) != 1:
            self.desk.refused.emit(_("Choose one request to find graduates for."))
            return
        office, request = self.office, requests[0]
        run(
            self, lambda _p: needs_matching.offers(office, request),
            done=lambda found: self._offer(request, found), failed=self.desk.fail,
        )  # fmt: skip

    def _offer(self, request: UUID, found: list[Offer]) -> None:
        sheet = ChoiceSheet(
            _("Whom to offer for the request?"),
            _("No students of this speciality finish in the asked years."),
        )
        sheet.set_entries(
            [
                Entry(one.group.id, f"{one.group.title} · {one.year}", _free(one), "graduates")
                for one in found
                if one.group is not None and one.free
            ]
        )
        sheet.taken.connect(lambda entry: self._take(request, entry.id))
        self.desk.sheet.emit(sheet, "middle")

    def _take(self, request: UUID, group: UUID | None) -> None:
        if group is not None:
            office = self.office
            self.desk.write(self, lambda: needs_matching.offer_group(office, request, group))

    def agree(self, matches: list[UUID]) -> None:
        self._decide(matches, "agreed")

    def hire(self, matches: list[UUID]) -> None:
        self._decide(matches, "hired")

    def refuse(self, matches: list[UUID]) -> None:
        self._decide(matches, "refused")

    def _decide(self, matches: list[UUID], state: str) -> None:
        office = self.office
        self.desk.write(self, lambda: needs_matching.decide(office, matches, state))

    # ---- texts ----

    def retranslate(self) -> None:
        super().retranslate()
        verbs: dict[str, list[VerbParts]] = {
            "labour_request": [
                ("find", _("Find graduates…"), "search", self.find_graduates),
            ],
            "request_match": [
                ("agree", _("Agreed"), "check", self.agree),
                ("hire", _("Hired"), "practice", self.hire),
                ("refuse", _("Refused"), "close", self.refuse),
            ],
        }
        self.list.set_verbs(
            [
                *verbs.get(self.ENTITY, []),
                ("set_field", _("Set field…"), "columns", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        actions: list[EmptyAction] = []
        if self.ENTITY not in OF_REQUEST:
            actions = [
                (_("Import…"), "import", lambda: self.run("import"), False),
                (_("Add"), "add", lambda: self.run("new"), True),
            ]
        self.list.set_empty(_(EMPTY[self.ENTITY]), actions)
        self.list.retranslate()


def _free(offer: Offer) -> str:
    said = ngettext(
        "{free} of {n} student is free", "{free} of {n} students are free", offer.students
    )
    return said.format(free=offer.free, n=offer.students)
