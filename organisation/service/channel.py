"""Chat channels: the address is sealed, the trail keeps its masked form, and a test message shows whether it works."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from kernel import audit, clock, outbox
from kernel.config import Settings
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.outbox import CHAT, Message, Rendered
from kernel.permission import Actor, may
from kernel.sealed import seal
from organisation.models import ChatChannel, Person, Team
from organisation.queries.channel import PURPOSE, TEST, channel_of
from organisation.rules.channel import masked, understood


def may_set(actor: Actor, owner: Person | Team) -> bool:
    """One's own; that of a team whose lead one is; of others whoever administers people and services."""
    if isinstance(owner, Person):
        return owner.id == actor.person_id or may(actor, "administer people")
    return owner.lead_id == actor.person_id or may(actor, "administer services")


def set_channel(session: Session, actor: Actor, settings: Settings, owner: Person | Team, address: str) -> ChatChannel:
    """Set or replace it. Raises ``Invalid`` on ``address`` for what is no webhook that may be called."""
    _require(actor, owner)
    found = understood(address, settings.chat_hosts)
    if isinstance(found, str):
        raise Invalid({"address": [found]})
    kind, clean = found
    channel = channel_of(session, owner) or _new(owner)
    before = channel.masked
    channel.kind, channel.masked, channel.changed_at = kind, masked(kind, clean), clock.now()
    channel.sealed = seal(settings.secret_key, PURPOSE, clean)
    session.add(channel)
    session.flush()
    audit.note(session, actor, "set chat channel", before={"channel": before}, after={**_named(owner), "channel": channel.masked})
    return channel


def remove_channel(session: Session, actor: Actor, owner: Person | Team) -> None:
    """Messages that wait for it fail, for a person to see."""
    _require(actor, owner)
    channel = _there(session, owner)
    session.delete(channel)
    session.flush()
    audit.note(session, actor, "remove chat channel", before={**_named(owner), "channel": channel.masked})


def send_test(session: Session, actor: Actor, owner: Person | Team) -> Message:
    """A message that says who pressed the button; the scheduler sends it within seconds."""
    _require(actor, owner)
    channel = _there(session, owner)
    message = outbox.put(
        session, kind=TEST, key=f"test:{channel.id}:{secrets.token_hex(8)}", recipient_id=owner.id if isinstance(owner, Person) else None,
        channel=CHAT, address=str(channel.id), payload={"by": actor.name, "for": owner.name},
    )  # fmt: skip
    audit.note(session, actor, "test chat channel", after={**_named(owner), "channel": channel.masked})
    return message


def letter_of_test(_session: Session, message: Message) -> Rendered:
    """What a test says; for ``kernel.outbox.RENDERERS``."""
    payload = message.payload
    return Rendered(
        "Debrief can write here", f"{payload['by']} tested the chat channel of {payload['for']}. Nothing has to be done.\n{outbox.base_url()}",
    )  # fmt: skip


def _require(actor: Actor, owner: Person | Team) -> None:
    if not may_set(actor, owner):
        raise Forbidden("set this chat channel")


def _there(session: Session, owner: Person | Team) -> ChatChannel:
    channel = channel_of(session, owner)
    if channel is None:
        raise NotFound("chat channel")
    return channel


def _new(owner: Person | Team) -> ChatChannel:
    return ChatChannel(person_id=owner.id) if isinstance(owner, Person) else ChatChannel(team_id=owner.id)


def _named(owner: Person | Team) -> dict[str, int]:
    return {"person": owner.id} if isinstance(owner, Person) else {"team": owner.id}
