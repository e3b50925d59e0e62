"""The cluster: passport, steps, council, plan, finance, indicators, surveys, labour needs."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from cluster_desktop.db.base import IdBytes, Tenge, UtcMoment

revision = "0004"
down_revision = "0003"

TEXT = sa.String()
DAY = sa.Date()
WHOLE = sa.Integer()
HUNDREDTHS = Tenge()
LINK = IdBytes(length=16)


def _needed(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _may(name: str, kind: TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _yes_no(name: str, standard: str = "0") -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), server_default=standard, nullable=False)


def _record(table: str, *columns: sa.Column[Any], owners: tuple[tuple[str, str], ...] = ()) -> None:
    """A table with what every record has. `owners` are (column, table it belongs to); links and
    sort keys get an index."""
    op.create_table(
        table,
        *columns,
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", LINK, nullable=False),
        sa.Column("college_id", LINK, nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{owner}.id"],
                name=f"fk_{table}_{column}",
                initially="DEFERRED",
                deferrable=True,
            )
            for column, owner in owners
        ),
        sa.PrimaryKeyConstraint("row", name=f"pk_{table}"),
        sa.UniqueConstraint("id", name=f"uq_{table}_id"),
    )
    for column in columns:
        if column.name.endswith("_sort") or column.type is LINK:
            op.create_index(f"ix_{table}_{column.name}", table, [column.name])


def _cluster() -> None:
    _record(
        "cluster",
        _may("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("name_en", TEXT),
        _may("short_kk", TEXT),
        _may("short_ru", TEXT),
        _needed("model", TEXT),
        _may("region_id", LINK),
        _may("initiator_kind", TEXT),
        _may("initiator_id", LINK),
        _needed("state", TEXT),
        _may("state_on", DAY),
        _may("decision_number", TEXT),
        _may("decision_on", DAY),
        _needed("passport_state", TEXT),
        _may("passport_note", TEXT),
        _yes_no("not_legal_entity", "1"),
        _may("created_on", DAY),
        _may("ended_on", DAY),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _cluster_stage() -> None:
    _record(
        "cluster_stage",
        _needed("cluster_id", LINK),
        _needed("state", TEXT),
        _needed("reached_on", DAY),
        _may("document", TEXT),
        _may("note", TEXT),
        owners=(("cluster_id", "cluster"),),
    )


def _cluster_territory() -> None:
    _record(
        "cluster_territory",
        _needed("cluster_id", LINK),
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("kato", TEXT),
        _may("distance_km", WHOLE),
        _may("transport", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
        owners=(("cluster_id", "cluster"),),
    )


def _founding_document() -> None:
    _record(
        "founding_document",
        _needed("cluster_id", LINK),
        _may("number", TEXT),
        _may("signed_on", DAY),
        _needed("title_kk", TEXT),
        _may("title_ru", TEXT),
        _needed("kind", TEXT),
        _may("body_kk", TEXT),
        _may("body_ru", TEXT),
        _may("note", TEXT),
        _may("title_kk_sort", TEXT),
        _may("title_ru_sort", TEXT),
        owners=(("cluster_id", "cluster"),),
    )


def _cluster_factor() -> None:
    _record(
        "cluster_factor",
        _needed("text_kk", TEXT),
        _may("text_ru", TEXT),
        _needed("kind", TEXT),
        _may("noted_on", DAY),
        _may("answer", TEXT),
        _may("text_kk_sort", TEXT),
        _may("text_ru_sort", TEXT),
    )


def _passport_section() -> None:
    _record(
        "passport_section",
        _needed("cluster_id", LINK),
        _needed("section", TEXT),
        _may("text_kk", TEXT),
        _may("text_ru", TEXT),
        _may("text_en", TEXT),
        _yes_no("complete"),
        _may("marked_on", DAY),
        owners=(("cluster_id", "cluster"),),
    )


def _passport_version() -> None:
    _record(
        "passport_version",
        _needed("cluster_id", LINK),
        _needed("number", WHOLE),
        _needed("state", TEXT),
        _needed("approved_on", DAY),
        _may("minutes_number", TEXT),
        _may("approved_by_kk", TEXT),
        _may("approved_by_ru", TEXT),
        _needed("content", TEXT),
        _needed("digest", TEXT),
        owners=(("cluster_id", "cluster"),),
    )


def _membership() -> None:
    _record(
        "membership",
        _needed("organisation_id", LINK),
        _yes_no("founder"),
        _needed("state", TEXT),
        _may("role", TEXT),
        _may("duty_kk", TEXT),
        _may("duty_ru", TEXT),
        _may("obligations_kk", TEXT),
        _may("obligations_ru", TEXT),
        _may("private_goals", TEXT),
        _may("joined_on", DAY),
        _may("left_on", DAY),
        _may("leaving", TEXT),
    )


def _participant_report() -> None:
    _record(
        "participant_report",
        _needed("organisation_id", LINK),
        _needed("year", WHOLE),
        _needed("period", TEXT),
        _may("due", DAY),
        _may("received_on", DAY),
        _needed("state", TEXT),
        _may("tasks", TEXT),
        _may("indicators", TEXT),
        _may("meeting_id", LINK),
        _may("conclusion", TEXT),
    )


def _output_volume() -> None:
    _record(
        "output_volume",
        _needed("organisation_id", LINK),
        _needed("year", WHOLE),
        _needed("period", TEXT),
        _may("product", TEXT),
        _needed("amount", HUNDREDTHS),
        _may("outside", HUNDREDTHS),
        _may("recipient", TEXT),
        _may("source", TEXT),
    )


def _goal() -> None:
    _record(
        "goal",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _needed("horizon", TEXT),
        _may("indicator_kk", TEXT),
        _may("indicator_ru", TEXT),
        _may("unit", TEXT),
        _may("base_year", WHOLE),
        _may("base_value", HUNDREDTHS),
        _may("target_year", WHOLE),
        _may("target_value", HUNDREDTHS),
        _may("actual_value", HUNDREDTHS),
        _may("actual_on", DAY),
        _may("responsible", TEXT),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _strategy_review() -> None:
    _record(
        "strategy_review",
        _needed("reviewed_on", DAY),
        _needed("subject", TEXT),
        _may("goal_id", LINK),
        _may("actual_value", HUNDREDTHS),
        _may("conclusion", TEXT),
        _may("next_on", DAY),
        _may("subject_sort", TEXT),
    )


def _specialisation() -> None:
    _record(
        "specialisation",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _needed("sector", TEXT),
        _needed("position", WHOLE),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _specialisation_code() -> None:
    _record(
        "specialisation_code",
        _needed("specialisation_id", LINK),
        _needed("speciality_id", LINK),
        _may("college_taught_id", LINK),
        owners=(("specialisation_id", "specialisation"),),
    )


def _creation_step() -> None:
    _record(
        "creation_step",
        _needed("step", TEXT),
        _needed("state", TEXT),
        _may("starts", DAY),
        _may("due", DAY),
        _may("done_on", DAY),
        _may("responsible", TEXT),
        _may("evidence", TEXT),
        _may("note", TEXT),
    )


def _council_member() -> None:
    _record(
        "council_member",
        _needed("full_name", TEXT),
        _may("position_kk", TEXT),
        _may("position_ru", TEXT),
        _may("organisation_id", LINK),
        _needed("council_group", TEXT),
        _needed("role", TEXT),
        _may("starts", DAY),
        _may("ends", DAY),
        _may("phone", TEXT),
        _may("email", TEXT),
        _may("note", TEXT),
        _may("full_name_sort", TEXT),
    )


def _conflict_of_interest() -> None:
    _record(
        "conflict_of_interest",
        _needed("member_id", LINK),
        _needed("matter", TEXT),
        _needed("declared_on", DAY),
        _may("measure", TEXT),
        _needed("state", TEXT),
        _may("settled_on", DAY),
        _may("matter_sort", TEXT),
        owners=(("member_id", "council_member"),),
    )


def _meeting() -> None:
    _record(
        "meeting",
        _needed("number", TEXT),
        _needed("held_on", DAY),
        _may("begins", TEXT),
        _may("place_kk", TEXT),
        _may("place_ru", TEXT),
        _needed("state", TEXT),
        _may("chaired_by_id", LINK),
        _yes_no("acting"),
        _may("secretary_id", LINK),
        _may("invited_kk", TEXT),
        _may("invited_ru", TEXT),
        _may("members_then", WHOLE),
        _may("quorum_percent", WHOLE),
        _may("note", TEXT),
        _may("number_sort", TEXT),
    )


def _meeting_attendance() -> None:
    _record(
        "meeting_attendance",
        _needed("meeting_id", LINK),
        _needed("member_id", LINK),
        _yes_no("present"),
        _may("represented_by", TEXT),
        _may("reason", TEXT),
        owners=(("meeting_id", "meeting"),),
    )


def _agenda_item() -> None:
    _record(
        "agenda_item",
        _needed("meeting_id", LINK),
        _needed("position", WHOLE),
        _needed("title_kk", TEXT),
        _may("title_ru", TEXT),
        _may("speaker_kk", TEXT),
        _may("speaker_ru", TEXT),
        _may("heard_kk", TEXT),
        _may("heard_ru", TEXT),
        _may("about_plan_id", LINK),
        _may("about_decision_id", LINK),
        _may("title_kk_sort", TEXT),
        _may("title_ru_sort", TEXT),
        owners=(("meeting_id", "meeting"),),
    )


def _decision() -> None:
    _record(
        "decision",
        _needed("agenda_item_id", LINK),
        _needed("position", WHOLE),
        _needed("text_kk", TEXT),
        _may("text_ru", TEXT),
        _may("responsible", TEXT),
        _may("organisation_id", LINK),
        _may("due", DAY),
        _may("votes_for", WHOLE),
        _may("votes_against", WHOLE),
        _may("abstained", WHOLE),
        _yes_no("adopted", "1"),
        _needed("state", TEXT),
        _may("done_on", DAY),
        _may("evidence", TEXT),
        _may("text_kk_sort", TEXT),
        _may("text_ru_sort", TEXT),
        owners=(("agenda_item_id", "agenda_item"),),
    )


def _working_group() -> None:
    _record(
        "working_group",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("task", TEXT),
        _may("project_id", LINK),
        _may("decision_id", LINK),
        _may("formed_on", DAY),
        _may("ended_on", DAY),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _working_group_member() -> None:
    _record(
        "working_group_member",
        _needed("group_id", LINK),
        _needed("full_name", TEXT),
        _may("member_id", LINK),
        _may("organisation_id", LINK),
        _yes_no("leads"),
        _may("full_name_sort", TEXT),
        owners=(("group_id", "working_group"),),
    )


def _plan_item() -> None:
    _record(
        "plan_item",
        _needed("number", WHOLE),
        _may("year", WHOLE),
        _may("heading", TEXT),
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("form", TEXT),
        _may("starts", DAY),
        _may("due", DAY),
        _may("due_text", TEXT),
        _may("responsible", TEXT),
        _may("organisation_id", LINK),
        _may("result_kk", TEXT),
        _may("result_ru", TEXT),
        _may("finance", TEXT),
        _needed("state", TEXT),
        _may("done_on", DAY),
        _may("done_text", TEXT),
        _may("decision_id", LINK),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _risk() -> None:
    _record(
        "risk",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _needed("probability", WHOLE),
        _needed("impact", WHOLE),
        _may("measure_kk", TEXT),
        _may("measure_ru", TEXT),
        _may("responsible", TEXT),
        _may("review_on", DAY),
        _needed("state", TEXT),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _corrective_action() -> None:
    _record(
        "corrective_action",
        _needed("problem", TEXT),
        _needed("found_on", DAY),
        _may("found_by", TEXT),
        _may("cause", TEXT),
        _may("action", TEXT),
        _may("responsible", TEXT),
        _may("due", DAY),
        _needed("state", TEXT),
        _may("mended_on", DAY),
        _may("result", TEXT),
        _may("problem_sort", TEXT),
    )


def _finance_line() -> None:
    _record(
        "finance_line",
        _needed("source", TEXT),
        _needed("year", WHOLE),
        _may("organisation_id", LINK),
        _may("purpose", TEXT),
        _may("planned", HUNDREDTHS),
        _may("confirmed", HUNDREDTHS),
        _may("spent", HUNDREDTHS),
        _may("received_on", DAY),
        _may("document", TEXT),
        _may("note", TEXT),
        _may("purpose_sort", TEXT),
    )


def _fund() -> None:
    _record(
        "fund",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("founder_id", LINK),
        _may("founded_on", DAY),
        _may("capital", HUNDREDTHS),
        _needed("kind", TEXT),
        _may("document", TEXT),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _fund_entry() -> None:
    _record(
        "fund_entry",
        _needed("fund_id", LINK),
        _needed("entered_on", DAY),
        _needed("direction", TEXT),
        _needed("amount", HUNDREDTHS),
        _may("organisation_id", LINK),
        _may("purpose", TEXT),
        _may("document", TEXT),
        _may("purpose_sort", TEXT),
        owners=(("fund_id", "fund"),),
    )


def _kpi() -> None:
    _record(
        "kpi",
        _needed("number", WHOLE),
        _may("code", TEXT),
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("name_en", TEXT),
        _may("unit_kk", TEXT),
        _may("unit_ru", TEXT),
        _may("counted", TEXT),
        _may("formula_kk", TEXT),
        _may("formula_ru", TEXT),
        _needed("frequency", TEXT),
        _needed("better", TEXT),
        _may("base_year", WHOLE),
        _may("base_value", HUNDREDTHS),
        _may("responsible", TEXT),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _kpi_value() -> None:
    _record(
        "kpi_value",
        _needed("kpi_id", LINK),
        _needed("year", WHOLE),
        _needed("period", TEXT),
        _may("plan", HUNDREDTHS),
        _may("fact", HUNDREDTHS),
        _may("source", TEXT),
        _may("reason", TEXT),
        owners=(("kpi_id", "kpi"),),
    )


def _kpi_period() -> None:
    _record(
        "kpi_period",
        _needed("year", WHOLE),
        _needed("period", TEXT),
        _yes_no("closed", "1"),
        _may("closed_on", DAY),
        _may("reopened_on", DAY),
        _may("reopened_why", TEXT),
    )


def _survey() -> None:
    _record(
        "survey",
        _needed("title_kk", TEXT),
        _may("title_ru", TEXT),
        _needed("audience", TEXT),
        _needed("starts", DAY),
        _may("ends", DAY),
        _needed("points", WHOLE),
        _may("note", TEXT),
        _may("title_kk_sort", TEXT),
        _may("title_ru_sort", TEXT),
    )


def _survey_question() -> None:
    _record(
        "survey_question",
        _needed("survey_id", LINK),
        _needed("position", WHOLE),
        _needed("quality", TEXT),
        _needed("answer", TEXT),
        _needed("text_kk", TEXT),
        _may("text_ru", TEXT),
        _may("text_kk_sort", TEXT),
        _may("text_ru_sort", TEXT),
        owners=(("survey_id", "survey"),),
    )


def _survey_sheet() -> None:
    _record(
        "survey_sheet",
        _needed("survey_id", LINK),
        _may("answered_on", DAY),
        _may("respondent", TEXT),
        _may("organisation_id", LINK),
        _may("college_about_id", LINK),
        _may("speciality_id", LINK),
        _may("number", TEXT),
        _may("respondent_sort", TEXT),
        owners=(("survey_id", "survey"),),
    )


def _survey_mark() -> None:
    _record(
        "survey_mark",
        _needed("sheet_id", LINK),
        _needed("question_id", LINK),
        _may("points", WHOLE),
        _may("words", TEXT),
        owners=(("sheet_id", "survey_sheet"),),
    )


def _technology() -> None:
    _record(
        "technology",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _needed("kind", TEXT),
        _may("owner_id", LINK),
        _may("access_kk", TEXT),
        _may("access_ru", TEXT),
        _may("agreement_id", LINK),
        _may("since_on", DAY),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _resource_exchange() -> None:
    _record(
        "resource_exchange",
        _needed("what", TEXT),
        _needed("direction", TEXT),
        _may("technology_id", LINK),
        _may("from_id", LINK),
        _may("to_id", LINK),
        _may("amount", TEXT),
        _needed("asked_on", DAY),
        _may("needed_by", DAY),
        _may("delivered_on", DAY),
        _needed("state", TEXT),
        _may("document", TEXT),
        _may("note", TEXT),
        _may("what_sort", TEXT),
    )


def _infrastructure() -> None:
    _record(
        "infrastructure",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _needed("kind", TEXT),
        _may("owner_id", LINK),
        _may("address", TEXT),
        _may("count", WHOLE),
        _may("area", HUNDREDTHS),
        _may("places", WHOLE),
        _may("specialities", TEXT),
        _may("equipment", TEXT),
        _may("made_year", WHOLE),
        _may("condition", TEXT),
        _may("renewed_year", WHOLE),
        _may("funding", TEXT),
        _may("cost", HUNDREDTHS),
        _yes_no("shared"),
        _may("access", TEXT),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _innovation_project() -> None:
    _record(
        "innovation_project",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("organisation_id", LINK),
        _may("partners", TEXT),
        _may("agreement_id", LINK),
        _may("starts", DAY),
        _may("ends", DAY),
        _needed("state", TEXT),
        _may("introduced_on", DAY),
        _may("patents", WHOLE),
        _may("invested", HUNDREDTHS),
        _may("returned", HUNDREDTHS),
        _may("result", TEXT),
        _may("expertise", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _event() -> None:
    _record(
        "event",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _needed("kind", TEXT),
        _needed("held_on", DAY),
        _may("place", TEXT),
        _may("organisation_id", LINK),
        _may("pupils", WHOLE),
        _may("students", WHOLE),
        _may("others", WHOLE),
        _may("materials", TEXT),
        _may("result", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _scholarship() -> None:
    _record(
        "scholarship",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("sponsor_id", LINK),
        _may("student_id", LINK),
        _may("academic_year_id", LINK),
        _needed("kind", TEXT),
        _may("starts", DAY),
        _may("ends", DAY),
        _may("amount", HUNDREDTHS),
        _may("document", TEXT),
        _may("note", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _programme_update() -> None:
    _record(
        "programme_update",
        _needed("name_kk", TEXT),
        _may("name_ru", TEXT),
        _may("speciality_id", LINK),
        _may("organisation_id", LINK),
        _may("agreed_on", DAY),
        _needed("state", TEXT),
        _may("changes", TEXT),
        _may("standard", TEXT),
        _may("foreign_university_id", LINK),
        _may("foreign_share", HUNDREDTHS),
        _may("document", TEXT),
        _may("name_kk_sort", TEXT),
        _may("name_ru_sort", TEXT),
    )


def _teacher_internship() -> None:
    _record(
        "teacher_internship",
        _needed("teacher_id", LINK),
        _needed("kind", TEXT),
        _may("organisation_id", LINK),
        _may("place", TEXT),
        _may("agreement_id", LINK),
        _may("starts", DAY),
        _needed("ends", DAY),
        _may("hours", WHOLE),
        _may("programme", TEXT),
        _may("document", TEXT),
        _may("document_on", DAY),
        _may("result", TEXT),
        owners=(("teacher_id", "teacher"),),
    )


def _expert() -> None:
    _record(
        "expert",
        _needed("full_name", TEXT),
        _may("expertise", TEXT),
        _may("organisation_id", LINK),
        _may("position", TEXT),
        _may("qualification", TEXT),
        _may("phone", TEXT),
        _may("email", TEXT),
        _yes_no("independent", "1"),
        _may("full_name_sort", TEXT),
    )


def _expert_conclusion() -> None:
    _record(
        "expert_conclusion",
        _needed("expert_id", LINK),
        _needed("subject", TEXT),
        _needed("given_on", DAY),
        _may("conclusion", TEXT),
        _may("measures", TEXT),
        _may("subject_sort", TEXT),
        owners=(("expert_id", "expert"),),
    )


def _labour_request() -> None:
    _record(
        "labour_request",
        _needed("kind", TEXT),
        _needed("source", TEXT),
        _may("organisation_id", LINK),
        _may("sector", TEXT),
        _needed("profession", TEXT),
        _may("speciality_id", LINK),
        _may("qualification_id", LINK),
        _may("district_id", LINK),
        _may("vacancies", WHOLE),
        _may("requirements", TEXT),
        _may("salary_from", HUNDREDTHS),
        _may("salary_to", HUNDREDTHS),
        _may("targeted", WHOLE),
        _yes_no("dual"),
        _may("number", TEXT),
        _may("requested_on", DAY),
        _needed("state", TEXT),
        _may("note", TEXT),
        _may("profession_sort", TEXT),
    )


def _labour_need() -> None:
    _record(
        "labour_need",
        _needed("request_id", LINK),
        _needed("year", WHOLE),
        _needed("persons", WHOLE),
        owners=(("request_id", "labour_request"),),
    )


def _request_match() -> None:
    _record(
        "request_match",
        _needed("request_id", LINK),
        _may("student_id", LINK),
        _may("group_id", LINK),
        _needed("persons", WHOLE),
        _may("offered_on", DAY),
        _needed("state", TEXT),
        _may("note", TEXT),
        owners=(("request_id", "labour_request"),),
    )


def _other_supply() -> None:
    _record(
        "other_supply",
        _needed("organisation_id", LINK),
        _needed("speciality_id", LINK),
        _needed("year", WHOLE),
        _needed("persons", WHOLE),
        _may("source", TEXT),
    )


def _admission() -> None:
    _record(
        "admission",
        _needed("year", WHOLE),
        _may("admitted_on", DAY),
        _may("speciality_id", LINK),
        _needed("base", TEXT),
        _may("planned", WHOLE),
        _needed("admitted", WHOLE),
        _may("targeted", WHOLE),
        _may("note", TEXT),
    )


def upgrade() -> None:
    _cluster()
    _cluster_stage()
    _cluster_territory()
    _founding_document()
    _cluster_factor()
    _passport_section()
    _passport_version()
    _membership()
    _participant_report()
    _output_volume()
    _goal()
    _strategy_review()
    _specialisation()
    _specialisation_code()
    _creation_step()
    _council_member()
    _conflict_of_interest()
    _meeting()
    _meeting_attendance()
    _agenda_item()
    _decision()
    _working_group()
    _working_group_member()
    _plan_item()
    _risk()
    _corrective_action()
    _finance_line()
    _fund()
    _fund_entry()
    _kpi()
    _kpi_value()
    _kpi_period()
    _survey()
    _survey_question()
    _survey_sheet()
    _survey_mark()
    _technology()
    _resource_exchange()
    _infrastructure()
    _innovation_project()
    _event()
    _scholarship()
    _programme_update()
    _teacher_internship()
    _expert()
    _expert_conclusion()
    _labour_request()
    _labour_need()
    _request_match()
    _other_supply()
    _admission()
    for table, added in (
        ("student", (_may("enrolled_on", DAY), _may("left_on", DAY))),
        (
            "teacher",
            (
                _may("discipline", TEXT),
                _may("category", TEXT),
                _may("hired_on", DAY),
                _may("left_on", DAY),
            ),
        ),
        (
            "agreement",
            (
                _may("prior_service_years", WHOLE),
                _may("recommendation", TEXT),
                _may("fee_share", HUNDREDTHS),
                _may("obligation_years", WHOLE),
                _may("consortium_purpose", TEXT),
                _may("consortium_resources", TEXT),
                _may("consortium_rules", TEXT),
                _may("consortium_risks", TEXT),
            ),
        ),
    ):
        for column in added:
            op.add_column(table, column)
