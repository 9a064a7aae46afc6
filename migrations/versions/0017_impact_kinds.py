"""Kinds of impact, and what a regulator is told"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = ("users", "transactions", "money", "service_level", "data", "other")
ANSWERS = ("yes", "no", "not_decided")


def upgrade() -> None:
    with op.batch_alter_table("impact") as table:
        kind = sa.Enum(*KINDS, name=op.f("ck_impact_kind"), native_enum=False, length=24, create_constraint=True)
        table.add_column(sa.Column("kind", kind, nullable=False, server_default="other"))
    with op.batch_alter_table("review") as table:
        answer = sa.Enum(*ANSWERS, name=op.f("ck_review_reportable"), native_enum=False, length=24, create_constraint=True)
        table.add_column(sa.Column("reportable", answer, nullable=True))
        table.add_column(sa.Column("authority", sa.String(length=120), nullable=False, server_default=""))
        table.add_column(sa.Column("authority_ref", sa.String(length=60), nullable=False, server_default=""))
        table.add_column(sa.Column("report_due_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("review") as table:
        table.drop_constraint(op.f("ck_review_reportable"), type_="check")
        for name in ("report_due_at", "authority_ref", "authority", "reportable"):
            table.drop_column(name)
    with op.batch_alter_table("impact") as table:
        table.drop_constraint(op.f("ck_impact_kind"), type_="check")
        table.drop_column("kind")
