"""The catalogue: teams, and what is known of a service"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_team_name")),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_team_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_member_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.PrimaryKeyConstraint("team_id", "person_id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_person_id"), "team_member", ["person_id"])
    with op.batch_alter_table("service") as service:
        service.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        service.add_column(sa.Column("business_unit", sa.String(length=120), nullable=False, server_default=""))
        service.add_column(sa.Column("tier", sa.Integer(), nullable=True))
        service.add_column(sa.Column("description", sa.String(length=2000), nullable=False, server_default=""))
        service.add_column(sa.Column("retired_on", sa.Date(), nullable=True))
        service.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        service.create_foreign_key(op.f("fk_service_team_id"), "team", ["team_id"], ["id"])
        service.create_check_constraint(op.f("ck_service_tier"), "tier BETWEEN 1 AND 4")
        service.create_index(op.f("ix_service_team_id"), ["team_id"])
    with op.batch_alter_table("service") as service:
        for column in ("business_unit", "description", "version"):
            service.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("service") as service:
        service.drop_index(op.f("ix_service_team_id"))
        service.drop_constraint(op.f("ck_service_tier"), type_="check")
        service.drop_constraint(op.f("fk_service_team_id"), type_="foreignkey")
        for column in ("version", "retired_on", "description", "tier", "business_unit", "team_id"):
            service.drop_column(column)
    op.drop_index(op.f("ix_team_member_person_id"), "team_member")
    op.drop_table("team_member")
    op.drop_table("team")
