"""Stakeholder updates: what a communication was, for whom, and through which channel"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CHECKS = {
    "update_kind": "update_kind IN ('initial', 'status', 'all_clear')",
    "audience": "audience IN ('customers', 'internal', 'executives', 'regulator', 'supplier', 'partners')",
    "update": "kind = 'communication' OR (update_kind IS NULL AND audience IS NULL AND channel = '')",
}


def upgrade() -> None:
    with op.batch_alter_table("timeline_entry") as entry:
        entry.add_column(sa.Column("update_kind", sa.String(length=24), nullable=True))
        entry.add_column(sa.Column("audience", sa.String(length=24), nullable=True))
        entry.add_column(sa.Column("channel", sa.String(length=60), nullable=False, server_default=""))
        for name, condition in CHECKS.items():
            entry.create_check_constraint(op.f(f"ck_timeline_entry_{name}"), condition)
    with op.batch_alter_table("timeline_entry") as entry:
        entry.alter_column("channel", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("timeline_entry") as entry:
        for name in CHECKS:
            entry.drop_constraint(op.f(f"ck_timeline_entry_{name}"), type_="check")
        for column in ("update_kind", "audience", "channel"):
            entry.drop_column(column)
