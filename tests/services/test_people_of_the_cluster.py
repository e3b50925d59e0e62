"""The council, working groups and experts have the rights of persons; K13 forgets a teacher."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Query
from cluster_desktop.rules.erasure import MARK
from cluster_desktop.services import kpi_figures, people
from cluster_desktop.services.office import Office
from tests.databases import TODAY, Builder, empty
from tests.services.practice_records import add

NAME, PHONE, REASON = "Сейдахметов Қайрат Әлібекұлы", "+7 701 222 33 44", "өтініш 12.10.2026"


@pytest.fixture
def content() -> Builder:
    return empty


def bytes_of(office: Office) -> bytes:
    folder = office.store.path.parent
    return b"".join(one.read_bytes() for one in folder.glob("cluster.db*"))


@pytest.mark.parametrize("entity", ["council_member", "expert", "working_group_member"])
def test_a_person_of_the_cluster_has_a_card_and_can_be_erased(office: Office, entity: str) -> None:
    more: dict[str, Value] = {"phone": PHONE}
    if entity == "working_group_member":
        more = {"group_id": add(office, "working_group", name_kk="Жұмыс тобы")}
    person = add(office, entity, full_name=NAME, **more)
    assert people.card(office, entity, person).title == NAME
    people.erase(office, entity, person, REASON)
    assert office.get(entity, person)["full_name"] == MARK
    assert office.count(entity) == 1
    assert NAME.encode() not in bytes_of(office)
    assert PHONE.encode() not in bytes_of(office)


def test_the_council_goes_on_being_counted_without_the_name(office: Office) -> None:
    person = add(
        office, "council_member", full_name=NAME, council_group="state", role="chair",
        starts=date(2026, 1, 1),
    )  # fmt: skip
    meeting = add(office, "meeting", number="1", held_on=date(2026, 9, 1), state="held")
    add(
        office, "meeting_attendance", meeting_id=meeting, member_id=person, present=True,
        reason=f"{NAME} науқас",
    )  # fmt: skip
    add(
        office, "conflict_of_interest", member_id=person, matter=f"{NAME} – туысының кәсіпорны",
        declared_on=date(2026, 9, 1),
    )  # fmt: skip
    people.erase(office, "council_member", person, REASON)
    stored = office.get("council_member", person)
    assert (stored["council_group"], stored["role"], stored["ends"]) == ("state", "chair", TODAY)
    assert office.get("meeting", meeting)["present"] == 1
    (conflict,) = office.rows(Query("conflict_of_interest", columns=("matter", "state")))
    assert (conflict["matter"], conflict["state"]) == (MARK, "open")
    assert NAME.encode() not in bytes_of(office)


def test_a_teacher_goes_with_the_internships(office: Office) -> None:
    people_of: list[UUID] = [add(office, "teacher", full_name=name) for name in (NAME, "Ахметова")]
    for one in people_of:
        add(office, "teacher_internship", teacher_id=one, ends=date(2026, 5, 1), programme=NAME)
    add(office, "teacher", full_name="Тағылымдамасыз")
    people.erase(office, "teacher", people_of[0], REASON)
    assert office.count("teacher_internship") == 1
    assert office.count("teacher") == 2
    assert kpi_figures.figure(office, "K13", TODAY).value == 50


def test_a_scholarship_stays_without_saying_whose_it_was(office: Office) -> None:
    student = add(office, "student", full_name=NAME)
    add(
        office, "scholarship", kind="named", name_kk=f"{NAME} стипендиясы", student_id=student,
        starts=date(2026, 9, 1),
    )  # fmt: skip
    people.erase(office, "student", student, REASON)
    (kept,) = office.rows(
        Query("scholarship", (Condition("kind", "is", "named"),), columns=("name_kk", "starts"))
    )
    assert (kept["name_kk"], kept["starts"]) == (MARK, date(2026, 9, 1))
    assert NAME.encode() not in bytes_of(office)
