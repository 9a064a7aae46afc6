"""A chat channel has its own address: wishes for reminders need none"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("nudge_wishes", "address")


def downgrade() -> None:
    op.add_column("nudge_wishes", sa.Column("address", sa.String(length=254), nullable=True))
