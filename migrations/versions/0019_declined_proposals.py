"""Proposals to review an incident that somebody declined"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declined_proposal",
        sa.Column("incident_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_declined_proposal_incident_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_declined_proposal_by_id")),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_declined_proposal")),
    )


def downgrade() -> None:
    op.drop_table("declined_proposal")
