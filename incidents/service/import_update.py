"""Stored incidents that a file tells differently from before, changed a chunk at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from incidents.intake.facts import IncidentFacts
from incidents.models import Source
from incidents.queries.held import held
from incidents.queries.stored import Stored
from incidents.service.import_difference import COLUMNS, Difference, difference
from incidents.service.import_rows import service_names
from incidents.service.import_run import ImportRun
from incidents.service.import_tables import CHANGES, ENTRIES, INCIDENT_SERVICES, INCIDENTS, RECORDS, SEVERITIES, TIMES
from kernel import clock


@dataclass(frozen=True, slots=True)
class Updated:
    """One incident that was changed, and how."""

    id: int
    ref: str
    is_restricted: bool
    difference: Difference


def apply_changes(run: ImportRun, changed: Sequence[tuple[IncidentFacts, Stored]]) -> list[Updated]:
    """Bring stored incidents to what the file says; the number of statements does not depend on that of the rows."""
    if not changed:
        return []
    run.shelf.fetch(name for facts, _ in changed for name in service_names(facts))
    old = held(run.session, [stored.id for _, stored in changed])
    found = [
        Updated(stored.id, facts.number, stored.is_restricted, difference(facts, old[stored.id], stored.id, run.zone, run.remarks))
        for facts, stored in changed
    ]
    _write_columns(run, found)
    _write_times(run, found)
    _write_services(run, found)
    _write_notes(run, found)
    _write_changes(run, found)
    _write_severities(run, found)
    return found


def _write_columns(run: ImportRun, found: Sequence[Updated]) -> None:
    now, by = clock.now(), run.actor.person_id
    connection = run.session.connection()
    raised = sa.update(RECORDS).where(RECORDS.c.id == sa.bindparam("key")).values(
        version=RECORDS.c.version + 1, title=sa.bindparam("new_title"), changed_at=now, changed_by_id=by
    )
    connection.execute(raised, [{"key": one.id, "new_title": one.difference.title} for one in found])
    columns: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in COLUMNS}
    connection.execute(
        sa.update(INCIDENTS).where(INCIDENTS.c.id == sa.bindparam("key")).values(columns),
        [{"key": one.id, **{f"new_{name}": one.difference.columns[name] for name in COLUMNS}} for one in found],
    )


def _write_times(run: ImportRun, found: Sequence[Updated]) -> None:
    connection = run.session.connection()
    if gone := [id_ for one in found for id_ in one.difference.times_out]:
        connection.execute(sa.delete(TIMES).where(TIMES.c.id.in_(gone)))
    if come := [row for one in found for row in one.difference.times_in]:
        connection.execute(sa.insert(TIMES), come)


def _write_services(run: ImportRun, found: Sequence[Updated]) -> None:
    connection = run.session.connection()
    gone = [{"incident": one.id, "service": id_} for one in found for id_ in one.difference.services_out]
    if gone:
        pair = (INCIDENT_SERVICES.c.incident_id == sa.bindparam("incident"), INCIDENT_SERVICES.c.service_id == sa.bindparam("service"))
        connection.execute(sa.delete(INCIDENT_SERVICES).where(*pair), gone)
    come = [{"incident_id": one.id, "service_id": run.shelf[name]} for one in found for name in one.difference.services_in]
    if come:
        connection.execute(sa.insert(INCIDENT_SERVICES), come)


def _write_notes(run: ImportRun, found: Sequence[Updated]) -> None:
    connection = run.session.connection()
    if moved := [row for one in found for row in one.difference.notes_moved]:
        said: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in ("at", "zone", "precision")}
        grown = ENTRIES.c.version + 1
        connection.execute(sa.update(ENTRIES).where(ENTRIES.c.id == sa.bindparam("key")).values({**said, "version": grown}), moved)
    if come := [row for one in found for row in one.difference.notes_in]:
        connection.execute(sa.insert(ENTRIES), come)


def _write_severities(run: ImportRun, found: Sequence[Updated]) -> None:
    """The moment of the import stands for that of the change, which a list does not tell."""
    rows = [
        {"incident_id": one.id, "was": one.difference.severity[0], "becomes": one.difference.severity[1], "at": clock.now(),
         "source": Source.IMPORT, "by_id": run.actor.person_id}
        for one in found if one.difference.severity
    ]
    if rows:
        run.session.connection().execute(sa.insert(SEVERITIES), rows)


def _write_changes(run: ImportRun, found: Sequence[Updated]) -> None:
    """From its first new save on, a log replaces what was held of it."""
    connection = run.session.connection()
    told = [one for one in found if one.difference.changes_in]
    if told:
        after = (CHANGES.c.incident_id == sa.bindparam("incident"), CHANGES.c.position > sa.bindparam("after"))
        connection.execute(sa.delete(CHANGES).where(*after), [{"incident": one.id, "after": one.difference.changes_after} for one in told])
        connection.execute(sa.insert(CHANGES), [row for one in told for row in one.difference.changes_in])
