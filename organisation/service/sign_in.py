"""Signing in with a password, and changing one's own. They take the database: the hash is worked out between two
transactions, never inside one that writes (decision 26)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.db import Database
from kernel.permission import Actor
from organisation.models import Account, Person
from organisation.queries.account import as_actor
from organisation.rules.names import mail_address
from organisation.rules.sign_in_limit import limits
from organisation.service import passwords
from organisation.service.account import renew
from organisation.service.attempts import Reserved, forgive, reserve

log = logging.getLogger("debrief.sign_in")

WRONG = "The mail address or the password is not right"
TOO_MANY = "There were too many tries. Wait {minutes}, then try again"


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who signed in; ``epoch`` belongs into the session."""

    person_id: int
    epoch: int


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Why not, in the same words for unknown, wrong, disabled and left. ``wait`` only where the limit was met."""

    text: str
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    person_id: int | None
    password_hash: str
    is_open: bool


def sign_in(database: Database, email: str, password: str, address: str) -> Admitted | TurnedAway:
    """Check a password. ``address`` is the network address that asks; 5 failures for a mail address and 20 for a
    network address within 15 minutes are the most, whether or not anybody has that mail address."""
    known_as = mail_address(email)
    with database.unit_of_work() as session:
        reserved = reserve(session, limits(known_as, address))
        found = _find(session, Person.email == known_as)
    if isinstance(reserved, timedelta):
        log.warning("sign-in limit met from %s", address)
        return _too_many(reserved)
    matches = passwords.verify(found.password_hash, password)
    if not matches or not found.is_open or found.person_id is None:
        log.info("sign-in refused from %s", address)
        return TurnedAway(WRONG)
    fresh = passwords.hash_password(password) if passwords.needs_rehash(found.password_hash) else None
    return _admit(database, found, reserved, fresh)


def sign_in_for_demo(session: Session, person_id: int) -> Admitted | None:
    """One press in the demo organisation; the page exists in demo mode only."""
    person, account = session.get(Person, person_id), session.get(Account, person_id)
    if person is None or account is None or account.disabled_at is not None or not person.is_active:
        return None
    audit.note(session, as_actor(person, "form"), "sign in")
    return Admitted(person_id, account.epoch)


def change_own_password(
    database: Database, actor: Actor, current: str, new: str, address: str
) -> Admitted | TurnedAway:
    """Replace the own password; every other session ends. Guessing the current one meets the limit of signing in."""
    with database.unit_of_work() as session:
        person = session.get_one(Person, actor.person_id)
        reserved = reserve(session, limits(person.email or "", address))
        found = _find(session, Person.id == actor.person_id)
    if isinstance(reserved, timedelta):
        return _too_many(reserved)
    if not passwords.verify(found.password_hash, current) or not found.is_open:
        return TurnedAway("The current password is not right")
    hashed = passwords.hash_password(new)
    with database.unit_of_work() as session:
        account = session.get_one(Account, actor.person_id)
        if account.password_hash != found.password_hash:
            return TurnedAway("The current password is not right")
        renew(account, hashed)
        forgive(session, reserved)
        session.flush()
        audit.note(session, actor, "change own password", after={"person": account.person_id})
        return Admitted(account.person_id, account.epoch)


def _admit(database: Database, found: _Found, reserved: Reserved, fresh: str | None) -> Admitted | TurnedAway:
    """The account may have been closed, or its password changed, while the hash was worked out."""
    with database.unit_of_work() as session:
        account, person = session.get_one(Account, found.person_id), session.get_one(Person, found.person_id)
        if account.disabled_at is not None or not person.is_active or account.password_hash != found.password_hash:
            return TurnedAway(WRONG)
        forgive(session, reserved)
        if fresh is not None:
            account.password_hash = fresh
        audit.note(session, as_actor(person, "form"), "sign in")
        return Admitted(account.person_id, account.epoch)


def _find(session: Session, who: sa.ColumnElement[bool]) -> _Found:
    """What the password is checked against; for an unknown address a hash that nobody's password fits."""
    row = session.execute(
        sa.select(Person.id, Person.left_on, Account.password_hash, Account.disabled_at)
        .join(Account, Account.person_id == Person.id)
        .where(who)
    ).one_or_none()
    if row is None:
        return _Found(None, passwords.NOBODY, is_open=False)
    return _Found(row.id, row.password_hash, is_open=row.left_on is None and row.disabled_at is None)


def _too_many(wait: timedelta) -> TurnedAway:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return TurnedAway(TOO_MANY.format(minutes="1 minute" if minutes == 1 else f"{minutes} minutes"), wait)
