"""A corrective action: where it comes from, who owns it, which factors it acts on (decision 17)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from actions.rules.lifecycle import ActionState
from actions.rules.tickets import TicketState
from kernel import clock
from kernel.db import Base, enum_column
from kernel.record import Record


class Kind(StrEnum):
    """What an action is for (after Google's list; the last three may hang on a lesson instead of a factor)."""

    PREVENT = "prevent"
    MITIGATE = "mitigate"
    DETECT = "detect"
    REPAIR = "repair"
    INVESTIGATE = "investigate"
    RESPOND = "respond"
    COMMUNICATE = "communicate"
    SUPPLIER = "supplier"


class Strength(StrEnum):
    ELIMINATE = "eliminate"
    ENGINEER = "engineer"
    DETECT = "detect"
    ADMINISTRATIVE = "administrative"


class Effect(StrEnum):
    """What an action does to a factor."""

    ELIMINATES = "eliminates"
    REDUCES = "reduces"
    DETECTS = "detects"


class Action(Base):
    """``original_due`` is written once and never again; every later date is a ``DateMove`` (KPIs count the original).

    ``measure`` is the signal; threshold, source of its data and window stand beside it. ``asked_at`` is when the present
    owner was named. ``effect_due`` is set when the action was checked and its effect will be, too. An owner who says "not
    mine" leaves ``disputed_at`` and the state as it was; whoever settles it clears both.
    """

    __tablename__ = "action"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), index=True)
    state: Mapped[ActionState] = mapped_column(enum_column(ActionState, "state"), default=ActionState.PROPOSED)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind, "kind"))
    strength: Mapped[Strength | None] = mapped_column(enum_column(Strength, "strength"))
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    due: Mapped[date | None]
    original_due: Mapped[date | None]
    due_version: Mapped[int] = mapped_column(default=0)
    measure: Mapped[str] = mapped_column(sa.String(500), default="")
    measure_threshold: Mapped[str] = mapped_column(sa.String(200), default="")
    measure_source: Mapped[str] = mapped_column(sa.String(200), default="")
    effect_window_days: Mapped[int | None]
    effect_due: Mapped[date | None]
    expected_evidence: Mapped[str] = mapped_column(sa.String(300), default="")
    external_ref: Mapped[str | None] = mapped_column(sa.String(120), index=True)
    external_url: Mapped[str | None] = mapped_column(sa.String(500))
    external_state: Mapped[TicketState | None] = mapped_column(enum_column(TicketState, "external_state"))
    asked_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    disputed_at: Mapped[datetime | None]
    dispute_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    suggested_owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    claim: Mapped[str] = mapped_column(sa.String(2000), default="")
    claimed_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]
    evidence_awaited: Mapped[bool] = mapped_column(default=False)
    effect_checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    effect_checked_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(sa.String(1000))
    risk_approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    risk_expires_on: Mapped[date | None]
    superseded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"))
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    unconfirmed: Mapped[bool] = mapped_column(default=False)  # brought in from elsewhere, and nobody here has said that it is right

    record: Mapped[Record] = relationship(lazy="joined", innerjoin=True, foreign_keys=[id])
    factors: Mapped[list[ActionFactor]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    moves: Mapped[list[DateMove]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="DateMove.number"
    )

    __table_args__ = (
        sa.Index("ix_action_owner_id_state_due", "owner_id", "state", "due"),
        sa.Index("ix_action_state_due", "state", "due"),
        sa.Index("ix_action_disputed", "id", sqlite_where=sa.text("disputed_at IS NOT NULL"),
                 postgresql_where=sa.text("disputed_at IS NOT NULL")),
        sa.Index("ix_action_state_effect_due", "state", "effect_due"),
        sa.Index("ix_action_state_risk_expires_on", "state", "risk_expires_on"),
        sa.Index("ix_action_unconfirmed", "id", sqlite_where=sa.text("unconfirmed"), postgresql_where=sa.text("unconfirmed")),
        sa.CheckConstraint("(due IS NULL) = (original_due IS NULL)", name="original_due"),
        sa.CheckConstraint("state <> 'risk_accepted' OR risk_expires_on IS NOT NULL", name="risk_expires"),
        sa.CheckConstraint("verified_by_id IS NULL OR verified_by_id <> owner_id", name="second_pair_of_eyes"),
        sa.CheckConstraint("superseded_by_id IS NULL OR superseded_by_id <> id", name="not_itself"),
    )


class ActionFactor(Base):
    """Which factor (a record of kind factor) an action eliminates, reduces to a probability, or detects."""

    __tablename__ = "action_factor"

    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), primary_key=True, autoincrement=False)
    factor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("record.id"), primary_key=True, autoincrement=False, index=True
    )
    effect: Mapped[Effect] = mapped_column(enum_column(Effect, "effect"))
    probability: Mapped[float | None]

    __table_args__ = (
        sa.CheckConstraint("probability IS NULL OR (probability >= 0 AND probability <= 1)", name="probability"),
        sa.CheckConstraint("probability IS NULL OR effect = 'reduces'", name="reduces_to"),
    )


class DateMove(Base):
    """One change of the due date: from, to, who, when, why."""

    __tablename__ = "date_move"

    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_due: Mapped[date]
    to_due: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.String(300))
    moved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
