"""The cluster itself: one a database, with its 11 sections, 12 steps, and the path to the status.

Path: methodical recommendations of 1 April 2026, chapter 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.entities.cluster import PASSPORT_STATES, PATH
from cluster_desktop.db.entities.passport import SECTIONS
from cluster_desktop.db.entities.strategy import STEPS
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query, Row, Update
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# The window takes the names of the states from here.
__all__ = [
    "NEXT_STAGES",
    "PASSPORT_STATES",
    "PATH",
    "cluster_id",
    "make",
    "needed",
    "reach",
    "stages",
    "the_cluster",
]

# Which stage may follow which. A step back is possible, a stage may be left out; what cannot be
# reached by mistake is the status without a submission.
_BEFORE_SUBMISSION = ("idea", "working_group", "meetings", "concept", "draft")
NEXT_STAGES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_BEFORE_SUBMISSION, (*_BEFORE_SUBMISSION, "submitted", "ended")),
    "submitted": ("returned", "granted", "refused", "ended"),
    "returned": (*_BEFORE_SUBMISSION, "submitted", "ended"),
    "refused": (*_BEFORE_SUBMISSION, "submitted", "ended"),
    "granted": ("suspended", "ended"),
    "suspended": ("granted", "ended"),
    "ended": ("idea",),
}


def the_cluster(office: Office) -> Row | None:
    """The one cluster of this database with all its fields; None where nobody has described it."""
    found = cluster_id(office)
    return None if found is None else office.get("cluster", found)


def cluster_id(office: Office) -> UUID | None:
    """Its id; the oldest where by mistake there are two."""
    rows = office.rows(Query("cluster", columns=("state",)))
    return min((row.id for row in rows), key=lambda one: one.bytes, default=None)


def needed(office: Office) -> Row:
    """The cluster. Raises Refusal where there is none yet."""
    found = the_cluster(office)
    if found is None:
        raise Refusal(_("There is no cluster yet. Describe it first: page Cluster."))
    return found


def make(office: Office, values: Mapping[str, Value]) -> Changes:
    """The cluster with 11 empty sections and 12 steps, as one action.

    Raises Refusal where there is one already or a value is wrong.
    """
    if cluster_id(office) is not None:
        raise Refusal(_("This database has a cluster already. One database keeps one cluster."))
    entity = office.entity("cluster")
    whole = entity.defaults() | {"state_on": office.today()} | dict(values)
    if not (whole.get("name_kk") or whole.get("name_ru")):
        raise Refusal(_("Name of the cluster: fill in, in Kazakh or in Russian."), field="name_kk")
    wrong = [one for one in entity.problems(whole) if one.severity == "error"]
    if wrong:
        raise Refusal(wrong[0].message, field=wrong[0].field, findings=wrong)
    made = new_id()
    operations: list[Operation] = [Insert("cluster", whole, made)]
    operations += [_section(office, made, number) for number in SECTIONS]
    operations += [_step(office, number) for number in _missing_steps(office)]
    stage = {"cluster_id": made, "state": whole["state"], "reached_on": whole["state_on"]}
    operations.append(Insert("cluster_stage", stage, new_id()))
    name = str(whole.get("name_kk") or whole.get("name_ru"))
    return office.apply(Said(N_("New cluster: {what}"), {"what": name}), office.source, operations)


def _section(office: Office, cluster: UUID, number: str) -> Insert:
    values = office.entity("passport_section").defaults()
    return Insert(
        "passport_section", {**values, "cluster_id": cluster, "section": number}, new_id()
    )


def _step(office: Office, number: str) -> Insert:
    values = office.entity("creation_step").defaults()
    return Insert("creation_step", {**values, "step": number}, new_id())


def _missing_steps(office: Office) -> list[str]:
    there = {row["step"] for row in office.rows(Query("creation_step", columns=("step",)))}
    return [number for number in STEPS if number not in there]


def stages(office: Office) -> list[Row]:
    """The stages that were reached, oldest first: state, reached_on, document, note."""
    cluster = needed(office).id
    columns = ("state", "reached_on", "document", "note")
    where = (Condition("cluster_id", "is", cluster),)
    rows = office.rows(Query("cluster_stage", where, columns=columns))
    return sorted(rows, key=lambda row: (row["reached_on"], row.id.bytes))


def reach(office: Office, state: str, on: date, document: str = "", note: str = "") -> Changes:
    """The cluster is in another stage of its path since that day.

    With a granted status the document is the council's decision and its day is kept, too. Raises
    Refusal for a stage that cannot follow, a day to come, or a status without a decision.
    """
    row = needed(office)
    _refuse_stage(office, row, state, on, document)
    values: dict[str, Value] = {"state": state, "state_on": on}
    if state == "granted" and row["state"] != "suspended":
        values |= {"decision_number": document.strip(), "decision_on": on}
    if state == "ended":
        values["ended_on"] = on
    elif row["state"] == "ended":
        values["ended_on"] = None
    stage = {
        "cluster_id": row.id,
        "state": state,
        "reached_on": on,
        "document": document.strip() or None,
        "note": note.strip() or None,
    }
    title = Said(N_("Path of the cluster: {what}"), {"what": _(PATH[state])})
    operations: list[Operation] = [
        Update("cluster", row.id, values),
        Insert("cluster_stage", stage, new_id()),
    ]
    return office.apply(title, office.source, operations)


def _refuse_stage(office: Office, row: Row, state: str, on: date, document: str) -> None:
    if state not in PATH:
        known = ", ".join(PATH)
        raise Refusal(
            _("“{state}” is no stage. There are: {known}.").format(state=state, known=known)
        )
    old = row["state"]
    if state not in NEXT_STAGES[old] or state == old:
        said = _("From “{now}” the path leads to: {next}.").format(
            now=_(PATH[old]),
            next=", ".join(_(PATH[one]) for one in NEXT_STAGES[old] if one != old),
        )
        raise Refusal(said, field="state")
    if on > office.today():
        raise Refusal(_("The day lies ahead. Give the day on which it happened."), field="state_on")
    if state == "granted" and not document.strip():
        raise Refusal(
            _("Status granted: give the number of the council's decision."), field="document"
        )
