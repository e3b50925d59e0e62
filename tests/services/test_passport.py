"""The passport: complete by its rules, each gap named and openable, content as plain values."""

from __future__ import annotations

from pathlib import Path

import pytest

from cluster_desktop import cli, i18n
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import cluster, passport
from cluster_desktop.services.office import Office
from cluster_desktop.services.passport_content import from_json
from tests.databases import Builder, Databases
from tests.services.passport_cluster import add, complete, organisations


@pytest.fixture
def content() -> Builder:
    return complete


def gaps(office: Office, severity: str = "missing") -> set[str]:
    return {
        gap.key for one in passport.states(office) for gap in one.gaps if gap.severity == severity
    }


def test_a_new_cluster_has_11_empty_sections_and_says_what_each_lacks(
    databases: Databases, tmp_path: Path
) -> None:
    from tests.databases import prepared

    office = databases.open(prepared, tmp_path / "new" / "cluster.db")
    with pytest.raises(Refusal, match="no cluster yet"):
        passport.states(office)
    cluster.make(office, {"name_kk": "Кластер"})
    found = passport.states(office)
    assert [one.state for one in found] == ["empty"] * 11
    assert passport.completeness(found) == (0, 11)
    assert all(one.missing for one in found)
    assert office.count("creation_step") == 12
    with pytest.raises(Refusal, match="keeps one cluster"):
        cluster.make(office, {"name_kk": "Екінші"})
    office.undo()
    assert cluster.the_cluster(office) is None
    assert office.count("creation_step") == 0
    office.close()


def test_a_whole_cluster_is_11_of_11(office: Office) -> None:
    assert gaps(office) == set()
    assert passport.completeness(passport.states(office)) == (0, 11)
    passport.mark_all(office)
    found = passport.states(office)
    assert [one.state for one in found] == ["complete"] * 11
    assert passport.completeness(found) == (11, 11)
    assert found[0].marked_on == office.today()
    warnings = {"2.no_state_body", "2.no_school", "2.no_university", "2.no_research"}
    assert gaps(office, "warning") == warnings


# Acceptance: one record of each feeding kind away, and the check names what is missing.
REMOVED = (
    (1, "specialisation", (), "1.sector"),
    (2, "membership", (Condition("kind", "is", "enterprise"),), "2.no_enterprise"),
    (3, "founding_document", (), "3.no_document"),
    (4, "cluster_territory", (), "4.no_territory"),
    (5, "goal", (Condition("horizon", "is", "long"),), "5.no_long"),
    (6, "specialisation_code", (), "6.no_code"),
    (7, "plan_item", (), "7.no_item"),
    (8, "technology", (), "8.none"),
    (9, "finance_line", (), "9.none"),
    (10, "infrastructure", (Condition("kind", "is", "production"),), "10.no_production"),
    (11, "kpi", (Condition("code", "is", "K03"),), "11.no_K03"),
)


@pytest.mark.parametrize(("section", "entity", "where", "key"), REMOVED)
def test_what_is_taken_away_is_named_by_the_check(
    databases: Databases,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    section: int,
    entity: str,
    where: tuple[Condition, ...],
    key: str,
) -> None:
    office = databases.open(complete, tmp_path / "data" / "cluster.db")
    passport.mark_all(office)
    (row,) = office.rows(Query(entity, where))
    office.delete(entity, [row.id])
    found = passport.states(office)[section - 1]
    assert (
        found.state == "started" if section in (1, 2, 5, 6, 10, 11) else found.state != "complete"
    )
    assert key in {gap.key for gap in found.missing}
    sentence = next(gap.sentence for gap in found.missing if gap.key == key)
    # All other sections stay complete, but for a field that names the sector and holds the code.
    others = {one.number for one in passport.states(office) if one.state != "complete"}
    assert others == ({1, 6} if section == 1 else {section})
    office.close()
    words = ["--data", str(tmp_path / "data"), "--lang", "en", "--today", "2026-11-21"]
    assert cli.main([*words, "print", "passport", "--check"]) == 1
    out, said = capsys.readouterr()
    assert f"{section}\tmissing\t{key}\t{sentence}" in out.splitlines()
    assert "Complete sections: " in said


@pytest.mark.parametrize(
    ("entity", "values", "key"),
    [
        ("organisation", {"bin": None}, "2.no_bin"),
        ("organisation", {"head_kk": None}, "2.no_head"),
        ("membership", {"role": None}, "2.no_role"),
        ("membership", {"obligations_kk": None}, "2.no_obligation"),
        ("founding_document", {"signed_on": None}, "3.document_untold"),
        ("cluster", {"not_legal_entity": False}, "3.clause"),
        ("cluster", {"region_id": None}, "4.region"),
        ("plan_item", {"due": None}, "7.no_term"),
        ("plan_item", {"responsible": None}, "7.no_responsible"),
        ("plan_item", {"result_kk": None}, "7.no_result"),
        ("technology", {"access_kk": None}, "8.untold"),
        ("finance_line", {"planned": None}, "9.not_planned"),
    ],
)
def test_an_empty_field_is_a_gap_that_opens_where_it_is_filled(
    office: Office, entity: str, values: dict[str, object], key: str
) -> None:
    row = office.rows(Query(entity))[-1]
    office.set(entity, row.id, values)
    found = {gap.key: gap for one in passport.states(office) for gap in one.missing}
    assert key in found
    gap = found[key]
    if gap.count:
        assert gap.query is not None
        assert office.count(gap.query) == gap.count == 1
    elif gap.query is None:
        assert office.get(gap.entity, gap.record)[gap.field] in (None, False)
    office.undo()
    assert gaps(office) == set()


def test_a_participant_without_an_agreement_is_named_unless_it_negotiates(office: Office) -> None:
    (agreement,) = office.rows(Query("agreement"))
    office.set("agreement", agreement.id, {"stage": "terminated", "terminated_on": office.today()})
    assert gaps(office) == {"2.no_agreement"}
    for row in office.rows(Query("membership")):
        office.set("membership", row.id, {"state": "negotiating"})
    assert gaps(office) == set()


def test_no_item_of_this_year_is_a_gap(office: Office) -> None:
    (item,) = office.rows(Query("plan_item"))
    for values, missing in (
        ({"due": office.today().replace(year=2027)}, True),
        ({"starts": office.today().replace(month=2)}, False),  # runs from this year into the next
        ({"due": None, "starts": None, "due_text": "тоқсан сайын"}, True),
        ({"year": 2026}, False),
    ):
        office.set("plan_item", item.id, values)
        assert ("7.none_this_year" in gaps(office)) is missing


def test_a_speciality_that_nobody_teaches_is_a_warning(office: Office) -> None:
    (row,) = office.rows(Query("specialisation_code"))
    office.set("specialisation_code", row.id, {"college_taught_id": None})
    assert gaps(office) == set()
    assert "6.not_taught" in gaps(office, "warning")


def test_a_name_without_region_and_sector_is_a_hint(office: Office) -> None:
    assert "1.name_is_bare" not in gaps(office, "hint")
    mine = cluster.needed(office).id
    office.set("cluster", mine, {"name_kk": "Болашақ", "name_ru": "Болашак"})
    assert gaps(office, "hint") == {"1.name_is_bare"}


def test_only_what_lacks_nothing_is_marked(office: Office) -> None:
    (item,) = office.rows(Query("plan_item"))
    office.set("plan_item", item.id, {"result_kk": None})
    with pytest.raises(Refusal, match="1 plan item has no expected result"):
        passport.mark(office, 7, True)
    passport.mark(office, 1, True)
    passport.mark_all(office)
    assert passport.completeness(passport.states(office)) == (10, 11)
    passport.mark(office, 1, False)
    assert passport.completeness(passport.states(office)) == (9, 11)


def test_the_checklist_says_line_by_line_what_is_there(office: Office) -> None:
    lines = {check.words.en: check.lacks for check in passport.checks(passport.states(office)[1])}
    assert lines["at least one college"] is None
    assert lines["a state body"] == "warning"
    assert len(passport.checklist(2)) == len(lines)


def test_the_content_is_the_same_whatever_the_window_speaks(office: Office) -> None:
    told = passport.content(office).to_json()
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        assert passport.content(office).to_json() == told
    assert from_json(told) == passport.content(office)


def test_the_content_says_what_the_records_say(office: Office) -> None:
    made = passport.content(office)
    assert [one.number for one in made.sections] == list(range(1, 12))
    facts = {fact.key: fact.value for one in made.sections for fact in one.facts}
    assert facts["2.participants"].kk == "2"
    assert facts["2.with_agreement"].kk == "2"
    assert facts["9.planned"].ru == "5\u00a0000\u00a0000"
    assert made.sections[3].text.ru == "Описание.\nВторой абзац."
    annexes = {table.key: table for table in made.annexes}
    assert list(annexes) == ["annex.participants", "annex.plan", "annex.finance", "annex.kpi"]
    college, enterprise = annexes["annex.participants"].rows
    assert college[1].kk.startswith("Ақбұлақ колледжі")
    assert "№ М-001" in enterprise[8].kk
    assert len(annexes["annex.kpi"].rows) == 18
    assert [one.position.kk for one in made.signatures] == ["директор", "директор"]
    for table in (*made.annexes, *(t for one in made.sections for t in one.tables)):
        assert {len(row) for row in table.rows} <= {len(table.headings)}


def test_every_number_opens_its_records(office: Office) -> None:
    made, figures = passport.whole(office)
    facts = {fact.key: fact for one in made.sections for fact in one.facts}
    assert office.count(figures["2.participants"].behind.query) == 2
    told = [key for key, fact in facts.items() if fact.value.kk.isdigit() and key not in figures]
    assert told == []


def test_a_participant_that_joined_later_was_not_there(office: Office) -> None:
    before = office.today().replace(month=3, day=1)
    assert passport.figures(office, before)["2.participants"].value == 0
    assert passport.figures(office)["2.participants"].value == 2


def test_a_typed_text_is_one_action_and_the_same_text_none(office: Office) -> None:
    before = len(office.journal())
    passport.set_text(office, 4, {"text_kk": "Жаңа мәтін", "text_ru": "Новый текст"})
    assert not passport.set_text(office, 4, {"text_kk": "Жаңа мәтін"}).ids
    assert len(office.journal()) == before + 1
    office.undo()
    assert passport.texts(office)[4]["text_kk"].startswith("Сипаттама")


def test_the_path_leads_to_the_status_only_by_a_decision(office: Office) -> None:
    day = office.today()
    for state in ("working_group", "meetings", "concept", "draft", "submitted"):
        cluster.reach(office, state, day, "№ 1")
    with pytest.raises(Refusal, match="number of the council's decision"):
        cluster.reach(office, "granted", day)
    with pytest.raises(Refusal, match="the path leads to"):
        cluster.reach(office, "concept", day)
    with pytest.raises(Refusal, match="lies ahead"):
        cluster.reach(office, "granted", day.replace(year=2027), "№ 7")
    cluster.reach(office, "granted", day, "№ 7")
    row = cluster.needed(office)
    assert (row["state"], row["decision_number"], row["decision_on"]) == ("granted", "№ 7", day)
    assert [one["state"] for one in cluster.stages(office)][-1] == "granted"


def test_another_kind_of_participant_has_its_own_line(office: Office) -> None:
    school = add(office, "organisation", name_kk="№ 3 мектеп", kind="school")
    add(office, "membership", organisation_id=school, role="career_guidance")
    assert passport.figures(office)["2.schools"].value == 1
    assert gaps(office) == {"2.no_bin", "2.no_head", "2.no_obligation", "2.no_agreement"}
    assert "2.no_school" not in gaps(office, "warning")
    assert set(organisations(office)) == {"college", "enterprise", "school"}


def test_an_admission_without_speciality_prints_no_false_nought(office: Office) -> None:
    (code,) = office.rows(Query("specialisation_code", columns=("speciality_id",)))
    key = f"6.admitted.{code['speciality_id'].id}"

    def admitted() -> str:
        (table,) = passport.content(office).sections[5].tables
        (row,) = table.rows
        return row[[one.ru for one in table.headings].index("Принято в этом году")].ru

    add(office, "admission", year=2026, base="9", admitted=198)
    assert (admitted(), key in passport.figures(office)) == ("", False)
    speciality = code["speciality_id"].id
    add(office, "admission", year=2026, base="11", admitted=22, speciality_id=speciality)
    assert (admitted(), passport.figures(office)[key].value) == ("22", 22)
