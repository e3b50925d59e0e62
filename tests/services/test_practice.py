"""Placing students: what is told beforehand, what needs a reason, what one undo brings back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import board, practice
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office
from tests.databases import Builder
from tests.services.practice_records import add, named, of_period, practice_school


@pytest.fixture
def content() -> Builder:
    return practice_school


def period(office: Office) -> UUID:
    return named(office, "practice_period", "Spring 2027")


def slot_at(office: Office, name: str) -> UUID:
    where = (Condition("organisation_id", "is", named(office, "organisation", name)),)
    (row,) = office.rows(Query("practice_slot", where))
    return row.id


def student(office: Office, name: str) -> UUID:
    return named(office, "student", name)


def keys(office: Office) -> dict[str, int]:
    return {alert.key: alert.count for alert in office.alerts()}


def test_the_board_shows_who_waits_and_what_is_offered(office: Office) -> None:
    found = board.board(office, period(office))
    assert [one.name for one in found.waiting] == ["Әлиев Дамир", "Ким Виктор", "Омарова Аяжан"]
    assert (found.students_total, found.placed, found.without_mentor) == (3, 0, 0)
    bases = {base.organisation.title: base for base in found.bases}
    assert [*bases] == ["Дастархан", "Жаңа база", "Темір"]
    assert bases["Темір"].agreement == "agreement П-Темір until 01.01.2028"
    assert not bases["Темір"].agreement_bad
    assert "01.03.2027" in bases["Дастархан"].agreement
    assert bases["Дастархан"].agreement_bad
    assert bases["Жаңа база"].agreement == "Жаңа база: no agreement."


def test_an_agreement_that_a_place_names_counts_whatever_its_kind(office: Office) -> None:
    base = named(office, "organisation", "Жаңа база")
    memorandum = add(
        office,
        "agreement",
        number="М-7",
        partner_id=base,
        kind="memorandum",
        stage="signed",
        signed_on=date(2026, 1, 1),
        valid_until=date(2028, 1, 1),
        renewal="none",
    )
    slot = slot_at(office, "Жаңа база")
    found = board.board(office, period(office))
    assert next(b for b in found.bases if b.organisation.id == base).agreement_code
    office.set("practice_slot", slot, {"agreement_id": memorandum})
    found = board.board(office, period(office))
    card = next(b for b in found.bases if b.organisation.id == base)
    assert (card.agreement, card.agreement_code) == ("agreement М-7 until 01.01.2028", "")
    said = practice.warnings_of_place(office, [student(office, "Әлиев")], slot)
    assert "no_agreement" not in {one.code for one in said}
    (there,) = board.places_for(office, [student(office, "Әлиев")], period(office))[1:2]
    assert (there.title, "no agreement" in there.sentence) == ("Жаңа база", False)
    practice.place(office, [student(office, "Әлиев")], slot, reason="Кеңес шешімі")
    (placement,) = of_period(office)
    assert office.get("placement", placement)["agreement_id"].id == memorandum


def test_a_board_of_one_group(office: Office) -> None:
    group = named(office, "study_group", "ТҰ-24-1")
    found = board.board(office, period(office), group)
    assert [one.name for one in found.waiting] == ["Омарова Аяжан"]


def test_a_place_takes_over_days_hours_and_the_contract(office: Office) -> None:
    practice.place(office, [student(office, "Әлиев")], slot_at(office, "Темір"))
    (placement,) = of_period(office)
    row = office.get("placement", placement)
    # Three days a week of six hours for eight weeks, less three days of Nauryz.
    assert row["hours_enterprise"] == 126
    assert (row["starts"], row["ends"]) == (date(2027, 2, 1), date(2027, 3, 28))
    assert row["agreement_id"].title == "П-Темір"
    assert row["agreement_state"] is None
    assert row["reason"] is None


def test_over_a_limit_a_reason_must_be_written_and_is_listed(office: Office) -> None:
    cook = [student(office, "Омарова")]
    with pytest.raises(Refusal) as refused:
        practice.place(office, cook, slot_at(office, "Дастархан"))
    assert refused.value.field == "reason"
    assert [finding.code for finding in refused.value.findings] == ["agreement_short"]
    assert office.count("placement") == 0
    practice.place(office, cook, slot_at(office, "Дастархан"), reason="  ұзартамыз  ")
    over = next(chip for chip in office.chips("placement") if chip.key == "over")
    assert over.count == 1
    (row,) = office.rows(Query("placement", over.where, columns=("reason",)))
    assert row["reason"] == "ұзартамыз"


def test_every_kind_of_limit(office: Office) -> None:
    both = [student(office, "Әлиев"), student(office, "Омарова")]
    mentor = named(office, "mentor", "Тәлімгер Жаңа база")
    found = practice.warnings_of_place(office, both, slot_at(office, "Жаңа база"), mentor)
    assert [one.code for one in found] == ["full", "no_agreement", "speciality", "load"]


def test_only_who_studies_is_placed_whatever_the_reason(office: Office) -> None:
    who, here = student(office, "Әлиев"), slot_at(office, "Темір")
    for status, said in (("graduated", "Graduated"), ("expelled", "Expelled")):
        office.set("student", who, {"status": status})
        with pytest.raises(Refusal, match=f"^Әлиев Дамир: {said}. Only students who study"):
            practice.place(office, [who], here, reason="Бұйрық")
    assert of_period(office) == []


def test_nobody_is_placed_twice_in_a_period(office: Office) -> None:
    one = [student(office, "Әлиев")]
    practice.place(office, one, slot_at(office, "Темір"))
    with pytest.raises(Refusal, match="already has a place"):
        practice.place(office, one, slot_at(office, "Жаңа база"), reason="x")
    assert office.count("placement") == 1


def test_a_mentor_of_another_enterprise_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="another enterprise"):
        practice.place(
            office,
            [student(office, "Әлиев")],
            slot_at(office, "Темір"),
            mentor=named(office, "mentor", "Тәлімгер Дастархан"),
        )


def test_moving_counts_nobody_twice(office: Office) -> None:
    both = [student(office, "Әлиев"), student(office, "Ким")]
    practice.place(office, both, slot_at(office, "Темір"))
    placements = of_period(office)
    mentor = named(office, "mentor", "Тәлімгер Темір")
    office.set("mentor", mentor, {"load_limit": 2})
    # Full already, but with those who are there: moving them onto a mentor is over no limit.
    practice.move(office, placements, slot_at(office, "Темір"), mentor=mentor)
    assert keys(office).get("no_mentor") is None
    practice.assign_mentor(office, placements, mentor)
    practice.assign_mentor(office, placements, None)
    assert keys(office)["no_mentor"] == 2


def test_taking_from_the_place_and_back_by_one_undo(office: Office) -> None:
    practice.place(office, [student(office, "Әлиев")], slot_at(office, "Темір"))
    placements = of_period(office)
    add(office, "attendance", placement_id=placements[0], day=date(2027, 2, 1), hours=6)
    before = logical_dump(office)
    practice.unplace(office, placements)
    assert (office.count("placement"), office.count("attendance")) == (0, 0)
    office.undo()
    assert logical_dump(office) == before


def test_what_has_happened_stays(office: Office) -> None:
    practice.place(office, [student(office, "Әлиев")], slot_at(office, "Темір"))
    (placement,) = of_period(office)
    office.set("placement", placement, {"state": "finished"})
    with pytest.raises(Refusal, match="is over"):
        practice.unplace(office, [placement])


def test_places_to_choose_from(office: Office) -> None:
    found = board.places_for(office, [student(office, "Әлиев")], period(office))
    assert [(one.title, one.matches, one.free) for one in found] == [
        ("Темір", True, 2),
        ("Жаңа база", True, 1),
        ("Дастархан", False, 1),
    ]
    assert "no agreement" in found[1].sentence
    # The speciality's name is long and says the least.
    assert found[0].sentence.startswith("2 free places · ")
    assert found[1].sentence.startswith("1 free place · Жаңа база: no agreement. · ")


def test_an_agreement_that_is_over_is_told_in_the_past(office: Office) -> None:
    base = named(office, "organisation", "Темір")
    (contract,) = office.lookup("agreement", "partner_id", [base])[base]
    office.set("practice_slot", slot_at(office, "Темір"), {"agreement_id": contract})
    office.set("agreement", contract, {"valid_until": date(2026, 3, 1)})
    (said,) = practice.warnings_of_place(
        office, [student(office, "Әлиев")], slot_at(office, "Темір")
    )
    assert said.message == "Темір: the agreement ended on 01.03.2026."
    office.set("agreement", contract, {"valid_until": date(2027, 3, 1)})
    (said,) = practice.warnings_of_place(
        office, [student(office, "Әлиев")], slot_at(office, "Темір")
    )
    assert said.message.startswith("Темір: the agreement ends on 01.03.2027, before")


def test_a_copied_period_has_groups_and_slots_and_nobody_placed(office: Office) -> None:
    practice.place(office, [student(office, "Әлиев")], slot_at(office, "Темір"))
    values = {"name": "Autumn 2027", "starts": date(2027, 9, 6), "ends": date(2027, 10, 30)}
    practice.copy_period(office, period(office), values)
    copy = named(office, "practice_period", "Autumn 2027")
    found = board.board(office, copy)
    assert (found.students_total, found.placed, len(found.bases)) == (3, 0, 3)
    assert [slot.places for base in found.bases for slot in base.slots] == [1, 1, 2]
    assert office.get("practice_period", copy)["hours_per_day"] == 6
    office.undo()
    assert office.count("practice_period") == 1


def test_alerts_open_exactly_their_lists(office: Office) -> None:
    practice.place(
        office,
        [student(office, "Омарова")],
        slot_at(office, "Дастархан"),
        reason="кейін ұзартылады",
    )
    counted = {a.key: (a.count, office.count(a.query)) for a in office.alerts() if a.query}
    assert counted == {"no_place": (2, 2), "no_mentor": (1, 1), "agreement_short": (1, 1)}


def test_an_overloaded_mentor_and_a_missing_diary_are_lines(office: Office) -> None:
    mentor = named(office, "mentor", "Тәлімгер Темір")
    both = [student(office, "Әлиев"), student(office, "Ким")]
    practice.place(office, both, slot_at(office, "Темір"), mentor=mentor, reason="бір ауысым")
    assert keys(office)["mentor_over"] == 1
    office.set_many(
        "placement",
        of_period(office),
        {"starts": date(2026, 10, 1), "ends": date(2026, 11, 13)},
    )
    assert keys(office)["diary"] == 2  # eight days ago
    office.set_many("placement", of_period(office), {"ends": date(2026, 11, 14)})
    assert "diary" not in keys(office)  # seven days: not yet


def test_the_load_of_a_mentor_is_the_most_at_one_time(office: Office) -> None:
    mentor = named(office, "mentor", "Тәлімгер Темір")
    office.set("mentor", mentor, {"load_limit": 2})
    both = [student(office, "Әлиев"), student(office, "Ким")]
    practice.place(office, both, slot_at(office, "Темір"), mentor=mentor)
    values = {"name": "Autumn 2027", "starts": date(2027, 9, 6), "ends": date(2027, 10, 30)}
    practice.copy_period(office, period(office), values)
    later = named(office, "practice_period", "Autumn 2027")
    (slot,) = [s for base in board.board(office, later).bases for s in base.slots if s.places == 2]
    practice.place(office, both, slot.id, mentor=mentor)
    row = office.get("mentor", mentor)
    assert (row["load"], row["overloaded"]) == (2, False)
    cook = [student(office, "Омарова")]
    practice.place(office, cook, slot.id, mentor=mentor, reason="кезек")
    row = office.get("mentor", mentor)
    assert (row["load"], row["overloaded"]) == (3, True)


def test_a_dual_share_below_the_threshold_needs_a_reason(office: Office) -> None:
    # 126 hours at the enterprise (a break taken off) of 216 of training: 58.3 %.
    office.set("practice_period", period(office), {"kind": "dual"})
    about = office.get("practice_period", period(office))
    assert practice.dual_share(office, about) == Decimal("58.3")
    one = [student(office, "Әлиев")]
    found = practice.warnings_of_place(office, one, slot_at(office, "Темір"))
    assert [finding.code for finding in found] == ["share"]
    office.put_setting("dual.share", "58")
    assert practice.warnings_of_place(office, one, slot_at(office, "Темір")) == []
    office.put_setting("dual.base", "all")
    office.set("practice_period", period(office), {"hours_all": 300})
    about = office.get("practice_period", period(office))
    assert practice.dual_share(office, about) == Decimal("42.0")
