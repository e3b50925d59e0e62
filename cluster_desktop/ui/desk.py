"""What a page may ask of the window around it, without knowing the window. Holds no widgets.

A page gets one Desk: the office to read and write through, and signals by which it says where to
go, what was done and what was refused. The window listens; tests listen as well.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.log import describe_error
from cluster_desktop.query import Alert, Changes, Condition, Query
from cluster_desktop.services.attachments import Absent
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.exchange_link import ExchangeLink, Facade
from cluster_desktop.ui.trail import Place, Trail
from cluster_desktop.ui.work import run

__all__ = [
    "PAGE_OF",
    "TAB_OF",
    "Desk",
    "Place",
    "Preferences",
    "place_of",
    "place_of_record",
]


PAGE_OF = {
    "organisation": "partners",
    "agreement": "agreements",
    "obligation": "agreements",
    "student": "practice",
    "placement": "practice",
    "practice_period": "practice",
    "practice_slot": "practice",
    "study_group": "practice",
    "teacher": "practice",
    "academic_year": "practice",
    "rubric_criterion": "practice",
    "mentor": "mentors",
    "report_request": "reports",
}
# The tabs of the cluster and the kinds they show; one of "registers" shows all others.
_OF_CLUSTER = {
    "passport": ("cluster", "passport_section", "passport_version"),
    "steps": ("cluster_stage", "creation_step"),
    "council": ("council_member", "conflict_of_interest", "meeting", "meeting_attendance",
                "agenda_item", "decision", "working_group", "working_group_member"),
    "plan": ("plan_item",),
    "kpi": ("kpi", "kpi_value", "kpi_period"),
    "risks": ("risk",),
    "finance": ("finance_line", "fund", "fund_entry"),
    "participants": ("membership", "participant_report"),
    "registers": ("cluster_territory", "founding_document", "cluster_factor", "output_volume",
                  "goal", "strategy_review", "specialisation", "specialisation_code",
                  "corrective_action", "technology", "resource_exchange", "infrastructure",
                  "innovation_project", "event", "scholarship", "programme_update",
                  "teacher_internship", "expert", "expert_conclusion", "admission"),
    "surveys": ("survey", "survey_question", "survey_sheet", "survey_mark"),
}  # fmt: skip
_OF_NEEDS = ("labour_request", "labour_need", "request_match", "other_supply")
_TAB_OF_CLUSTER = {kind: tab for tab, kinds in _OF_CLUSTER.items() for kind in kinds}
PAGE_OF.update(dict.fromkeys(_TAB_OF_CLUSTER, "cluster"))
PAGE_OF.update(dict.fromkeys(_OF_NEEDS, "needs"))
# Their pages show several kinds and are told which one is meant.
_NAMES_KIND = frozenset({"cluster", "needs"})
# The tab of the page where the kind's list stands; it is the first one for all others.
TAB_OF = {
    "obligation": "obligations",
    "placement": "table",
    "student": "students",
    "practice_period": "periods",
    "practice_slot": "slots",
    "study_group": "groups",
    "teacher": "teachers",
    "academic_year": "years",
    "rubric_criterion": "rubric",
    **_TAB_OF_CLUSTER,
}
# Records that are shown in the panel of another one have no place of their own.
_NO_PANEL = frozenset({"obligation"})
# Asked for by one of these a list of students is one of graduates.
_OF_GRADUATES = frozenset({"graduated", "graduation_year", "outcome_now", "outcome_due"})


def place_of(query: Query) -> Place | None:
    """Where the list of a query is shown; None for records without a page of their own."""
    entity = query.entity
    page, tab = PAGE_OF.get(entity, ""), TAB_OF.get(entity, "")
    if entity == "student" and any(one.field in _OF_GRADUATES for one in query.where):
        page, tab = "graduates", ""
    if not page:
        return None
    named = query if page in _NAMES_KIND or query.on is not None else None
    return Place(page, tab=tab, where=query.where, text=query.text, query=named)


def place_of_record(entity: str, record: UUID) -> Place | None:
    """Where a record is shown."""
    if entity not in PAGE_OF or entity in _NO_PANEL:
        return None
    page, tab = PAGE_OF[entity], TAB_OF.get(entity, "")
    if page in _NAMES_KIND:
        one = (Condition("id", "is", record),)
        return Place(page, tab=tab, where=one, record=record, query=Query(entity, one))
    return Place(page, tab=tab, record=record)


class Preferences(Protocol):
    """Choices of this computer, not of the college: language, theme, window. Text by key."""

    def get(self, key: str, default: str = "") -> str: ...

    def put(self, key: str, value: str) -> None: ...


class Desk(QObject):
    """The office, this computer's preferences, and what a page tells the window."""

    go = Signal(object)
    """Place to open."""
    done = Signal(object)
    """Changes of something the user did on purpose: the window offers to take it back."""
    said = Signal(str)
    """A sentence worth a toast."""
    refused = Signal(str)
    """A sentence for something that could not be done; nothing was changed."""
    trouble = Signal(str)
    """The world failed (disk, share): a red banner stays until saving works again."""
    sheet = Signal(QWidget, str)
    """Widget to lay over the page, and where: "right", "middle" or "top"."""
    page = Signal(QWidget)
    """Widget to show instead of the page until it emits `closed` (import, print preview)."""
    command = Signal(str)
    """Key of a command to run as if chosen from the menu."""
    act = Signal(object, str)
    """Place to open and a verb of that page to begin there on everything it shows."""
    memorandum = Signal(object)
    """Id of the partner a new memorandum is wanted with, or None."""
    papers = Signal(list)
    """Ids of agreements whose papers are to be seen and printed."""
    alerted = Signal()
    """`alerts` were read anew."""
    restore = Signal(object)
    """Path of the backup copy that shall become the database."""

    def __init__(
        self,
        office: Office,
        bridge: OfficeBridge,
        preferences: Preferences,
        parent: QObject,
        *,
        exchange: Callable[[], Facade] | None = None,
        sample: bool = False,
    ) -> None:
        super().__init__(parent)
        self.office = office
        self.bridge = bridge
        self.preferences = preferences
        self.trail = Trail()
        self.alerts: list[Alert] = []
        self.exchange = ExchangeLink(exchange, self, sample=sample)

    def write(
        self,
        owner: QObject,
        job: Callable[[], Changes],
        *,
        then: Callable[[Changes], None] | None = None,
        quiet: bool = False,
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """Do `job` in a worker; afterwards say what was done, or why it was refused.

        `quiet` leaves the telling to the status strip, for single fields; `refused` takes the
        sentence of a Refusal to the field that was refused.
        """

        def finished(changes: Changes) -> None:
            if not quiet and changes.title:
                self.done.emit(changes)
            if then is not None:
                then(changes)

        def failed(why: Exception) -> None:
            if refused is not None and isinstance(why, Refusal):
                refused(why.message)
            else:
                self.fail(why)

        run(owner, lambda _progress: job(), done=finished, failed=failed)

    def fail(self, why: Exception) -> None:
        """Tell of a failure in the way its kind deserves; a bug flies on to the crash window."""
        if isinstance(why, Refusal | Trouble) and not shiboken6.isValid(self):
            # A field left by closing the window: nobody is there to be told.
            logging.getLogger(__name__).warning("after closing: %s", describe_error(why))
        elif isinstance(why, Absent) and self.exchange.is_member():
            from cluster_desktop.ui.exchange_fetch import FetchSheet

            self.sheet.emit(FetchSheet(self, why), "middle")
        elif isinstance(why, Refusal):
            self.refused.emit(why.message)
        elif isinstance(why, Trouble):
            self.trouble.emit(why.message)
        else:
            raise why
