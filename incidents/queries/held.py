"""All that is stored of some incidents, for an import to compare with; three statements whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident, IncidentService, IncidentTime, Precision, Source
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
class Held:
    """One incident: ``columns`` of `Incident` by name and the record's ``title``, import times by moment, services by name."""

    columns: Mapping[str, Any]
    times: Mapping[str, HeldTime]
    services: Mapping[str, int]

    @property
    def source_row(self) -> Mapping[str, Any] | None:
        row: Mapping[str, Any] | None = self.columns["source_row"]
        return row


def held(session: Session, ids: Sequence[int]) -> dict[int, Held]:
    """The stored incidents with these ids."""
    rows = session.execute(
        sa.select(Incident.__table__, Record.title).join(Record, Record.id == Incident.id).where(Incident.id.in_(ids))
    ).mappings()
    times, services = _times(session, ids), _services(session, ids)
    return {row["id"]: Held(dict(row), times.get(row["id"], {}), services.get(row["id"], {})) for row in rows}


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
