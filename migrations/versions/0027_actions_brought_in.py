"""Actions brought in from elsewhere, before anybody here has confirmed them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action") as table:
        table.add_column(sa.Column("unconfirmed", sa.Boolean(), nullable=False, server_default=sa.false()))
    which = sa.text("unconfirmed")
    op.create_index("ix_action_unconfirmed", "action", ["id"], sqlite_where=which, postgresql_where=which)


def downgrade() -> None:
    op.drop_index("ix_action_unconfirmed", "action")
    with op.batch_alter_table("action") as table:
        table.drop_column("unconfirmed")
