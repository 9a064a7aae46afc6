"""The key of the chain: a file that only its owner reads, outside the database, and never too short."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from conftest import AUDIT_KEY

from kernel import audit
from kernel.db import Database
from kernel.permission import machine


def test_a_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "audit.key"
    made = audit.make_key(path)
    assert len(made) == 32
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert audit.make_key(path) == made == audit.read_key(path)
    assert audit.make_key(tmp_path / "other.key") != made


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        audit.use_key(b"short")


def test_without_a_key_nothing_is_sealed(sqlite_only: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_key", [])
    with pytest.raises(RuntimeError, match="no audit key"), sqlite_only.unit_of_work() as session:
        audit.note(session, machine("test"), "test")


def test_another_key_verifies_nothing(sqlite_only: Database) -> None:
    with sqlite_only.unit_of_work() as session:
        audit.note(session, machine("test"), "test")
    with sqlite_only.unit_of_work(write=False) as session:
        assert audit.verify(session, AUDIT_KEY).sound
        assert not audit.verify(session, bytes(32)).sound


def test_an_anchor_of_another_chain_is_found(sqlite_only: Database) -> None:
    """The whole chain sealed anew under the right key is sound in itself; only the anchor kept elsewhere tells."""
    with sqlite_only.unit_of_work() as session:
        audit.note(session, machine("test"), "test")
    with sqlite_only.unit_of_work(write=False) as session:
        mac = session.scalars(sa.select(audit.AuditEntry.mac)).one()
        assert audit.verify(session, AUDIT_KEY, (1, mac)).sound
        found = audit.verify(session, AUDIT_KEY, (1, "f" * 64))
    assert found.faults == ("entry 1 is not the one that was anchored",)
