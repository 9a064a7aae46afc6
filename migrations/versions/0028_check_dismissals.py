"""Findings of the checks of an analysis that were let stand, with the reason"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_dismissal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("focus_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_check_dismissal_reason")),
        sa.ForeignKeyConstraint(["focus_id"], ["focus_event.id"], name=op.f("fk_check_dismissal_focus_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_check_dismissal_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_dismissal")),
        sa.UniqueConstraint("focus_id", "fingerprint", name=op.f("uq_check_dismissal_focus_id_fingerprint")),
    )


def downgrade() -> None:
    op.drop_table("check_dismissal")
