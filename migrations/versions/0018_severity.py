"""Severity: how an incident's changed, and what a review decided in hindsight"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "severity_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("was", sa.Integer(), nullable=True),
        sa.Column("becomes", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.Enum("import", "person", name="source", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("was BETWEEN 1 AND 4", name=op.f("ck_severity_change_was")),
        sa.CheckConstraint("becomes BETWEEN 1 AND 4", name=op.f("ck_severity_change_becomes")),
        sa.CheckConstraint("was IS NULL OR was <> becomes", name=op.f("ck_severity_change_differs")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_severity_change_incident_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_severity_change_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_severity_change")),
    )
    op.create_index(op.f("ix_severity_change_incident_id"), "severity_change", ["incident_id"])
    with op.batch_alter_table("review") as review:
        review.add_column(sa.Column("severity_kept", sa.Integer(), nullable=True))
        review.add_column(sa.Column("warranted", sa.Integer(), nullable=True))
        review.add_column(sa.Column("warranted_impact", sa.String(length=10), nullable=True))
        review.add_column(sa.Column("warranted_urgency", sa.String(length=10), nullable=True))
        review.add_column(sa.Column("warranted_reason", sa.String(length=1000), nullable=False, server_default=""))
        review.create_check_constraint(op.f("ck_review_warranted"), "warranted BETWEEN 1 AND 4")
        review.create_check_constraint(op.f("ck_review_warranted_with_reason"), "warranted IS NULL OR warranted_reason <> ''")
    with op.batch_alter_table("review") as review:
        review.alter_column("warranted_reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("review") as review:
        review.drop_constraint(op.f("ck_review_warranted_with_reason"), type_="check")
        review.drop_constraint(op.f("ck_review_warranted"), type_="check")
        for column in ("warranted_reason", "warranted_urgency", "warranted_impact", "warranted", "severity_kept"):
            review.drop_column(column)
    op.drop_index(op.f("ix_severity_change_incident_id"), "severity_change")
    op.drop_table("severity_change")
