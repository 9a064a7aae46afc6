"""Support hours of a service, and service level targets in versions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

HOURS = sa.Enum("calendar", "support", name="hours", native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    with op.batch_alter_table("service") as service:
        service.add_column(sa.Column("calendar_id", sa.Integer(), nullable=True))
        service.create_foreign_key(op.f("fk_service_calendar_id"), "calendar", ["calendar_id"], ["id"])
    op.create_table(
        "target_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_target_table_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_table")),
        sa.UniqueConstraint("version", name=op.f("uq_target_table_version")),
    )
    op.create_index(op.f("ix_target_table_starts_at"), "target_table", ["starts_at"])
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("tier", sa.Integer(), nullable=True),
        sa.Column("hours", HOURS, nullable=False),
        sa.Column("response_minutes", sa.Integer(), nullable=True),
        sa.Column("restore_minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint("severity BETWEEN 1 AND 4", name=op.f("ck_target_severity")),
        sa.CheckConstraint("tier BETWEEN 1 AND 4", name=op.f("ck_target_tier")),
        sa.CheckConstraint("service_id IS NULL OR tier IS NULL", name=op.f("ck_target_one_scope")),
        sa.CheckConstraint("response_minutes > 0 AND restore_minutes > 0", name=op.f("ck_target_positive")),
        sa.CheckConstraint(
            "response_minutes IS NOT NULL OR restore_minutes IS NOT NULL", name=op.f("ck_target_says_something")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_target_service_id")),
        sa.ForeignKeyConstraint(["table_id"], ["target_table.id"], name=op.f("fk_target_table_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    op.create_index(op.f("ix_target_table_id"), "target", ["table_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_target_table_id"), "target")
    op.drop_table("target")
    op.drop_index(op.f("ix_target_table_starts_at"), "target_table")
    op.drop_table("target_table")
    with op.batch_alter_table("service") as service:
        service.drop_constraint(op.f("fk_service_calendar_id"), type_="foreignkey")
        service.drop_column("calendar_id")
