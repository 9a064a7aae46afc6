"""Stored incidents that a file tells differently from before, changed a chunk at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from incidents.intake.facts import IncidentFacts
from incidents.queries.held import held
from incidents.queries.stored import Stored
from incidents.service.import_difference import COLUMNS, Difference, difference
from incidents.service.import_rows import service_names
from incidents.service.import_run import ImportRun
from incidents.service.import_tables import INCIDENT_SERVICES, INCIDENTS, RECORDS, TIMES
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
