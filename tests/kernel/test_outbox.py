"""The outbox: a message lives and dies with the change that it tells of. How it is sent: tests/kernel/delivery."""

from __future__ import annotations

import email.policy
from email.parser import HeaderParser

import make
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from kernel import clock, outbox
from kernel.db import Database
from kernel.outbox import Message, State


def put(session, key: str = "1/mail/2026-11-20/1", **given):
    values = {"kind": "test", "recipient_id": None, "channel": "mail", "address": "anna@example.com", "payload": {"ref": "ACT-0107"}}
    return outbox.put(session, key=key, **{**values, **given})


def test_it_waits_with_the_change(database: Database) -> None:
    with clock.told(make.at()), database.unit_of_work() as session:
        made = put(session)
    with database.unit_of_work(write=False) as session:
        stored = session.get_one(Message, made.id)
        assert (stored.state, stored.not_before, stored.created_at) == (State.WAITING, make.at(), make.at())
        assert (stored.payload, stored.subject, stored.attempts, stored.doubt_count) == ({"ref": "ACT-0107"}, None, 0, 0)


def test_it_goes_with_the_change(database: Database) -> None:
    with pytest.raises(RuntimeError), database.unit_of_work() as session:
        put(session)
        raise RuntimeError
    with database.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0


def test_a_key_is_used_once(database: Database) -> None:
    with database.unit_of_work() as session:
        put(session)
    with pytest.raises(IntegrityError), database.unit_of_work() as session:
        put(session)


def test_message_ids_are_message_ids(sqlite_only: Database, monkeypatch) -> None:
    """Unique, and as RFC 5322 wants them: a parser finds no defect."""
    monkeypatch.setitem(outbox._origin, "domain", "debrief.example.com")
    with sqlite_only.unit_of_work() as session:
        ids = [put(session, str(i)).message_id for i in range(50)]
    assert len(set(ids)) == 50
    parser = HeaderParser(policy=email.policy.default)
    for one in ids:
        assert one.endswith("@debrief.example.com>")
        header = parser.parsestr(f"Message-ID: {one}\n\n")["Message-ID"]
        assert (str(header), header.defects) == (one, ())
