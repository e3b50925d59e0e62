"""What has not come yet, and words of a newer version, are shown as such and kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cluster_desktop.fields import Choice, Choices
from cluster_desktop.query import Query, Ref
from cluster_desktop.services import start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from tests.databases import Builder
from tests.services.practice_records import add


def one_mentor(office: Office) -> None:
    start.set_college(office, {"name_kk": "Колледж"})
    place = add(office, "organisation", name_kk="Дала")
    add(office, "mentor", full_name="Асан Серік", organisation_id=place)


@pytest.fixture
def content() -> Builder:
    return one_mentor


def the_mentor(office: Office) -> UUID:
    return office.rows(Query("mentor"))[0].id


def point_to(office: Office, target: UUID) -> None:
    """As the exchange leaves a link whose record lies in a part that has not come yet."""
    with office.store.action("x", actor="", source="exchange") as work:
        work.update("mentor", the_mentor(office), {"organisation_id": target})


def newer_word(office: Office, entity: str, field: str, word: str) -> UUID:
    record = office.rows(Query(entity))[0].id
    with office.store.action("x", actor="", source="exchange") as work:
        work.connection.exec_driver_sql(
            f'UPDATE "{entity}" SET "{field}" = ? WHERE id = ?', (word, record.bytes)
        )
    return record


def test_a_link_to_a_record_that_has_not_come_says_so(office: Office) -> None:
    target = new_id()
    point_to(office, target)

    (row,) = office.rows(Query("mentor", columns=("organisation_id",)))

    assert row["organisation_id"] == Ref(target, "not yet received")
    shown = office.get("mentor", the_mentor(office))["organisation_id"]
    assert shown == Ref(target, "not yet received")


def test_other_fields_are_edited_while_the_record_has_not_come(office: Office) -> None:
    target = new_id()
    point_to(office, target)

    office.set("mentor", the_mentor(office), {"position": "Шебер"})

    assert office.get("mentor", the_mentor(office))["organisation_id"].id == target


def test_a_record_without_a_title_has_come_all_the_same(office: Office) -> None:
    place = office.rows(Query("organisation"))[0].id
    point_to(office, place)
    with office.store.action("x", actor="", source="exchange") as work:
        work.update("organisation", place, {"name_kk": None, "name_ru": None})

    (row,) = office.rows(Query("mentor", columns=("organisation_id",)))

    assert row["organisation_id"] == Ref(place, "")


def test_a_word_of_a_newer_version_is_shown_as_such_and_kept(office: Office) -> None:
    record = newer_word(office, "mentor", "pay_kind", "grant")
    spec = office.entity("mentor").fields["pay_kind"]

    office.set("mentor", record, {"position": "Шебер", "starts": date(2026, 9, 1)})

    assert office.get("mentor", record)["pay_kind"] == "grant"
    assert spec.format("grant") == "unknown (newer version)"


def test_of_several_words_the_unknown_one_is_told_beside_the_others() -> None:
    kinds = {"a": "First", "b": "Second"}
    assert Choices("Kinds", choices=kinds).format(("a", "new")) == "First; unknown (newer version)"
    assert Choice("Kind", choices=kinds).format(None) == ""
