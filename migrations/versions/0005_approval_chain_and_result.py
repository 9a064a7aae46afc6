"""Approvals name the step of the chain and whom a deputy stood in for; a review states its result"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RESULTS = ("confirmed", "probable", "unknown")
APPROVED = sa.text("decision = 'approved'")


def upgrade() -> None:
    with op.batch_alter_table("approval") as table:
        table.add_column(sa.Column("for_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("step", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_approval_for_id"), "person", ["for_id"], ["id"])
    _number_steps()
    with op.batch_alter_table("approval") as table:
        table.create_check_constraint(op.f("ck_approval_approved_step"), "decision <> 'approved' OR step IS NOT NULL")
        table.create_check_constraint(op.f("ck_approval_not_for_oneself"), "for_id IS NULL OR for_id <> person_id")
    for name, column in (("step", "step"), ("person", "person_id")):
        op.create_index(f"uq_approval_{name}", "approval", ["snapshot_id", column], unique=True,
                        sqlite_where=APPROVED, postgresql_where=APPROVED)
    with op.batch_alter_table("review") as table:
        table.add_column(sa.Column("result", sa.Enum(*RESULTS, name=op.f("ck_review_result"), native_enum=False, length=24, create_constraint=True), nullable=True))
        table.add_column(sa.Column("result_words", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("continues_in", sa.String(length=60), nullable=False, server_default=""))
        table.create_check_constraint(op.f("ck_review_probable_continues"), "result <> 'probable' OR continues_in <> ''")


def _number_steps() -> None:
    """Approvals from before the steps had numbers: the first of a snapshot signed step 1, the next step 2."""
    approval = sa.table("approval", *(sa.column(name) for name in ("id", "snapshot_id", "decision", "step")))
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(approval.c.id, approval.c.snapshot_id).where(approval.c.decision == "approved").order_by(approval.c.id)
    ).all()
    steps: dict[int, int] = {}
    for approval_id, snapshot_id in rows:
        steps[snapshot_id] = steps.get(snapshot_id, 0) + 1
        connection.execute(approval.update().where(approval.c.id == approval_id).values(step=steps[snapshot_id]))


def downgrade() -> None:
    with op.batch_alter_table("review") as table:
        table.drop_constraint(op.f("ck_review_probable_continues"), type_="check")
        table.drop_constraint(op.f("ck_review_result"), type_="check")
        for name in ("continues_in", "result_words", "result"):
            table.drop_column(name)
    for name in ("person", "step"):
        op.drop_index(f"uq_approval_{name}", table_name="approval")
    with op.batch_alter_table("approval") as table:
        table.drop_constraint(op.f("ck_approval_not_for_oneself"), type_="check")
        table.drop_constraint(op.f("ck_approval_approved_step"), type_="check")
        table.drop_constraint(op.f("fk_approval_for_id"), type_="foreignkey")
        for name in ("step", "for_id"):
            table.drop_column(name)
