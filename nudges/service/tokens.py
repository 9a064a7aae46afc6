"""Keys for the links of a mail: made by each letter, good for one person and one action (decision 20).

The raw key stands in the mail only. Reading one changes nothing; it is ended when the action is somebody else's, when it is
closed, and by time.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from nudges.models import LinkToken, TokenEnd

GOOD_FOR = timedelta(days=30)
BYTES = 32
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Good: the person may answer for the item."""

    token: LinkToken


@dataclass(frozen=True, slots=True)
class Used:
    """An answer was given with it; what it may still do is undo that."""

    token: LinkToken


@dataclass(frozen=True, slots=True)
class Expired:
    """Ours, but over: by time (``why`` None), or ended."""

    token: LinkToken
    why: TokenEnd | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing of ours: mistyped, forged, or of a record that is gone."""


Reading = Found | Used | Expired | Unknown


def issue(session: Session, person_id: int, item_id: int) -> str:
    """A new key, 30 days long. Earlier ones stay good, so that the link in an older mail works as well."""
    raw = secrets.token_urlsafe(BYTES)
    now = clock.now()
    session.add(LinkToken(token_hash=_hash(raw), item_id=item_id, person_id=person_id, issued_at=now, expires_at=now + GOOD_FOR))
    return raw


def read(session: Session, raw: str) -> Reading:
    """What a key is worth now. Time is spent on the hash whatever is sent, and nothing is changed."""
    found = session.scalar(sa.select(LinkToken).where(LinkToken.token_hash == _hash(raw[:LONGEST])))
    if found is None:
        return Unknown()
    if found.ended is not None:
        return Expired(found, found.ended)
    if found.expires_at <= clock.now():
        return Expired(found, None)
    return Used(found) if found.used_at else Found(found)


def use(token: LinkToken) -> None:
    """An answer was given with it. The caller flushes and audits the answer."""
    token.used_at = clock.now()


def unuse(token: LinkToken) -> None:
    """The answer was undone: it may be given anew."""
    token.used_at = None


def revoke(session: Session, item_id: int, why: TokenEnd, *, but_of: int | None = None) -> None:
    """End every living key to the item; ``but_of`` spares those of one person (the new owner's)."""
    living = [LinkToken.item_id == item_id, LinkToken.ended_at.is_(None)]
    if but_of is not None:
        living.append(LinkToken.person_id != but_of)
    session.execute(sa.update(LinkToken).where(*living).values(ended=why, ended_at=clock.now()))


def _hash(raw: str) -> str:
    return hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()
