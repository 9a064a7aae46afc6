"""Answers from mails, with what stood before them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ANSWERS = ("accept", "done", "on_track", "more_time", "blocked", "not_mine")


def upgrade() -> None:
    op.create_table(
        "action_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Enum(*ANSWERS, name=op.f("ck_action_answer_answer"), native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["token_id"], ["link_token.id"], name=op.f("fk_action_answer_token_id")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_answer_action_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_answer")),
    )
    op.create_index(op.f("ix_action_answer_token_id"), "action_answer", ["token_id"])
    op.create_index(op.f("ix_action_answer_action_id"), "action_answer", ["action_id"])


def downgrade() -> None:
    op.drop_table("action_answer")
