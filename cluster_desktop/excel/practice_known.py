"""What lists of practice meet in the records, and what they make where it is not there yet.

A period is known by kind and days, a group by its name, an agreement by partner, number and date, a
mentor by enterprise and name, be it «Бөкенов М.М.» only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from cluster_desktop.entity import catalogue
from cluster_desktop.excel.known import Organisations, by_code, id_of
from cluster_desktop.excel.matching import Proposal, Together, in_parts
from cluster_desktop.excel.people_columns import group_key
from cluster_desktop.excel.same_person import person_key
from cluster_desktop.excel.spans import academic_year, year_of
from cluster_desktop.fields import Choice, Value
from cluster_desktop.i18n import N_, fold, format_date, language, translated
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office


@dataclass(frozen=True)
class When:
    """A practice as lists name it: two of the same kind and days are one period."""

    kind: str
    starts: date
    ends: date


class SlotThere(NamedTuple):
    """A slot that a row may link to: stored, or made by another sheet of the file."""

    id: UUID
    values: Mapping[str, Value]
    is_new: bool


def when(values: Mapping[str, object], kind: str, starts: str, ends: str) -> When:
    """The practice of a settled row, by the names of its values."""
    first, last = values[starts], values[ends]
    if not isinstance(first, date) or not isinstance(last, date):
        raise TypeError("settled rows have both days")
    return When(str(values[kind]), first, last)


def short_key(name: str) -> tuple[str, str]:
    """(surname, initials) of a name in full or short: «Бөкенов М.М.», «Бөкенов Мирас Маратұлы»."""
    words = name.replace(".", " ").split()
    if len(words) > 1 and len(words[0]) == 1:
        # «М.М. Бөкенов»
        words = [words[-1], *words[:-1]]
    if not words:
        return "", ""
    return fold(words[0]), "".join(fold(word[0]) for word in words[1:3])


def is_short(name: str) -> bool:
    """Whether the name has initials for names."""
    words = name.replace(".", " ").split()
    return len(words) < 2 or any(len(word) == 1 for word in words)


def fitting(name: str, people: Iterable[tuple[UUID, str]]) -> list[UUID]:
    """Those whom the name may mean: of that very name, else of that surname and those initials."""
    known = list(people)
    exact = [one for one, full in known if person_key(full) == person_key(name)]
    if exact:
        return exact
    surname, initials = short_key(name)
    short = is_short(name)
    found = []
    for one, full in known:
        other, letters = short_key(full)
        alike = letters.startswith(initials) or initials.startswith(letters)
        if other == surname and letters and initials and alike and (short or is_short(full)):
            found.append(one)
    return found


class Practice:
    """Records that rows of both sheets link to."""

    def __init__(self, office: Office, together: Together) -> None:
        self._office = office
        self._together = together
        self.organisations = Organisations(office, together)
        self.specialities = by_code(office, "speciality")
        self._periods: dict[When, UUID] = {}
        columns = ("kind", "starts", "ends")
        for row in office.rows(Query("practice_period", columns=columns)):
            self._periods.setdefault(When(row["kind"], row["starts"], row["ends"]), row.id)
        self._years = {
            row["name"]: row.id for row in office.rows(Query("academic_year", columns=("name",)))
        }
        self._groups: dict[str, list[UUID]] = defaultdict(list)
        self._specialities_of: dict[UUID, UUID | None] = {}
        for row in office.rows(Query("study_group", columns=("name", "speciality_id"))):
            self._groups[group_key(row["name"])].append(row.id)
            self._specialities_of[row.id] = id_of(row["speciality_id"])
        self._going = {
            (id_of(row["period_id"]), id_of(row["group_id"]))
            for row in office.rows(Query("period_group", columns=("period_id", "group_id")))
        }
        self._mentors = self._people("mentor", "organisation_id")
        self._teachers = [
            (row.id, row["full_name"])
            for row in office.rows(Query("teacher", columns=("full_name",)))
        ]
        self._agreements: dict[UUID, list[tuple[UUID, str, Value]]] = {}

    def _people(self, entity: str, link: str) -> dict[UUID | None, list[tuple[UUID, str]]]:
        found: dict[UUID | None, list[tuple[UUID, str]]] = defaultdict(list)
        for row in self._office.rows(Query(entity, columns=("full_name", link))):
            found[id_of(row[link])].append((row.id, row["full_name"]))
        return found

    def period(self, of: When, values: Mapping[str, Value]) -> tuple[UUID, list[Proposal]]:
        """The period, and what is to be made for it; `values` are weeks and hours."""
        if of in self._periods:
            return self._periods[of], []
        first = year_of(of.starts)
        name = f"{first}-{first + 1}"
        needed = []
        year = self._years.get(name)
        if year is None:
            span = academic_year(first)
            year = self._together.id_of("academic_year", name)
            whole = {"name": name, "starts": span.starts, "ends": span.ends}
            needed.append(Proposal("academic_year", year, True, whole))
        key = f"{of.kind} {of.starts} {of.ends}"
        fresh = self._together.id_of("practice_period", key)
        made = {
            "name": self.name_of(of),
            "kind": of.kind,
            "starts": of.starts,
            "ends": of.ends,
            "academic_year_id": year,
            **values,
        }
        return fresh, [*needed, Proposal("practice_period", fresh, True, made)]

    @staticmethod
    def name_of(of: When) -> str:
        """What a coordinator calls it: «Өндірістік практика 03.11.2025 – 27.12.2025».

        The name stays for good and is read by everybody, so it is in a language of papers.
        """
        lang = "ru" if language() == "ru" else "kk"
        spec = catalogue["practice_period"].fields["kind"]
        label = spec.label_of(of.kind) if isinstance(spec, Choice) else of.kind
        said, kind = translated(N_("{kind} {starts} – {ends}"), lang), translated(label, lang)
        return said.format(kind=kind, starts=format_date(of.starts), ends=format_date(of.ends))

    def group(
        self, name: object, speciality: UUID | None, course: object = None
    ) -> tuple[UUID | None, list[Proposal]]:
        """The group, made where there is none of that name; None for a name of several."""
        if not name:
            return None, []
        key = group_key(str(name))
        stored = self._groups.get(key, [])
        if stored:
            return (stored[0] if len(stored) == 1 else None), []
        fresh = self._together.id_of("study_group", key)
        values = {"name": str(name), "speciality_id": speciality, "course": course}
        given = {field: value for field, value in values.items() if value is not None}
        return fresh, [Proposal("study_group", fresh, True, given)]

    def speciality_of(self, group: UUID | None) -> UUID | None:
        """The speciality of a stored group."""
        return self._specialities_of.get(group) if group else None

    def goes(self, period: UUID, group: UUID | None) -> list[Proposal]:
        """The group's part in the period, where it is not there."""
        if group is None or (period, group) in self._going:
            return []
        fresh = self._together.id_of("period_group", f"{period} {group}")
        values = {"period_id": period, "group_id": group}
        return [Proposal("period_group", fresh, True, values)]

    def teacher(self, name: object) -> tuple[UUID | None, list[Proposal]]:
        """A person of the college, made where nobody has that name."""
        if not name:
            return None, []
        found = fitting(str(name), self._teachers)
        if found:
            return (found[0] if len(found) == 1 else None), []
        fresh = self._together.id_of("teacher", person_key(str(name)))
        return fresh, [Proposal("teacher", fresh, True, {"full_name": str(name)})]

    def mentors(self, organisation: UUID | None, name: object) -> list[UUID]:
        """Mentors of the enterprise whom the name may mean."""
        return fitting(str(name), self._mentors.get(organisation, []))

    def load_agreements(self, organisations: Iterable[UUID]) -> None:
        """Read the agreements of these partners in bulk."""
        wanted = sorted(set(organisations) - self._agreements.keys())
        self._agreements.update({one: [] for one in wanted})
        columns = ("partner_id", "number", "signed_on")
        for part in in_parts(wanted):
            theirs = (Condition("partner_id", "in", tuple(part)),)
            for row in self._office.rows(Query("agreement", theirs, columns=columns)):
                partner = id_of(row["partner_id"])
                if partner is not None:
                    number = fold(str(row["number"] or ""))
                    self._agreements[partner].append((row.id, number, row["signed_on"]))

    def agreement(self, partner: UUID | None, number: object, signed: object) -> UUID | None:
        """The partner's agreement of that number and date; one of them is enough if it is sure."""
        if partner is None or not (number or signed):
            return None
        folded = fold(str(number or ""))
        found = [
            one
            for one, known, day in self._agreements.get(partner, [])
            if (not folded or known == folded) and (not signed or day == signed)
        ]
        return found[0] if len(found) == 1 else None
