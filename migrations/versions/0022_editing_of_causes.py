"""Editing of causes: what refutes, conditions, probabilities with a unit, factors taken out or merged, changes to undo"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

UNITS = ("demand", "change", "month", "year")


def upgrade() -> None:
    op.add_column("focus_event", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("cause_link", sa.Column("is_condition", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cause_link", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("factor_evidence", sa.Column("refutes", sa.Boolean(), nullable=False, server_default=sa.false()))
    unit = sa.Enum(*UNITS, name=op.f("ck_factor_probability_unit"), native_enum=False, length=24, create_constraint=True)
    with op.batch_alter_table("factor") as factor:
        factor.add_column(sa.Column("probability_unit", unit, nullable=True))
        factor.add_column(sa.Column("removed_at", sa.DateTime(), nullable=True))
        factor.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        factor.create_foreign_key(op.f("fk_factor_merged_into_id"), "factor", ["merged_into_id"], ["id"])
        factor.create_check_constraint(op.f("ck_factor_merged_is_removed"), "merged_into_id IS NULL OR removed_at IS NOT NULL")
    op.create_table(
        "cause_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["analysis_id"], ["analysis.id"], name=op.f("fk_cause_change_analysis_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cause_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause_change")),
    )
    op.create_index("ix_cause_change_analysis_id_person_id", "cause_change", ["analysis_id", "person_id"])


def downgrade() -> None:
    op.drop_index("ix_cause_change_analysis_id_person_id", "cause_change")
    op.drop_table("cause_change")
    with op.batch_alter_table("factor") as factor:
        factor.drop_constraint(op.f("ck_factor_merged_is_removed"), type_="check")
        factor.drop_constraint(op.f("fk_factor_merged_into_id"), type_="foreignkey")
        factor.drop_constraint(op.f("ck_factor_probability_unit"), type_="check")
        factor.drop_column("merged_into_id")
        factor.drop_column("removed_at")
        factor.drop_column("probability_unit")
    op.drop_column("factor_evidence", "refutes")
    op.drop_column("cause_link", "version")
    op.drop_column("cause_link", "is_condition")
    op.drop_column("focus_event", "version")
