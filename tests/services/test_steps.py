"""The 12 steps: proved by records, files or words; and put into the action plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cluster_desktop import cli
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Query
from cluster_desktop.services import attachments, steps
from cluster_desktop.services.office import Office
from tests.databases import Builder
from tests.services.passport_cluster import complete


@pytest.fixture
def content() -> Builder:
    return complete


def test_each_step_opens_the_records_that_prove_it(office: Office) -> None:
    found = steps.steps(office)
    assert [one.number for one in found] == list(range(1, 13))
    for one in found:
        assert one.proofs
        for proof in one.proofs:
            assert office.count(proof.figure.behind.query) == proof.figure.value
    assert [one.number for one in found if one.is_proved] == [1, 2, 4, 10, 11, 12]
    before = {one.number for one in steps.steps(office, office.today().replace(year=2025))}
    assert before == set(range(1, 13))
    (members, *_) = steps.step(office, 2, office.today().replace(year=2025)).proofs
    assert members.figure.value == 0


def test_a_step_is_done_only_with_a_proof(office: Office) -> None:
    with pytest.raises(Refusal, match="nothing proves it yet"):
        steps.set_step(office, 9, {"state": "done"})
    record = steps.step(office, 9).record
    attachments.keep(office, "creation_step", record, "жоба.pdf", b"%PDF", kind="evidence")
    steps.set_step(office, 9, {"state": "done", "responsible": "Әдіскер"})
    one = steps.step(office, 9)
    assert (one.state, one.done_on, one.files) == ("done", office.today(), 1)
    steps.set_step(office, 9, {"state": "in_progress"})
    assert steps.step(office, 9).done_on is None
    steps.set_step(office, 5, {"state": "done", "evidence": "Бұйрық № 7"})
    with pytest.raises(Refusal, match="lies ahead"):
        steps.set_step(office, 1, {"state": "done", "done_on": office.today().replace(year=2027)})
    with pytest.raises(Refusal, match="no step 13"):
        steps.step(office, 13)


def test_the_steps_go_into_the_plan_once(office: Office) -> None:
    steps.as_plan(office, 2026)
    assert office.count(Query("plan_item")) == 13
    rows = office.rows(Query("plan_item", columns=("number", "name_kk", "due", "result_ru")))
    assert sorted(row["number"] for row in rows) == list(range(1, 14))
    assert not steps.as_plan(office, 2026).ids
    office.undo()
    assert office.count(Query("plan_item")) == 1


def test_the_command_line_tells_steps_path_and_passport(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.close()
    words = ["--data", str(tmp_path / "data"), "--lang", "en", "--today", "2026-11-21"]
    assert cli.main([*words, "steps", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told) == 12
    assert all(len(p["ids"]) == p["count"] for one in told for p in one["proofs"])
    assert cli.main([*words, "steps", "set", "1", "state=done", "responsible=Директор"]) == 0
    assert cli.main([*words, "steps", "set", "9", "state=done"]) == 2
    assert cli.main([*words, "cluster", "path", "concept", "--document", "Тұжырымдама"]) == 0
    assert cli.main([*words, "cluster", "make", "name_kk=Басқа"]) == 2
    assert cli.main([*words, "passport", "mark"]) == 0
    capsys.readouterr()
    assert cli.main([*words, "passport", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["complete"], told["of"]) == ("draft", 11, 11)
    assert cli.main([*words, "passport", "check"]) == 0
    assert cli.main([*words, "passport", "submit"]) == 0
    assert cli.main([*words, "passport", "return", "Қосымша жоқ"]) == 0
    assert cli.main([*words, "passport", "submit"]) == 0
    approve = ["passport", "approve", "--minutes", "5", "--by-kk", "Кеңес"]
    assert cli.main([*words, *approve]) == 0
    assert cli.main([*words, "passport", "in-force"]) == 0
    assert cli.main([*words, "passport", "amend"]) == 0
    capsys.readouterr()
    assert cli.main([*words, "passport", "compare", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert cli.main([*words, "passport", "archive", "1"]) == 0
