"""Finding calendars, and the rule that each of them is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.calendar import WorkingCalendar
from kernel.errors import NotFound
from organisation.models import Calendar, Organisation
from organisation.queries.policy import the_organisation
from organisation.rules.calendar import FreeDays, PublicHolidays


def calendars(session: Session) -> list[Calendar]:
    """Every calendar by name."""
    return list(session.scalars(sa.select(Calendar).order_by(sa.func.lower(Calendar.name), Calendar.id)))


def find_calendar(session: Session, calendar_id: int) -> Calendar:
    found = session.get(Calendar, calendar_id)
    if found is None:
        raise NotFound("calendar")
    return found


def rule_of(calendar: Calendar) -> WorkingCalendar:
    """The calendar as pure data that can be counted with."""
    public = PublicHolidays(calendar.country, calendar.region) if calendar.country else None
    return WorkingCalendar(
        zone=calendar.zone,
        week=tuple((hours[0], hours[1]) if hours else None for hours in calendar.week),
        holidays=FreeDays(public, _own(calendar, worked=False)),
        worked=_own(calendar, worked=True),
    )


def rules_by_id(session: Session) -> Mapping[int, WorkingCalendar]:
    """Every calendar's rule, in one statement."""
    return {calendar.id: rule_of(calendar) for calendar in calendars(session)}


def default_rule(session: Session) -> WorkingCalendar:
    """The organisation's own calendar; office hours in its zone while it has none."""
    found = session.scalar(sa.select(Calendar).join(Organisation, Organisation.calendar_id == Calendar.id))
    return rule_of(found) if found else WorkingCalendar.of(the_organisation(session).zone)


def calendar_rule(session: Session, calendar_id: int | None) -> WorkingCalendar:
    """The rule of a calendar that something names; the organisation's own where it names none."""
    found = session.get(Calendar, calendar_id) if calendar_id is not None else None
    return rule_of(found) if found else default_rule(session)


def _own(calendar: Calendar, *, worked: bool) -> frozenset[date]:
    return frozenset(date.fromisoformat(d["day"]) for d in calendar.days if d["worked"] is worked)
