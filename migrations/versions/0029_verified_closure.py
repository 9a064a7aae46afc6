"""Actions to verified closure: measure, ticket, dispute, effect, moves that wait, saved views, causes left with a reason"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TICKET = ("open", "in_progress", "closed", "cancelled")
PEOPLE = ("suggested_owner_id", "effect_checked_by_id")
#: name, type, what rows that are there already get (None: nothing)
COLUMNS = (
    ("measure_threshold", sa.String(length=200), ""),
    ("external_url", sa.String(length=500), None),
    ("asked_at", sa.DateTime(), None),
    ("accepted_at", sa.DateTime(), None),
    ("disputed_at", sa.DateTime(), None),
    ("dispute_reason", sa.String(length=300), ""),
    ("evidence_awaited", sa.Boolean(), sa.false()),
    ("effect_checked_at", sa.DateTime(), None),
)


def upgrade() -> None:
    with op.batch_alter_table("action") as action:
        for name, kind, held in COLUMNS:
            action.add_column(sa.Column(name, kind, nullable=held is None, server_default=held))
        state = sa.Enum(*TICKET, name=op.f("ck_action_external_state"), native_enum=False, length=24, create_constraint=True)
        action.add_column(sa.Column("external_state", state, nullable=True))
        for name in PEOPLE:
            action.add_column(sa.Column(name, sa.Integer(), nullable=True))
            action.create_foreign_key(op.f(f"fk_action_{name}"), "person", [name], ["id"])
    op.create_index(op.f("ix_action_external_ref"), "action", ["external_ref"])
    _make_date_request()
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_saved_view_name")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_view_person_id_name")),
    )
    with op.batch_alter_table("factor") as factor:
        factor.add_column(sa.Column("no_action_by_id", sa.Integer(), nullable=True))
        factor.add_column(sa.Column("no_action_at", sa.DateTime(), nullable=True))
        factor.create_foreign_key(op.f("fk_factor_no_action_by_id"), "person", ["no_action_by_id"], ["id"])


def _make_date_request() -> None:
    op.create_table(
        "date_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("to_due", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(decided_at IS NULL) = (is_accepted IS NULL)", name=op.f("ck_date_request_decided")),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_date_request_second_pair_of_eyes")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_date_request_action_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_date_request_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_date_request_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_request")),
    )
    op.create_index(op.f("ix_date_request_action_id"), "date_request", ["action_id"])
    waits = sa.text("decided_at IS NULL")
    op.create_index("uq_date_request_waiting", "date_request", ["action_id"], unique=True, sqlite_where=waits, postgresql_where=waits)


def downgrade() -> None:
    with op.batch_alter_table("factor") as factor:
        factor.drop_constraint(op.f("fk_factor_no_action_by_id"), type_="foreignkey")
        for name in ("no_action_at", "no_action_by_id"):
            factor.drop_column(name)
    op.drop_table("saved_view")
    op.drop_table("date_request")
    op.drop_index(op.f("ix_action_external_ref"), "action")
    with op.batch_alter_table("action") as action:
        for name in PEOPLE:
            action.drop_constraint(op.f(f"fk_action_{name}"), type_="foreignkey")
            action.drop_column(name)
        action.drop_constraint(op.f("ck_action_external_state"), type_="check")
        action.drop_column("external_state")
        for name, _, _ in COLUMNS:
            action.drop_column(name)
