"""Filled questionnaires for tests: a survey, answers written into a workbook as a person would."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from uuid import UUID

import openpyxl

from cluster_desktop.excel import survey_form
from cluster_desktop.query import Insert
from cluster_desktop.services import surveys
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.services.surveys import Questionnaire
from tests.services.needs_college import asking


def asked(office: Office) -> None:
    """The college of the needs and a survey of employers."""
    asking(office)
    surveys.make_standard(office, "employers", date(2026, 11, 1))


def fill(path: Path, answers: Mapping[str, str | int], *, line: int = 0) -> Path:
    """Write answers into the cells that the hidden sheet names, as a person would."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for key, row, column in book[survey_form.HIDDEN].iter_rows(
        min_row=2, max_col=3, values_only=True
    ):
        if key in answers:
            cell = page.cell(int(str(row)) + line, int(str(column)))
            assert cell.protection.locked is False
            cell.value = answers[str(key)]
    book.save(path)
    return path


def all_points(survey: Questionnaire, points: int) -> dict[str, str | int]:
    return {str(one.id): points for one in survey.questions if one.is_points}


def answer(office: Office, survey: UUID, points: int, **values: object) -> None:
    made = surveys.questionnaire(office, survey)
    sheet = new_id()
    operations = [Insert("survey_sheet", {"survey_id": survey, **values}, sheet)]
    operations += [
        Insert("survey_mark", {"sheet_id": sheet, "question_id": q.id, "points": points}, new_id())
        for q in made.questions
        if q.is_points
    ]
    office.apply("test", "test", operations)
