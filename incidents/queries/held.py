"""All that is stored of some incidents, for an import to compare with; six statements whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentService, IncidentTime, Precision, Source, TimelineEntry
from incidents.queries.life import lives_of
from incidents.queries.severity import said_by_persons
from incidents.rules.life import Save
from kernel.record import Record
from organisation.models import Service


@dataclass(frozen=True, slots=True)
class HeldTime:
    """What the import before said about one moment; ``id`` is the row."""

    id: int
    at: datetime | None
    precision: Precision
    zone: str
    typed: str


@dataclass(frozen=True, slots=True)
class HeldNote:
    """An entry of the timeline that came with a work log."""

    id: int
    at: datetime
    typed: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """One incident: ``columns`` of `Incident` by name and the record's ``title``, import times by moment, services by name,
    its life as an audit log told it, and the entries of its timeline that an import brought.
    """

    columns: Mapping[str, Any]
    times: Mapping[str, HeldTime]
    services: Mapping[str, int]
    life: Sequence[Save]
    notes: Sequence[HeldNote]
    has_persons_severity: bool = False

    @property
    def source_row(self) -> Mapping[str, Any] | None:
        row: Mapping[str, Any] | None = self.columns["source_row"]
        return row


def held(session: Session, ids: Sequence[int]) -> dict[int, Held]:
    """The stored incidents with these ids."""
    rows = session.execute(
        sa.select(Incident.__table__, Record.title).join(Record, Record.id == Incident.id).where(Incident.id.in_(ids))
    ).mappings()
    times, services, lives, notes = _times(session, ids), _services(session, ids), lives_of(session, ids), _notes(session, ids)
    said = said_by_persons(session, ids)
    return {
        (key := row["id"]): Held(
            dict(row), times.get(key, {}), services.get(key, {}), lives.get(key, ()), notes.get(key, ()), key in said
        )
        for row in rows
    }


def _times(session: Session, ids: Sequence[int]) -> dict[int, dict[str, HeldTime]]:
    t = IncidentTime
    found: dict[int, dict[str, HeldTime]] = {}
    for incident_id, moment, id_, at, precision, zone, typed in session.execute(
        sa.select(t.incident_id, t.moment, t.id, t.at, t.precision, t.zone, t.typed).where(
            t.incident_id.in_(ids), t.source == Source.IMPORT
        )
    ):
        found.setdefault(incident_id, {})[moment.value] = HeldTime(id_, at, precision, zone, typed)
    return found


def _services(session: Session, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for incident_id, name, service_id in session.execute(
        sa.select(IncidentService.incident_id, Service.name, Service.id)
        .join(Service, Service.id == IncidentService.service_id)
        .where(IncidentService.incident_id.in_(ids))
    ):
        found.setdefault(incident_id, {})[name] = service_id
    return found


def _notes(session: Session, ids: Sequence[int]) -> dict[int, list[HeldNote]]:
    """Those that no person wrote here: an import names nobody."""
    e = TimelineEntry
    found: dict[int, list[HeldNote]] = {}
    for incident_id, id_, at, typed, actor, text in session.execute(
        sa.select(e.record_id, e.id, e.at, e.typed, e.actor, e.text).where(e.record_id.in_(ids), e.created_by_id.is_(None))
    ):
        found.setdefault(incident_id, []).append(HeldNote(id_, at, typed, actor, text))
    return found
