"""The chain finds what was done to it (R12, R13)."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from conftest import AUDIT_KEY

from kernel import audit
from kernel.db import Database
from kernel.permission import machine


def fill(database: Database, count: int) -> None:
    for number in range(count):
        with database.unit_of_work() as session:
            audit.note(session, machine("job"), "test", after={"number": number})


def verdict(database: Database, anchor: tuple[int, str] | None = None) -> audit.Verdict:
    with database.unit_of_work(write=False) as session:
        return audit.verify(session, AUDIT_KEY, anchor)


def test_an_untouched_chain_is_sound(database: Database) -> None:
    fill(database, 5)
    found = verdict(database)
    assert found.sound
    assert found.entries == 5


SABOTAGE = {
    "edit of the bytes": "UPDATE audit_entry SET canonical = canonical || ' ' WHERE seq = 3",
    "edit of a column": "UPDATE audit_entry SET verb = 'other' WHERE seq = 3",
    "deletion": "DELETE FROM audit_entry WHERE seq = 3",
    "tail cut": "DELETE FROM audit_entry WHERE seq = 5",
    "renumbering": "UPDATE audit_entry SET seq = 9 WHERE seq = 5",
}


@pytest.mark.parametrize("statement", SABOTAGE.values(), ids=SABOTAGE.keys())
def test_sabotage_is_found(sqlite_only: Database, statement: str) -> None:
    fill(sqlite_only, 5)
    with sqlite_only.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert not verdict(sqlite_only).sound


def test_a_tail_cut_with_a_mended_head_is_found_by_the_anchor(sqlite_only: Database) -> None:
    fill(sqlite_only, 5)
    with sqlite_only.engine.begin() as connection:
        last = connection.exec_driver_sql("SELECT seq, mac FROM audit_entry WHERE seq = 5").one()
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE seq = 5")
        connection.exec_driver_sql(
            "UPDATE audit_head SET seq = 4, mac = (SELECT mac FROM audit_entry WHERE seq = 4)"
        )
    assert verdict(sqlite_only).sound
    assert not verdict(sqlite_only, (last.seq, last.mac)).sound


def test_a_hundred_random_byte_changes_are_all_found(sqlite_only: Database) -> None:
    fill(sqlite_only, 20)
    chance = random.Random(7)
    for _ in range(100):
        seq = chance.randint(1, 20)
        with sqlite_only.engine.connect() as connection:
            body = bytearray(
                connection.execute(sa.select(audit.AuditEntry.canonical).where(audit.AuditEntry.seq == seq)).scalar_one()
            )
            place = chance.randrange(len(body))
            body[place] ^= 1
            connection.execute(
                sa.update(audit.AuditEntry).where(audit.AuditEntry.seq == seq).values(canonical=bytes(body))
            )
            connection.commit()
            assert not verdict(sqlite_only).sound
            body[place] ^= 1
            connection.execute(
                sa.update(audit.AuditEntry).where(audit.AuditEntry.seq == seq).values(canonical=bytes(body))
            )
            connection.commit()
    assert verdict(sqlite_only).sound


def test_twenty_appenders_make_one_chain(database: Database) -> None:
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: fill(database, 10), range(20)))
    found = verdict(database)
    assert found.sound, found.faults
    assert found.entries == 200


def test_a_change_without_an_entry_is_refused(database: Database) -> None:
    from organisation.models import Service

    with pytest.raises(audit.Unaudited, match="service"), database.unit_of_work() as session:
        session.add(Service(name="Checkout"))


def test_a_rolled_back_change_leaves_no_entry(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.unit_of_work() as session:
        audit.note(session, machine("job"), "test")
        raise ZeroDivisionError
    assert verdict(database).entries == 0
