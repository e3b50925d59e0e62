"""Requests for staff and what we can offer: groups and students who finish in the asked years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Insert, Query, Ref, Row
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

NOT_REFUSED = Condition("state", "not", "refused")


@dataclass(frozen=True, slots=True)
class Offer:
    """A group's students who finish in one of the years and are not offered to anybody yet.

    `group` is None for students without a group.
    """

    group: Ref | None
    year: int
    students: int
    free: int


@dataclass(frozen=True, slots=True)
class Open:
    """A request that still waits for people."""

    id: UUID
    profession: str
    organisation: Ref | None
    speciality: Ref | None
    needed: int
    matched: int

    @property
    def remaining(self) -> int:
        return max(0, self.needed - self.matched)


ASKED = ("profession", "organisation_id", "speciality_id", "needed", "matched", "state")


def open_requests(office: Office) -> list[Open]:
    """Requests that are neither refused nor fulfilled and have fewer people than they need."""
    where = (Condition("state", "in", ("new", "review", "accepted", "in_training")),)
    rows = office.rows(Query("labour_request", where, columns=ASKED))
    found = [_open(row) for row in rows]
    return [one for one in found if one.remaining]


def offers(office: Office, request: UUID) -> list[Offer]:
    """What the college can offer to a request, the soonest and largest first.

    Students of the request's speciality who finish in a year of its need and have not been offered
    to a request, themselves or with their group. Raises Refusal where the request names no
    speciality or no need by years.
    """
    asked = office.get("labour_request", request)
    if asked["speciality_id"] is None:
        raise Refusal(_("Speciality: fill in. Then graduates can be found for the request."))
    years = _years(office, request)
    if not years:
        raise Refusal(_("Need by years: fill in. Then graduates can be found for the request."))
    where = (
        Condition("studies", "is", asked["speciality_id"].id),
        Condition("finishes", "in", years),
    )
    columns = ("group_id", "finishes")
    students = office.rows(Query("student", where, columns=columns))
    alone, groups = _offered(office)
    found: dict[tuple[UUID | None, int], tuple[Ref | None, int, int]] = {}
    for row in students:
        group = row["group_id"]
        key = (group.id if group else None, int(row["finishes"]))
        _ref, all_of, free = found.get(key, (group, 0, 0))
        found[key] = (group, all_of + 1, free + (row.id not in alone))
    made = []
    for (group_id, year), (group, all_of, free) in sorted(found.items(), key=lambda i: i[0][1]):
        taken = min(free, groups.get(group_id, 0)) if group_id is not None else 0
        if group_id is not None:
            groups[group_id] = groups.get(group_id, 0) - taken
        made.append(Offer(group, year, all_of, free - taken))
    return sorted(made, key=lambda one: (one.year, -one.free))


def offer_group(office: Office, request: UUID, group: UUID, persons: int | None = None) -> Changes:
    """So many students of a group for a request, by default as many as it lacks.

    Raises Refusal where the group has fewer of them free, or the request lacks nobody.
    """
    lacking = _lacking(office, request)
    free = sum(
        one.free
        for one in offers(office, request)
        if one.group is not None and one.group.id == group
    )
    wanted = min(free, lacking) if persons is None else persons
    if wanted < 1 or wanted > free:
        said = _("{group}: {free} students are free for this request.")
        raise Refusal(
            said.format(group=office.title("study_group", group), free=free), field="persons"
        )
    return _offer(office, request, {"group_id": group, "persons": wanted})


def offer_student(office: Office, request: UUID, student: UUID) -> Changes:
    """One student for a request. Raises Refusal where he or she is offered already."""
    _lacking(office, request)
    if student in _offered(office)[0]:
        name = office.title("student", student)
        raise Refusal(_("{name} is offered to a request already.").format(name=name))
    return _offer(office, request, {"student_id": student, "persons": 1})


def decide(office: Office, matches: Sequence[UUID], state: str) -> Changes:
    """What became of the offers: agreed, hired, refused."""
    return office.set_many("request_match", matches, {"state": state})


def _offer(office: Office, request: UUID, values: dict[str, object]) -> Changes:
    made = Insert(
        "request_match",
        {
            "request_id": request, "offered_on": office.today(), "state": "proposed",
            "persons": 1, **values,
        },
        new_id(),
    )  # fmt: skip
    title = Said(N_("Offered for {what}"), {"what": office.title("labour_request", request)})
    return office.apply(title, office.source, [made])


def _lacking(office: Office, request: UUID) -> int:
    asked = _open(office.get("labour_request", request))
    if not asked.remaining:
        said = _("{what}: as many people as needed are found already.")
        raise Refusal(said.format(what=asked.profession))
    return asked.remaining


def _open(row: Row) -> Open:
    return Open(
        row.id, row["profession"], row["organisation_id"], row["speciality_id"],
        int(row["needed"]), int(row["matched"]),
    )  # fmt: skip


def _years(office: Office, request: UUID) -> tuple[int, ...]:
    where = (Condition("request_id", "is", request),)
    rows = office.rows(Query("labour_need", where, columns=("year", "persons")))
    return tuple(sorted({int(row["year"]) for row in rows if row["persons"]}))


def _offered(office: Office) -> tuple[set[UUID], dict[UUID, int]]:
    """Students who are offered by name, and how many of each group."""
    columns = ("student_id", "group_id", "persons")
    students: set[UUID] = set()
    groups: dict[UUID, int] = {}
    for row in office.rows(Query("request_match", (NOT_REFUSED,), columns=columns)):
        if row["student_id"] is not None:
            students.add(row["student_id"].id)
        elif row["group_id"] is not None:
            group = row["group_id"].id
            groups[group] = groups.get(group, 0) + int(row["persons"])
    return students, groups
