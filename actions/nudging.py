"""What of the actions is due, for ``wiring.NUDGE_SOURCES``. It follows the action alone, whatever becomes of its review."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.events import ActionChanged
from actions.models import Action, DateMove, DateRequest
from actions.rules.lifecycle import CHECK as MAY_CHECK
from actions.rules.lifecycle import OPEN, UNFINISHED, ActionState
from kernel.audit import AuditEntry
from kernel.permission import Actor
from kernel.record import Record
from nudges.models import Nudge, TokenEnd
from nudges.queries.horizon import Band, bands
from nudges.queries.told import not_to_the_end
from nudges.rules.rung import Ladder
from nudges.rules.shipped import ACCEPT, BLOCKED, CHECK, DISPUTED, DUE, EFFECT, MOVE, RISK, UNOWNED
from nudges.service import tokens
from nudges.sources import Due, version_of

#: States in which the effect is still to be checked.
EFFECT_OPEN = (ActionState.VERIFIED, ActionState.EFFECTIVENESS_DUE)
NO_OWNER, IS_BLOCKED = "It has no owner.", "Its owner is blocked and needs help."
IS_DISPUTED = "Its owner says that it is somebody else’s."

Only = Collection[int] | None


def due(session: Session, ladders: Mapping[str, Ladder], now: datetime, only: Only = None) -> Iterator[Due]:
    """Every ladder of actions; see ``nudges.sources.Source``."""
    yield from _due_dates(session, ladders[DUE], now, only)
    yield from _acceptances(session, only)
    yield from _moves(session, only)
    yield from _checks(session, only)
    yield from _blocked(session, only)
    yield from _effects(session, ladders[EFFECT], now, only)
    yield from _risks(session, ladders[RISK], now, only)


def on_action_changed(session: Session, _actor: Actor, happened: ActionChanged) -> None:
    """Subscriber: nobody answers by mail for an action that has come to its end. A claim can still be taken back."""
    if happened.after not in UNFINISHED:
        tokens.revoke(session, happened.action_id, TokenEnd.CLOSED)


def _due_dates(session: Session, ladder: Ladder, now: datetime, only: Only) -> Iterator[Due]:
    set_at = sa.select(sa.func.max(DateMove.moved_at)).where(DateMove.action_id == Action.id).scalar_subquery()
    columns = (Action.owner_id, Action.state, Action.disputed_at, Action.due, Action.due_version, set_at, Record.created_at)
    wanted = _actions(only, *columns).where(Action.state.in_(OPEN), Action.due.is_not(None))
    asked = [wanted] if only is not None else [wanted.where(*_in_band(band, ladder)) for band in bands(session, ladder, now)]
    for statement in asked:
        for item, owner, state, disputed, day, version, moved, created in session.execute(statement):
            note = _instead(owner, state, disputed)
            first = (owner,) if owner is not None and not note else ()
            never = _never(owner) if disputed else ()
            yield Due(item, DUE, day, version, first, moved or created, owner, never, note, answers=not note)


def _instead(owner: int | None, state: ActionState, disputed: datetime | None) -> str:
    """Why somebody else than the owner is asked; empty where the owner is."""
    if owner is None:
        return NO_OWNER
    if disputed is not None:
        return IS_DISPUTED
    return IS_BLOCKED if state is ActionState.BLOCKED else ""


def _in_band(band: Band, ladder: Ladder) -> Iterator[sa.ColumnElement[bool]]:
    """Not what was told already: to its owner while it is still to come, to the end of the ladder from then on."""
    yield Action.due <= band.last
    if band.after is None:
        yield not_to_the_end(Action.id, ladder, Action.due_version)
        return
    yield Action.due > band.after
    told = sa.select(Nudge.id).where(
        Nudge.item_id == Action.id, Nudge.ladder == ladder.name, Nudge.due_version == Action.due_version,
        Nudge.recipient_id == Action.owner_id, Nudge.rung >= band.number,
    )  # fmt: skip
    yield ~told.exists()


def _acceptances(session: Session, only: Only) -> Iterator[Due]:
    """Owners who have not accepted, actions that have none, and owners who say that it is not theirs."""
    proposed = _actions(only, Action.owner_id, Action.asked_at, Record.created_at).where(
        Action.state == ActionState.PROPOSED, Action.disputed_at.is_(None)
    )
    for item, owner, asked, created in session.execute(proposed):
        since = asked or created
        if owner is None:
            yield Due(item, UNOWNED, since, version_of(since), ())
        else:
            yield Due(item, ACCEPT, since, version_of(since), (owner,), owner=owner, answers=True)
    # the state is looked at here: asked in the statement, it would lead both databases to read all that is open
    disputed = _actions(only, Action.owner_id, Action.state, Action.disputed_at).where(Action.disputed_at.is_not(None))
    for item, owner, state, at in session.execute(disputed):
        if state in OPEN:
            yield Due(item, DISPUTED, at, version_of(at), (), owner=owner, never=_never(owner))


def _moves(session: Session, only: Only) -> Iterator[Due]:
    """Dates that wait for a decision; never by whoever asked, nor by the owner."""
    wanted = _actions(only, Action.owner_id, DateRequest.id, DateRequest.asked_at, DateRequest.asked_by_id)
    waiting = wanted.join(DateRequest, DateRequest.action_id == Action.id).where(DateRequest.decided_at.is_(None))
    for item, owner, request, asked, by in session.execute(waiting):
        yield Due(item, MOVE, asked, request, (), owner=owner, never=(*_never(owner), *_never(by)))


def _checks(session: Session, only: Only) -> Iterator[Due]:
    """Claims that nobody has checked: whoever raised the action if they may check it, never its owner."""
    wanted = _actions(only, Action.owner_id, Action.created_by_id, Action.claimed_at)
    for item, owner, raiser, claimed in session.execute(wanted.where(Action.state == ActionState.DONE, Action.claimed_at.is_not(None))):
        yield Due(item, CHECK, claimed, version_of(claimed), _others(owner, raiser), owner=owner, never=_never(owner), verb=MAY_CHECK)


def _blocked(session: Session, only: Only) -> Iterator[Due]:
    """Since when, only the audit trail knows."""
    since = (
        sa.select(sa.func.max(AuditEntry.at))
        .where(AuditEntry.record_id == Action.id, AuditEntry.verb == "block action")
        .scalar_subquery()
    )
    for item, owner, at in session.execute(_actions(only, Action.owner_id, since).where(Action.state == ActionState.BLOCKED)):
        if at is not None:
            yield Due(item, BLOCKED, at, version_of(at), (), owner=owner)


def _effects(session: Session, ladder: Ladder, now: datetime, only: Only) -> Iterator[Due]:
    wanted = _actions(only, Action.owner_id, Action.verified_by_id, Action.effect_due).where(
        Action.state.in_(EFFECT_OPEN), Action.effect_due.is_not(None)
    )
    if only is None:
        wanted = wanted.where(Action.effect_due <= bands(session, ladder, now)[0].last)
    for item, owner, checker, day in session.execute(wanted):
        yield Due(item, EFFECT, day, version_of(day), _others(owner, checker), owner=owner, never=_never(owner), verb=MAY_CHECK)


def _risks(session: Session, ladder: Ladder, now: datetime, only: Only) -> Iterator[Due]:
    wanted = _actions(only, Action.owner_id, Action.risk_approver_id, Action.risk_expires_on).where(Action.state == ActionState.RISK_ACCEPTED)
    if only is None:
        wanted = wanted.where(Action.risk_expires_on <= bands(session, ladder, now)[0].last)
    for item, owner, approver, day in session.execute(wanted):
        yield Due(item, RISK, day, version_of(day), (approver,) if approver else (), owner=owner)


def _actions(only: Only, *columns: Any) -> sa.Select[Any]:
    """Rows (id, *columns) of actions that are there. Nobody is asked about one that was brought in and is not confirmed."""
    wanted = sa.select(Action.id, *columns).join(Record, Record.id == Action.id).where(Record.erased_at.is_(None), ~Action.unconfirmed)
    return wanted if only is None else wanted.where(Action.id.in_(only))


def _others(owner: int | None, person: int | None) -> tuple[int, ...]:
    return (person,) if person is not None and person != owner else ()


def _never(owner: int | None) -> tuple[int, ...]:
    return (owner,) if owner is not None else ()
