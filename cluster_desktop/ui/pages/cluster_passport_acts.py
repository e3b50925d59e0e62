"""What can be done with the whole passport: submit, return, approve, put in force, amend, compare.

Each verb shows its fields and what is missing before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from cluster_desktop.fields import Date, Field, LongText, Text, Value, YesNo
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import Changes, Row
from cluster_desktop.services import passport, passport_versions
from cluster_desktop.services.passport import SectionState
from cluster_desktop.services.passport_versions import PASSPORT_STATES, Approval
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_sheets import ActSheet

LOOKS = {
    "draft": ("draft", "edit"),
    "submitted": ("info", "arrow-right"),
    "returned": ("soon", "warning"),
    "approved": ("good", "check"),
    "in_force": ("good", "check"),
    "amended": ("draft", "edit"),
    "archived": ("neutral", "lock"),
}

_ON = Date(label=N_("Date"), name="on", required=True)
_DOCUMENT = Text(label=N_("Letter or document No."), name="document")
_REASON = LongText(label=N_("Reason"), name="reason", required=True)
_MINUTES = Text(label=N_("Minutes or decision No."), name="minutes", required=True)
_BY_KK = Text(label=N_("Approved by (Kazakh)"), name="by_kk", required=True)
_BY_RU = Text(label=N_("Approved by (Russian)"), name="by_ru")
_INCOMPLETE = YesNo(label=N_("Submit although not everything is complete"), name="incomplete")


@dataclass(frozen=True)
class Verb:
    """One thing that can be done now. `label` is translated."""

    key: str
    label: str


def verbs(state: str) -> list[Verb]:
    """What the passport's state allows, the usual next thing first."""
    if state in passport.OPEN:
        return [Verb("submit", _("Submit to the council…"))]
    return {
        "submitted": [Verb("approve", _("Approve…")), Verb("return", _("Return for revision…"))],
        "approved": [Verb("in_force", _("Put in force…")), Verb("amend", _("Amend"))],
        "in_force": [Verb("amend", _("Amend")), Verb("archive", _("To the archive"))],
        "archived": [Verb("amend", _("Amend"))],
    }.get(state, [])


def state_words(state: str) -> str:
    return _(PASSPORT_STATES.get(state, state))


def version_words(versions: Sequence[Row]) -> str:
    """The version that counts: the one in force, else the newest."""
    if not versions:
        return _("not approved yet")
    running = [row for row in versions if row["state"] == "in_force"]
    row = (running or list(versions))[0]
    words = _("in force: version {n}, {date}") if running else _("approved: version {n}, {date}")
    return words.format(n=row["number"], date=format_date(row["approved_on"]))


class PassportActs(QObject):
    """Opens the sheet of a verb; the services decide and refuse."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._office = desk.office
        self.states: Sequence[SectionState] = ()
        self.versions: Sequence[Row] = ()

    def run(self, verb: str) -> None:
        """Begin a verb of `verbs`."""
        acts: dict[str, Callable[[], None]] = {
            "submit": self._submit,
            "return": self._return,
            "approve": self._approve,
            "in_force": self._put_in_force,
            "amend": self._amend,
            "archive": self._archive,
        }
        acts[verb]()

    def _amend(self) -> None:
        self._desk.write(self, lambda: passport_versions.amend(self._office))

    def _lay(
        self,
        title: str,
        fields: Sequence[Field],
        verb: str,
        act: Callable[[Mapping[str, Value]], Changes],
        note: str = "",
        lines: Sequence[str] = (),
        **values: Value,
    ) -> None:
        sheet = ActSheet(
            self._desk, title, fields, verb, act, note=note, lines=lines,
            values={"on": self._office.today(), **values},
        )  # fmt: skip
        self._desk.sheet.emit(sheet, "middle")

    def _missing(self) -> list[str]:
        return [
            f"{state.number}. {state.title}: "
            + (state.missing[0].sentence if state.missing else _("not marked as complete"))
            for state in self.states
            if state.state != "complete"
        ]

    def _submit(self) -> None:
        missing = self._missing()
        fields: list[Field] = [_ON, _DOCUMENT, *([_INCOMPLETE] if missing else [])]

        def act(values: Mapping[str, Value]) -> Changes:
            return passport_versions.submit(
                self._office, values["on"], values["document"] or "",
                incomplete=bool(values.get("incomplete")),
            )  # fmt: skip

        self._lay(
            _("Submit the passport to the coordinating council"), fields, _("Submit"), act,
            lines=missing,
        )  # fmt: skip

    def _return(self) -> None:
        def act(values: Mapping[str, Value]) -> Changes:
            return passport_versions.give_back(self._office, values["on"], values["reason"] or "")

        self._lay(
            _("The council returns the passport for revision"), [_ON, _REASON], _("Return"), act
        )

    def _approve(self) -> None:
        def act(values: Mapping[str, Value]) -> Changes:
            # Loads the papers' builder: paid by the first approval.
            from cluster_desktop.documents.passport_paper import prints

            approval = Approval(
                values["on"], values["minutes"] or "", values["by_kk"] or "", values["by_ru"] or ""
            )
            return passport_versions.approve(self._office, approval, prints)

        self._lay(
            _("Approve the passport"), [_ON, _MINUTES, _BY_KK, _BY_RU], _("Approve"), act,
            note=_("The text, the numbers and the printed papers are kept as they are now."),
            by_kk="Өңірлік үйлестіру кеңесі", by_ru="Региональный координационный совет",
        )  # fmt: skip

    def _put_in_force(self) -> None:
        def act(values: Mapping[str, Value]) -> Changes:
            return passport_versions.put_in_force(self._office, values["on"])

        self._lay(_("Put the passport in force"), [_ON], _("Put in force"), act)

    def _archive(self) -> None:
        running = [row for row in self.versions if row["state"] == "in_force"]
        if running:
            version = running[0].id
            self._desk.write(self, lambda: passport_versions.archive(self._office, version))
