"""Hooks: made, given a new secret, revoked; and the one way in for what they send."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.models import Hook, HookDelivery, HookShape
from actions.rules.tickets import READERS
from actions.schemas.tickets import SHAPES
from actions.service.tickets import hear
from kernel import audit, clock
from kernel.errors import Invalid, NotFound, Obstacle, Refused
from kernel.permission import Actor, require
from kernel.sealed import Unreadable, seal, unseal

ADMINISTER = "administer hooks"
PREFIX = "hook_"
#: A message that was signed longer ago than this, or that much in the future, is not taken.
FRESH = timedelta(minutes=5)
#: Bytes of a message; tickets are small.
LARGEST = 256 * 1024
UNKNOWN = "There is no such hook, its signature does not fit, or the message is older than 5 minutes"


@dataclass(frozen=True, slots=True)
class Heard:
    """What the sender is answered. ``errors`` by field."""

    status: int
    detail: str
    changed: int = 0
    errors: Mapping[str, Any] = field(default_factory=dict)


def make_hook(session: Session, actor: Actor, secret_key: str, *, name: str, shape: str) -> tuple[Hook, str]:
    """A hook and its secret, which is shown this once."""
    require(actor, ADMINISTER)
    if live_hook(session, name) is not None:
        raise Invalid({"name": ["There is a hook of this name. Choose another, or revoke that one"]})
    plain = PREFIX + secrets.token_urlsafe(32)
    hook = Hook(name=name, shape=HookShape(shape), sealed=seal(secret_key, _purpose(name), plain), created_by_id=actor.person_id)
    session.add(hook)
    session.flush()
    audit.note(session, actor, "make hook", after={"hook": hook.id, "name": name, "shape": shape})
    return hook, plain


def rotate_hook(session: Session, actor: Actor, secret_key: str, hook_id: int) -> tuple[Hook, str]:
    """A new secret; the old one ends at once."""
    hook = find_hook(session, actor, hook_id)
    if hook.revoked_at is not None:
        raise Refused([Obstacle("This hook was revoked. Make a new one.")])
    plain = PREFIX + secrets.token_urlsafe(32)
    hook.sealed, hook.rotated_at = seal(secret_key, _purpose(hook.name), plain), clock.now()
    session.flush()
    audit.note(session, actor, "rotate hook", after={"hook": hook.id})
    return hook, plain


def revoke_hook(session: Session, actor: Actor, hook_id: int) -> Hook:
    hook = find_hook(session, actor, hook_id)
    if hook.revoked_at is None:
        hook.revoked_at, hook.sealed = clock.now(), ""
        session.flush()
        audit.note(session, actor, "revoke hook", after={"hook": hook.id})
    return hook


def find_hook(session: Session, actor: Actor, hook_id: int) -> Hook:
    require(actor, ADMINISTER)
    hook = session.get(Hook, hook_id)
    if hook is None:
        raise NotFound("hook")
    return hook


def live_hook(session: Session, name: str) -> Hook | None:
    return session.scalar(sa.select(Hook).where(Hook.name == name, Hook.revoked_at.is_(None)))


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """Hexadecimal HMAC-SHA256 over the timestamp, a dot, and the body as it was sent."""
    return hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()


def receive(session: Session, secret_key: str, name: str, timestamp: str, signature: str, body: bytes) -> Heard:
    """Take one message. Unknown, revoked, stale and forged ones get one and the same answer, and leave nothing behind.

    Each message with a right signature leaves a row; the second with the same signature is refused.
    """
    hook = live_hook(session, name)
    secret = _secret_of(hook, secret_key) if hook else secrets.token_urlsafe(32)
    expected = signature_of(secret, timestamp, body)
    is_right = hmac.compare_digest(expected.encode(), signature.removeprefix("sha256=").encode())
    if hook is None or not is_right or not _is_fresh(timestamp):
        return Heard(404, UNKNOWN)
    delivery = HookDelivery(hook_id=hook.id, signature=expected, is_taken=False, outcome="")
    try:
        with session.begin_nested():
            session.add(delivery)
    except IntegrityError:
        return Heard(409, "This message was received before. Nothing was changed")
    heard = _read(session, hook, delivery, body)
    delivery.is_taken, delivery.outcome = heard.status < 400, heard.detail[:300]  # noqa: PLR2004 - HTTP: refused
    session.flush()
    return heard


def _secret_of(hook: Hook, secret_key: str) -> str:
    """What was sealed under another key of the installation opens nothing any more: the administrator makes a new secret."""
    try:
        return unseal(secret_key, _purpose(hook.name), hook.sealed)
    except Unreadable:
        return secrets.token_urlsafe(32)


def _read(session: Session, hook: Hook, delivery: HookDelivery, body: bytes) -> Heard:
    try:
        loaded = SHAPES[hook.shape]().load(json.loads(body))
    except ValidationError as wrong:
        return Heard(422, f"Not understood: {_first(wrong.messages_dict)}", errors=wrong.messages_dict)
    except (ValueError, RecursionError):
        return Heard(422, "Not understood: the body is no JSON", errors={"body": ["Must be a JSON object in UTF-8"]})
    news = READERS[hook.shape](loaded)
    delivery.ticket = news.ticket
    changed = hear(session, news)
    if not changed:
        return Heard(200, f"{news.ticket} is {news.state.replace('_', ' ')}: no action waits for it")
    count = "one action is" if len(changed) == 1 else f"{len(changed)} actions are"
    return Heard(200, f"{news.ticket} is {news.state.replace('_', ' ')}: {count} in step", len(changed))


def _first(messages: Mapping[str, Any]) -> str:
    """"issue.key: Must have …", the first of the messages."""
    path: list[str] = []
    inner: Any = messages
    while isinstance(inner, Mapping):
        key, inner = next(iter(inner.items()))
        path.append(str(key))
    return f"{'.'.join(path)}: {inner[0] if isinstance(inner, list) and inner else inner}"


def _is_fresh(timestamp: str) -> bool:
    """Seconds since 1970, near now."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 11):  # noqa: PLR2004 - seconds until the year 5138
        return False
    return abs(clock.now() - datetime.fromtimestamp(int(timestamp), UTC)) <= FRESH


def _purpose(name: str) -> str:
    return f"hook/{name}"
