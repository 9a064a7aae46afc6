"""Claiming and settling: the two short transactions around a send.

``claim`` commits before anything leaves the house, ``settle`` after the relay answered. A sender that dies in between
leaves a claim whose lease runs out; ``doubt`` marks it, and the message goes out again under the same Message-ID. The
fence is raised by every claim, so what an earlier claimant has to say is refused.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from kernel.db import Database
from kernel.delivery.outcome import Outcome, Outgoing, Verdict
from kernel.delivery.patience import Patience
from kernel.outbox import IS_TO_SEND, RENDERERS, STILL_WANTED, Message, State

log = logging.getLogger("debrief.delivery")
_chance = Random()  # noqa: S311 - spreads retries, keeps no secret

LONGEST_ERROR = 500


def claim(database: Database, name: str, patience: Patience, *, resting: Collection[str] = ()) -> Outgoing | None:
    """Take the next message that is due, but none for a channel that rests; None when there is none.

    The first claim writes and freezes the text. What nobody wants any more, or cannot be written, is settled on the way.
    """
    while True:
        with database.unit_of_work() as session:
            message = _next(session, resting)
            if message is None:
                return None
            message.attempts += 1
            if _is_ready(session, message, patience):
                _hold(message, name, patience)
                session.flush()
                return _outgoing(message)


def is_due(database: Database, resting: Collection[str] = ()) -> bool:
    """Whether a claim would find something: a read, so that looking takes no writer's turn."""
    with database.unit_of_work(write=False) as session:
        return session.scalar(_due(resting).with_only_columns(Message.id)) is not None


def _due(resting: Collection[str]) -> sa.Select[Message]:
    due = sa.select(Message).where(IS_TO_SEND, Message.not_before <= clock.now())
    if resting:
        due = due.where(Message.channel.not_in(resting))
    return due.order_by(Message.not_before, Message.id).limit(1)


def _next(session: Session, resting: Collection[str]) -> Message | None:
    return session.scalar(_due(resting).with_for_update(skip_locked=True))


def _is_ready(session: Session, message: Message, patience: Patience) -> bool:
    """Write the text, or look whether the frozen one is still wanted; False settles the message here."""
    try:
        with session.begin_nested():
            wanted = _freeze(session, message) if message.subject is None else _is_still_wanted(session, message)
    except Exception as wrong:
        log.exception("message %d of kind %s could not be written", message.id, message.kind)
        _put_off(message, patience, f"could not be written: {type(wrong).__name__}: {wrong}")
        return False
    if not wanted:
        message.state, message.last_error = State.DROPPED, "Not wanted any more when its turn came"
    return wanted


def _freeze(session: Session, message: Message) -> bool:
    rendered = RENDERERS[message.kind](session, message)
    if rendered is None:
        return False
    message.subject = " ".join(rendered.subject.split())[:400] or "(no subject)"
    message.body_text, message.body_html = rendered.text, rendered.html
    return True


def _is_still_wanted(session: Session, message: Message) -> bool:
    asked = STILL_WANTED.get(message.kind)
    return asked is None or asked(session, message)


def _put_off(message: Message, patience: Patience, error: str) -> None:
    message.last_error = error[:LONGEST_ERROR]
    if patience.gives_up(message.attempts):
        message.state = State.FAILED
    else:
        message.not_before = clock.now() + patience.pause(message.attempts, _chance)


def _hold(message: Message, name: str, patience: Patience) -> None:
    message.state, message.claimed_by, message.fence = State.CLAIMED, name, message.fence + 1
    message.lease_until = clock.real() + patience.lease


def _outgoing(message: Message) -> Outgoing:
    return Outgoing(
        id=message.id, fence=message.fence, attempt=message.attempts, channel=message.channel, address=message.address,
        message_id=message.message_id, subject=message.subject or "", text=message.body_text or "", html=message.body_html,
    )  # fmt: skip


def settle(database: Database, message: Outgoing, outcome: Outcome, patience: Patience) -> bool:
    """Write down what came of it. False when the claim is no longer this sender's: nothing is written then."""
    change = _change(message, outcome, patience)
    with database.unit_of_work() as session:
        done = session.execute(sa.update(Message).where(*_mine(message)).values(lease_until=None, **change))
    return _count(done) == 1


def renew(database: Database, message: Outgoing, patience: Patience) -> bool:
    """A claim lives as long as its sender: False when it was taken away."""
    with database.unit_of_work() as session:
        done = session.execute(sa.update(Message).where(*_mine(message)).values(lease_until=clock.real() + patience.lease))
    return _count(done) == 1


def _mine(message: Outgoing) -> tuple[sa.ColumnElement[bool], ...]:
    return Message.id == message.id, Message.fence == message.fence, Message.state == State.CLAIMED


def _count(done: Any) -> int:
    return int(done.rowcount)


def _change(message: Outgoing, outcome: Outcome, patience: Patience) -> dict[str, Any]:
    """The columns that an outcome sets."""
    error = {"last_error": outcome.error[:LONGEST_ERROR] or None}
    later = {"not_before": clock.now() + patience.pause(message.attempt, _chance)}
    gives_up = patience.gives_up(message.attempt)
    doubted = {"doubt_count": Message.doubt_count + 1}
    match outcome.verdict:
        case Verdict.SENT:
            return {"state": State.SENT, "sent_at": clock.now(), "body_text": None, "body_html": None, "last_error": None}
        case Verdict.REFUSED | Verdict.BOUNCED:
            return {"state": State.FAILED, "bounced": outcome.verdict is Verdict.BOUNCED, **error}
        case Verdict.UNAVAILABLE:
            return {"state": State.WAITING, "attempts": message.attempt - 1, **error}
        case Verdict.LATER:
            return {"state": State.FAILED, **error} if gives_up else {"state": State.WAITING, **later, **error}
        case Verdict.IN_DOUBT:
            return {"state": State.FAILED, **doubted, **error} if gives_up else {"state": State.IN_DOUBT, **doubted, **later, **error}


GONE = "Its sender ended before it could say what came of it"


def doubt(database: Database, patience: Patience) -> int:
    """Mark the messages whose sender fell silent: they may have been sent, so each is in doubt, and due again."""
    lost = sa.and_(Message.state == State.CLAIMED, Message.lease_until < clock.real())
    with database.unit_of_work(write=False) as session:
        if session.scalar(sa.select(Message.id).where(lost).limit(1)) is None:
            return 0
    with database.unit_of_work() as session:
        done = session.execute(
            sa.update(Message).where(lost).values(
                state=sa.case((Message.attempts >= patience.limit, State.FAILED), else_=State.IN_DOUBT),
                doubt_count=Message.doubt_count + 1, not_before=clock.now(), lease_until=None, last_error=GONE,
            )
        )  # fmt: skip
    return _count(done)
