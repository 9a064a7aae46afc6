"""Nudges: the ledger, pauses, wishes of people, keys of links in mails; what of the actions is due is found by an index"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("ladder", sa.String(length=40), nullable=False),
        sa.Column("due_version", sa.BigInteger(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("audience", _enum("audience", "asked", "copy", "steward", "decider"), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["record.id"], name=op.f("fk_nudge_item_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_nudge_message_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["person.id"], name=op.f("fk_nudge_recipient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("item_id", "ladder", "due_version", "recipient_id", "rung", name="uq_nudge_once"),
    )
    op.create_index(op.f("ix_nudge_message_id"), "nudge", ["message_id"])
    op.create_index("ix_nudge_recipient_id_decided_at", "nudge", ["recipient_id", "decided_at"])
    op.create_table(
        "nudge_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("ladder", sa.String(length=40), nullable=False),
        sa.Column("due_version", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("kind", "snooze", "on_track"), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind <> 'snooze' OR length(trim(reason)) > 0", name=op.f("ck_nudge_pause_reason")),
        sa.ForeignKeyConstraint(["item_id"], ["record.id"], name=op.f("fk_nudge_pause_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nudge_pause_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_pause")),
        sa.UniqueConstraint("item_id", "ladder", "due_version", "person_id", "kind", name="uq_nudge_pause_once"),
    )
    op.create_index(op.f("ix_nudge_pause_person_id"), "nudge_pause", ["person_id"])
    op.create_table(
        "nudge_wishes",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("digest_at", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "quiet_until >= 0 AND quiet_until <= digest_at AND digest_at < quiet_from AND quiet_from <= 1440",
            name=op.f("ck_nudge_wishes_hours"),
        ),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_nudge_wishes_calendar_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nudge_wishes_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_nudge_wishes")),
    )
    op.create_table(
        "link_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended", _enum("ended", "reassigned", "closed", "revoked"), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended IS NULL)", name=op.f("ck_link_token_ended_why")),
        sa.ForeignKeyConstraint(["item_id"], ["record.id"], name=op.f("fk_link_token_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_link_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_link_token_token_hash")),
    )
    op.create_index("ix_link_token_item_id_person_id", "link_token", ["item_id", "person_id"])
    op.create_index(op.f("ix_link_token_person_id"), "link_token", ["person_id"])
    op.create_index("ix_action_state_effect_due", "action", ["state", "effect_due"])
    op.create_index("ix_action_state_risk_expires_on", "action", ["state", "risk_expires_on"])


def downgrade() -> None:
    op.drop_index("ix_action_state_risk_expires_on", "action")
    op.drop_index("ix_action_state_effect_due", "action")
    for table in ("link_token", "nudge_wishes", "nudge_pause", "nudge"):
        op.drop_table(table)
