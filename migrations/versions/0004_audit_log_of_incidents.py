"""The audit log of an incident's own tool, and the state of a major incident in its words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident_change",
        sa.Column("incident_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=True),
        sa.Column("typed", sa.String(length=60), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_change_incident_id")),
        sa.PrimaryKeyConstraint("incident_id", "position", name=op.f("pk_incident_change")),
    )
    op.add_column("incident", sa.Column("major_state", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("incident", "major_state")
    op.drop_table("incident_change")
