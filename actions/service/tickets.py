"""Tickets of other tools, kept in step: closed outside, the action is reported done; checked it is by a person alone."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, TicketState
from actions.queries.action import find
from actions.rules.lifecycle import ACTION_LIFECYCLE
from actions.rules.tickets import TicketNews
from actions.service.edit import EDIT, require_one
from actions.service.lifecycle import transition
from actions.service.stale import expect
from kernel import audit, clock
from kernel.errors import Invalid
from kernel.permission import Actor, machine
from kernel.record import Record, lock, touch


def hear(session: Session, news: TicketNews) -> list[str]:
    """Bring every action with this ticket in step; the references of those that it changed. The hook's own door."""
    spellings = {news.ticket, news.ticket.upper(), news.ticket.lower(), *([news.url] if news.url else [])}
    same = [Action.external_ref.in_(spellings), *([Action.external_url == news.url] if news.url else [])]
    wanted = sa.select(Action).join(Record, Record.id == Action.id).where(sa.or_(*same), Record.erased_at.is_(None))
    actor = machine("hook")
    return [action.record.ref for action in session.scalars(wanted.order_by(Action.id)).all() if keep_in_step(session, actor, action, news)]


def tell_ticket(session: Session, actor: Actor, ref: str, version: int | None, state: str) -> Action:
    """How the ticket of one action stands, told by somebody who may edit it. ``version`` None: they have just saved it."""
    action = find(session, actor, ref)
    require_one(session, actor, action, EDIT)
    if version is not None:
        expect(session, action, version, {})
    ticket = action.external_ref or action.external_url
    if not ticket:
        raise Invalid({"external_state": ["Enter the ticket first"]})
    keep_in_step(session, actor, action, TicketNews(ticket, state))
    return action


def keep_in_step(session: Session, actor: Actor, action: Action, news: TicketNews) -> bool:
    """The state of the ticket, its address, and the claim that follows from its end. False when nothing was new."""
    lock(session, action.record)
    session.refresh(action)
    state, before = TicketState(news.state), action.external_state
    url = action.external_url or news.url or None
    if (state, url) == (before, action.external_url):
        return False
    action.external_state, action.external_url = state, url
    touch(action.record, actor.person_id)
    session.flush()
    audit.note(session, actor, "ticket changed", record_id=action.id, before={"ticket_state": before}, after={"ticket_state": state, "said": news.said or None})
    if state is TicketState.CLOSED and before is not TicketState.CLOSED:
        _claim(session, actor, action, news)
    return True


def _claim(session: Session, actor: Actor, action: Action, news: TicketNews) -> None:
    """Reported done in the ticket's name; only where its owner could report it now. Whoever checks sees where it comes from."""
    if action.owner_id is None or action.state not in ACTION_LIFECYCLE["claim_done"].from_:
        return
    said = f": {news.said}" if news.said else ""
    claim = f"The ticket {news.ticket} was closed on {clock.now():%-d %b %Y}{said}"
    transition(session, replace(machine(), door=actor.door), action.record.ref, "claim_done", claim=claim[:2000], evidence=news.evidence)
