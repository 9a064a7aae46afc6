"""A chat channel has its own address: wishes for reminders need none. Actions whose owner is disputed are found by an index"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("nudge_wishes", "address")
    where = sa.text("disputed_at IS NOT NULL")
    op.create_index("ix_action_disputed", "action", ["id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_action_disputed", "action")
    op.add_column("nudge_wishes", sa.Column("address", sa.String(length=254), nullable=True))
