"""Bearer tokens: shown once, stored as a hash."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.errors import Invalid, NotFound
from kernel.permission import Actor, may, require
from organisation.models import ApiToken, Person
from organisation.queries.account import secret_hash
from organisation.rules.names import one_line

#: Lets a scanner of repositories know one of ours.
PREFIX = "debrief_"


def create_token(
    session: Session, actor: Actor, person: Person, *, name: str, days: int | None = None
) -> tuple[ApiToken, str]:
    """A new token of ``person`` and its text, which nobody can read again. ``days`` None: until it is revoked.

    One's own needs no role; somebody else's the right to administer people.
    """
    if actor.person_id != person.id:
        require(actor, "administer people")
    clean = one_line(name)
    if not clean:
        raise Invalid({"name": ["Enter a name"]})
    if not person.is_active:
        raise Invalid({"name": [f"{person.name} has left"]})
    plain = PREFIX + secrets.token_urlsafe(32)
    ends = None if days is None else clock.now() + timedelta(days=days)
    token = ApiToken(person_id=person.id, name=clean, token_hash=secret_hash(plain), expires_at=ends)
    session.add(token)
    session.flush()
    audit.note(
        session, actor, "create token",
        after={"person": person.id, "token": token.id, "expires_at": clock.stamp(ends)},
    )
    return token, plain


def revoke_token(session: Session, actor: Actor, token_id: int) -> ApiToken:
    """End a token. Absent and somebody else's give the same answer, unless the actor administers people."""
    token = session.get(ApiToken, token_id)
    if token is None or (token.person_id != actor.person_id and not may(actor, "administer people")):
        raise NotFound("token")
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        session.flush()
        audit.note(session, actor, "revoke token", after={"person": token.person_id, "token": token.id})
    return token
