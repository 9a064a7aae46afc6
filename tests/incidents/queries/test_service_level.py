"""The targets of an incident's own time and services, from the database."""

from __future__ import annotations

from datetime import date

import make
import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import IncidentService
from incidents.queries.service_level import service_levels
from incidents.rules.service_level_words import level_of, standing_words
from kernel import audit
from kernel.permission import machine
from organisation.models import Calendar
from organisation.rules.targets import CountedIn, TargetRow
from organisation.service.targets import set_targets


def test_two_services_and_their_hours(session: Session) -> None:
    """Detected Friday 14:14. Checkout: 4 h of all hours, until 18:14. Cards: 2 h of its support hours, 10:00 to 15:00 on weekdays:
    46 min on Friday, 74 min on Monday, until 11:14. Checkout falls due first; restored at 15:21 keeps it."""
    incident = make.incident(session)
    cards, checkout = make.service(session, "Cards"), make.service(session, "Checkout")
    hours = Calendar(name="Card desk", zone="UTC", week=[[600, 900]] * 5 + [None, None], days=[])
    session.add(hours)
    session.flush()
    cards.calendar_id = hours.id
    session.add_all(IncidentService(incident_id=incident.id, service_id=s.id) for s in (cards, checkout))
    audit.note(session, machine("test"), "make")
    rows = [TargetRow(1, checkout.id, None, CountedIn.CALENDAR, 2, 240), TargetRow(1, cards.id, None, CountedIn.SUPPORT, None, 120)]
    set_targets(session, machine("test"), rows, starts_on=date(2026, 1, 1), version=0)
    found = [level_of(v) for v in service_levels(session, incident, make.at("2026-11-23 12:00"))]
    assert [(level["measure"], level["of"], level["due_at"], standing_words(level)) for level in found] == [
        ("response", "P1, Checkout", "2026-11-20T14:16:00Z", "Missed by 1 min"),
        ("restore", "P1, Checkout", "2026-11-20T18:14:00Z", "Met"),
    ]
    session.execute(sa.delete(IncidentService).where(IncidentService.service_id == checkout.id))
    only_cards = [level_of(v) for v in service_levels(session, incident, make.at("2026-11-23 12:00"))]
    assert [(level["of"], level["hours"], level["due_at"]) for level in only_cards] == [("P1, Cards", "support", "2026-11-23T11:14:00Z")]


def test_without_targets_nothing_is_said(session: Session) -> None:
    assert service_levels(session, make.incident(session), make.at("2026-11-23 12:00")) == []
