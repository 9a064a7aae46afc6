"""Holding a meeting about actions: starting it, and closing it, which mails the decisions to those concerned."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.models.meeting import Attendee, Meeting
from actions.queries.meeting import IS_OPEN, open_meeting
from actions.service.minutes import send_minutes
from kernel import audit, clock
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor, require
from organisation.models import Person

HOLD = "hold an action meeting"
NONE_OPEN = Obstacle("No meeting is open. Start one first.", "/actions/meeting")


def start_meeting(session: Session, actor: Actor) -> Meeting:
    """Open a meeting, or join the one that is open: two people who press the button at once hold one meeting."""
    require(actor, HOLD)
    found = open_meeting(session)
    if found is not None:
        return found
    meeting = Meeting(started_by_id=actor.person_id)
    try:
        with session.begin_nested():
            session.add(meeting)
    except IntegrityError:  # somebody else was quicker
        return session.scalars(sa.select(Meeting).where(IS_OPEN)).one()
    audit.note(session, actor, "start action meeting", after={"meeting": meeting.id})
    return meeting


def close_meeting(session: Session, actor: Actor, attendees: Collection[int] = ()) -> Meeting:
    """End the open meeting, note who was there, and put a message to each person concerned into the outbox."""
    require(actor, HOLD)
    meeting = hold(session)
    known = set(session.scalars(sa.select(Person.id).where(Person.id.in_(attendees), Person.left_on.is_(None))))
    if known != set(attendees):
        raise Invalid({"attendees": ["Select people from the list"]})
    meeting.attendees = [Attendee(person_id=i) for i in sorted(known)]
    meeting.closed_at, meeting.closed_by_id, meeting.is_open = clock.now(), actor.person_id, None
    session.flush()
    told = send_minutes(session, meeting)
    audit.note(session, actor, "close action meeting", after={"meeting": meeting.id, "people": sorted(known), "messages": told})
    return meeting


def hold(session: Session) -> Meeting:
    """The open meeting, locked until commit: nothing is decided in it while it is closed."""
    found = session.scalar(sa.select(Meeting).where(IS_OPEN).with_for_update())
    if found is None:
        raise Refused([NONE_OPEN])
    return found
