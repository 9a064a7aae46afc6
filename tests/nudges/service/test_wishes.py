"""How one is reminded: what is refused, and that it is noted."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from kernel.audit import AuditEntry
from kernel.db import Database
from kernel.errors import Invalid, NotFound, Stale
from nudges.service.wishes import save_wishes

USUAL = {"channel": "mail", "digest_at": 540, "quiet_until": 480, "quiet_from": 1080, "calendar_id": None}


def test_saved_and_noted_once(sqlite_only: Database, tell: Any) -> None:
    with tell.written(sqlite_only) as session:
        tell.house(session)
        raj = tell.as_actor(session, "Raj Patel")
    with tell.written(sqlite_only) as session:
        assert save_wishes(session, raj, {**USUAL, "digest_at": 600}, version=0).version == 1
    with tell.written(sqlite_only) as session:
        save_wishes(session, raj, {**USUAL, "digest_at": 600}, version=1)
    with sqlite_only.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).where(AuditEntry.verb == "change reminders")) == 1


@pytest.mark.parametrize(
    ("change", "version", "refusal"),
    [({"channel": "chat"}, 0, Invalid), ({"calendar_id": 99}, 0, NotFound), ({"digest_at": 600}, 3, Stale), ({}, None, Stale)],
)
def test_refused(sqlite_only: Database, tell: Any, change: dict[str, Any], version: int | None, refusal: type[Exception]) -> None:
    with tell.written(sqlite_only) as session:
        tell.house(session)
        raj = tell.as_actor(session, "Raj Patel")
    with pytest.raises(refusal), tell.written(sqlite_only) as session:
        save_wishes(session, raj, {**USUAL, **change}, version=version)
