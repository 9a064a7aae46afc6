"""Meetings about actions: who was there, and what was decided"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (is_open IS NOT NULL)", name=op.f("ck_action_meeting_closed")),
        sa.CheckConstraint("is_open IS NULL OR is_open", name=op.f("ck_action_meeting_open_or_nothing")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_action_meeting_started_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_action_meeting_closed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_meeting")),
        sa.UniqueConstraint("is_open", name=op.f("uq_action_meeting_is_open")),
    )
    op.create_table(
        "action_meeting_attendee",
        sa.Column("meeting_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["action_meeting.id"], name=op.f("fk_action_meeting_attendee_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_meeting_attendee_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_action_meeting_attendee")),
    )
    op.create_table(
        "action_meeting_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["action_meeting.id"], name=op.f("fk_action_meeting_decision_meeting_id")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_meeting_decision_action_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_action_meeting_decision_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_meeting_decision")),
    )
    for column in ("meeting_id", "action_id"):
        op.create_index(op.f(f"ix_action_meeting_decision_{column}"), "action_meeting_decision", [column])


def downgrade() -> None:
    for table in ("action_meeting_decision", "action_meeting_attendee", "action_meeting"):
        op.drop_table(table)
