"""Known causes, as records with references of their own, and the factors that are one of them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('incident', 'review', 'problem', 'action', 'factor')"
AFTER = "kind IN ('incident', 'review', 'problem', 'action', 'factor', 'cause')"
CAUSES = "(SELECT id FROM record WHERE kind = 'cause')"


def upgrade() -> None:
    _kinds(AFTER)
    op.create_table(
        "cause",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("control", sa.String(length=200), nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_cause_not_itself")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_cause_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["cause.id"], name=op.f("fk_cause_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
    )
    op.create_index(op.f("ix_cause_merged_into_id"), "cause", ["merged_into_id"])
    with op.batch_alter_table("factor") as factor:
        factor.add_column(sa.Column("cause_id", sa.Integer(), nullable=True))
        factor.create_foreign_key(op.f("fk_factor_cause_id"), "cause", ["cause_id"], ["id"])
        factor.create_index(op.f("ix_factor_cause_id"), ["cause_id"])


def downgrade() -> None:
    """Known causes go; the audit trail keeps its entries about them, whose bytes name them."""
    with op.batch_alter_table("factor") as factor:
        factor.drop_index(op.f("ix_factor_cause_id"))
        factor.drop_constraint(op.f("fk_factor_cause_id"), type_="foreignkey")
        factor.drop_column("cause_id")
    op.drop_index(op.f("ix_cause_merged_into_id"), "cause")
    op.drop_table("cause")
    op.execute(f"UPDATE audit_entry SET record_id = NULL WHERE record_id IN {CAUSES}")
    op.execute(f"DELETE FROM search_text WHERE record_id IN {CAUSES}")
    op.execute("DELETE FROM record WHERE kind = 'cause'")
    op.execute("DELETE FROM ref_counter WHERE kind = 'cause'")
    _kinds(BEFORE)


def _kinds(allowed: str) -> None:
    for table in ("record", "ref_counter"):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_kind"), type_="check")
            changed.create_check_constraint(op.f(f"ck_{table}_kind"), allowed)
