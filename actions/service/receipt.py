"""The receipt to the registered owner for each answer, and the new link for one that has run out.

A link can be forwarded; whoever owns the action learns at once what was said in their name.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, GivenAnswer
from actions.rules.answers import KINDS, UNDONE_FOR
from actions.rules.lifecycle import OPEN
from kernel import clock
from kernel.errors import NotFound
from kernel.outbox import MAIL, Message, Rendered, base_url, put
from kernel.record import Scope
from nudges.models import LinkToken
from nudges.service import tokens
from nudges.service.paper import note
from organisation.models import Person

RECEIPT, NEW_LINK = "answer receipt", "new answer link"


def send_receipt(session: Session, given: GivenAnswer) -> None:
    """One message for the answer, and one for taking it back. None where the owner has no mail address."""
    address = session.scalar(sa.select(Person.email).where(Person.id == given.person_id))
    if address:
        step = "taken back" if given.taken_back_at else "given"
        put(session, kind=RECEIPT, key=f"receipt:{given.id}:{step}", recipient_id=given.person_id, channel=MAIL, address=address,
            payload={"answer": given.id, "taken_back": given.taken_back_at is not None}, about_id=given.action_id)


def render_receipt(session: Session, message: Message) -> Rendered | None:
    given = session.get(GivenAnswer, message.payload["answer"])
    action = session.get(Action, given.action_id) if given else None
    if given is None or action is None:
        return None
    record, said = action.record, KINDS[given.answer].said
    title = "" if record.scope is Scope.RESTRICTED else f": {record.title}"
    if message.payload["taken_back"]:
        sentences = ["Your answer was taken back. The action is as it was before."]
    else:
        until = (given.given_at + UNDONE_FOR).date()
        sentences = [said, f"You can take it back until {until.day} {until:%b} with the link of the mail that you answered."]
    return note(
        f"[{record.ref}] {'Taken back' if message.payload['taken_back'] else said.removesuffix('.')}", f"{record.ref}{title}",
        (*sentences, "If it was not you, sign in and set it right: somebody else holds your link."),
        (f"Sign in and open {record.ref}", f"{base_url()}/actions/{record.ref}"),
    )


def ask_new_link(session: Session, raw: str) -> None:
    """A new link to the owner's own address for one that has run out by time: at most one a day, and nothing is shown.

    Raises ``NotFound`` for every other key.
    """
    found = tokens.read(session, raw)
    if not isinstance(found, tokens.Expired) or found.why is not None:
        raise NotFound("answer")
    token = found.token
    address = session.scalar(sa.select(Person.email).where(Person.id == token.person_id))
    key = f"new link:{token.id}:{clock.now():%Y-%m-%d}"
    if address and session.scalar(sa.select(Message.id).where(Message.key == key)) is None:
        put(session, kind=NEW_LINK, key=key, recipient_id=token.person_id, channel=MAIL, address=address,
            payload={"token": token.id}, about_id=token.item_id)


def render_new_link(session: Session, message: Message) -> Rendered | None:
    """Nothing when the action is closed, restricted, or somebody else's by now."""
    token = session.get(LinkToken, message.payload["token"])
    action = session.get(Action, token.item_id) if token else None
    if token is None or action is None or action.owner_id != token.person_id or action.state not in OPEN:
        return None
    record = action.record
    if record.scope is Scope.RESTRICTED or record.erased_at is not None:
        return None
    raw = tokens.issue(session, token.person_id, token.item_id)
    return note(
        f"[{record.ref}] A new link to answer with", f"{record.ref}: {record.title}",
        ("Here is the new link that you asked for.",), ("Answer", f"{base_url()}/answer?key={raw}"),
    )
