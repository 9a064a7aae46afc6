"""People, actions and moments for the tests of nudges."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import make
import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.rules.lifecycle import ActionState
from actions.service import add_action, transition
from kernel import audit, clock, outbox
from kernel.db import Database
from kernel.outbox import Message, Rendered, State
from kernel.permission import Actor, Role, machine
from kernel.record import Part, Participation, Record, Scope, next_ref
from kernel.ref import RecordKind
from nudges.models import Nudge
from nudges.service.sweep import sweep
from organisation.models import Person

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
FRIDAY_DUE = date(2026, 12, 4)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def house(session: Session) -> None:
    """A facilitator, a problem manager, an owner with a team lead."""
    make.facilitator(session)
    make.problem_manager(session)
    raj = make.person(session, "Raj Patel", Role.CONTRIBUTOR)
    lead = make.person(session, "Lena Brandt", Role.CONTRIBUTOR)
    make.team(session, "Payments", lead, raj)


def who(session: Session, name: str) -> Person:
    return session.scalars(sa.select(Person).where(Person.name == name)).one()


def as_actor(session: Session, name: str) -> Actor:
    return make.actor(who(session, name))


def source(session: Session, scope: Scope = Scope.OPEN, facilitator: str | None = "Anna Kowalski") -> Record:
    record = Record(kind=RecordKind.REVIEW, ref=next_ref(session, RecordKind.REVIEW), title="Checkout down", scope=scope)
    session.add(record)
    session.flush()
    if facilitator:
        session.add(Participation(record_id=record.id, person_id=who(session, facilitator).id, part=Part.FACILITATOR))
    session.flush()
    audit.note(session, machine("test"), "make source")
    return record


def action(
    session: Session, due: date | None = FRIDAY_DUE, *, owner: str | None = "Raj Patel", of: Record | None = None,
    state: str = "accepted", title: str = "Add an alert on replica lag", moment: datetime = MONDAY,
) -> Action:
    """Written down by the facilitator at ``moment``, long before it is due."""
    with clock.told(moment):
        by = as_actor(session, "Anna Kowalski")
        fields: dict[str, Any] = {"title": title, "due": due, "kind": "prevent", "strength": "engineer"}
        made = add_action(session, by, (of or source(session)).ref, {**fields, "owner": who(session, owner).id if owner else None})
        if state == "accepted" and owner:
            transition(session, as_actor(session, owner), made.record.ref, "accept")
    return made


@contextmanager
def written(database: Database, moment: str = "2026-11-02 12:00") -> Iterator[Session]:
    """A unit of work at a moment."""
    with clock.told(at(moment)), database.unit_of_work() as session:
        yield session


def swept(database: Database, moment: str) -> list[tuple[str, str, int]]:
    """(person, ladder, rung) that a sweep at ``moment`` asks, sorted."""
    with database.unit_of_work(write=False) as session:
        before = session.scalar(sa.select(sa.func.max(Nudge.id))) or 0
    with clock.told(at(moment)):
        sweep(database)
    with database.unit_of_work(write=False) as session:
        rows = session.execute(
            sa.select(Person.name, Nudge.ladder, Nudge.rung).join(Person, Person.id == Nudge.recipient_id).where(Nudge.id > before)
        )
        return sorted((name.split()[0], ladder, rung) for name, ladder, rung in rows)


def claimed(database: Database, moment: str) -> dict[str, Rendered | None]:
    """Claim every waiting message, as the sending worker does: rendered, and dropped when nobody wants it. By first name."""
    found: dict[str, Rendered | None] = {}
    with clock.told(at(moment)), database.unit_of_work() as session:
        waiting = sa.select(Message, Person.name).join(Person, Person.id == Message.recipient_id).where(Message.state == State.WAITING)
        for message, name in session.execute(waiting.order_by(Message.id)).all():
            text = outbox.RENDERERS[message.kind](session, message)
            message.state = State.SENT if text else State.DROPPED
            found[name.split()[0]] = text
    return found


__all__ = ["ActionState", "Scope", "action", "at", "claimed", "house", "source", "swept", "who", "written"]
