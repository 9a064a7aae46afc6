"""Forms that met an ended session, kept for a day (decision 27). The key is random and stored as a hash."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from kernel import clock
from kernel.db import Database
from organisation.models import Stash
from organisation.queries.account import STASH_LIVES, secret_hash

#: Rows kept at most; a stranger can make them, so the oldest give way.
MOST = 2000


def keep_form(database: Database, form: Mapping[str, Any], person_id: int | None = None) -> str:
    """Keep a form in a unit of work of its own (the request itself is refused). Returns the key that finds it again."""
    key = secrets.token_urlsafe(24)
    with database.unit_of_work() as session:
        session.execute(sa.delete(Stash).where(Stash.created_at < clock.now() - STASH_LIVES))
        newest = sa.select(Stash.token_hash).order_by(Stash.created_at.desc()).limit(MOST - 1)
        session.execute(sa.delete(Stash).where(Stash.token_hash.not_in(newest)))
        session.add(
            Stash(
                token_hash=secret_hash(key),
                path=str(form.get("action", ""))[:2000],
                body=json.dumps(form),
                person_id=person_id,
            )
        )
    return key


def fetch_form(database: Database, key: str, person_id: int | None = None) -> dict[str, Any] | None:
    """The form of this key; None when unknown, a day old, or somebody else's."""
    with database.unit_of_work(write=False) as session:
        row = session.get(Stash, secret_hash(key))
        if row is None or row.created_at < clock.now() - STASH_LIVES:
            return None
        if row.person_id is not None and row.person_id != person_id:
            return None
        found: dict[str, Any] = json.loads(row.body)
        return found
