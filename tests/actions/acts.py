"""Rows for the tests of actions: people, source records, factors. Knows no review: a record of that kind is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action
from actions.service import add_action, transition
from kernel import audit, clock
from kernel.permission import Actor, Role, machine
from kernel.record import Part, Participation, Record, Scope, next_ref
from kernel.ref import RecordKind
from organisation.models import Account, Organisation, Person, PersonRole, Policy
from organisation.rules.policy import SHIPPED

ZONE = "Europe/London"


def organisation(session: Session) -> None:
    if session.get(Organisation, 1):
        return
    session.add(Organisation(id=1, name="Nordwind", zone=ZONE, policy_key="small_team"))
    for key, terms in SHIPPED.items():
        starts = datetime(2020, 1, 1, tzinfo=UTC)
        session.add(Policy(key=key, version=1, name=terms["name"], starts_at=starts, terms=dict(terms)))
    session.flush()
    audit.note(session, machine("test"), "make organisation")


def person(session: Session, name: str, *roles: Role) -> Actor:
    """The actor of a person with an account, found by name or made."""
    organisation(session)
    found = session.scalar(sa.select(Person).where(Person.name == name))
    if found is None:
        email = name.lower().replace(" ", ".") + "@example.com"
        found = Person(name=name, email=email, zone=ZONE, roles=[PersonRole(role=role) for role in roles])
        session.add(found)
        session.flush()
        session.add(Account(person_id=found.id, password_hash="never used"))
        session.flush()
        audit.note(session, machine("test"), "make person")
    return Actor(found.id, found.name, frozenset(r.role for r in found.roles), "form", ZONE)


def facilitator(session: Session, name: str = "Anna Kowalski") -> Actor:
    return person(session, name, Role.FACILITATOR, Role.CONTRIBUTOR)


def problem_manager(session: Session, name: str = "Maya Lindqvist") -> Actor:
    return person(session, name, Role.PROBLEM_MANAGER)


def owner(session: Session, name: str = "Raj Patel") -> Actor:
    """A contributor: holds no verb on actions but what the part *owner* gives."""
    return person(session, name, Role.CONTRIBUTOR)


def viewer(session: Session, name: str = "Vera Outside") -> Actor:
    return person(session, name, Role.VIEWER)


def source(session: Session, *, scope: Scope = Scope.OPEN, takes_part: Iterable[tuple[Actor, Part]] = ()) -> Record:
    """A record of kind review, as actions know it."""
    organisation(session)
    record = Record(kind=RecordKind.REVIEW, ref=next_ref(session, RecordKind.REVIEW), title="Checkout down", scope=scope)
    session.add(record)
    session.flush()
    session.add_all(Participation(record_id=record.id, person_id=a.person_id, part=part) for a, part in takes_part)
    session.flush()
    audit.note(session, machine("test"), "make source")
    return record


def restricted(session: Session, by: Actor) -> Record:
    return source(session, scope=Scope.RESTRICTED, takes_part=[(by, Part.FACILITATOR)])


def factor(session: Session, of: Record, statement: str = "Statement logging stayed at full detail") -> str:
    record = Record(kind=RecordKind.FACTOR, ref=next_ref(session, RecordKind.FACTOR), title=statement, scope=of.scope,
                    guard_id=of.id)
    session.add(record)
    session.flush()
    audit.note(session, machine("test"), "make factor")
    return record.ref


def days(count: int) -> date:
    """The day so many days from now."""
    return (clock.now() + timedelta(days=count)).date()


def fields(**given: Any) -> dict[str, Any]:
    return {"title": "Add an alert on replica lag", "due": days(30), "kind": "prevent", "strength": "engineer", **given}


def action(session: Session, by: Actor | None = None, of: Record | None = None, **given: Any) -> Action:
    """An action owned by Raj Patel; ``owner=None`` for nobody."""
    by = by or facilitator(session)
    of = of or source(session)
    values = fields(**{"owner": owner(session).person_id, **given})
    return add_action(session, by, of.ref, values)


def set_due(session: Session, made: Action, due: date) -> Action:
    """A due date that the service would refuse because it is past: what only time can bring about."""
    made.due = made.original_due = due
    session.flush()
    audit.note(session, machine("test"), "let time pass")
    return made


def claimed(session: Session, by: Actor | None = None, of: Record | None = None, **given: Any) -> Action:
    """Done, says its owner."""
    made = action(session, by, of, **given)
    says = owner(session) if made.owner_id == owner(session).person_id else problem_manager(session)
    return transition(session, says, made.record.ref, "claim_done", claim="CHG0051688, tested on Monday")


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """The SQL statements that run inside."""
    seen: list[str] = []
    engine = session.get_bind()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
