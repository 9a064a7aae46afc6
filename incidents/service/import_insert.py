"""New incidents of an import: six kinds of rows, each kind in one statement for all rows of a chunk."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.intake.facts import IncidentFacts
from incidents.service.import_rows import (
    Row,
    change_rows,
    incident_row,
    note_rows,
    record_row,
    service_names,
    time_rows,
)
from incidents.service.import_run import ImportRun
from incidents.service.import_tables import CHANGES, ENTRIES, INCIDENT_SERVICES, INCIDENTS, RECORDS, TIMES
from kernel.record import Record


def insert_new(run: ImportRun, new: Sequence[IncidentFacts]) -> list[int]:
    """Store incidents whose numbers nobody has; their ids."""
    if not new:
        return []
    named = [service_names(facts) for facts in new]
    run.shelf.fetch(name for names in named for name in names)
    connection = run.session.connection()
    connection.execute(sa.insert(RECORDS), [record_row(facts, run.actor.person_id) for facts in new])
    ids = _ids(run.session, new)
    incidents: list[Row] = []
    times: list[Row] = []
    services: list[Row] = []
    changes: list[Row] = []
    notes: list[Row] = []
    for facts, names in zip(new, named, strict=True):
        id_ = ids[facts.number]
        incidents.append({"id": id_, "source": run.tool, **incident_row(facts, run.zone, run.remarks)})
        times += time_rows(facts, id_)
        changes += change_rows(facts.changes, id_)
        notes += note_rows(facts.notes, id_)
        services += ({"incident_id": id_, "service_id": run.shelf[name]} for name in names)
    connection.execute(sa.insert(INCIDENTS), incidents)
    for table, rows in ((TIMES, times), (INCIDENT_SERVICES, services), (CHANGES, changes), (ENTRIES, notes)):
        if rows:
            connection.execute(sa.insert(table), rows)
    return list(ids.values())


def _ids(session: Session, new: Sequence[IncidentFacts]) -> dict[str, int]:
    rows = session.execute(sa.select(Record.ref, Record.id).where(Record.ref.in_([facts.number for facts in new])))
    return {row.ref: row.id for row in rows}
