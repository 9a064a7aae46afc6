"""Names of people in the texts that other tools brought."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident, TimelineEntry
from incidents.models.change import IncidentChange
from kernel.permission import Actor
from organisation.events import PersonAnonymised


def on_person_anonymised(session: Session, _actor: Actor, happened: PersonAnonymised) -> None:
    """Actor texts that are exactly the name become what stands instead; part of the write that audits.

    Sentences that mention the name are not touched: nobody can tell what else they would say then.
    """
    name, instead = happened.name, happened.instead
    for entry in session.scalars(sa.select(TimelineEntry).where(TimelineEntry.actor == name)):
        entry.actor = instead
    named_in_row = sa.cast(Incident.source_row, sa.Text).contains(json.dumps(name)[1:-1], autoescape=True)
    for incident in session.scalars(sa.select(Incident).where(sa.or_(Incident.caller == name, named_in_row))):
        incident.caller = instead if incident.caller == name else incident.caller
        incident.source_row = _without(incident.source_row, name, instead)
    for change in session.scalars(sa.select(IncidentChange).where(sa.or_(
        IncidentChange.actor == name, sa.cast(IncidentChange.values, sa.Text).contains(json.dumps(name)[1:-1], autoescape=True)
    ))):  # fmt: skip
        change.actor = instead if change.actor == name else change.actor
        change.values = _without(change.values, name, instead) or {}
    session.flush()


def _without(row: dict[str, Any] | None, name: str, instead: str) -> dict[str, Any] | None:
    return {key: instead if value == name else value for key, value in row.items()} if row is not None else None
