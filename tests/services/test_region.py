"""The regional office: records of three colleges in one database, asked for together or apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cluster_desktop import cli
from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.excel.forms import KINDS, export
from cluster_desktop.excel.forms.delivery import Delivery, Wishes, source_of
from cluster_desktop.query import Condition, Insert, Query
from cluster_desktop.services import (
    agreements,
    cluster,
    kpi,
    needs,
    outcome_figures,
    paper_jobs,
    region,
    start,
)
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.ui import filters
from tests.databases import Builder, Databases, prepared
from tests.services.region_colleges import (
    AKBULAK,
    BINS,
    KOKTEREK,
    NAMES,
    REGION_BIN,
    SARYKOL,
    college_of,
    maker,
    three,
)


@pytest.fixture
def content() -> Builder:
    return three


def form(office: Office, code: str, college: str = "", **wishes: Any) -> Delivery:
    asked = Wishes(college=college, count_unknown=True, **wishes)
    return KINDS[code].delivered(office, asked)


def numbers(delivery: Delivery, meaning: str) -> list[object]:
    return [row.get(meaning) for row in delivery.rows]


def total(delivery: Delivery, meaning: str) -> object:
    place = [column.meaning for column in delivery.form.columns].index(meaning)
    (found,) = [one for one in delivery.form.totals if one.column == place]
    return found.count([delivery.cells(row, "both") for row in delivery.rows])


def lines(delivery: Delivery) -> list[tuple[str, int]]:
    return [(group.title.kk, group.rows) for group in delivery.groups]


# Which colleges there are


def test_the_colleges_are_those_whose_records_stand_here_without_the_office_itself(
    office: Office,
) -> None:
    assert [one.bin for one in region.colleges_of(office)] == list(BINS)
    assert region.is_regional(office)


def test_a_college_knows_only_itself(databases: Databases, tmp_path: Path) -> None:
    office = databases.open(prepared, tmp_path / "own" / "cluster.db")
    start.set_college(office, {"name_kk": "Біздің колледж"})
    office.add("student", {"full_name": "Асан Үсен"})
    assert [one.title for one in region.colleges_of(office)] == ["Біздің колледж"]
    assert not region.is_regional(office)
    assert region.chosen(office, "") == ()
    office.close()


@pytest.mark.parametrize("asked", ["1", "990140000999", "Ақбұлақ"])
def test_an_unknown_college_is_refused_with_those_there_are(office: Office, asked: str) -> None:
    with pytest.raises(Refusal, match="Сарыкөл") as why:
        region.chosen(office, asked)
    assert why.value.field == "college"


def test_a_college_is_chosen_by_id_or_bin(office: Office) -> None:
    by_bin = region.chosen(office, KOKTEREK)
    assert by_bin == region.chosen(office, str(by_bin[0].id))
    assert [one.bin for one in by_bin] == [KOKTEREK]
    assert len(region.chosen(office, "all")) == len(region.chosen(office, "")) == 3


def test_nothing_is_written_through_a_view(office: Office) -> None:
    seen = region.within(office, region.chosen(office, AKBULAK))
    with pytest.raises(Bug):
        seen.add("student", {"full_name": "Асан"})


# Lists and counts


def test_lists_and_counts_are_narrowed_to_a_college(office: Office) -> None:
    first = college_of(office, AKBULAK)
    asked = Query("student", (Condition("college_id", "is", first),), columns=("college_id",))
    assert office.count("student") == 12
    assert office.count(asked) == 7
    assert {row["college_id"].title for row in office.rows(asked)} == {NAMES[0]}
    counted = office.counts_by(Query("student"), "college_id")
    assert [counted[college_of(office, one)] for one in BINS] == [7, 4, 1]


def test_a_view_counts_its_college_alone(office: Office) -> None:
    seen = [region.within(office, region.chosen(office, one)) for one in BINS]
    assert [one.count("student") for one in seen] == [7, 4, 1]
    assert [outcome_figures.figures(one, 2026).total.all for one in seen] == [4, 2, 1]
    assert [one.count("organisation") for one in seen] == [office.count("organisation")] * 3


# What describes one cluster is the own one


def test_the_cluster_is_the_own_one_and_never_a_colleges(office: Office) -> None:
    assert cluster.cluster_id(office) is None
    assert kpi.table(office, 2026) == ()
    assert office.count("plan_item") == office.count("membership") == 0
    of_first = (Condition("college_id", "is", college_of(office, AKBULAK)),)
    assert office.count(Query("plan_item", of_first)) == 1
    cluster.make(office, {"name_kk": "Облыс кластері"})
    assert cluster.needed(office)["name_kk"] == "Облыс кластері"
    assert len(cluster.stages(office)) == 1


def test_a_college_sees_its_own_cluster(office: Office) -> None:
    office.put_setting("college.organisation", str(college_of(office, KOKTEREK)))
    assert cluster.needed(office)["name_kk"] == "Көктерек кластері"
    assert [str(line.name.kk) for line in kpi.table(office, 2026)] == [
        "Көрсеткіш Көктерек кластері"
    ]


def test_numbers_follow_the_own_rule(office: Office) -> None:
    assert not agreements.proposed_number(office, "memorandum", 2026).startswith("ЖАТ")


# Forms over all colleges


def test_f1_has_the_lines_of_each_college_and_adds_them_up(office: Office) -> None:
    found = form(office, "F1", "all", period="2026")
    assert lines(found) == [(NAMES[0], 1), (NAMES[1], 1), (NAMES[2], 1)]
    assert numbers(found, "all") == [4, 2, 1]
    assert numbers(found, "employed") == [2, 1, 0]
    assert numbers(found, "other_reason") == [1, 0, 0]
    assert (total(found, "all"), total(found, "employed")) == (7, 3)
    assert [row["row.number"] for row in found.rows] == [1, 2, 3]
    assert found.heading.bin == REGION_BIN


def test_every_line_opens_the_records_of_its_college(office: Office) -> None:
    found = form(office, "F1", "all", period="2026")
    sources = [source for row in found.rows if (source := source_of(row)) is not None]
    opened = [source.query for source in sources]
    assert [office.count(query) for query in opened if query is not None] == [4, 2, 1]
    assert len({source.key for source in sources}) == 3


def test_without_a_choice_the_region_gives_all_and_a_college_its_own(office: Office) -> None:
    assert numbers(form(office, "F1", period="2026"), "all") == [4, 2, 1]
    office.put_setting("college.organisation", str(college_of(office, KOKTEREK)))
    assert numbers(form(office, "F1", KOKTEREK, period="2026"), "all") == [2]


def test_of_one_college_the_form_is_that_colleges(office: Office) -> None:
    found = form(office, "F1", KOKTEREK, period="2026")
    assert (numbers(found, "all"), found.heading.bin) == ([2], KOKTEREK)
    (row,) = found.rows
    source = source_of(row)
    assert source is not None
    assert source.query is not None
    assert office.count(source.query) == 2


def test_f2_names_every_graduate_once(office: Office) -> None:
    found = form(office, "F2", "all", period="2026")
    assert lines(found) == [(NAMES[0], 4), (NAMES[1], 2), (NAMES[2], 1)]
    names = numbers(found, "student.full_name")
    assert len(names) == len(set(names)) == 7


def test_f3_counts_an_enterprise_of_two_colleges_once(office: Office) -> None:
    found = form(office, "F3", "all", period="2026-2027")
    assert lines(found) == [(NAMES[0], 1), (NAMES[1], 1)]
    assert numbers(found, "covered") == [3, 2]
    assert [total(found, one) for one in ("covered", "bins", "contracts_count", "mentors")] == [
        5, 1, 2, 2,
    ]  # fmt: skip
    assert any(text.startswith("Nothing of this period") and NAMES[2] in text
               for text in found.warnings)  # fmt: skip


def test_f3_takes_one_year_for_all_where_none_is_named(office: Office) -> None:
    late = maker(office, college_of(office, SARYKOL))
    trade = office.lookup("speciality", "code", ["97150500"])["97150500"][0]
    group = late("study_group", name="ДІ-20", speciality_id=trade, course=1)
    late("student", full_name="Кеш", group_id=group, speciality_id=trade, status="studying")
    late.write()
    found = form(office, "F3", "all")
    assert found.heading.period_code == "2026-2027"
    assert numbers(found, "contingent") == [3, 2, 1]


@pytest.mark.parametrize(
    ("code", "meaning", "period"),
    [
        ("F4", "agreement.number", ""),
        ("F5", "mentor.full_name", "2026-2027"),
        ("F6", "practice_slot.places", "2026-2027"),
        ("F7", "infrastructure.name", ""),
        ("F9", "kpi.name", "2026"),
        ("F10", "teacher.full_name", "2026"),
    ],
)
def test_lists_have_the_lines_of_both_colleges(
    office: Office, code: str, meaning: str, period: str
) -> None:
    found = form(office, code, "all", period=period or None)
    assert lines(found) == [(NAMES[0], 1), (NAMES[1], 1)]
    assert len(numbers(found, meaning)) == 2
    alone = [form(office, code, one, period=period or None) for one in (AKBULAK, KOKTEREK)]
    assert [numbers(one, meaning) for one in alone] == [
        [value] for value in numbers(found, meaning)
    ]


def test_f6_counts_a_base_of_two_colleges_once(office: Office) -> None:
    found = form(office, "F6", "all", period="2026-2027")
    assert (total(found, "organisation.bin"), total(found, "practice_slot.places")) == (1, 5)


def test_f9_tells_the_measures_of_each_cluster(office: Office) -> None:
    (plan,) = form(office, "F9", "all", period="2026").also
    assert lines(plan) == [(NAMES[0], 1), (NAMES[1], 1)]


def test_f8_adds_up_every_request_once_and_no_graduate_twice(office: Office) -> None:
    found = form(office, "F8", "all", period="2027")
    (balance,) = found.also
    assert len(found.rows) == 3
    assert sum(int(str(n)) for n in numbers(balance, "balance.needed")) == 21
    # Both colleges tell of the third one's nine, which stands here itself.
    assert set(numbers(balance, "balance.others")) == {0}
    ours = form(office, "F8", AKBULAK, period="2027")
    assert numbers(ours.also[0], "balance.others") == [9, 0]


def test_two_who_tell_of_the_same_others_are_one_number(office: Office) -> None:
    trade = office.lookup("speciality", "code", ["97150500"])["97150500"][0]
    far = new_id()
    office.apply("test", "test", [Insert("organisation", {"name_kk": "Алыс колледж"}, far)])
    for number, persons in ((AKBULAK, 6), (KOKTEREK, 8)):
        one = maker(office, college_of(office, number))
        one("other_supply", organisation_id=far, speciality_id=trade, year=2027, persons=persons)
        one.write()
    (balance,) = form(office, "F8", "all", period="2027").also
    assert numbers(balance, "balance.others") == [8, 0]


def test_f8_of_a_college_leaves_the_requests_of_others_out(
    databases: Databases, tmp_path: Path
) -> None:
    office = databases.open(three, tmp_path / "own" / "cluster.db")
    office.put_setting("college.organisation", str(college_of(office, AKBULAK)))
    seen = region.within(office, ())
    assert needs.whole(needs.balance(seen, needs.Asked(2027)).total.needed) == 7
    office.close()


def test_the_same_iin_in_two_colleges_is_told(office: Office) -> None:
    for number in (AKBULAK, KOKTEREK):
        one = maker(office, college_of(office, number))
        one("student", full_name="Екі Жерде", iin="050101500127", graduation_year=2026,
            status="graduated")  # fmt: skip
        one.write()
    found = form(office, "F1", "all", period="2026")
    assert [text for text in found.warnings if "several colleges" in text] == [
        "1 IIN stands in several colleges: the person is counted in each of them"
    ]


# The file


def cells(path: Path) -> Sequence[Sequence[object]]:
    sheet = openpyxl.load_workbook(path, data_only=True)["F1"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_practice_that_one_college_has_is_that_colleges(office: Office) -> None:
    found = form(office, "F3", "all", period="Дуаль Алма")
    assert lines(found) == [(NAMES[0], 1)]


def test_the_command_exports_all_or_one(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    databases.copy(three, tmp_path / "data" / "cluster.db")
    words = ["--data", str(tmp_path / "data"), "--lang", "en", "--today", "2026-11-21"]
    out = tmp_path / "f1.xlsx"
    asked = ["export", "F1", "--period", "2026", "--count-unknown", "--json", "--out", str(out)]
    assert cli.main([*words, *asked, "--college", "all"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 3
    shown = cells(out)
    titles = [row[0] for row in shown if row[0] in NAMES]
    assert titles == list(NAMES)
    totals = [row for row in shown if isinstance(row[1], str) and "Итого по" in row[1]]
    assert [row[3] for row in totals] == [4, 2, 1]
    formulas = [row[3].value for row in openpyxl.load_workbook(out)["F1"].iter_rows()]
    assert sum("SUBTOTAL(9," in str(one) for one in formulas) == 4
    assert cli.main([*words, *asked, "--college", KOKTEREK]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 1
    assert cli.main([*words, *asked, "--college", "990140000999"]) == 2
    assert "No records of “990140000999”" in capsys.readouterr().err
    assert cli.main([*words, "list", "student", "--where", f"college_id={SARYKOL}", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_the_whole_form_is_made_by_export(office: Office, tmp_path: Path) -> None:
    made = export(office, "F3", tmp_path / "f3.xlsx", period="2026-2027", college="all")
    assert made.rows == 2


def test_a_list_is_summed_up_by_college(
    databases: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    databases.copy(three, tmp_path / "data" / "cluster.db")
    words = ["--data", str(tmp_path / "data"), "--lang", "en", "--today", "2026-11-21"]
    assert cli.main([*words, "list", "student", "--summary", "college_id"]) == 0
    told = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line for line in told if line[0] in NAMES] == [
        [NAMES[0], "7"], [NAMES[1], "4"], [NAMES[2], "1"],
    ]  # fmt: skip


def test_the_window_offers_the_college_at_the_regional_office_only(
    office: Office, databases: Databases, tmp_path: Path
) -> None:
    assert filters.offered(office, office.entity("student"))[-1] == "college_id"
    assert "college_id" not in filters.offered(office, office.entity("organisation"))
    alone = databases.open(prepared, tmp_path / "own" / "cluster.db")
    assert "college_id" not in filters.offered(alone, alone.entity("student"))
    alone.close()


@pytest.mark.parametrize("heading", ["Колледж", "Білім беру ұйымының атауы"])
def test_an_offices_workbook_gets_the_college_of_each_line(
    office: Office, tmp_path: Path, heading: str
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Р/с №", heading, "Мамандық коды және атауы", "Түлектердің барлығы"])
    for _row in range(4):
        book.active.append([None] * 4)
    book.save(tmp_path / "blank.xlsx")
    out = tmp_path / "out.xlsx"
    export(
        office, "F1", out, into=tmp_path / "blank.xlsx", period="2026", count_unknown=True,
        college="all",
    )  # fmt: skip
    rows = list(openpyxl.load_workbook(out).active.iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[1], row[3]) for row in rows[:3]] == [
        (1, NAMES[0], 4), (2, NAMES[1], 2), (3, NAMES[2], 1),
    ]  # fmt: skip


def test_papers_of_another_college_are_not_made_here(office: Office) -> None:
    theirs = Query("agreement", (Condition("college_id", "is", college_of(office, AKBULAK)),))
    (agreement,) = [row.id for row in office.rows(theirs)]
    with pytest.raises(Refusal, match=r"Ақбұлақ колледжі.*printed there"):
        paper_jobs.jobs(office, paper_jobs.OF_AGREEMENT, [agreement])
    placed = [row.id for row in office.rows(Query("placement"))]
    with pytest.raises(Refusal, match="printed there"):
        paper_jobs.jobs(office, "certificate", placed)
    partner = office.lookup("organisation", "bin", ["990140000502"])["990140000502"]
    with pytest.raises(Refusal, match="Nothing is chosen"):
        paper_jobs.jobs(office, "mentor_list", partner, of="organisation")
    office.put_setting("college.organisation", str(college_of(office, AKBULAK)))
    (made,) = paper_jobs.jobs(office, "mentor_list", partner, of="organisation")
    assert "Тәлімгер Алма" in str(made.data)
    assert "Тәлімгер Берік" not in str(made.data)
