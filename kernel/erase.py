"""Erasing records: their content goes, the audit trail stays whole, and the record's own row remains as its tombstone.

What belongs to a record is read from the foreign keys of the schema, so that a table that is added later is not forgotten: a
row that cannot be without the record goes with it, a row that can loses its pointer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from kernel.chunks import chunks
from kernel.db import Base
from kernel.record import Record

TOMBSTONE = "Deleted"
#: Tables whose rows outlive the record: the trail, and who held it.
STAYS = frozenset({"audit_entry", "hold"})
#: Pointers to a record that are facts of another record: an action tells where it came from though that is gone.
FACTS_OF_OTHERS = frozenset({("action", "source_id"), ("record", "guard_id")})

#: table → keys of rows
Rows = dict[Any, set[tuple[Any, ...]]]


def erase(session: Session, record_ids: Iterable[int]) -> list[int]:
    """Erase these records and those that live inside them (the factors of a review); the ids of all of them.

    Part of a larger write that audits. Evidence files that nothing points to any more go as well.
    """
    session.flush()
    asked = set(record_ids)
    doomed, inner = _doomed(session, asked)
    for table in reversed(Base.metadata.sorted_tables):
        if doomed.get(table):
            _loosen(session, table, doomed[table])
            _delete(session, table, doomed[table])
    erased = sorted(asked | inner)
    _bury(session, erased)
    _drop_loose_files(session)
    session.expire_all()
    return erased


def _doomed(session: Session, record_ids: set[int]) -> tuple[Rows, set[int]]:
    """All rows that cannot be without these records, and the ids of the records among them."""
    record, found, inner = Record.__table__, defaultdict[Any, set[tuple[Any, ...]]](set), set[int]()
    waiting: list[tuple[Any, set[Any]]] = [(record, record_ids)]
    while waiting:
        table, ids = waiting.pop()
        for child, column in _pointers_to(table):
            if column.nullable and not _goes_along(column):
                continue
            key = tuple(child.primary_key)
            rows = {tuple(row) for some in chunks(sorted(ids)) for row in session.execute(sa.select(*key).where(column.in_(some)))}
            new = rows - found[child]
            found[child] |= new
            if new and len(key) == 1:
                own = {row[0] for row in new}
                waiting.append((child, own))
                if _is_record(key[0]):
                    inner |= own
                    waiting.append((record, own))
    return found, inner - record_ids


def _pointers_to(table: Any) -> Iterator[tuple[Any, Any]]:
    """(table, column) of every foreign key to ``table`` that is not a fact of another record."""
    for child in Base.metadata.sorted_tables:
        for key in child.foreign_keys:
            is_fact = child.name in STAYS or (child.name, key.parent.name) in FACTS_OF_OTHERS
            if key.column.table is table and not is_fact:
                yield child, key.parent


def _goes_along(column: Any) -> bool:
    return any(key.ondelete == "CASCADE" for key in column.foreign_keys)


def _is_record(column: Any) -> bool:
    """True for the key of a table whose rows are records of their own (decision 21)."""
    return any(key.column.table is Record.__table__ for key in column.foreign_keys)


def _loosen(session: Session, table: Any, rows: set[tuple[Any, ...]]) -> None:
    """What may be without these rows, and is still there, points to nothing."""
    for child, column in _pointers_to(table):
        if column.nullable and len(table.primary_key) == 1:
            for some in chunks(sorted({row[0] for row in rows})):
                session.execute(sa.update(child).where(column.in_(some)).values({column.name: None}))


def _delete(session: Session, table: Any, rows: set[tuple[Any, ...]]) -> None:
    key = tuple(table.primary_key)
    for some in chunks(sorted(rows)):
        which = key[0].in_([row[0] for row in some]) if len(key) == 1 else sa.tuple_(*key).in_(some)
        session.execute(sa.delete(table).where(which))


def _bury(session: Session, erased: Sequence[int]) -> None:
    """The rows that stay: reference and kind, and nothing of what the record said."""
    record: Any = Record.__table__
    gone = {"title": TOMBSTONE, "erased_at": clock.now(), "steward_id": None, "changed_by_id": None}
    for some in chunks(sorted(set(erased))):
        session.execute(sa.update(record).where(record.c.id.in_(some)).values(**gone))


def _drop_loose_files(session: Session) -> None:
    blob, evidence = Base.metadata.tables["blob"], Base.metadata.tables["evidence"]
    used = sa.select(evidence.c.sha256).where(evidence.c.sha256.is_not(None))
    session.execute(sa.delete(blob).where(blob.c.sha256.not_in(used)))
