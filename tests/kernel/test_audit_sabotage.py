"""A thousand random acts of sabotage, one at a time: each is found (R12, Show 5). The acts are drawn from a fixed seed.

Whoever sabotages has the database and not the key. Beyond plain edits they mend what they can: the numbering after a
deletion, the head row after a cut, and even the whole chain, under a key of their own.
"""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import make
import pytest
import sqlalchemy as sa
from conftest import AUDIT_KEY

from kernel import audit
from kernel.db import Database
from kernel.permission import machine

ENTRIES, ACTS, ACTS_ON_POSTGRESQL = 40, 1000, 60
Row = dict[str, Any]
COLUMNS = ("seq", "at", "actor_id", "verb", "record_id", "canonical", "mac")


def fill(database: Database) -> None:
    with database.unit_of_work() as session:
        make.organisation(session)
        anna = make.person(session)
    for number in range(ENTRIES - 3):
        with database.unit_of_work() as session:
            audit.note(session, make.actor(anna), f"verb {number % 5}", before={"n": number}, after={"n": number + 1, "title": "Checkout down"})
    with database.unit_of_work() as session:
        audit.note(session, machine("job"), "last")


def rows_of(database: Database) -> list[Row]:
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT {', '.join(COLUMNS)} FROM audit_entry ORDER BY seq").mappings()
        return [{**row, "canonical": bytes(row["canonical"])} for row in found]


def write(database: Database, rows: list[Row], head: tuple[int, str] | None = None) -> None:
    """The whole table as the saboteur leaves it; ``head`` when they mended the head row as well."""
    marks = ", ".join(("?" if database.is_sqlite else "%s",) * len(COLUMNS))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit_entry")
        connection.exec_driver_sql(f"INSERT INTO audit_entry ({', '.join(COLUMNS)}) VALUES ({marks})", [tuple(r[c] for c in COLUMNS) for r in rows])
        if head:
            connection.execute(sa.update(audit.AuditHead).values(seq=head[0], mac=head[1]))


def verdict(database: Database, anchor: tuple[int, str] | None = None) -> audit.Verdict:
    with database.unit_of_work(write=False) as session:
        return audit.verify(session, AUDIT_KEY, anchor)


def renumbered(rows: list[Row]) -> list[Row]:
    """Numbers without a gap again, in the column and in the bytes."""
    made = []
    for seq, row in enumerate(rows, start=1):
        body = row["canonical"]
        try:
            body = audit.canonical({**json.loads(body), "seq": seq})
        except ValueError:
            pass
        made.append({**row, "seq": seq, "canonical": body})
    return made


def edit_byte(rows: list[Row], chance: random.Random) -> list[Row]:
    row = chance.choice(rows)
    body = bytearray(row["canonical"])
    body[chance.randrange(len(body))] ^= chance.randint(1, 255)
    row["canonical"] = bytes(body)
    return rows


def edit_fact(rows: list[Row], chance: random.Random) -> list[Row]:
    row = chance.choice(rows)
    row["canonical"] = audit.canonical({**json.loads(row["canonical"]), "after": {"n": -1}})
    return rows


def edit_column(rows: list[Row], chance: random.Random) -> list[Row]:
    row, name = chance.choice(rows), chance.choice(("at", "actor_id", "verb", "mac"))
    other = {"at": "2001-01-01 00:00:00.000000", "actor_id": None if row["actor_id"] else 1, "verb": "other", "mac": chance.choice(("0" * 64, "zz", rows[0]["mac"][::-1]))}
    row[name] = other[name]
    return rows


def delete(rows: list[Row], chance: random.Random) -> list[Row]:
    rows.pop(chance.randrange(len(rows)))
    return renumbered(rows) if chance.random() < 0.5 else rows


def swap(rows: list[Row], chance: random.Random) -> list[Row]:
    one, other = chance.sample(range(len(rows)), 2)
    for name in COLUMNS[1:]:
        rows[one][name], rows[other][name] = rows[other][name], rows[one][name]
    return renumbered(rows) if chance.random() < 0.5 else rows


def insert(rows: list[Row], chance: random.Random) -> list[Row]:
    copied = dict(chance.choice(rows))
    rows.insert(chance.randrange(len(rows)), copied)
    return renumbered(rows)


def append(rows: list[Row], chance: random.Random) -> list[Row]:
    fact = {**json.loads(chance.choice(rows)["canonical"]), "seq": len(rows) + 1}
    body = audit.canonical(fact)
    mac = audit.sealed(chance.randbytes(32), rows[-1]["mac"], body)
    return [*rows, {**rows[-1], "seq": len(rows) + 1, "canonical": body, "mac": mac, "actor_id": fact["actor"], "verb": fact["verb"]}]


def cut(rows: list[Row], chance: random.Random) -> list[Row]:
    return rows[: -chance.randint(1, len(rows) - 1)]


KINDS = (edit_byte, edit_fact, edit_column, delete, swap, insert, append, cut)


def test_a_thousand_random_acts_are_all_found(database: Database) -> None:
    """The head row is mended after half of those that change the end: then the anchor of the week before finds it."""
    fill(database)
    sound, chance, acts = rows_of(database), random.Random(2026), ACTS if database.is_sqlite else ACTS_ON_POSTGRESQL
    anchor, missed, counted = (sound[-1]["seq"], sound[-1]["mac"]), [], Counter()
    for number in range(acts):
        kind = KINDS[number % len(KINDS)]
        left = kind([dict(row) for row in sound], chance)
        if left == sound:  # two entries alike were swapped
            continue
        head = (left[-1]["seq"], left[-1]["mac"]) if kind in {append, cut, delete} and chance.random() < 0.5 else None
        write(database, left, head or anchor)
        counted[kind.__name__] += 1
        if verdict(database, anchor).sound:
            missed.append((number, kind.__name__))
    write(database, sound, anchor)
    assert verdict(database, anchor).sound
    assert missed == []
    assert sum(counted.values()) >= acts * 0.99
    assert min(counted.values()) >= acts // len(KINDS) - 2


def test_a_chain_hashed_anew_with_another_key_is_found(database: Database) -> None:
    """Every entry rewritten and every MAC right, under a key that is not ours: the first one already does not fit."""
    fill(database)
    mac, left = audit.GENESIS, rows_of(database)
    for row in left:
        row["canonical"] = row["canonical"].replace(b"Checkout down", b"Checkout up")
        mac = row["mac"] = audit.sealed(b"another key" * 3, mac, row["canonical"])
    write(database, left, (left[-1]["seq"], mac))
    found = verdict(database)
    assert not found.sound
    assert found.faults[0].startswith("entry 1 does not fit")


def test_a_chain_hashed_anew_with_the_very_key_is_found_by_the_anchor(database: Database) -> None:
    """Whoever has the key as well makes a sound chain; the anchor outside says that it is another one."""
    fill(database)
    sound = rows_of(database)
    mac, left = audit.GENESIS, [dict(row) for row in sound]
    for row in left:
        row["canonical"] = row["canonical"].replace(b"Checkout down", b"Checkout up")
        mac = row["mac"] = audit.sealed(AUDIT_KEY, mac, row["canonical"])
    write(database, left, (left[-1]["seq"], mac))
    assert verdict(database).sound
    assert "is not the one that was anchored" in verdict(database, (sound[20]["seq"], sound[20]["mac"])).faults[0]


def test_an_older_file_put_back_is_found_by_the_anchor(sqlite_only: Database, tmp_path: Path) -> None:
    """Last week's database is sound by itself."""
    fill(sqlite_only)
    with sqlite_only.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    older = tmp_path / "older.db"
    shutil.copy(sqlite_only.url.database or "", older)
    with sqlite_only.unit_of_work() as session:
        audit.note(session, machine("job"), "after the copy")
    with sqlite_only.unit_of_work(write=False) as session:
        anchor = audit.head(session)
    put_back = Database(f"sqlite:///{older}")
    assert verdict(put_back).sound
    assert verdict(put_back, anchor).faults == (f"the chain ends before the anchored entry {anchor[0]}",)
    put_back.dispose()


def test_an_entry_of_another_life_of_the_same_chain_is_found(sqlite_only: Database, tmp_path: Path) -> None:
    """The file was copied and both went on under one key: entry by entry each is sealed, but they do not follow each other."""
    fill(sqlite_only)
    with sqlite_only.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(str(sqlite_only.url.database), tmp_path / "other.db")
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    for database, word in ((sqlite_only, "here"), (other, "there")):
        for number in range(2):
            with database.unit_of_work() as session:
                audit.note(session, machine("job"), f"{word} {number}")
    ours, theirs = rows_of(sqlite_only), rows_of(other)
    other.dispose()
    assert ours[-2]["seq"] == theirs[-2]["seq"]
    write(sqlite_only, [*ours[:-2], theirs[-2], ours[-1]])
    assert verdict(sqlite_only).faults == (f"entry {ours[-1]['seq']} does not fit the one before it: it was changed, moved or put in",)


def test_a_chain_in_shreds_is_not_walked_to_its_end(sqlite_only: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MOST_FAULTS", 5)
    fill(sqlite_only)
    write(sqlite_only, [{**row, "mac": "0" * 64} for row in rows_of(sqlite_only)])
    assert len(verdict(sqlite_only).faults) == 6
