"""What happens to the clocks of a review, as rows: starts, pauses, extensions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

HAPPENED = ("started", "reopened", "restarted", "paused", "resumed", "extended")
KINDS = ("session", "pre_read", "approval")


def upgrade() -> None:
    op.create_table(
        "review_clock_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Enum(*HAPPENED, name="what", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("start", sa.DateTime(), nullable=True),
        sa.Column("kind", sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=24), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("what NOT IN ('started', 'restarted') OR start IS NOT NULL", name=op.f("ck_review_clock_event_start")),
        sa.CheckConstraint("what <> 'extended' OR (kind IS NOT NULL AND due_at IS NOT NULL)", name=op.f("ck_review_clock_event_extended")),
        sa.CheckConstraint(
            "asked_by_id IS NULL OR by_id IS NULL OR asked_by_id <> by_id", name=op.f("ck_review_clock_event_two_people")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_clock_event_review_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_clock_event_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_review_clock_event_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_clock_event")),
    )
    op.create_index(op.f("ix_review_clock_event_review_id"), "review_clock_event", ["review_id"])
    with op.batch_alter_table("review_clock") as clock:
        clock.add_column(sa.Column("stopped_at", sa.DateTime(), nullable=True))
    # what runs already began once: the start of its session clock is the first event
    op.execute(
        "INSERT INTO review_clock_event (review_id, what, at, basis, start, reason)"
        " SELECT review_id, 'started', started_at, basis, started_at, '' FROM review_clock WHERE kind = 'session'"
    )


def downgrade() -> None:
    with op.batch_alter_table("review_clock") as clock:
        clock.drop_column("stopped_at")
    op.drop_index(op.f("ix_review_clock_event_review_id"), "review_clock_event")
    op.drop_table("review_clock_event")
