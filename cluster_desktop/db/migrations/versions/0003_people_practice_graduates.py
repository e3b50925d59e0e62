"""People, practice and graduates"""

import sqlalchemy as sa
from alembic import op

from cluster_desktop.db.base import IdBytes, Tenge, UtcMoment, Words

revision = "0003"
down_revision = "0002"


def _academic_year() -> None:
    op.create_table(
        "academic_year",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_academic_year"),
        sa.UniqueConstraint("id", name="uq_academic_year_id"),
    )
    _index("academic_year", ("name_sort",))


def _academic_break() -> None:
    op.create_table(
        "academic_break",
        sa.Column("academic_year_id", IdBytes(length=16), nullable=False),
        sa.Column("name_kk", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["academic_year_id"],
            ["academic_year.id"],
            name="fk_academic_break_academic_year_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_academic_break"),
        sa.UniqueConstraint("id", name="uq_academic_break_id"),
    )
    _index(
        "academic_break",
        (
            "academic_year_id",
            "name_kk_sort",
            "name_ru_sort",
        ),
    )


def _teacher() -> None:
    op.create_table(
        "teacher",
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("iin", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("full_name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_teacher"),
        sa.UniqueConstraint("id", name="uq_teacher_id"),
    )
    _index("teacher", ("full_name_sort",))


def _study_group() -> None:
    op.create_table(
        "study_group",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("speciality_id", IdBytes(length=16), nullable=True),
        sa.Column("qualification_id", IdBytes(length=16), nullable=True),
        sa.Column("course", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("academic_year_id", IdBytes(length=16), nullable=True),
        sa.Column("curator_id", IdBytes(length=16), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_study_group"),
        sa.UniqueConstraint("id", name="uq_study_group_id"),
    )
    _index(
        "study_group",
        (
            "academic_year_id",
            "curator_id",
            "name_sort",
            "qualification_id",
            "speciality_id",
        ),
    )


def _student() -> None:
    op.create_table(
        "student",
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("iin", sa.String(), nullable=True),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("group_id", IdBytes(length=16), nullable=True),
        sa.Column("speciality_id", IdBytes(length=16), nullable=True),
        sa.Column("qualification_id", IdBytes(length=16), nullable=True),
        sa.Column("funding", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("dual", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("graduation_year", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("district_id", IdBytes(length=16), nullable=True),
        sa.Column("id_card", sa.String(), nullable=True),
        sa.Column("id_card_issued", sa.String(), nullable=True),
        sa.Column("guardian_name", sa.String(), nullable=True),
        sa.Column("guardian_phone", sa.String(), nullable=True),
        sa.Column("guardian_iin", sa.String(), nullable=True),
        sa.Column("wish_id", IdBytes(length=16), nullable=True),
        sa.Column("wish2_id", IdBytes(length=16), nullable=True),
        sa.Column("needs_dormitory", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("medical_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("full_name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_student"),
        sa.UniqueConstraint("id", name="uq_student_id"),
    )
    _index(
        "student",
        (
            "district_id",
            "full_name_sort",
            "graduation_year",
            "group_id",
            "iin",
            "qualification_id",
            "speciality_id",
            "status",
            "wish2_id",
            "wish_id",
        ),
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("student_id", IdBytes(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["student.id"],
            name="fk_consent_student_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_consent"),
        sa.UniqueConstraint("id", name="uq_consent_id"),
    )
    _index("consent", ("student_id",))


def _mentor() -> None:
    op.create_table(
        "mentor",
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("organisation_id", IdBytes(length=16), nullable=False),
        sa.Column("iin", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("order_number", sa.String(), nullable=True),
        sa.Column("order_date", sa.Date(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("group_id", IdBytes(length=16), nullable=True),
        sa.Column("load_limit", sa.Integer(), nullable=True),
        sa.Column("students_reported", sa.Integer(), nullable=True),
        sa.Column("education", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("experience_years", sa.Integer(), nullable=True),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("certificate", sa.String(), nullable=True),
        sa.Column("trained_until", sa.Date(), nullable=True),
        sa.Column("pay_kind", sa.String(), nullable=True),
        sa.Column("pay", Tenge(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("full_name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_mentor"),
        sa.UniqueConstraint("id", name="uq_mentor_id"),
    )
    _index(
        "mentor",
        (
            "full_name_sort",
            "group_id",
            "iin",
            "organisation_id",
        ),
    )


def _practice_period() -> None:
    op.create_table(
        "practice_period",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("academic_year_id", IdBytes(length=16), nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("days", Words(), nullable=False),
        sa.Column("hours_per_day", sa.Integer(), nullable=True),
        sa.Column("hours_training", sa.Integer(), nullable=True),
        sa.Column("hours_all", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_practice_period"),
        sa.UniqueConstraint("id", name="uq_practice_period_id"),
    )
    _index(
        "practice_period",
        (
            "academic_year_id",
            "name_sort",
        ),
    )


def _period_group() -> None:
    op.create_table(
        "period_group",
        sa.Column("period_id", IdBytes(length=16), nullable=False),
        sa.Column("group_id", IdBytes(length=16), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["practice_period.id"],
            name="fk_period_group_period_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_period_group"),
        sa.UniqueConstraint("id", name="uq_period_group_id"),
    )
    _index(
        "period_group",
        (
            "group_id",
            "period_id",
        ),
    )


def _practice_slot() -> None:
    op.create_table(
        "practice_slot",
        sa.Column("organisation_id", IdBytes(length=16), nullable=False),
        sa.Column("period_id", IdBytes(length=16), nullable=False),
        sa.Column("speciality_id", IdBytes(length=16), nullable=True),
        sa.Column("group_id", IdBytes(length=16), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("agreement_id", IdBytes(length=16), nullable=True),
        sa.Column("mentor_id", IdBytes(length=16), nullable=True),
        sa.Column("supervisor_id", IdBytes(length=16), nullable=True),
        sa.Column("weeks", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("paid_places", sa.Integer(), nullable=True),
        sa.Column("distance_km", sa.Integer(), nullable=True),
        sa.Column("transport", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("dormitory", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("transport_text", sa.String(), nullable=True),
        sa.Column("conditions", sa.String(), nullable=True),
        sa.Column("briefing_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["practice_period.id"],
            name="fk_practice_slot_period_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_practice_slot"),
        sa.UniqueConstraint("id", name="uq_practice_slot_id"),
    )
    _index(
        "practice_slot",
        (
            "agreement_id",
            "group_id",
            "mentor_id",
            "organisation_id",
            "period_id",
            "speciality_id",
            "supervisor_id",
        ),
    )


def _placement() -> None:
    op.create_table(
        "placement",
        sa.Column("student_id", IdBytes(length=16), nullable=False),
        sa.Column("period_id", IdBytes(length=16), nullable=False),
        sa.Column("organisation_id", IdBytes(length=16), nullable=False),
        sa.Column("slot_id", IdBytes(length=16), nullable=True),
        sa.Column("mentor_id", IdBytes(length=16), nullable=True),
        sa.Column("supervisor_id", IdBytes(length=16), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("locked", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("agreement_id", IdBytes(length=16), nullable=True),
        sa.Column("order_number", sa.String(), nullable=True),
        sa.Column("order_date", sa.Date(), nullable=True),
        sa.Column("referral_number", sa.String(), nullable=True),
        sa.Column("briefing_on", sa.Date(), nullable=True),
        sa.Column("diary_on", sa.Date(), nullable=True),
        sa.Column("report_on", sa.Date(), nullable=True),
        sa.Column("hours_enterprise", sa.Integer(), nullable=True),
        sa.Column("hours_all", sa.Integer(), nullable=True),
        sa.Column("compensation", Tenge(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("grade_text", sa.String(), nullable=True),
        sa.Column("certificate_number", sa.String(), nullable=True),
        sa.Column("certificate_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["student.id"],
            name="fk_placement_student_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["practice_period.id"],
            name="fk_placement_period_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_placement"),
        sa.UniqueConstraint("id", name="uq_placement_id"),
    )
    _index(
        "placement",
        (
            "agreement_id",
            "mentor_id",
            "organisation_id",
            "period_id",
            "slot_id",
            "student_id",
            "supervisor_id",
        ),
    )
    op.create_index("ix_placement_student_period", "placement", ["student_id", "period_id"])


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("placement_id", IdBytes(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name="fk_attendance_placement_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_attendance"),
        sa.UniqueConstraint("id", name="uq_attendance_id"),
    )
    _index(
        "attendance",
        (
            "day",
            "placement_id",
        ),
    )


def _rubric_criterion() -> None:
    op.create_table(
        "rubric_criterion",
        sa.Column("name_kk", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_rubric_criterion"),
        sa.UniqueConstraint("id", name="uq_rubric_criterion_id"),
    )
    _index(
        "rubric_criterion",
        (
            "name_kk_sort",
            "name_ru_sort",
        ),
    )


def _assessment_mark() -> None:
    op.create_table(
        "assessment_mark",
        sa.Column("placement_id", IdBytes(length=16), nullable=False),
        sa.Column("criterion_id", IdBytes(length=16), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name="fk_assessment_mark_placement_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_assessment_mark"),
        sa.UniqueConstraint("id", name="uq_assessment_mark_id"),
    )
    _index(
        "assessment_mark",
        (
            "criterion_id",
            "placement_id",
        ),
    )


def _outcome() -> None:
    op.create_table(
        "outcome",
        sa.Column("student_id", IdBytes(length=16), nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("organisation_id", IdBytes(length=16), nullable=True),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("employer_bin", sa.String(), nullable=True),
        sa.Column("position", sa.String(), nullable=True),
        sa.Column("by_speciality", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("evidence_text", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("targeted_number", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["student.id"],
            name="fk_outcome_student_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_outcome"),
        sa.UniqueConstraint("id", name="uq_outcome_id"),
    )
    _index(
        "outcome",
        (
            "organisation_id",
            "student_id",
        ),
    )


def _work_obligation() -> None:
    op.create_table(
        "work_obligation",
        sa.Column("student_id", IdBytes(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("organisation_id", IdBytes(length=16), nullable=True),
        sa.Column("agreement_id", IdBytes(length=16), nullable=True),
        sa.Column("basis", sa.String(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("months_owed", sa.Integer(), nullable=False),
        sa.Column("months_done", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("cost", Tenge(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("release_reason", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["student.id"],
            name="fk_work_obligation_student_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name="pk_work_obligation"),
        sa.UniqueConstraint("id", name="uq_work_obligation_id"),
    )
    _index(
        "work_obligation",
        (
            "agreement_id",
            "organisation_id",
            "student_id",
        ),
    )


def _index(table: str, columns: tuple[str, ...]) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def upgrade() -> None:
    _academic_year()
    _academic_break()
    _teacher()
    _study_group()
    _student()
    _consent()
    _mentor()
    _practice_period()
    _period_group()
    _practice_slot()
    _placement()
    _attendance()
    _rubric_criterion()
    _assessment_mark()
    _outcome()
    _work_obligation()
    op.add_column("agreement", sa.Column("student_id", IdBytes(length=16), nullable=True))
    op.add_column("agreement", sa.Column("group_id", IdBytes(length=16), nullable=True))
    op.add_column("agreement", sa.Column("hours_all", sa.Integer(), nullable=True))
    op.add_column("agreement", sa.Column("hours_enterprise", sa.Integer(), nullable=True))
    op.add_column("agreement", sa.Column("compensation", Tenge(), nullable=True))
    op.add_column("organisation", sa.Column("safety_until", sa.Date(), nullable=True))
    _index("agreement", ("student_id", "group_id"))
