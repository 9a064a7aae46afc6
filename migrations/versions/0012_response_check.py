"""The response check of a review: runbook, on-call, severity, hypotheses, analyses by suppliers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _enum(column: str, *words: str) -> tuple[sa.Column[str], str]:
    return sa.Column(column, sa.String(length=24), nullable=True), f"{column} IN ({', '.join(repr(word) for word in words)})"


def upgrade() -> None:
    use, use_check = _enum("runbook_use", "used", "not_used", "none_existed")
    right, right_check = _enum("runbook_right", "yes", "partly", "no")
    severity, severity_check = _enum("severity_right", "yes", "partly", "no")
    op.create_table(
        "response_check",
        sa.Column("review_id", sa.Integer(), autoincrement=False, nullable=False),
        use,
        sa.Column("runbook", sa.String(length=300), nullable=False),
        right,
        sa.Column("runbook_note", sa.String(length=1000), nullable=False),
        severity,
        sa.Column("severity_note", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(use_check, name=op.f("ck_response_check_runbook_use")),
        sa.CheckConstraint(right_check, name=op.f("ck_response_check_runbook_right")),
        sa.CheckConstraint(severity_check, name=op.f("ck_response_check_severity_right")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_response_check_review_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_response_check")),
    )
    _rows(
        "on_call",
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("paged_at", sa.DateTime(), nullable=False),
        sa.Column("reached_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("reached_at IS NULL OR reached_at >= paged_at", name=op.f("ck_on_call_order")),
    )
    _rows(
        "hypothesis",
        sa.Column("statement", sa.String(length=300), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("by_what", sa.String(length=500), nullable=False),
        sa.CheckConstraint("outcome IN ('open', 'refuted', 'confirmed')", name=op.f("ck_hypothesis_outcome")),
        sa.CheckConstraint("closed_at IS NULL OR opened_at IS NULL OR closed_at >= opened_at", name=op.f("ck_hypothesis_order")),
        sa.CheckConstraint("outcome <> 'open' OR closed_at IS NULL", name=op.f("ck_hypothesis_closed")),
    )
    _rows(
        "supplier_analysis",
        sa.Column("supplier", sa.String(length=120), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        *(sa.Column(f"{step}_on", sa.Date(), nullable=True) for step in ("requested", "due", "received", "accepted")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_supplier_analysis_owner_id")),
    )
    op.create_index(op.f("ix_supplier_analysis_owner_id"), "supplier_analysis", ["owner_id"])


def _rows(table: str, *parts: sa.schema.SchemaItem) -> None:
    """A table of rows of a review, in their order."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f(f"fk_{table}_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_review_id"), table, ["review_id"])


def downgrade() -> None:
    for table in ("supplier_analysis", "hypothesis", "on_call", "response_check"):
        op.drop_table(table)
