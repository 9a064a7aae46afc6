"""Backup under load, and restored: equal counts and a verified chain (Shows 7)."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from pathlib import Path

import make
import pytest
import sqlalchemy as sa
from conftest import AUDIT_KEY

import backup
from kernel import audit, blob, outbox
from kernel.db import Base, Database


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "audit.key"
    path.write_text(AUDIT_KEY.hex() + "\n")
    return path


def counts(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {
            t.name: connection.scalar(sa.select(sa.func.count()).select_from(t))
            for t in Base.metadata.sorted_tables if t.name != "stash"
        }


def fill(database: Database) -> None:
    with database.unit_of_work() as session:
        anna = make.facilitator(session)
        review = make.review(session, anna, classification="restricted")
        make.factor(session, anna, review, "The log volume filled", evidence=["https://example.com/1"])
        make.evidence(session, anna, review, "graph.png", make.PNG)
    with database.unit_of_work() as session:
        make.approved(session)


def test_backup_under_load_restores_equal_and_sound(database: Database, key_file: Path, tmp_path: Path) -> None:
    fill(database)
    stop = threading.Event()

    def write_on() -> None:
        while not stop.is_set():
            with database.unit_of_work() as session:
                make.review(session)

    writers = [threading.Thread(target=write_on) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        written = backup.back_up(database, key_file, tmp_path / "copy.zip")
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    restored = backup.restore(fresh, tmp_path / "fresh.key", tmp_path / "copy.zip")
    assert restored == written == counts(fresh)
    assert written["audit_entry"] > 0
    with fresh.unit_of_work(write=False) as session:
        assert audit.verify(session, AUDIT_KEY).sound
    with fresh.unit_of_work(write=False) as session:
        assert blob.content_of(session, hashlib.sha256(make.PNG).hexdigest()) == make.PNG
    with fresh.unit_of_work() as session:
        make.review(session)  # the restored database goes on working: ids and references continue
    fresh.dispose()


def test_a_restored_copy_equals_the_original_row_by_row(database: Database, key_file: Path, tmp_path: Path) -> None:
    fill(database)
    backup.back_up(database, key_file, tmp_path / "one.zip")
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    backup.restore(fresh, key_file, tmp_path / "one.zip")
    backup.back_up(fresh, key_file, tmp_path / "two.zip")
    fresh.dispose()
    members = [json.loads(zipfile.ZipFile(tmp_path / n).read("manifest.json"))["members"] for n in ("one.zip", "two.zip")]
    assert members[0] == members[1]


DAMAGE = {
    "changed row": lambda name, data: data.replace(b"volume", b"volumE") if "record" in name else data,
    "changed file": lambda name, data: data[:-1] + b"?" if name.startswith("files/") else data,
    "cut table": lambda name, data: data[:-20] if name.endswith("/audit_entry.jsonl") else data,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_backup_is_refused_by_name(sqlite_only: Database, key_file: Path, tmp_path: Path, damage) -> None:
    fill(sqlite_only)
    backup.back_up(sqlite_only, key_file, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in old.namelist():
            bad.writestr(name, damage(name, old.read(name)))
    with pytest.raises(backup.Unrestorable, match="damaged"):
        backup.restore(Database(f"sqlite:///{tmp_path / 'new.db'}"), tmp_path / "k", tmp_path / "bad.zip")


def test_a_full_database_is_not_overwritten(sqlite_only: Database, key_file: Path, tmp_path: Path) -> None:
    fill(sqlite_only)
    backup.back_up(sqlite_only, key_file, tmp_path / "copy.zip")
    before = counts(sqlite_only)
    with pytest.raises(backup.Unrestorable, match="not empty"):
        backup.restore(sqlite_only, key_file, tmp_path / "copy.zip")
    assert counts(sqlite_only) == before


def test_a_file_that_is_no_backup(sqlite_only: Database, key_file: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("hello")
    with pytest.raises(backup.Unrestorable, match="not a backup"):
        backup.restore(sqlite_only, key_file, tmp_path / "text.zip")


def test_what_waited_is_not_sent_by_the_copy(database: Database, key_file: Path, tmp_path: Path) -> None:
    """It may have been sent since: a person decides."""
    with database.unit_of_work() as session:
        for key in ("waits", "was sent"):
            outbox.put(session, kind="note", key=key, recipient_id=None, channel="mail", address="a@example.com", payload={})
        session.query(outbox.Message).filter_by(key="was sent").one().state = outbox.State.SENT
    backup.back_up(database, key_file, tmp_path / "copy.zip")
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    backup.restore(fresh, tmp_path / "fresh.key", tmp_path / "copy.zip")
    with fresh.unit_of_work(write=False) as session:
        found = {m.key: (m.state.value, m.last_error) for m in session.query(outbox.Message)}
    assert found == {"waits": ("failed", "Restored from a backup: it may have been sent since"), "was sent": ("sent", None)}
    fresh.dispose()
