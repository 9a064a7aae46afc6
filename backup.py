"""A consistent copy of everything: every table, the audit key, and the secret key; checked when it is put back.

The file is a ZIP: ``manifest.json`` (schema revision, rows and SHA-256 of each member, the audit head as anchor),
``tables/<name>.jsonl`` (one row a line, readable without us), ``files/<SHA-256>`` (the bytes of evidence, as they were
sent), ``audit.key``. It is the same on SQLite and PostgreSQL, so a backup of one can be restored into the other.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import migrations
from kernel import audit, clock
from kernel.blob import Blob
from kernel.chunks import chunks
from kernel.db import Base, Database
from kernel.outbox import Message, State

FORMAT = "debrief/backup@1"
FILES = "files/"
Progress = Callable[[str, int], None]


class Unrestorable(Exception):
    """The file is no backup, is damaged, or the target is not empty; nothing was written that was not rolled back."""


def _tables() -> list[sa.Table]:
    """In an order in which every referenced row comes first (references within a table are filled in afterwards)."""
    return [t for t in Base.metadata.sorted_tables if t.name not in {"stash", Blob.__tablename__}]


def back_up(database: Database, key_file: Path, target: Path, progress: Progress = lambda *_: None) -> dict[str, int]:
    """Write the backup and return the number of rows by table. Writers go on meanwhile: it reads one snapshot."""
    members: dict[str, dict[str, Any]] = {}
    partial = target.with_name(target.name + ".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive, _snapshot(database) as connection:
        for table in _tables():
            members[f"tables/{table.name}.jsonl"] = _write_table(archive, connection, table)
            progress(table.name, members[f"tables/{table.name}.jsonl"]["rows"])
        files = _write_files(archive, connection)
        progress("files", len(files))
        members.update(files)
        head = connection.execute(sa.select(audit.AuditHead.seq, audit.AuditHead.mac)).one()
        key = key_file.read_bytes()
        archive.writestr("audit.key", key)
        members["audit.key"] = {"sha256": hashlib.sha256(key).hexdigest()}
        manifest = {
            "format": FORMAT, "made_at": clock.stamp(clock.now()), "schema": migrations.current(database),
            "audit": {"seq": head.seq, "mac": head.mac}, "members": members,
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=2))
    partial.chmod(0o600)  # the audit key is inside
    partial.replace(target)
    return {**{name[7:-6]: m["rows"] for name, m in members.items() if "rows" in m}, Blob.__tablename__: len(files)}


def restore(database: Database, key_file: Path, source: Path, progress: Progress = lambda *_: None) -> dict[str, int]:
    """Put a backup into an empty database, check counts, checksums and the audit chain, and return the counts."""
    try:
        archive = zipfile.ZipFile(source)
        manifest = json.loads(archive.read("manifest.json"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as wrong:
        raise Unrestorable(f"{source} is not a backup of Debrief: {wrong}") from None
    if manifest.get("format") != FORMAT:
        raise Unrestorable(f"{source} has the format {manifest.get('format')!r}; this version reads {FORMAT!r}.")
    with archive:
        _check_members(archive, manifest)
        key = archive.read("audit.key")
        _check_empty(database, key_file, key)
        migrations.upgrade(database, manifest["schema"])
        with database.engine.connect() as connection:
            counts = _fill(connection, archive, manifest, progress)
            _keep_from_sending(connection)
            connection.commit()
        if not key_file.exists():
            key_file.parent.mkdir(parents=True, exist_ok=True)
            key_file.touch(mode=0o600)
            key_file.write_bytes(key)
    _check_chain(database, bytes.fromhex(key.decode().strip()), manifest)
    migrations.upgrade(database)
    return counts


def _snapshot(database: Database) -> Any:
    """One reading transaction for all tables: WAL gives it on SQLite, REPEATABLE READ on PostgreSQL."""
    connection = database.engine.connect()
    if not database.is_sqlite:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _write_table(archive: zipfile.ZipFile, connection: sa.Connection, table: sa.Table) -> dict[str, Any]:
    digest, rows = hashlib.sha256(), 0
    with archive.open(f"tables/{table.name}.jsonl", "w") as member:
        wanted = sa.select(table).order_by(*table.primary_key.columns).execution_options(yield_per=1000)
        for row in connection.execute(wanted).mappings():
            line = (json.dumps({k: _plain(v) for k, v in row.items()}, ensure_ascii=False) + "\n").encode(
                "utf-8", "surrogatepass"
            )
            digest.update(line)
            member.write(line)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def _write_files(archive: zipfile.ZipFile, connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """One at a time: a file may have megabytes. Its name is its checksum."""
    members = {}
    for sha256 in connection.scalars(sa.select(Blob.sha256).order_by(Blob.sha256)).all():
        archive.writestr(f"{FILES}{sha256}", connection.scalar(sa.select(Blob.content).where(Blob.sha256 == sha256)) or b"")
        members[f"{FILES}{sha256}"] = {"sha256": sha256}
    return members


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _reader(column: sa.Column[Any]) -> Callable[[Any], Any]:
    """From the JSON value back to what the column takes."""
    if isinstance(column.type, sa.LargeBinary):
        return base64.b64decode
    kind: Any = getattr(column.type, "impl", column.type)
    if isinstance(kind, sa.DateTime):
        return datetime.fromisoformat
    if isinstance(kind, sa.Date):
        return date.fromisoformat
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return kind.enum_class
    return lambda value: value


def _check_members(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    known = {f"tables/{t.name}.jsonl" for t in _tables()} | {"audit.key"}
    for name, facts in manifest["members"].items():
        if name not in known and name != f"{FILES}{facts['sha256']}":
            raise Unrestorable(f"The backup has the member {name}, which this version does not know. Use a newer version.")
        digest = hashlib.sha256()
        try:
            with archive.open(name) as member:
                while block := member.read(1 << 20):
                    digest.update(block)
        except (KeyError, zipfile.BadZipFile) as wrong:
            raise Unrestorable(f"The backup is damaged at {name}: {wrong}") from None
        if digest.hexdigest() != facts["sha256"]:
            raise Unrestorable(f"The backup is damaged: {name} does not have the checksum of the manifest.")


def _check_empty(database: Database, key_file: Path, key: bytes) -> None:
    with database.engine.connect() as connection:
        if sa.inspect(connection).get_table_names():
            raise Unrestorable(f"The database {database.url.render_as_string()} is not empty. Restore into a new one.")
    if key_file.exists() and key_file.read_bytes() != key:
        raise Unrestorable(f"{key_file} holds another audit key. Move it away, or set DEBRIEF_AUDIT_KEY_FILE.")


def _fill(
    connection: sa.Connection, archive: zipfile.ZipFile, manifest: dict[str, Any], progress: Progress
) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in (t for t in _tables() if f"tables/{t.name}.jsonl" in manifest["members"]):  # an older one has fewer
        connection.execute(table.delete())  # the row of the audit head, which the migration made
        inner = _inner_references(table)
        rows = list(_rows(archive, table))
        for part in chunks(rows):
            connection.execute(table.insert(), [{k: None if k in inner else v for k, v in row.items()} for row in part])
        _fill_inner(connection, table, inner, rows)
        counts[table.name] = len(rows)
        if len(rows) != manifest["members"][f"tables/{table.name}.jsonl"]["rows"]:
            raise Unrestorable(f"The table {table.name} has {len(rows)} rows, the manifest says otherwise.")
        progress(table.name, len(rows))
        _set_sequence(connection, table)
    return {**counts, Blob.__tablename__: _fill_files(connection, archive, manifest)}


def _keep_from_sending(connection: sa.Connection) -> None:
    """What waited when the backup was made may have been sent since, and a copy for a trial must not mail anybody: a person decides."""
    if sa.inspect(connection).has_table("message"):  # an older backup has no outbox
        waits = (State.WAITING, State.CLAIMED, State.IN_DOUBT)
        connection.execute(
            sa.update(Message).where(Message.state.in_(waits)).values(state=State.FAILED, lease_until=None, last_error="Restored from a backup: it may have been sent since")
        )


def _fill_files(connection: sa.Connection, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> int:
    names = [name for name in manifest["members"] if name.startswith(FILES)]
    for name in names:
        content = archive.read(name)
        connection.execute(sa.insert(Blob).values(sha256=name.removeprefix(FILES), size=len(content), content=content))
    return len(names)


def _rows(archive: zipfile.ZipFile, table: sa.Table) -> Iterator[dict[str, Any]]:
    readers = {c.name: _reader(c) for c in table.columns}
    with archive.open(f"tables/{table.name}.jsonl") as member:
        for line in member:
            row = json.loads(line.decode("utf-8", "surrogatepass"))
            yield {k: None if v is None else readers[k](v) for k, v in row.items()}


def _inner_references(table: sa.Table) -> set[str]:
    """Columns that point at rows of the same table: filled in when all rows are there."""
    return {fk.parent.name for fk in table.foreign_keys if fk.column.table is table}


def _fill_inner(connection: sa.Connection, table: sa.Table, inner: set[str], rows: list[dict[str, Any]]) -> None:
    key = next(iter(table.primary_key.columns))
    kept = {c.name for c in table.columns if c.onupdate is not None}  # "changed at" must not become now
    for row in rows:
        values = {name: row[name] for name in inner if row[name] is not None}
        if values:
            values.update({name: row[name] for name in kept})
            connection.execute(table.update().where(key == row[key.name]).values(values))


def _set_sequence(connection: sa.Connection, table: sa.Table) -> None:
    """PostgreSQL gives out ids from a sequence that knows nothing of rows with given ids."""
    column = table.autoincrement_column
    if connection.dialect.name == "postgresql" and column is not None:
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "
            f"(SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name}), false)"
        )


def _check_chain(database: Database, key: bytes, manifest: dict[str, Any]) -> None:
    with database.unit_of_work(write=False) as session:
        found = audit.verify(session, key, (manifest["audit"]["seq"], manifest["audit"]["mac"]))
    if not found.sound:
        raise Unrestorable("The audit chain of the backup does not hold: " + "; ".join(found.faults[:3]))
