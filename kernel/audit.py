"""Append-only chain of who did what (decision 26).

Each entry's MAC covers its canonical bytes and the MAC before it, under a key that lives in a file outside the
database: an edit, a deletion, a swap or an insertion breaks the chain; a cut tail is seen against the head row
and against an anchor kept elsewhere. Person ids stand in the bytes, never names, so that a person can be
pseudonymised without breaking it.

Entries are collected while a service works and sealed last before commit, when the head row is locked: the lock
is short, and there is one chain without forks.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel import clock
from kernel.db import Base
from kernel.permission import Actor

GENESIS = "0" * 64
KEY_BYTES = 32
#: A chain with more faults than this is not walked to its end.
MOST_FAULTS = 1000


class AuditEntry(Base):
    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    verb: Mapped[str] = mapped_column(sa.String(60))
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    canonical: Mapped[bytes] = mapped_column(sa.LargeBinary)
    mac: Mapped[str] = mapped_column(sa.String(64))


class AuditHead(Base):
    """One row: the last sealed entry. Locked by whoever appends."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    seq: Mapped[int]
    mac: Mapped[str] = mapped_column(sa.String(64))

    __table_args__ = (sa.CheckConstraint("id = 1", name="single"),)


class Unaudited(RuntimeError):
    """A unit of work changed rows without saying so in the audit trail: a fault of ours, never of a person."""


#: Tables whose rows are bookkeeping of the doors, not facts about the organisation.
UNAUDITED_TABLES = frozenset(
    {"idempotency", "stash", "sign_in_attempt", "audit_entry", "audit_head", "ref_counter", "record_access", "hook_delivery", "message", "nudge", "link_token",
     "leadership"}
)

_key: list[bytes] = []


def use_key(key: bytes) -> None:
    """Set the process's key; the composition roots call it once."""
    if len(key) < KEY_BYTES:
        raise ValueError(f"an audit key has at least {KEY_BYTES} bytes")
    _key[:] = [key]


def read_key(path: Path) -> bytes:
    """The key in ``path`` (hex text)."""
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def make_key(path: Path) -> bytes:
    """Write a new key that only its owner may read, unless there is one, and return it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(KEY_BYTES) + "\n", encoding="ascii")
    return read_key(path)


def note(
    session: Session,
    actor: Actor,
    verb: str,
    *,
    record_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Say that ``actor`` did ``verb``. ``before`` and ``after`` hold only what changed: JSON values, instants, dates, enums."""
    session.info.setdefault("audit", []).append(
        {
            "at": clock.stamp(clock.now()),
            "actor": actor.person_id,
            "door": actor.door,
            "verb": verb,
            "record": record_id,
            "before": before,
            "after": after,
        }
    )


def canonical(fact: Mapping[str, Any]) -> bytes:
    """The one byte string of a fact: sorted keys, no blanks, UTF-8."""
    text = json.dumps(fact, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_as_text)
    return text.encode("utf-8", "surrogatepass")


def _as_text(value: Any) -> str | None:
    return clock.stamp(value) if isinstance(value, datetime) else str(value)


def sealed(key: bytes, previous: str, body: bytes) -> str:
    """The MAC of an entry after the one whose MAC is ``previous``."""
    return hmac.digest(key, bytes.fromhex(previous) + body, "sha256").hex()


@event.listens_for(Session, "after_flush")
def _remember_changed_tables(session: Session, _context: Any) -> None:
    changed = session.info.setdefault("changed", set())
    for thing in (*session.new, *session.dirty, *session.deleted):
        if session.is_modified(thing) or thing not in session.dirty:
            changed.add(thing.__tablename__)


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    facts = session.info.pop("audit", [])
    changed = session.info.pop("changed", set()) - UNAUDITED_TABLES
    if changed and not facts:
        raise Unaudited(f"{', '.join(sorted(changed))} changed without an audit entry")
    if facts:
        _append(session, facts)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if not previous.nested:
        session.info.pop("audit", None)
        session.info.pop("changed", None)


def _append(session: Session, facts: list[dict[str, Any]]) -> None:
    if not _key:
        raise RuntimeError("no audit key: the composition root has to call audit.use_key")
    # The first migration made the row, so there is always one to lock and the chain cannot fork at its start.
    seq, mac = session.execute(sa.select(AuditHead.seq, AuditHead.mac).with_for_update()).one()
    rows = []
    for fact in facts:
        seq += 1
        body = canonical({"seq": seq, **fact})
        mac = sealed(_key[0], mac, body)
        rows.append(
            {
                "seq": seq,
                "at": datetime.fromisoformat(fact["at"]),
                "actor_id": fact["actor"],
                "verb": fact["verb"],
                "record_id": fact["record"],
                "canonical": body,
                "mac": mac,
            }
        )
    session.execute(sa.insert(AuditEntry), rows)
    session.execute(sa.update(AuditHead).where(AuditHead.id == 1).values(seq=seq, mac=mac))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a verification: how many entries hold, and every fault in words."""

    entries: int
    head: str
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def head(session: Session) -> tuple[int, str]:
    """(seq, mac) of the last entry: an anchor, when it is kept where nobody who can write the database can reach it."""
    seq, mac = session.execute(sa.select(AuditHead.seq, AuditHead.mac)).one()
    return seq, mac


def verify(session: Session, key: bytes, anchor: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain. ``anchor`` is an earlier (seq, mac) kept outside, which the chain must still hold."""
    faults: list[str] = []
    previous, expected, count = GENESIS, 1, 0
    for seq, at, actor, verb, record, body, mac in _rows(session):
        count += 1
        if seq != expected:
            faults.append(f"entry {expected} is missing: the next one stored is {seq}")
        if not _fits(key, previous, body, mac):
            faults.append(f"entry {seq} does not fit the one before it: it was changed, moved or put in")
        stored = (seq, _written(at), actor, verb, record)
        if _told(body) != stored:
            faults.append(f"entry {seq}: its columns differ from its sealed bytes, or these cannot be read")
        if anchor and seq == anchor[0] and mac != anchor[1]:
            faults.append(f"entry {seq} is not the one that was anchored")
        if len(faults) > MOST_FAULTS:
            return Verdict(count, previous, (*faults[:MOST_FAULTS], f"no entry after {seq} was looked at"))
        previous, expected = mac, seq + 1
    last = session.execute(sa.select(AuditHead.seq, AuditHead.mac)).one_or_none()
    if last is None or (last.seq, last.mac) != (expected - 1, previous):
        faults.append("the chain does not end where the head row says: entries were cut off or added")
    if anchor and anchor[0] >= expected:
        faults.append(f"the chain ends before the anchored entry {anchor[0]}")
    return Verdict(count, previous, tuple(faults))


def _fits(key: bytes, previous: str, body: Any, mac: str) -> bool:
    """False for bytes and MACs that are no such thing any more, too."""
    try:
        return sealed(key, previous, body) == mac
    except (TypeError, ValueError):
        return False


def _told(body: Any) -> tuple[Any, ...] | None:
    """What the sealed bytes say of the columns, None for bytes that no entry has."""
    try:
        fact = json.loads(body.decode("utf-8", "surrogatepass"))
        return fact["seq"], fact["at"], fact["actor"], fact["verb"], fact["record"]
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def _written(at: Any) -> str:
    """The stored instant as ``clock.stamp`` writes it; SQLite gives the text as it is, which may be no time any more."""
    if isinstance(at, datetime):
        return at.isoformat() + "Z"
    text = str(at)
    return f"{text[:10]}T{text[11:].removesuffix('.000000')}Z"


def _rows(session: Session) -> Iterator[Any]:
    """Plain values in pieces: no object for an entry, no more than one piece in memory."""
    as_it_is = sa.Text if session.get_bind().dialect.name == "sqlite" else sa.DateTime
    at = sa.type_coerce(AuditEntry.at, as_it_is)
    columns = (AuditEntry.seq, at, AuditEntry.actor_id, AuditEntry.verb, AuditEntry.record_id, AuditEntry.canonical, AuditEntry.mac)
    yield from session.execute(sa.select(*columns).order_by(AuditEntry.seq).execution_options(yield_per=2000))
