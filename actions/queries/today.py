"""The organisation's today: its zone and its working days."""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions.rules.lateness import Today
from kernel import clock
from kernel.calendar import WorkingCalendar
from organisation.queries.policy import the_organisation


def today(session: Session) -> Today:
    """At most one statement."""
    return Today.at(clock.now(), WorkingCalendar.of(the_organisation(session).zone))
