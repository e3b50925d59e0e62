"""The first schema: reference, partners, agreements, office"""

import sqlalchemy as sa
from alembic import op

from cluster_desktop.db.base import IdBytes, UtcMoment, Words

revision = "0001"
down_revision = None


def upgrade() -> None:

    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", IdBytes(length=16), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("uuid", name=op.f("uq_action_uuid")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_stamp"), ["stamp"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_undoes"), ["undoes"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_undone_by"), ["undone_by"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("partner_id", IdBytes(length=16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("open_ended", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("template_id", IdBytes(length=16), nullable=True),
        sa.Column("official_number", sa.String(), nullable=True),
        sa.Column("renewal", sa.String(), nullable=False),
        sa.Column("renewal_months", sa.Integer(), nullable=True),
        sa.Column("notice_months", sa.Integer(), nullable=True),
        sa.Column("notice_given_on", sa.Date(), nullable=True),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("terminated_reason", sa.String(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("previous_id", IdBytes(length=16), nullable=True),
        sa.Column("directions", Words(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("aid", sa.String(), nullable=True),
        sa.Column("responsible", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("place_kk", sa.String(), nullable=True),
        sa.Column("place_ru", sa.String(), nullable=True),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("printed_hash", sa.String(), nullable=True),
        sa.Column("printed_version", sa.Integer(), nullable=True),
        sa.Column("number_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_agreement")),
        sa.UniqueConstraint("id", name=op.f("uq_agreement_id")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_number_sort"), ["number_sort"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_previous_id"), ["previous_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_template_id"), ["template_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("owner_entity", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_attachment")),
        sa.UniqueConstraint("id", name=op.f("uq_attachment_id")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_name_sort"), ["name_sort"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_owner"), ["owner"], unique=False)

    op.create_table(
        "district",
        sa.Column("region_id", IdBytes(length=16), nullable=True),
        sa.Column("kato", sa.String(), nullable=True),
        sa.Column("name_kk", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_district")),
        sa.UniqueConstraint("id", name=op.f("uq_district_id")),
    )
    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_district_name_kk_sort"), ["name_kk_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_district_name_ru_sort"), ["name_ru_sort"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_district_region_id"), ["region_id"], unique=False)

    op.create_table(
        "document_template",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name_kk", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("is_current", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_document_template")),
        sa.UniqueConstraint("id", name=op.f("uq_document_template_id")),
    )
    with op.batch_alter_table("document_template", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_template_name_kk_sort"), ["name_kk_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_document_template_name_ru_sort"), ["name_ru_sort"], unique=False
        )

    op.create_table(
        "draft",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("saved_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_draft")),
    )
    op.create_table(
        "import_mapping",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("id", name=op.f("uq_import_mapping_id")),
    )
    with op.batch_alter_table("import_mapping", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_mapping_name_sort"), ["name_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_import_mapping_signature"), ["signature"], unique=False
        )

    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("record", IdBytes(length=16), nullable=False),
        sa.Column("op", sa.String(length=1), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index("ix_journal_action", ["action"], unique=False)
        batch_op.create_index("ix_journal_record", ["record"], unique=False)

    op.create_table(
        "local",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_local")),
    )
    op.create_table(
        "numbering_rule",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("mask", sa.String(), nullable=False),
        sa.Column("prefix_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_numbering_rule")),
        sa.UniqueConstraint("id", name=op.f("uq_numbering_rule_id")),
    )
    with op.batch_alter_table("numbering_rule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_numbering_rule_prefix_sort"), ["prefix_sort"], unique=False
        )

    op.create_table(
        "open_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_action")),
    )
    op.create_table(
        "organisation",
        sa.Column("name_kk", sa.String(), nullable=True),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("bin", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("head_kk", sa.String(), nullable=True),
        sa.Column("head_ru", sa.String(), nullable=True),
        sa.Column("head_position_kk", sa.String(), nullable=True),
        sa.Column("head_position_ru", sa.String(), nullable=True),
        sa.Column("basis_kk", sa.String(), nullable=True),
        sa.Column("basis_ru", sa.String(), nullable=True),
        sa.Column("in_person_kk", sa.String(), nullable=True),
        sa.Column("in_person_ru", sa.String(), nullable=True),
        sa.Column("address_kk", sa.String(), nullable=True),
        sa.Column("address_ru", sa.String(), nullable=True),
        sa.Column("region_id", IdBytes(length=16), nullable=True),
        sa.Column("district_id", IdBytes(length=16), nullable=True),
        sa.Column("distance_km", sa.Integer(), nullable=True),
        sa.Column("transport", sa.String(), nullable=True),
        sa.Column("iban", sa.String(), nullable=True),
        sa.Column("bank", sa.String(), nullable=True),
        sa.Column("bic", sa.String(), nullable=True),
        sa.Column("kbe", sa.String(), nullable=True),
        sa.Column("patron", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("is_own", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_organisation")),
        sa.UniqueConstraint("id", name=op.f("uq_organisation_id")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_district_id"), ["district_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_organisation_name_kk_sort"), ["name_kk_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_organisation_name_ru_sort"), ["name_ru_sort"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_organisation_region_id"), ["region_id"], unique=False)

    op.create_table(
        "qualification",
        sa.Column("speciality_id", IdBytes(length=16), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_kk", sa.String(), nullable=True),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("code_sort", sa.String(), nullable=True),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_qualification")),
        sa.UniqueConstraint("id", name=op.f("uq_qualification_id")),
    )
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qualification_code_sort"), ["code_sort"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_qualification_name_kk_sort"), ["name_kk_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_qualification_name_ru_sort"), ["name_ru_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_qualification_speciality_id"), ["speciality_id"], unique=False
        )

    op.create_table(
        "region",
        sa.Column("kato", sa.String(), nullable=False),
        sa.Column("name_kk", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_region")),
        sa.UniqueConstraint("id", name=op.f("uq_region_id")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_name_kk_sort"), ["name_kk_sort"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_name_ru_sort"), ["name_ru_sort"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("name_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("id", name=op.f("uq_saved_view_id")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_entity"), ["entity"], unique=False)
        batch_op.create_index(batch_op.f("ix_saved_view_name_sort"), ["name_sort"], unique=False)

    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_setting")),
        sa.UniqueConstraint("id", name=op.f("uq_setting_id")),
    )
    with op.batch_alter_table("setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_setting_key"), ["key"], unique=False)

    op.create_table(
        "speciality",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_kk", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("code_sort", sa.String(), nullable=True),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_speciality")),
        sa.UniqueConstraint("id", name=op.f("uq_speciality_id")),
    )
    with op.batch_alter_table("speciality", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speciality_code_sort"), ["code_sort"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_speciality_name_kk_sort"), ["name_kk_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_speciality_name_ru_sort"), ["name_ru_sort"], unique=False
        )

    op.create_table(
        "addendum",
        sa.Column("agreement_id", IdBytes(length=16), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("new_until", sa.Date(), nullable=True),
        sa.Column("subject_kk", sa.String(), nullable=True),
        sa.Column("subject_ru", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("number_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_addendum_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_addendum")),
        sa.UniqueConstraint("id", name=op.f("uq_addendum_id")),
    )
    with op.batch_alter_table("addendum", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_addendum_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_addendum_number_sort"), ["number_sort"], unique=False)

    op.create_table(
        "agreement_speciality",
        sa.Column("agreement_id", IdBytes(length=16), nullable=False),
        sa.Column("speciality_id", IdBytes(length=16), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_agreement_speciality_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_agreement_speciality")),
        sa.UniqueConstraint("id", name=op.f("uq_agreement_speciality_id")),
    )
    with op.batch_alter_table("agreement_speciality", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_speciality_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_speciality_speciality_id"), ["speciality_id"], unique=False
        )

    op.create_table(
        "obligation",
        sa.Column("agreement_id", IdBytes(length=16), nullable=False),
        sa.Column("organisation_id", IdBytes(length=16), nullable=True),
        sa.Column("text_kk", sa.String(), nullable=False),
        sa.Column("text_ru", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("text_kk_sort", sa.String(), nullable=True),
        sa.Column("text_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_obligation_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_obligation")),
        sa.UniqueConstraint("id", name=op.f("uq_obligation_id")),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_obligation_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_obligation_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_obligation_text_kk_sort"), ["text_kk_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_obligation_text_ru_sort"), ["text_ru_sort"], unique=False
        )

    op.create_table(
        "party",
        sa.Column("agreement_id", IdBytes(length=16), nullable=False),
        sa.Column("organisation_id", IdBytes(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("role_kk", sa.String(), nullable=True),
        sa.Column("role_ru", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_party_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_party")),
        sa.UniqueConstraint("id", name=op.f("uq_party_id")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_party_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "signatory",
        sa.Column("agreement_id", IdBytes(length=16), nullable=False),
        sa.Column("organisation_id", IdBytes(length=16), nullable=False),
        sa.Column("name_kk", sa.String(), nullable=False),
        sa.Column("name_ru", sa.String(), nullable=True),
        sa.Column("position_kk", sa.String(), nullable=True),
        sa.Column("position_ru", sa.String(), nullable=True),
        sa.Column("basis_kk", sa.String(), nullable=True),
        sa.Column("basis_ru", sa.String(), nullable=True),
        sa.Column("in_person_kk", sa.String(), nullable=True),
        sa.Column("in_person_ru", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("name_kk_sort", sa.String(), nullable=True),
        sa.Column("name_ru_sort", sa.String(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", IdBytes(length=16), nullable=False),
        sa.Column("college_id", IdBytes(length=16), nullable=True),
        sa.Column("deleted_at", UtcMoment(), nullable=True),
        sa.Column("folded", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_signatory_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_signatory")),
        sa.UniqueConstraint("id", name=op.f("uq_signatory_id")),
    )
    with op.batch_alter_table("signatory", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signatory_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_signatory_name_kk_sort"), ["name_kk_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_signatory_name_ru_sort"), ["name_ru_sort"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_signatory_organisation_id"), ["organisation_id"], unique=False
        )
