"""Calendars: working hours and holidays, and the one that the organisation follows"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OFFICE_WEEK = [[540, 1050]] * 5 + [None, None]


def upgrade() -> None:
    calendar = op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_calendar_name")),
        sa.CheckConstraint("region IS NULL OR country IS NOT NULL", name=op.f("ck_calendar_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
        sa.UniqueConstraint("name", name=op.f("uq_calendar_name")),
    )
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(sa.Column("calendar_id", sa.Integer(), nullable=True))
        organisation.create_foreign_key(op.f("fk_organisation_calendar_id"), "calendar", ["calendar_id"], ["id"])
    zone = op.get_bind().scalar(sa.text("SELECT zone FROM organisation"))
    if zone is not None:  # an organisation that is there keeps its Monday to Friday
        op.bulk_insert(calendar, [{"name": "Office hours", "zone": zone, "week": OFFICE_WEEK, "days": [], "version": 1}])
        op.execute("UPDATE organisation SET calendar_id = (SELECT id FROM calendar)")


def downgrade() -> None:
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_constraint(op.f("fk_organisation_calendar_id"), type_="foreignkey")
        organisation.drop_column("calendar_id")
    op.drop_table("calendar")
