"""Proposals of places: what they say, what they leave alone, and how they are taken back."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop import i18n
from cluster_desktop.db.store import Store
from cluster_desktop.errors import Cancelled, Refusal
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.rules.matching import Place, refuse_violations
from cluster_desktop.services import contracts, matching, practice
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office
from tests.databases import Builder, Databases
from tests.services.practice_college import ENDS, STARTS, large, period_of, spring, student_of


@pytest.fixture
def content() -> Builder:
    return spring


@pytest.fixture
def period(office: Office) -> UUID:
    return period_of(office)


def placements(office: Office) -> list[Row]:
    columns = ("student_id", "organisation_id", "slot_id", "mentor_id", "agreement_id", "locked")
    columns += ("starts", "ends", "state", "kind")
    return office.rows(Query("placement", columns=columns))


def where_of(office: Office) -> dict[str, str]:
    return {row["student_id"].title: row["organisation_id"].title for row in placements(office)}


def slot_at(office: Office, name: str) -> UUID:
    rows = office.rows(Query("practice_slot", columns=("organisation_id",)))
    return next(row.id for row in rows if name in row["organisation_id"].title)


# What a trial says


def test_each_student_learns_where_or_why_not(office: Office, period: UUID) -> None:
    trial = matching.propose(office, period)
    said = {one.name: one.sentence for one in trial.everybody}
    assert len(trial.assigned) == 6
    assert said["Дәнекерші 0"] == (
        "Дәнекерші 0: «Қайнар» ЖШС (same speciality, in the home district, "
        "first wish, no mentor is free)."
    )
    assert said["Дәнекерші 2"].startswith(
        "Дәнекерші 2: «Темір» ЖШС (same speciality, in the home district, "
    )
    # Four go to Темір, its two mentors take three.
    at_temir = {who: one for who, one in said.items() if "«Темір»" in one and "(same" in one}
    assert sorted(at_temir) == [f"Дәнекерші {n}" for n in (2, 3, 4, 6)]
    for mentor, students in (
        ("mentor Сәрсенов Ерлан, 2 of 2 students", 2),
        ("mentor Қабдолов Марат, 1 of 1 students", 1),
        ("no mentor is free", 1),
    ):
        assert sum(mentor in sentence for sentence in at_temir.values()) == students
    assert said["Аспаз 0"] == (
        "Аспаз 0: no place. No enterprise offers places for the speciality in this period."
    )
    welders = {one.name: one.reason for one in trial.unplaced if one.name.startswith("Дән")}
    # Four could go equally well: the last of the list stay.
    why = "3 slots: 2 full, 1 agreement ends before the practice."
    assert welders == {"Дәнекерші 5": why, "Дәнекерші 7": why}


def test_every_student_of_the_college_gets_an_answer(office: Office, period: UUID) -> None:
    trial = matching.propose(office, period)
    rows = office.rows(Query("student", columns=("full_name",)))
    answers = {row["full_name"]: matching.explain(office, trial, row.id) for row in rows}
    assert all(answer.startswith(name) for name, answer in answers.items())
    assert answers["Демалыстағы Әсел"] == "Демалыстағы Әсел: on academic leave, takes no part."
    assert answers["Басқа Топтан"] == (
        "Басқа Топтан: the group does not go in the period “Көктем 2027”."
    )


def test_what_to_win_next_counts_who_is_left(office: Office, period: UUID) -> None:
    wins = [(win.kind, win.count, win.sentence) for win in matching.propose(office, period).wins]
    places = [sentence for kind, _n, sentence in wins if kind == "places"]
    assert sum(n for kind, n, _sentence in wins if kind == "places") == 4
    assert places[0].startswith("2 students without a place: ")
    assert (
        "agreement",
        2,
        "«Үміт» ЖШС: with an agreement for the whole practice 2 students could go there.",
    ) in wins
    assert any(kind == "mentor" and "«Қайнар»" in said for kind, _n, said in wins)


def test_full_is_said_only_of_slots_that_others_took(office: Office, period: UUID) -> None:
    trial = matching.propose(office, period)
    taken = Counter(one.slot for one in trial.assigned)
    possible = [slot for slot in trial.facts.slots if slot.agreement_obstacle is None]
    assert all(taken[slot.id] == slot.places for slot in possible)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_sentences_follow_the_language(office: Office, period: UUID, lang: str) -> None:
    trial = matching.propose(office, period)
    i18n.set_language(lang)
    assert "Дәнекерші" in trial.assigned[0].sentence
    assert trial.summary.count("6") == 1


def test_settings_decide_about_mentors_and_checks(office: Office, period: UUID) -> None:
    office.put_setting("matching.mentor_required", "yes")
    office.set("student", student_of(office, "Дәнекерші 2"), {"medical_until": STARTS})
    strict = matching.propose(office, period)
    told = {one.name: one.sentence for one in strict.everybody}
    assert len(strict.assigned) == 3
    assert "12 km, second wish, transport is provided, mentor" in told["Дәнекерші 0"]
    assert told["Дәнекерші 7"].endswith(
        "no place. 3 slots: 2 without a free mentor, 1 agreement ends before the practice."
    )
    assert "2 refused because the medical check ends" in told["Дәнекерші 2"]
    office.put_setting("matching.mentor_required", "no")
    office.put_setting("matching.checks", "warn")
    mild = {one.name: one.sentence for one in matching.propose(office, period).everybody}
    assert "medical check only until 01.02.2027" in mild["Дәнекерші 2"]


# Writing it


def test_a_committed_trial_is_what_it_said(office: Office, period: UUID) -> None:
    trial = matching.propose(office, period)
    changes = matching.commit(office, trial)
    assert changes.title == "Places for Көктем 2027: 6 students"
    assert where_of(office) == {one.name: one.where for one in trial.assigned}
    rows = placements(office)
    assert {(row["starts"], row["ends"], row["state"]) for row in rows} == {
        (STARTS, ENDS, "planned")
    }
    assert all(row["agreement_id"] is not None for row in rows)
    guides = {row["student_id"].id: row["mentor_id"] and row["mentor_id"].id for row in rows}
    assert guides == {one.student: one.mentor for one in trial.assigned}


def test_one_undo_restores_everything(office: Office, period: UUID) -> None:
    practice.place(office, [student_of(office, "Дәнекерші 5")], slot_at(office, "Темір"))
    before = logical_dump(office)
    matching.commit(office, matching.propose(office, period))
    assert logical_dump(office) != before
    office.undo()
    assert logical_dump(office) == before


def test_locked_and_started_placements_stay_and_are_counted(office: Office, period: UUID) -> None:
    everybody = [student_of(office, f"Дәнекерші {n}") for n in range(8)]
    practice.place(office, everybody[:3], slot_at(office, "Темір"))
    practice.place(office, everybody[3:5], slot_at(office, "Қайнар"))
    rows = placements(office)
    practice.lock(office, [row.id for row in rows[:4]], True)
    office.set("placement", rows[4].id, {"state": "in_progress"})
    stored = {row.id: row.values for row in placements(office)}
    trial = matching.propose(office, period)
    matching.commit(office, trial)
    after = {row.id: row.values for row in placements(office)}
    assert {one: after[one] for one in stored} == stored
    assert len(trial.staying) == 5
    assert len(after) == 6
    sentences = {one.sentence.split(", ", 1)[1] for one in trial.staying}
    assert sentences == {"the placement is locked.", "the practice is already arranged."}


def test_a_second_run_changes_nothing(office: Office, period: UUID) -> None:
    matching.commit(office, matching.propose(office, period))
    before = logical_dump(office)
    again = matching.propose(office, period)
    assert matching.commit(office, again).action is None
    assert logical_dump(office) == before
    assert all("as planned before" in one.sentence for one in again.assigned)


def test_unlocked_plans_move_or_are_taken_back(office: Office, period: UUID) -> None:
    welders = [student_of(office, f"Дәнекерші {n}") for n in range(4)]
    practice.place(office, welders, slot_at(office, "Темір"))
    office.set("practice_slot", slot_at(office, "Темір"), {"places": 0})
    before = logical_dump(office)
    trial = matching.propose(office, period)
    assert len(trial.lost) == 2
    moved = [one for one in trial.assigned if one.planned_before]
    assert [one.name for one in moved] == ["Дәнекерші 0", "Дәнекерші 1"]
    assert trial.summary == (
        "2 of 10 students have a proposed place, 2 move from an earlier one. "
        "2 students would lose the places planned before and get no others."
    )
    assert all(one.sentence.endswith("planned before: «Темір» ЖШС).") for one in moved)
    taken = "The planned place at «Темір» ЖШС is taken back."
    assert all(one.sentence.endswith(taken) for one in trial.lost)
    with pytest.raises(Refusal, match="2 students would lose"):
        matching.commit(office, trial)
    assert logical_dump(office) == before
    matching.commit(office, trial, losing=True)
    assert where_of(office) == {one.name: "«Қайнар» ЖШС" for one in moved}


def test_a_promised_place_is_kept_before_the_list(office: Office, period: UUID) -> None:
    """As many points with any of them: who had a plan goes, though the last of the list."""
    late = [student_of(office, f"Дәнекерші {n}") for n in (5, 7)]
    practice.place(office, late, slot_at(office, "Темір"))
    office.set("practice_slot", slot_at(office, "Темір"), {"places": 0})
    office.set("student", student_of(office, "Дәнекерші 0"), {"wish_id": None, "wish2_id": None})
    trial = matching.propose(office, period)
    assert trial.lost == ()
    assert {one.student for one in trial.assigned} == set(late)


def test_a_college_entered_anew_with_other_ids_hears_the_same(
    office: Office, period: UUID, tmp_path: Path
) -> None:
    again = Office(Store.open(tmp_path / "anew" / "cluster.db"), today=office.today)
    try:
        spring(again)
        heard = matching.propose(again, period_of(again))
    finally:
        again.close()
    trial = matching.propose(office, period)
    assert heard.fingerprint != trial.fingerprint
    assert [one.sentence for one in heard.everybody] == [one.sentence for one in trial.everybody]
    assert [win.sentence for win in heard.wins] == [win.sentence for win in trial.wins]


def test_who_was_placed_with_a_written_reason_stays(office: Office, period: UUID) -> None:
    here = slot_at(office, "Үміт")
    cook, welder = student_of(office, "Аспаз 0"), student_of(office, "Дәнекерші 0")
    practice.place(office, [cook, welder], here, reason="Кеңес шешімі")
    trial = matching.propose(office, period)
    assert trial.lost == ()
    assert {one.student: one.sentence for one in trial.staying}[cook] == (
        "Аспаз 0: stays at «Үміт» ЖШС, placed with a written reason: Кеңес шешімі"
    )
    matching.commit(office, trial)
    assert where_of(office)["Аспаз 0"] == where_of(office)["Дәнекерші 0"] == "«Үміт» ЖШС"


def test_a_period_that_is_over_is_refused(office: Office, period: UUID) -> None:
    office.set("practice_period", period, {"starts": date(2026, 5, 1), "ends": office.today()})
    assert matching.propose(office, period).period == period
    office.set("practice_period", period, {"ends": date(2026, 6, 6)})
    with pytest.raises(Refusal, match=r"The period “Көктем 2027” ended on 06\.06\.2026\."):
        matching.propose(office, period)


def test_a_contract_of_the_student_stays_with_the_plan(office: Office, period: UUID) -> None:
    matching.commit(office, matching.propose(office, period))
    rows = placements(office)
    ids = [row.id for row in rows]
    contracts.make_contracts(office, ids, "dual")
    own = {row.id: row["agreement_id"].id for row in placements(office)}
    assert own != {row.id: row["agreement_id"].id for row in rows}
    before = logical_dump(office)
    matching.commit(office, matching.propose(office, period))
    assert logical_dump(office) == before
    practice.move(office, ids[:1], rows[0]["slot_id"].id, reason="Кеңес шешімі")
    assert {row.id: row["agreement_id"].id for row in placements(office)} == own


def test_a_signed_contract_of_the_student_opens_the_enterprise(
    office: Office, period: UUID
) -> None:
    who, here = student_of(office, "Дәнекерші 7"), slot_at(office, "Үміт")
    base = office.get("practice_slot", here)["organisation_id"].id
    (contract,) = office.add(
        "agreement",
        {"number": "Ж-1", "kind": "practice", "stage": "signed", "partner_id": base,
         "student_id": who, "signed_on": STARTS, "valid_from": STARTS, "valid_until": ENDS},
    ).ids  # fmt: skip
    for name in ("Темір", "Қайнар"):
        office.set("practice_slot", slot_at(office, name), {"places": 0})
    trial = matching.propose(office, period)
    assert [(one.student, one.where) for one in trial.assigned] == [(who, "«Үміт» ЖШС")]
    matching.commit(office, trial)
    (row,) = placements(office)
    assert row["agreement_id"].id == contract
    assert practice.warnings_of_place(office, [who], here) == []


def test_a_proposal_made_before_a_change_is_refused(office: Office, period: UUID) -> None:
    trial = matching.propose(office, period)
    office.set("practice_slot", slot_at(office, "Темір"), {"places": 1})
    before = logical_dump(office)
    with pytest.raises(Refusal, match="The data have changed since this proposal"):
        matching.commit(office, trial)
    assert logical_dump(office) == before


def test_a_changed_plan_makes_the_proposal_old(office: Office, period: UUID) -> None:
    practice.place(office, [student_of(office, "Дәнекерші 1")], slot_at(office, "Темір"))
    trial = matching.propose(office, period)
    (row,) = placements(office)
    office.set("placement", row.id, {"mentor_id": None, "hours_enterprise": 100})
    with pytest.raises(Refusal):
        matching.commit(office, trial)


@pytest.mark.parametrize("step", [0, 1, 2])
def test_cancel_leaves_no_trace(office: Office, period: UUID, step: int) -> None:
    def cancel(done: int, _all: int) -> None:
        if done == step:
            raise Cancelled

    before = logical_dump(office)
    with pytest.raises(Cancelled):
        matching.propose(office, period, cancel)
    assert logical_dump(office) == before


def test_mentors_busy_with_another_practice_have_less_room(office: Office, period: UUID) -> None:
    guide = office.rows(Query("mentor", (Condition("full_name", "contains", "Сәрсенов"),)))[0]
    temir = office.get("mentor", guide.id)["organisation_id"].id
    values = {"student_id": student_of(office, "Басқа Топтан"), "organisation_id": temir}
    values |= {"period_id": period, "mentor_id": guide.id, "starts": STARTS, "ends": ENDS}
    office.add("placement", values)
    trial = matching.propose(office, period)
    assert Counter(one.mentor for one in trial.assigned)[guide.id] == 1


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({"valid_until": ENDS}, True),
        ({"renewal": "tacit", "renewal_months": 12}, True),
        ({"stage": "printed", "valid_until": ENDS}, False),
        ({"kind": "memorandum", "valid_until": ENDS}, False),
        ({"stage": "terminated", "terminated_on": STARTS, "valid_until": ENDS}, False),
        ({"valid_from": ENDS, "valid_until": ENDS}, False),
    ],
)
def test_the_contract_must_hold_to_the_last_day(
    office: Office, period: UUID, changed: dict[str, object], holds: bool
) -> None:
    rows = office.rows(Query("agreement", columns=("number",)))
    one = next(row.id for row in rows if "Үміт" in row["number"])
    office.set("agreement", one, changed)
    trial = matching.propose(office, period)
    assert any("Үміт" in one.where for one in trial.assigned) is holds


def test_the_agreement_that_a_slot_names_is_the_one_that_counts(
    office: Office, period: UUID
) -> None:
    """Good, it opens the slot whatever its kind; bad, no other contract of the enterprise helps."""
    papers = {}
    for name, stage in (("Үміт", "signed"), ("Темір", "printed")):
        here = slot_at(office, name)
        base = office.get("practice_slot", here)["organisation_id"].id
        values = {"partner_id": base, "kind": "memorandum", "stage": stage, "number": f"М-{name}"}
        days = {"signed_on": STARTS, "valid_from": STARTS, "valid_until": ENDS}
        (papers[name],) = office.add("agreement", values | days).ids
        office.set("practice_slot", here, {"agreement_id": papers[name]})
    trial = matching.propose(office, period)
    assert Counter(one.where for one in trial.assigned) == {"«Үміт» ЖШС": 3, "«Қайнар» ЖШС": 2}
    reasons = {one.reason for one in trial.unplaced if one.name.startswith("Дән")}
    assert reasons == {"3 slots: 2 full, 1 agreement not signed."}
    matching.commit(office, trial)
    ours = [row for row in placements(office) if "Үміт" in row["organisation_id"].title]
    assert {row["agreement_id"].id for row in ours} == {papers["Үміт"]}


def test_a_signed_successor_carries_the_contract_on(office: Office, period: UUID) -> None:
    rows = office.rows(Query("agreement", columns=("number", "partner_id", "until")))
    old = next(row for row in rows if "Үміт" in row["number"])
    values = {"partner_id": old["partner_id"].id, "kind": "practice", "stage": "signed"}
    values |= {"number": "П-2", "previous_id": old.id, "signed_on": STARTS}
    office.add("agreement", values | {"valid_from": old["until"], "valid_until": ENDS})
    trial = matching.propose(office, period)
    assert len([one for one in trial.assigned if "Үміт" in one.where]) > 0


# A whole region


@pytest.fixture(scope="module")
def big(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = databases.open(large, tmp_path_factory.mktemp("big") / "cluster.db")
    yield opened
    opened.close()


def run_match(folder: Path, seed: str, words: Sequence[str] = ()) -> bytes:
    command = [sys.executable, "-m", "cluster_desktop", "--data", str(folder), "--lang", "kk"]
    command += ["--today", "2026-11-21", "match", "--json", *words]
    return subprocess.run(
        command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
    ).stdout


@pytest.mark.timing
def test_three_thousand_students_in_ten_seconds_twice_the_same(big: Office) -> None:
    began = time.process_time()
    trial = matching.propose(big, period_of(big))
    between = time.process_time()
    again = matching.propose(big, period_of(big))
    spent = min(between - began, time.process_time() - between)
    refuse_violations(trial.facts, {o.student: Place(o.slot, o.mentor) for o in trial.assigned})
    assert spent < 10
    assert repr(trial) == repr(again)
    assert [o.sentence for o in trial.everybody] == [o.sentence for o in again.everybody]
    assert len(trial.assigned) + len(trial.unplaced) == 3_000


@pytest.mark.timing
def test_the_command_prints_the_same_bytes_whatever_the_hashes(
    databases: Databases, tmp_path: Path
) -> None:
    for seed in "12":
        databases.copy(large, tmp_path / seed / "cluster.db")
    with ThreadPoolExecutor(2) as together:
        first, second = together.map(lambda seed: run_match(tmp_path / seed, seed), "12")
    assert first
    assert first == second
