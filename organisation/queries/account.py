"""Who stands behind a session cookie or a bearer token."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from kernel.permission import Actor
from organisation.models import Account, ApiToken, Person

STASH_LIVES = timedelta(hours=24)


def secret_hash(secret: str) -> str:
    """How a random secret is stored. It has 256 bits of its own, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def actor_of(session: Session, person_id: int, epoch: int) -> Actor | None:
    """The person of a session cookie; None when disabled, left, unknown, or when the sessions were ended."""
    person = session.scalar(
        sa.select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(
            Person.id == person_id,
            Person.left_on.is_(None),
            Account.epoch == epoch,
            Account.disabled_at.is_(None),
        )
    )
    return None if person is None else as_actor(person, "form")


def actor_of_token(session: Session, token: str) -> Actor | None:
    """The person of a bearer token; None when unknown, expired, revoked, left, or the account is disabled.

    A person without an account may have a token: that is how another system gets a name.
    """
    person = session.scalar(
        sa.select(Person)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            ApiToken.token_hash == secret_hash(token),
            ApiToken.revoked_at.is_(None),
            sa.or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > clock.now()),
            Person.left_on.is_(None),
            Account.disabled_at.is_(None),
        )
    )
    return None if person is None else as_actor(person, "api")


def as_actor(person: Person, door: str) -> Actor:
    return Actor(person.id, person.name, frozenset(row.role for row in person.roles), door, person.zone)


def account_of(session: Session, person_id: int) -> Account | None:
    return session.get(Account, person_id)


def tokens_of(session: Session, person_id: int) -> list[ApiToken]:
    """The person's tokens that still work, newest first."""
    return list(
        session.scalars(
            sa.select(ApiToken)
            .where(
                ApiToken.person_id == person_id,
                ApiToken.revoked_at.is_(None),
                sa.or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > clock.now()),
            )
            .order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
        )
    )


def demo_people(session: Session) -> list[tuple[Person, int]]:
    """Everybody who can sign in, with the epoch of the account: the buttons of the demo's sign-in page."""
    rows = session.execute(
        sa.select(Person, Account.epoch)
        .join(Account, Account.person_id == Person.id)
        .where(Person.left_on.is_(None), Account.disabled_at.is_(None))
        .order_by(Person.id)
    )
    return [(person, epoch) for person, epoch in rows]
