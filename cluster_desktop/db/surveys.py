"""Computed columns of answers to surveys, as SQL: what they are about and whether they count."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    String,
    Table,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from cluster_desktop.db.base import Base, Circumstances, IdBytes

Sql = ColumnElement[Any]


def _table(name: str) -> Table:
    # The classes import this module, so their tables are looked up when first asked for.
    return Base.metadata.tables[name]


def _of_sheet(wanted: Sql) -> Sql:
    mark, sheet = _table("survey_mark"), _table("survey_sheet")
    found = select(wanted).where(sheet.c.id == mark.c.sheet_id).correlate(mark)
    return found.scalar_subquery()


def mark_survey(at: Circumstances) -> Sql:
    return type_coerce(_of_sheet(_table("survey_sheet").c.survey_id), IdBytes())


def mark_organisation(at: Circumstances) -> Sql:
    return type_coerce(_of_sheet(_table("survey_sheet").c.organisation_id), IdBytes())


def mark_college(at: Circumstances) -> Sql:
    """The college that the sheet is about; ours where the sheet names none."""
    own = _table("organisation")
    ours = (
        select(own.c.id)
        .where(own.c.is_own.is_(True), own.c.deleted_at.is_(None))
        .order_by(own.c.row)
        .limit(1)
        .scalar_subquery()
    )
    named = _of_sheet(_table("survey_sheet").c.college_about_id)
    return type_coerce(func.coalesce(named, ours), IdBytes())


def mark_quality(at: Circumstances) -> Sql:
    mark, question = _table("survey_mark"), _table("survey_question")
    found = select(question.c.quality).where(question.c.id == mark.c.question_id).correlate(mark)
    return type_coerce(found.scalar_subquery(), String)


def mark_counts(at: Circumstances) -> Sql:
    """Points given by the day, of a sheet and a question that are not in the bin."""
    mark = _table("survey_mark")
    sheet, question = _table("survey_sheet"), _table("survey_question")
    answered = type_coerce(sheet.c.answered_on, String)
    of_sheet = exists(
        select(sheet.c.row).where(
            sheet.c.id == mark.c.sheet_id,
            sheet.c.deleted_at.is_(None),
            or_(sheet.c.answered_on.is_(None), answered <= at.today.isoformat()),
        )
    ).correlate(mark)
    of_question = exists(
        select(question.c.row).where(
            question.c.id == mark.c.question_id, question.c.deleted_at.is_(None)
        )
    ).correlate(mark)
    return type_coerce(mark.c.points.is_not(None) & of_sheet & of_question, Boolean)
