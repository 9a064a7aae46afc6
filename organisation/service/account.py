"""Accounts. The hash of a password is made before the transaction that stores it (decision 26)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.errors import Invalid
from kernel.permission import Actor, require
from organisation.models import Account, ApiToken, Person


def set_password(session: Session, actor: Actor, person: Person, password_hash: str) -> Account:
    """Create the person's account, or give it a new password and open it again. Ends all sessions.

    Raises ``Invalid`` on ``password`` for somebody without mail address, or who has left.
    """
    require(actor, "administer people")
    if not person.email:
        raise Invalid({"password": ["Add a mail address first. People sign in with it"]})
    if not person.is_active:
        raise Invalid({"password": [f"{person.name} has left. Mark the person as back first"]})
    account = session.get(Account, person.id)
    if account is None:
        account = Account(person_id=person.id, password_hash=password_hash)
        session.add(account)
        verb = "create account"
    else:
        renew(account, password_hash)
        account.disabled_at = None
        verb = "set password"
    session.flush()
    audit.note(session, actor, verb, after={"person": person.id})
    return account


def renew(account: Account, password_hash: str) -> None:
    """Put a new password in place and end every session; part of a larger write that audits."""
    account.password_hash = password_hash
    account.epoch += 1


def close_account(session: Session, person_id: int) -> bool:
    """Disable the account, end its sessions, revoke all tokens; part of a larger write that audits.

    True when there was something to close.
    """
    account = session.get(Account, person_id)
    open_before = account is not None and account.disabled_at is None
    if account is not None and open_before:
        account.disabled_at = clock.now()
        account.epoch += 1
    works = sa.and_(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    had_tokens = session.scalar(sa.select(sa.func.count()).select_from(ApiToken).where(works)) or 0
    session.execute(sa.update(ApiToken).where(works).values(revoked_at=clock.now()))
    session.flush()
    return open_before or had_tokens > 0
