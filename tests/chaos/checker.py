"""What really happened: read from the history of the sink and from the ledger, and from nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kernel.db import Database
from kernel.outbox import Message, State


@dataclass(frozen=True)
class Found:
    """``lost``: sent or still wanted, and not in the history. ``copies``: texts beyond the first of each message.

    ``unmarked``: copies that the ledger has no doubt about. ``new_ids``: Message-IDs beyond the first of each message.
    ``strange``: lines of the history that no row of the ledger explains.
    """

    messages: int
    lost: int
    copies: int
    unmarked: int
    new_ids: int
    strange: int
    in_doubt: int
    failed: int


def check(database: Database, history: Path) -> Found:
    taken, ids = _read(history)
    with database.engine.connect() as connection:
        rows = connection.execute(sa.select(Message.key, Message.message_id, Message.state, Message.doubt_count)).all()
    extra = {row.key: max(taken[row.key] - 1, 0) for row in rows}
    own = {row.key: row.message_id for row in rows}
    return Found(
        messages=len(rows),
        lost=sum(taken[row.key] == 0 for row in rows if row.state not in {State.FAILED, State.DROPPED}),
        copies=sum(extra.values()),
        unmarked=sum(max(extra[row.key] - row.doubt_count, 0) for row in rows),
        new_ids=sum(len(found) - 1 for found in ids.values()),
        strange=sum(found != {own.get(key)} for key, found in ids.items()),
        in_doubt=sum(row.doubt_count > 0 for row in rows),
        failed=sum(row.state is State.FAILED for row in rows),
    )


def _read(history: Path) -> tuple[Counter[str], dict[str, set[str]]]:
    """(key → times taken, key → Message-IDs seen)."""
    taken: Counter[str] = Counter()
    ids: dict[str, set[str]] = defaultdict(set)
    for line in history.read_text(encoding="utf-8").splitlines():
        _when, _address, message_id, key = line.split("\t")
        taken[key] += 1
        ids[key].add(message_id)
    return taken, ids


def outcomes(database: Database, history: Path) -> list[dict[str, Any]]:
    """A row for each message: address, state, attempts, doubts, bounced, times taken."""
    taken, _ = _read(history)
    columns = (Message.key, Message.address, Message.state, Message.attempts, Message.doubt_count, Message.bounced)
    with database.engine.connect() as connection:
        rows = connection.execute(sa.select(*columns).order_by(Message.id)).mappings().all()
    return [{**row, "taken": taken[row["key"]]} for row in rows]
