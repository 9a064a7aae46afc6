"""The outbox: messages stored in the same transaction as the change that they tell of, and sent after it committed.

    message.waiting -> claimed -> sent                 the usual way
                       claimed -> in_doubt -> claimed  a sender died, or the relay fell silent after the text was out
                       claimed -> waiting              it failed for now; ``not_before`` says when it is tried again
                       claimed -> failed               refused for good, or tried too often: a person has to look
                       claimed -> dropped              nobody wants it any more (answered, closed, somebody else's now)

Whoever writes a message says what it is about (``payload``); what it says is written when it is first claimed, by the
renderer that the upper domain lends here, and is then frozen: each further attempt sends the same text under the same
Message-ID.
"""

from __future__ import annotations

import platform
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.config import Settings
from kernel.db import Base, enum_column

MAIL = "mail"  # ``address`` is a mail address
CHAT = "chat"  # ``address`` is the number of a chat channel, whose own address is a secret and stands elsewhere
CHANNELS = (MAIL, CHAT)


class State(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    DROPPED = "dropped"


#: What a sender may claim, once ``not_before`` has come.
TO_SEND = (State.WAITING, State.IN_DOUBT)
#: The same in the very words of the small index of what is to send: a database takes it for no others, and SQLite would rather
#: sort all that is due when it could look for states one by one.
IS_TO_SEND = sa.text(f"state NOT IN ({', '.join(repr(state.value) for state in State if state not in TO_SEND)})")


class Message(Base):
    """One message to one address. ``fence`` grows with each claim: the confirmation of an older claim is refused.

    ``doubt_count`` says how often nobody could know whether the relay had taken it: each may be a second copy.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    recipient_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    channel: Mapped[str] = mapped_column(sa.String(40))
    address: Mapped[str] = mapped_column(sa.String(254))
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    message_id: Mapped[str] = mapped_column(sa.String(254), unique=True)
    about_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    state: Mapped[State] = mapped_column(enum_column(State, "state"), default=State.WAITING)
    subject: Mapped[str | None] = mapped_column(sa.String(400))
    body_text: Mapped[str | None]
    body_html: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(default=clock.now)
    lease_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(sa.String(80))
    fence: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(sa.String(500))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    doubt_count: Mapped[int] = mapped_column(default=0)
    bounced: Mapped[bool] = mapped_column(default=False)  # failed because of the address: somebody has to correct it

    __table_args__ = (
        sa.Index("ix_message_to_send", "not_before", "id", sqlite_where=IS_TO_SEND, postgresql_where=IS_TO_SEND),
        sa.Index("ix_message_lease", "lease_until", sqlite_where=sa.text("state = 'claimed'"),
                 postgresql_where=sa.text("state = 'claimed'")),
        sa.Index("ix_message_state_id", "state", "id"),
    )


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a message says. ``html`` is None for a channel or a kind that has plain text only."""

    subject: str
    text: str
    html: str | None = None


Renderer = Callable[[Session, Message], Rendered | None]
#: kind → what it says, asked once, in the transaction of the first claim; None = nobody wants it any more. Lent by ``wiring``.
RENDERERS: dict[str, Renderer] = {}
#: kind → whether it is still wanted, asked at every claim after the first (the text is frozen by then). Lent by ``wiring``.
STILL_WANTED: dict[str, Callable[[Session, Message], bool]] = {}

_origin = {"domain": "localhost", "base_url": "http://127.0.0.1:8000"}


def use_origin(settings: Settings) -> None:
    """Where messages come from and lead to; the composition roots call it once."""
    relay = settings.relay
    _origin.update(domain=relay.domain if relay else platform.node() or "localhost", base_url=settings.base_url)


def base_url() -> str:
    """What every link in a message begins with, without a slash at its end: ``https://debrief.example.com``."""
    return _origin["base_url"]


def put(
    session: Session,
    *,
    kind: str,
    key: str,
    recipient_id: int | None,
    channel: str,
    address: str,
    payload: dict[str, Any],
    about_id: int | None = None,
    not_before: datetime | None = None,
) -> Message:
    """Store a message in the caller's transaction: it is sent if, and only if, that transaction commits.

    ``key`` is unique for ever; a second message with the same key raises ``IntegrityError`` at once.
    """
    message = Message(
        kind=kind, key=key, recipient_id=recipient_id, channel=channel, address=address, payload=payload, about_id=about_id,
        message_id=_new_id(), not_before=not_before or clock.now(),
    )  # fmt: skip
    session.add(message)
    session.flush()
    return message


def forget_recipient(session: Session, person_id: int) -> None:
    """Nothing of what was or would be said to a person stays, nor where: for one whose name is taken out."""
    theirs = sa.update(Message).where(Message.recipient_id == person_id)
    session.execute(theirs.where(Message.state.not_in((State.SENT, State.CLAIMED))).values(state=State.DROPPED))
    session.execute(theirs.values(address="", body_text=None, body_html=None, last_error=None))


def _new_id() -> str:
    """An RFC 5322 msg-id, made once: copies of one message carry one, so that a mail program can tell them."""
    return f"<{secrets.token_hex(16)}@{_origin['domain']}>"
