"""Looking after the delivery: a message that was given up is tried again, or left for good."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.errors import NotFound, Obstacle, Refused
from kernel.outbox import MAIL, Message, State
from kernel.permission import Actor, require
from organisation.models import Person
from organisation.queries.messages import VERB


def try_again(session: Session, actor: Actor, number: int) -> Message:
    """Put a failed message back into the queue, to the address that its person has now. Doubts are kept.

    Raises ``Refused`` for a message that is not failed, or whose person has no address any more.
    """
    message = _failed(session, actor, number)
    if message.channel == MAIL and message.recipient_id is not None:
        person = session.get_one(Person, message.recipient_id)
        if person.email is None:
            raise Refused([Obstacle(f"{person.name} has no mail address. Enter one first.", f"/people/{person.id}")])
        message.address = person.email
    message.state, message.attempts, message.bounced, message.not_before = State.WAITING, 0, False, clock.now()
    session.flush()
    audit.note(session, actor, "try a message again", record_id=message.about_id, after={"message": message.id, "kind": message.kind})
    return message


def give_up(session: Session, actor: Actor, number: int) -> Message:
    """Nobody has to look at it any more: it will not be sent."""
    message = _failed(session, actor, number)
    message.state = State.DROPPED
    message.body_text = message.body_html = None
    session.flush()
    audit.note(session, actor, "give up a message", record_id=message.about_id, after={"message": message.id, "kind": message.kind})
    return message


def _failed(session: Session, actor: Actor, number: int) -> Message:
    require(actor, VERB)
    message = session.get(Message, number, with_for_update=True)
    if message is None:
        raise NotFound("message")
    if message.state is not State.FAILED:
        raise Refused([Obstacle("This message has not failed: somebody was faster, or it was sent meanwhile.", "/messages")])
    return message
