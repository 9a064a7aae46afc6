"""The first schema: records, organisation, incidents, reviews, causes, actions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.execute(f"INSERT INTO audit_head (id, seq, mac) VALUES (1, 0, '{'0' * 64}')")
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("policy_key", sa.String(length=40), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_organisation_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_person_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_policy_key_version")),
    )
    op.create_table(
        "ref_counter",
        sa.Column(
            "kind",
            sa.Enum(
                "incident",
                "review",
                "problem",
                "action",
                "factor",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "year", name=op.f("pk_ref_counter")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_subject_at", ["subject", "at"], unique=False)

    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_deputy_order")),
        sa.CheckConstraint("person_id <> deputy_id", name=op.f("ck_deputy_not_oneself")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_deputy_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputy_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputy_person_id"), ["person_id"], unique=False)

    op.create_table(
        "idempotency",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("actor_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("location", sa.String(length=2000), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_idempotency_actor_id")),
        sa.PrimaryKeyConstraint("key", "actor_id", name=op.f("pk_idempotency")),
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_created_at"), ["created_at"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "incident",
                "review",
                "problem",
                "action",
                "factor",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "scope",
            sa.Enum("open", "restricted", name="scope", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("guard_id", sa.Integer(), nullable=True),
        sa.Column("steward_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_record_title")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_record_changed_by_id")),
        sa.ForeignKeyConstraint(["guard_id"], ["record.id"], name=op.f("fk_record_guard_id")),
        sa.ForeignKeyConstraint(["steward_id"], ["person.id"], name=op.f("fk_record_steward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("ref", name=op.f("uq_record_ref")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_guard_id"), ["guard_id"], unique=False)
        batch_op.create_index("ix_record_kind_id", ["kind", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_steward_id"), ["steward_id"], unique=False)

    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_service_name")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_service_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("name", name=op.f("uq_service_name")),
    )
    op.create_table(
        "stash",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=2000), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stash_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_stash")),
    )
    with op.batch_alter_table("stash", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stash_created_at"), ["created_at"], unique=False)

    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "accepted",
                "in_progress",
                "blocked",
                "done",
                "verified",
                "effectiveness_due",
                "effective",
                "partly_effective",
                "not_effective",
                "refused",
                "cancelled",
                "risk_accepted",
                "superseded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "prevent",
                "mitigate",
                "detect",
                "repair",
                "investigate",
                "respond",
                "communicate",
                "supplier",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "strength",
            sa.Enum(
                "eliminate",
                "engineer",
                "detect",
                "administrative",
                name="strength",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("original_due", sa.Date(), nullable=True),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=500), nullable=False),
        sa.Column("measure_source", sa.String(length=200), nullable=False),
        sa.Column("effect_window_days", sa.Integer(), nullable=True),
        sa.Column("effect_due", sa.Date(), nullable=True),
        sa.Column("expected_evidence", sa.String(length=300), nullable=False),
        sa.Column("external_ref", sa.String(length=120), nullable=True),
        sa.Column("claim", sa.String(length=2000), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("risk_approver_id", sa.Integer(), nullable=True),
        sa.Column("risk_expires_on", sa.Date(), nullable=True),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'risk_accepted' OR risk_expires_on IS NOT NULL", name=op.f("ck_action_risk_expires")
        ),
        sa.CheckConstraint("(due IS NULL) = (original_due IS NULL)", name=op.f("ck_action_original_due")),
        sa.CheckConstraint("superseded_by_id IS NULL OR superseded_by_id <> id", name=op.f("ck_action_not_itself")),
        sa.CheckConstraint(
            "verified_by_id IS NULL OR verified_by_id <> owner_id", name=op.f("ck_action_second_pair_of_eyes")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_action_created_by_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_action_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id")),
        sa.ForeignKeyConstraint(["risk_approver_id"], ["person.id"], name=op.f("fk_action_risk_approver_id")),
        sa.ForeignKeyConstraint(["source_id"], ["record.id"], name=op.f("fk_action_source_id")),
        sa.ForeignKeyConstraint(["superseded_by_id"], ["action.id"], name=op.f("fk_action_superseded_by_id")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["person.id"], name=op.f("fk_action_verified_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index("ix_action_owner_id_state_due", ["owner_id", "state", "due"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_source_id"), ["source_id"], unique=False)
        batch_op.create_index("ix_action_state_due", ["state", "due"], unique=False)

    op.create_table(
        "analysis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_analysis_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analysis")),
        sa.UniqueConstraint("record_id", name=op.f("uq_analysis_record_id")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_audit_entry_actor_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_audit_entry_record_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_record_id"), ["record_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("captured_by_id", sa.Integer(), nullable=True),
        sa.Column("captured_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["captured_by_id"], ["person.id"], name=op.f("fk_evidence_captured_by_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_evidence_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("record_id", "number", name=op.f("uq_evidence_record_id_number")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=60), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=120), nullable=True),
        sa.Column("subcategory", sa.String(length=120), nullable=True),
        sa.Column("assignment_group", sa.String(length=120), nullable=True),
        sa.Column("contact_type", sa.String(length=60), nullable=True),
        sa.Column("caller", sa.String(length=120), nullable=True),
        sa.Column("parent_number", sa.String(length=40), nullable=True),
        sa.Column("is_major", sa.Boolean(), nullable=True),
        sa.Column("problem_ref", sa.String(length=60), nullable=True),
        sa.Column("change_ref", sa.String(length=60), nullable=True),
        sa.Column("caused_by", sa.String(length=60), nullable=True),
        sa.Column("made_sla", sa.Boolean(), nullable=True),
        sa.Column("reopen_count", sa.Integer(), nullable=True),
        sa.Column("reassignment_count", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("source_row", sa.JSON(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint("severity BETWEEN 1 AND 4", name=op.f("ck_incident_severity")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_parent_number"), ["parent_number"], unique=False)
        batch_op.create_index("ix_incident_severity_opened_at", ["severity", "opened_at"], unique=False)

    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "facilitator",
                "scribe",
                "participant",
                "approver",
                "service_owner",
                "owner",
                "observer",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participation_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_participation_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("record_id", "person_id", "part", name=op.f("uq_participation_record_id_person_id_part")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "viewer",
                "contributor",
                "facilitator",
                "incident_manager",
                "service_owner",
                "problem_manager",
                "leader",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_person_role_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_role")),
        sa.UniqueConstraint("person_id", "role", "service_id", name=op.f("uq_person_role_person_id_role_service_id")),
    )
    with op.batch_alter_table("person_role", schema=None) as batch_op:
        batch_op.create_index(
            "uq_person_role_everywhere",
            ["person_id", "role"],
            unique=True,
            sqlite_where=sa.text("service_id IS NULL"),
            postgresql_where=sa.text("service_id IS NULL"),
        )

    op.create_table(
        "record_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "raised_from",
                "caused_by",
                "duplicate_of",
                "relates_to",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_record_link_not_itself")),
        sa.ForeignKeyConstraint(["from_id"], ["record.id"], name=op.f("fk_record_link_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["record.id"], name=op.f("fk_record_link_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_link")),
        sa.UniqueConstraint("from_id", "to_id", "kind", name=op.f("uq_record_link_from_id_to_id_kind")),
    )
    with op.batch_alter_table("record_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_link_to_id"), ["to_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "incident", "near_miss", "exercise", name="kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "approved",
                "published",
                "waived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column(
            "classification",
            sa.Enum(
                "public",
                "internal",
                "confidential",
                "restricted",
                name="classification",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("detection", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("session_planned_at", sa.DateTime(), nullable=True),
        sa.Column("session_held_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("waived_reason", sa.String(length=1000), nullable=True),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state <> 'waived' OR waived_reason IS NOT NULL", name=op.f("ck_review_waived_with_reason")),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'published') OR approved_at IS NOT NULL", name=op.f("ck_review_approved")
        ),
        sa.CheckConstraint("severity BETWEEN 1 AND 4", name=op.f("ck_review_severity")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_review_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["review.id"], name=op.f("fk_review_merged_into_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_review_policy_id")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["person.id"], name=op.f("fk_review_submitted_by_id")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_review_waived_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index("ix_review_state_id", ["state", "id"], unique=False)

    op.create_table(
        "timeline_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "exact", "about", "unknown", name="precision", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("typed", sa.String(length=60), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "event",
                "observation",
                "decision",
                "change",
                "communication",
                "gap",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum(
                "latent",
                "undetected",
                "diagnosis",
                "mitigation",
                "recovery",
                "after",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("precision <> 'unknown'", name=op.f("ck_timeline_entry_known")),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_timeline_entry_text")),
        sa.CheckConstraint("until IS NULL OR until >= at", name=op.f("ck_timeline_entry_order")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_timeline_entry_changed_by_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_timeline_entry_created_by_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_timeline_entry_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_entry")),
    )
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.create_index("ix_timeline_entry_record_id_at", ["record_id", "at"], unique=False)

    op.create_table(
        "action_factor",
        sa.Column("action_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("factor_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "effect",
            sa.Enum(
                "eliminates", "reduces", "detects", name="effect", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.CheckConstraint("probability IS NULL OR effect = 'reduces'", name=op.f("ck_action_factor_reduces_to")),
        sa.CheckConstraint(
            "probability IS NULL OR (probability >= 0 AND probability <= 1)", name=op.f("ck_action_factor_probability")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_factor_action_id")),
        sa.ForeignKeyConstraint(["factor_id"], ["record.id"], name=op.f("fk_action_factor_factor_id")),
        sa.PrimaryKeyConstraint("action_id", "factor_id", name=op.f("pk_action_factor")),
    )
    with op.batch_alter_table("action_factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_factor_factor_id"), ["factor_id"], unique=False)

    op.create_table(
        "date_move",
        sa.Column("action_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_due", sa.Date(), nullable=False),
        sa.Column("to_due", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_date_move_action_id")),
        sa.ForeignKeyConstraint(["moved_by_id"], ["person.id"], name=op.f("fk_date_move_moved_by_id")),
        sa.PrimaryKeyConstraint("action_id", "number", name=op.f("pk_date_move")),
    )
    op.create_table(
        "entry_evidence",
        sa.Column("entry_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("evidence_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["timeline_entry.id"], name=op.f("fk_entry_evidence_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_entry_evidence_evidence_id")),
        sa.PrimaryKeyConstraint("entry_id", "evidence_id", name=op.f("pk_entry_evidence")),
    )
    with op.batch_alter_table("entry_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_evidence_evidence_id"), ["evidence_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("well", "badly", "lucky", name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_finding_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_review_id"), ["review_id"], unique=False)

    op.create_table(
        "focus_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column(
            "question",
            sa.Enum("why", "seen", "last", name="question", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("statement", sa.String(length=200), nullable=False),
        sa.Column(
            "gate",
            sa.Enum(
                "not_decided",
                "all",
                "any",
                "k_of_n",
                "inhibit",
                name="gate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("k", sa.Integer(), nullable=True),
        sa.CheckConstraint("(gate = 'k_of_n') = (k IS NOT NULL)", name=op.f("ck_focus_event_k")),
        sa.ForeignKeyConstraint(["analysis_id"], ["analysis.id"], name=op.f("fk_focus_event_analysis_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_event")),
        sa.UniqueConstraint("analysis_id", "question", name=op.f("uq_focus_event_analysis_id_question")),
    )
    op.create_table(
        "impact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=120), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("is_exact", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_impact_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact")),
    )
    with op.batch_alter_table("impact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_impact_review_id"), ["review_id"], unique=False)

    op.create_table(
        "incident_service",
        sa.Column("incident_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_service_incident_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_incident_service_service_id")),
        sa.PrimaryKeyConstraint("incident_id", "service_id", name=op.f("pk_incident_service")),
    )
    with op.batch_alter_table("incident_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_service_service_id"), ["service_id"], unique=False)

    op.create_table(
        "incident_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column(
            "moment",
            sa.Enum(
                "occurred",
                "detected",
                "acknowledged",
                "mitigated",
                "restored",
                "resolved",
                "closed",
                name="moment",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum("import", "person", name="source", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "exact", "about", "unknown", name="precision", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("typed", sa.String(length=60), nullable=False),
        sa.CheckConstraint("(precision = 'unknown') = (at IS NULL)", name=op.f("ck_incident_time_known")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_time_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_time")),
        sa.UniqueConstraint("incident_id", "moment", "source", name=op.f("uq_incident_time_incident_id_moment_source")),
    )
    with op.batch_alter_table("incident_time", schema=None) as batch_op:
        batch_op.create_index("ix_incident_time_moment_at", ["moment", "at"], unique=False)

    op.create_table(
        "review_clock",
        sa.Column("review_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "session", "pre_read", "approval", name="kind", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("window_from", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("original_due_at", sa.DateTime(), nullable=False),
        sa.Column("met_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_clock_review_id")),
        sa.PrimaryKeyConstraint("review_id", "kind", name=op.f("pk_review_clock")),
    )
    with op.batch_alter_table("review_clock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_clock_due_at"), ["due_at"], unique=False)

    op.create_table(
        "review_incident",
        sa.Column("review_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_review_incident_incident_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_incident_review_id")),
        sa.PrimaryKeyConstraint("review_id", "incident_id", name=op.f("pk_review_incident")),
    )
    with op.batch_alter_table("review_incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_incident_incident_id"), ["incident_id"], unique=False)
        batch_op.create_index(
            "uq_review_incident_lead",
            ["review_id"],
            unique=True,
            sqlite_where=sa.text("is_lead"),
            postgresql_where=sa.text("is_lead"),
        )
        batch_op.create_index(
            "uq_review_incident_live_lead",
            ["incident_id"],
            unique=True,
            sqlite_where=sa.text("is_lead AND is_live"),
            postgresql_where=sa.text("is_lead AND is_live"),
        )

    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_snapshot_frozen_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_snapshot_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("review_id", "edition", "number", name=op.f("uq_snapshot_review_id_edition_number")),
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "submitted",
                "approved",
                "returned",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_approval_review_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_approval_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approval_review_id"), ["review_id"], unique=False)

    op.create_table(
        "factor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("focus_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "trigger",
                "contributing",
                "latent",
                "prolonged",
                "limited",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("category", sa.String(length=60), nullable=True),
        sa.Column("control", sa.String(length=200), nullable=True),
        sa.Column(
            "control_state",
            sa.Enum(
                "did_not_exist",
                "failed",
                "bypassed",
                "worked",
                name="control_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "occurred", "did_not", "unknown", name="state", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "confidence",
            sa.Enum(
                "suspected",
                "likely",
                "confirmed",
                "refuted",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "stop_reason",
            sa.Enum(
                "control_we_own",
                "outside_our_control",
                "need_data",
                name="stop_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("stop_owner_id", sa.Integer(), nullable=True),
        sa.Column("classification", sa.String(length=120), nullable=True),
        sa.Column(
            "gate",
            sa.Enum(
                "not_decided",
                "all",
                "any",
                "k_of_n",
                "inhibit",
                name="gate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("k", sa.Integer(), nullable=True),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("probability_source", sa.String(length=200), nullable=True),
        sa.Column("no_action_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint("(gate = 'k_of_n') = (k IS NOT NULL)", name=op.f("ck_factor_k")),
        sa.CheckConstraint(
            "probability IS NULL OR (probability >= 0 AND probability <= 1)", name=op.f("ck_factor_probability")
        ),
        sa.CheckConstraint(
            "probability IS NULL OR probability_source IS NOT NULL", name=op.f("ck_factor_probability_has_source")
        ),
        sa.ForeignKeyConstraint(["focus_id"], ["focus_event.id"], name=op.f("fk_factor_focus_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_factor_id")),
        sa.ForeignKeyConstraint(["stop_owner_id"], ["person.id"], name=op.f("fk_factor_stop_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor")),
    )
    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_focus_id"), ["focus_id"], unique=False)

    op.create_table(
        "cause_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("focus_id", sa.Integer(), nullable=False),
        sa.Column("cause_id", sa.Integer(), nullable=False),
        sa.Column("effect_id", sa.Integer(), nullable=True),
        sa.Column("forward", sa.String(length=10), nullable=True),
        sa.Column("reverse", sa.String(length=10), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("forward IN ('yes', 'no', 'unsure')", name=op.f("ck_cause_link_forward")),
        sa.CheckConstraint("reverse IN ('yes', 'no', 'unsure')", name=op.f("ck_cause_link_reverse")),
        sa.CheckConstraint("effect_id IS NULL OR effect_id <> cause_id", name=op.f("ck_cause_link_not_itself")),
        sa.ForeignKeyConstraint(["cause_id"], ["factor.id"], name=op.f("fk_cause_link_cause_id")),
        sa.ForeignKeyConstraint(["effect_id"], ["factor.id"], name=op.f("fk_cause_link_effect_id")),
        sa.ForeignKeyConstraint(["focus_id"], ["focus_event.id"], name=op.f("fk_cause_link_focus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_link")),
        sa.UniqueConstraint("cause_id", "effect_id", name=op.f("uq_cause_link_cause_id_effect_id")),
    )
    with op.batch_alter_table("cause_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cause_link_cause_id"), ["cause_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cause_link_effect_id"), ["effect_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cause_link_focus_id"), ["focus_id"], unique=False)
        batch_op.create_index(
            "uq_cause_link_focus",
            ["focus_id", "cause_id"],
            unique=True,
            sqlite_where=sa.text("effect_id IS NULL"),
            postgresql_where=sa.text("effect_id IS NULL"),
        )

    op.create_table(
        "factor_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("factor_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(entry_id IS NULL) <> (evidence_id IS NULL)", name=op.f("ck_factor_evidence_one_kind")),
        sa.ForeignKeyConstraint(["entry_id"], ["timeline_entry.id"], name=op.f("fk_factor_evidence_entry_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_factor_evidence_evidence_id")),
        sa.ForeignKeyConstraint(["factor_id"], ["factor.id"], name=op.f("fk_factor_evidence_factor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_evidence")),
        sa.UniqueConstraint("factor_id", "entry_id", name=op.f("uq_factor_evidence_factor_id_entry_id")),
        sa.UniqueConstraint("factor_id", "evidence_id", name=op.f("uq_factor_evidence_factor_id_evidence_id")),
    )
    with op.batch_alter_table("factor_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_evidence_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_factor_evidence_evidence_id"), ["evidence_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("factor_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_evidence_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_factor_evidence_entry_id"))

    op.drop_table("factor_evidence")
    with op.batch_alter_table("cause_link", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cause_link_focus",
            sqlite_where=sa.text("effect_id IS NULL"),
            postgresql_where=sa.text("effect_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_cause_link_focus_id"))
        batch_op.drop_index(batch_op.f("ix_cause_link_effect_id"))
        batch_op.drop_index(batch_op.f("ix_cause_link_cause_id"))

    op.drop_table("cause_link")
    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_focus_id"))

    op.drop_table("factor")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_review_id"))

    op.drop_table("approval")
    op.drop_table("snapshot")
    with op.batch_alter_table("review_incident", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_review_incident_live_lead",
            sqlite_where=sa.text("is_lead AND is_live"),
            postgresql_where=sa.text("is_lead AND is_live"),
        )
        batch_op.drop_index(
            "uq_review_incident_lead", sqlite_where=sa.text("is_lead"), postgresql_where=sa.text("is_lead")
        )
        batch_op.drop_index(batch_op.f("ix_review_incident_incident_id"))

    op.drop_table("review_incident")
    with op.batch_alter_table("review_clock", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_clock_due_at"))

    op.drop_table("review_clock")
    with op.batch_alter_table("incident_time", schema=None) as batch_op:
        batch_op.drop_index("ix_incident_time_moment_at")

    op.drop_table("incident_time")
    with op.batch_alter_table("incident_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_service_service_id"))

    op.drop_table("incident_service")
    with op.batch_alter_table("impact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_impact_review_id"))

    op.drop_table("impact")
    op.drop_table("focus_event")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_review_id"))

    op.drop_table("finding")
    with op.batch_alter_table("entry_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_evidence_evidence_id"))

    op.drop_table("entry_evidence")
    op.drop_table("date_move")
    with op.batch_alter_table("action_factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_factor_factor_id"))

    op.drop_table("action_factor")
    with op.batch_alter_table("timeline_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_timeline_entry_record_id_at")

    op.drop_table("timeline_entry")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_state_id")

    op.drop_table("review")
    with op.batch_alter_table("record_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_link_to_id"))

    op.drop_table("record_link")
    with op.batch_alter_table("person_role", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_role_everywhere",
            sqlite_where=sa.text("service_id IS NULL"),
            postgresql_where=sa.text("service_id IS NULL"),
        )

    op.drop_table("person_role")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_person_id"))

    op.drop_table("participation")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index("ix_incident_severity_opened_at")
        batch_op.drop_index(batch_op.f("ix_incident_parent_number"))
        batch_op.drop_index(batch_op.f("ix_incident_opened_at"))

    op.drop_table("incident")
    op.drop_table("evidence")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_record_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
    op.drop_table("analysis")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index("ix_action_state_due")
        batch_op.drop_index(batch_op.f("ix_action_source_id"))
        batch_op.drop_index("ix_action_owner_id_state_due")

    op.drop_table("action")
    with op.batch_alter_table("stash", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stash_created_at"))

    op.drop_table("stash")
    op.drop_table("service")
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_steward_id"))
        batch_op.drop_index("ix_record_kind_id")
        batch_op.drop_index(batch_op.f("ix_record_guard_id"))

    op.drop_table("record")
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_created_at"))

    op.drop_table("idempotency")
    with op.batch_alter_table("deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputy_person_id"))
        batch_op.drop_index(batch_op.f("ix_deputy_deputy_id"))

    op.drop_table("deputy")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_person_id"))

    op.drop_table("api_token")
    op.drop_table("account")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_subject_at")

    op.drop_table("sign_in_attempt")
    op.drop_table("ref_counter")
    op.drop_table("policy")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("audit_head")
