"""The tables that an import writes. Tables rather than classes: a bulk insert through the ORM takes half as long again (trust.md B4)."""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa

from incidents.models import Incident, IncidentChange, IncidentService, IncidentTime, SeverityChange, TimelineEntry
from kernel.record import Record
from organisation.models import Service


def _table(model: Any) -> sa.Table:
    return cast("sa.Table", model.__table__)


RECORDS = _table(Record)
INCIDENTS = _table(Incident)
TIMES = _table(IncidentTime)
CHANGES = _table(IncidentChange)
SEVERITIES = _table(SeverityChange)
ENTRIES = _table(TimelineEntry)
INCIDENT_SERVICES = _table(IncidentService)
SERVICES = _table(Service)
