"""The index of what is to send, in words with which SQLite takes it: claims no longer sort all that is due"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BEFORE, AFTER = "state IN ('waiting', 'in_doubt')", "state NOT IN ('claimed', 'sent', 'failed', 'dropped')"


def upgrade() -> None:
    _make(AFTER)


def downgrade() -> None:
    _make(BEFORE)


def _make(words: str) -> None:
    op.drop_index("ix_message_to_send", "message")
    op.create_index("ix_message_to_send", "message", ["not_before", "id"], sqlite_where=sa.text(words), postgresql_where=sa.text(words))
