"""The card holds everything of one person, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cluster_desktop.documents import person_card, preview
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Query
from cluster_desktop.services import people
from cluster_desktop.services.office import Office
from cluster_desktop.services.person_card import Card
from tests.databases import Databases
from tests.services.persons import (
    FORMER,
    GUARDIAN,
    IIN,
    MENTOR,
    NAME,
    one_student,
    scan,
    the_mentor,
    the_student,
)
from tests.services.practice_records import add


@pytest.fixture(scope="module")
def office(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all: these tests only look, or add what the others do not look at."""
    opened = databases.open(one_student, tmp_path_factory.mktemp("card") / "cluster.db")
    yield opened
    opened.close()


def part(made: Card, title: str) -> dict[str, str]:
    (found,) = [one for one in made.parts if one.title == title]
    return dict(found.lines)


def test_the_card_of_a_student_holds_fields_records_files_and_history(office: Office) -> None:
    student = the_student(office)
    scan(office, "student", student, "скан.pdf", b"%PDF")
    made = people.card(office, "student", student)
    assert made.title == NAME
    own = part(made, "Student")
    assert (own["Full name"], own["IIN"], own["Parent or guardian"]) == (NAME, IIN, GUARDIAN)
    assert own["Year of graduation"] == "2026"  # a year, not a number in groups of three
    titles = {one.title for one in made.parts}
    assert titles >= {"Consents", "Placements", "Attendance", "Outcomes of graduates",
                      "Work obligations", "Files", "History"}  # fmt: skip
    assert "скан.pdf" in part(made, "Files")
    assert any(MENTOR in text for text in part(made, "Placements").values())
    changed = [value for one in made.parts if one.title == "History" for _k, value in one.lines]
    assert f"Student, Full name: {FORMER} → {NAME}" in changed


def test_what_lies_in_the_bin_is_kept_too_and_stands_on_the_card(office: Office) -> None:
    student = the_student(office)
    late = add(office, "consent", student_id=student, kind="photo", given_on=date(2026, 10, 2))
    office.delete("consent", [late])
    assert "Photographs and publication" in part(people.card(office, "student", student),
                                                 "Consents")  # fmt: skip


def test_the_card_of_a_mentor_names_no_students(office: Office) -> None:
    made = people.card(office, "mentor", the_mentor(office))
    lines = [text for one in made.parts for line in one.lines for text in line]
    assert "Placements" in {one.title for one in made.parts}
    assert [text for text in lines if "Өтеғұлов" in text] == []


def test_a_partner_is_no_person(office: Office) -> None:
    partner = office.rows(Query("organisation"))[0].id
    with pytest.raises(Refusal, match="no kind of person"):
        people.card(office, "organisation", partner)


def test_nothing_is_cut_and_a_strange_sign_holds_nothing_up(office: Office) -> None:
    note = "<b>&" + "ӘҒҚҢӨҰҮҺІ " * 200 + "🙂 соңы"
    teacher = add(office, "teacher", full_name="Қ. <i>Ә</i>", note=note)
    text = preview.text_of(person_card.render(people.card(office, "teacher", teacher)))
    assert "<b>&" in text
    assert "? соңы" in " ".join(text.split())
    assert text.count("ӘҒҚҢӨҰҮҺІ") >= 190
