"""Incidents in the search, and what an import does for them: it writes beneath the session."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.events import IncidentsImported
from incidents.models import Incident, TimelineEntry
from kernel.chunks import chunks
from kernel.permission import Actor
from kernel.record import Record
from kernel.ref import RecordKind
from kernel.search import Source, index, lines

SOURCES = (
    Source(
        "incident", "Incidents",
        sa.select(
            Incident.id, Incident.id, sa.literal("", sa.Text), Record.title,
            lines(Record.ref, Incident.description, Incident.assignment_group, Incident.category, Incident.problem_ref, Incident.change_ref),
        ).join(Record, Record.id == Incident.id),
        Incident.id,
        {Incident: lambda row: [row.id], Record: lambda row: [row.id] if row.kind is RecordKind.INCIDENT else []},
        lambda hit: f"/incidents/{hit.ref}", weight=1.5,
    ),
)  # fmt: skip


def on_incidents_imported(session: Session, _actor: Actor, happened: IncidentsImported) -> None:
    """Subscriber: the incidents of a file and the entries of their timelines, in the same unit of work."""
    index(session, "incident", happened.incident_ids)
    for ids in chunks(happened.incident_ids):
        of_these = sa.select(TimelineEntry.id).where(TimelineEntry.record_id.in_(ids))
        index(session, "entry", session.scalars(of_these).all())
