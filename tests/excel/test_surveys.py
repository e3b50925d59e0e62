"""Questionnaires that go out as workbooks and come back filled; and the printed one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cluster_desktop.documents import survey_paper
from cluster_desktop.errors import Refusal
from cluster_desktop.excel import survey_form, survey_reading
from cluster_desktop.query import Figure, Query
from cluster_desktop.services import figures, surveys
from cluster_desktop.services.office import Office
from cluster_desktop.services.surveys import Questionnaire
from tests.databases import Databases
from tests.excel.survey_answers import all_points, answer, asked, fill
from tests.services.needs_college import asking

MADE_ON = date(2026, 11, 21)


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(asked, tmp_path / "cluster.db")
    yield opened
    opened.close()


@pytest.fixture
def survey(office: Office) -> Questionnaire:
    (row,) = office.rows(Query("survey"))
    return surveys.questionnaire(office, row.id)


def returned(office: Office, *paths: Path) -> survey_reading.Returned:
    return survey_reading.read_files(office, paths)


def test_a_form_comes_back_with_answers_and_who_answered(
    office: Office, survey: Questionnaire, tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    survey_form.write_form(form, survey, made_on=MADE_ON)
    last = survey.questions[-1]
    words = {"bin": "990140000123", "speciality": "97150500", "answered_on": "15.11.2026"}
    fill(form, {**all_points(survey, 4), **words, str(last.id): "=Көбірек практика"})
    found = returned(office, form)
    assert found.problems == []
    surveys.keep(office, found.filled)
    (sheet,) = office.rows(
        Query("survey_sheet", columns=("organisation_id", "speciality_id", "answered_on"))
    )
    assert sheet["organisation_id"].title == "«Темір» ЖШС"
    assert sheet["speciality_id"].title == "Дәнекерлеу ісі"
    assert sheet["answered_on"] == date(2026, 11, 15)
    assert office.count("survey_mark") == len(survey.questions)


def test_the_same_file_twice_changes_nothing(
    office: Office, survey: Questionnaire, tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    survey_form.write_form(form, survey, made_on=MADE_ON)
    fill(form, all_points(survey, 5))
    surveys.keep(office, returned(office, form).filled)
    again = returned(office, form)
    assert (again.filled, again.known) == ([], 1)
    assert surveys.keep(office, again.filled).action is None


def test_many_files_at_once_and_the_bad_ones_are_named(
    office: Office, survey: Questionnaire, tmp_path: Path
) -> None:
    good, odd, empty, foreign = (tmp_path / f"{n}.xlsx" for n in ("a", "b", "c", "d"))
    for path in (good, odd, empty):
        survey_form.write_form(path, survey, made_on=MADE_ON)
    fill(good, all_points(survey, 5))
    first = str(survey.questions[0].id)
    fill(odd, {**all_points(survey, 3), first: 9, "organisation": "Белгісіз ЖШС"})
    openpyxl.Workbook().save(foreign)
    found = returned(office, good, odd, empty, foreign)
    assert len(found.filled) == 2
    said = {(one.file, one.message.split(":")[0].split(".")[0]) for one in found.problems}
    assert ("b.xlsx", "Question 1") in said
    assert ("c.xlsx", "No question is answered") in said
    assert {one.file for one in found.problems} == {"b.xlsx", "c.xlsx", "d.xlsx"}


def test_a_table_holds_many_questionnaires(
    office: Office, survey: Questionnaire, tmp_path: Path
) -> None:
    table = tmp_path / "table.xlsx"
    survey_form.write_table(table, survey, made_on=MADE_ON)
    for line, points in enumerate((5, 4, 2)):
        fill(table, all_points(survey, points), line=line)
    found = returned(office, table)
    assert (len(found.filled), found.problems) == (3, [])
    surveys.keep(office, found.filled)
    said = surveys.results(office, survey.id)
    assert said.sheets.value == 3
    # (5 + 4 + 2) / 3 of 5
    assert said.satisfaction.value == Decimal("73.33")
    assert [one.mean.value for one in said.qualities] == [Decimal("3.67")] * 3


def test_points_are_chosen_from_a_list_and_the_rest_is_locked(
    survey: Questionnaire, tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    survey_form.write_form(form, survey, made_on=MADE_ON, known={"organisation": "=1+1"})
    book = openpyxl.load_workbook(form)
    page = book.worksheets[0]
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1 == '"1,2,3,4,5"'
    assert page.protection.sheet is True
    assert page["A1"].protection.locked is True
    assert book[survey_form.HIDDEN].sheet_state == "veryHidden"
    assert page["C4"].value == "=1+1"
    assert page["C4"].data_type == "s"


def test_a_questionnaire_of_another_database_is_refused(
    databases: Databases, survey: Questionnaire, tmp_path: Path
) -> None:
    form = tmp_path / "form.xlsx"
    survey_form.write_form(form, survey, made_on=MADE_ON)
    fill(form, all_points(survey, 5))
    other = databases.open(asking, tmp_path / "other" / "cluster.db")
    (problem,) = returned(other, form).problems
    other.close()
    assert problem.message == "The survey of this questionnaire is not in this database."


@pytest.mark.parametrize("on", [None, date(2026, 11, 12), date(2026, 11, 1)], ids=str)
def test_every_result_is_what_its_answers_give(
    office: Office, survey: Questionnaire, on: date | None
) -> None:
    for day, points in ((5, 2), (10, 5), (20, 4)):
        answer(office, survey.id, points, answered_on=date(2026, 11, day))
    said = surveys.results(office, survey.id, on=on)
    shown: list[Figure] = [said.satisfaction, said.words]
    for one in (*said.qualities, *said.questions):
        shown += [one.mean, one.answers]
    assert [f.value for f in shown] == [figures.measured(office, f.behind) for f in shown]
    assert said.questions[0].answers.value == {None: 3, 12: 2, 1: 0}[on.day if on else None]


def test_colleges_and_surveys_are_compared(office: Office, survey: Questionnaire) -> None:
    (other,) = office.lookup("organisation", "folded_name", ["Көктерек колледжі"]).values()
    answer(office, survey.id, 5, college_about_id=other[0])
    answer(office, survey.id, 3)
    colleges = surveys.between_colleges(office, survey.id)
    assert [(c.title, c.mean.value, c.satisfaction) for c in colleges] == [
        ("Көктерек колледжі", Decimal(5), Decimal(100)),
        ("Біздің колледж", Decimal(3), Decimal(60)),
    ]
    surveys.make_standard(office, "employers", date(2025, 11, 1))
    assert [c.satisfaction for c in surveys.over_time(office, "employers")] == [Decimal(80), None]


def test_the_paper_has_every_question_and_is_the_same_each_time(survey: Questionnaire) -> None:
    import pypdfium2

    labels = [survey_form.LABELS[n] for n in survey_form.FIELDS["employers"]]

    def made(languages: str) -> bytes:
        return survey_paper.render(
            survey, languages=languages, how_to=survey_form.how_to(survey), labels=labels,
            qualities=dict(survey_form.QUALITIES),
        )[0]  # fmt: skip

    assert made("both") == made("both")
    text = "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made("kk"))
    )
    flat = " ".join(text.split())
    assert [q.kk for q in survey.questions if q.kk not in flat] == []
    assert not [q.ru for q in survey.questions if q.ru in flat]


def test_an_audience_without_a_standard_is_refused(office: Office) -> None:
    with pytest.raises(Refusal, match="Audience"):
        surveys.make_standard(office, "parents")
