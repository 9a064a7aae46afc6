"""Incoming webhooks of ticket tools, and what came of each message"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

SHAPES = ("generic", "jira", "servicenow")


def upgrade() -> None:
    shape = sa.Enum(*SHAPES, name=op.f("ck_hook_shape"), native_enum=False, length=24, create_constraint=True)
    op.create_table(
        "hook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("shape", shape, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("rotated_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_hook_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook")),
    )
    live = sa.text("revoked_at IS NULL")
    op.create_index("uq_hook_name", "hook", ["name"], unique=True, sqlite_where=live, postgresql_where=live)
    op.create_table(
        "hook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hook_id", sa.Integer(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ticket", sa.String(length=120), nullable=False),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["hook_id"], ["hook.id"], name=op.f("fk_hook_delivery_hook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hook_delivery")),
        sa.UniqueConstraint("hook_id", "signature", name=op.f("uq_hook_delivery_hook_id_signature")),
    )
    op.create_index(op.f("ix_hook_delivery_at"), "hook_delivery", ["at"])


def downgrade() -> None:
    op.drop_table("hook_delivery")
    op.drop_table("hook")
