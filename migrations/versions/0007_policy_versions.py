"""Versions of a policy: who made one, when, and why"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("policy") as policy:
        policy.add_column(sa.Column("reason", sa.String(length=200), nullable=False, server_default=""))
        policy.add_column(sa.Column("made_at", sa.DateTime(), nullable=True))
        policy.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        policy.create_foreign_key(op.f("fk_policy_made_by_id"), "person", ["made_by_id"], ["id"])
    with op.batch_alter_table("policy") as policy:
        policy.alter_column("reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("policy") as policy:
        policy.drop_constraint(op.f("fk_policy_made_by_id"), type_="foreignkey")
        for column in ("made_by_id", "made_at", "reason"):
            policy.drop_column(column)
