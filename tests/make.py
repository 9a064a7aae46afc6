"""Plain factories with defaults. They go through the services wherever a service exists, so the rows are real ones."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.models import Incident
from incidents.rules.times import TimeFact
from incidents.service.incident import add_incident
from kernel import audit
from kernel.calendar import OFFICE_WEEK
from kernel.evidence import Evidence
from kernel.intake.attachment import Attachment, look_at
from kernel.intake.kinds import USUAL
from kernel.permission import Actor, Role, machine
from kernel.record import Part
from organisation.models import Account, Calendar, Organisation, Person, PersonRole, Policy, Service, Team, TeamMember
from organisation.rules.policy import SHIPPED
from pir.models import Review
from pir.service import causes, known_causes, lifecycle
from pir.service.attachments import attach
from pir.service.opening import open_review
from pir.service.timeline import NewEntry, add_entries

#: argon2 hash of "correct horse battery" with cheap parameters: tests do not wait for it
CHEAP_HASH = "$argon2id$v=19$m=8,t=1,p=1$lH5Y3uETZqiKWVk1VkGNoQ$v7MTC0nJB+zIGIRi4J9fFLTqSWhM6IzFhL9oKXgVs2Y"


def organisation(session: Session, *, policy: str = "small_team", zone: str = "Europe/London") -> None:
    """The one organisation with both shipped policy sets; does nothing when it is there."""
    if session.get(Organisation, 1):
        return
    calendar = Calendar(name="Office hours", zone=zone, week=list(OFFICE_WEEK))
    session.add(calendar)
    session.flush()
    session.add(Organisation(id=1, name="Nordwind", zone=zone, policy_key=policy, calendar_id=calendar.id))
    for key, terms in SHIPPED.items():
        session.add(Policy(key=key, version=1, name=terms["name"], starts_at=datetime(2020, 1, 1, tzinfo=UTC), terms=dict(terms)))
    session.flush()
    audit.note(session, machine("test"), "make organisation")


def person(session: Session, name: str = "Anna Kowalski", *roles: Role, account: bool = True, zone: str = "Europe/London") -> Person:
    organisation(session)
    email = name.lower().replace(" ", ".") + "@example.com"
    found = session.scalar(sa.select(Person).where(Person.email == email))
    if found:
        return found
    made = Person(name=name, email=email, zone=zone, roles=[PersonRole(role=role) for role in roles])
    session.add(made)
    session.flush()
    if account:
        session.add(Account(person_id=made.id, password_hash=CHEAP_HASH))
    session.flush()
    audit.note(session, machine("test"), "make person")
    return made


def actor(made: Person, door: str = "form") -> Actor:
    return Actor(made.id, made.name, frozenset(r.role for r in made.roles), door, made.zone)


def facilitator(session: Session, name: str = "Anna Kowalski") -> Actor:
    return actor(person(session, name, Role.FACILITATOR, Role.CONTRIBUTOR))


def problem_manager(session: Session, name: str = "Maya Lindqvist") -> Actor:
    return actor(person(session, name, Role.PROBLEM_MANAGER))


def viewer(session: Session, name: str = "Vera Outside") -> Actor:
    return actor(person(session, name, Role.VIEWER))


def service(session: Session, name: str = "Checkout") -> Service:
    found = session.scalar(sa.select(Service).where(Service.name == name))
    if found is None:
        found = Service(name=name)
        session.add(found)
        session.flush()
        audit.note(session, machine("test"), "make service")
    return found


def team(session: Session, name: str = "Payments", *members: Person) -> Team:
    found = session.scalar(sa.select(Team).where(Team.name == name))
    if found is None:
        found = Team(name=name, lead_id=members[0].id if members else None, members=[TeamMember(person_id=p.id) for p in members])
        session.add(found)
        session.flush()
        audit.note(session, machine("test"), "make team")
    return found


def at(text: str = "2026-11-20 14:03") -> datetime:
    """An instant in UTC from ``2026-11-20 14:03``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def time_fact(moment: str, when: datetime | None, *, precision: str = "exact", zone: str = "Europe/London") -> TimeFact:
    return TimeFact(moment, "person", when, precision if when else "unknown", zone, f"{when:%H:%M}" if when else "")


def times_of(start: datetime | None = None, minutes: int = 78) -> dict[str, TimeFact]:
    """Impact started, detected 11 minutes on, acknowledged 3 later, mitigated and restored; ``minutes`` in all."""
    began = start or at()
    steps = {"occurred": 0, "detected": 11, "acknowledged": 14, "mitigated": minutes - 15, "restored": minutes}
    return {name: time_fact(name, began + timedelta(minutes=m)) for name, m in steps.items()}


def incident(session: Session, by: Actor | None = None, **given: Any) -> Incident:
    organisation(session)
    values: dict[str, Any] = {"title": "Checkout down", "severity": 1, "zone": "Europe/London", "times": times_of()}
    return add_incident(session, by or facilitator(session), **{**values, **given})


def review(session: Session, by: Actor | None = None, **given: Any) -> Review:
    """A draft with times and two entries; ``entries=()`` for a bare one."""
    by = by or facilitator(session)
    values: dict[str, Any] = {
        "title": "Checkout and card payments down for every customer", "severity": 1, "zone": "Europe/London",
        "times": times_of(),
        "entries": [
            NewEntry(at(), "Log volume full; checkout answered 503", "Europe/London", actor="database log", typed="14:03"),
            NewEntry(at("2026-11-20 14:14"), "Checkout probe failed for the third time", "Europe/London", actor="monitoring", typed="14:14"),
        ],
    }
    return open_review(session, by, **{**values, **given})


def factor(session: Session, by: Actor, review: Review, statement: str, effect: str | None = "focus", *, question: str = "why", **given: Any) -> str:
    """The reference of a new factor."""
    made = causes.add_factor(session, by, review.record.ref, question, {"statement": statement, **given}, effect)
    return made.record.ref


def cause(session: Session, by: Actor, name: str = "A log volume fills unseen", **given: Any) -> str:
    """The reference of a new known cause."""
    return known_causes.name_cause(session, by, {"name": name, "description": "", "control": None, **given}).record.ref


#: The smallest PNG there is: one transparent pixel.
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000050001"
                    "0d0a2db40000000049454e44ae426082")


def attachment(name: str = "graph.png", content: bytes = PNG) -> Attachment:
    return look_at(name, io.BytesIO(content), limit=10**7, allowed=USUAL)


def evidence(session: Session, by: Actor, review: Review, name: str = "graph.png", content: bytes = PNG, **given: Any) -> Evidence:
    """A file in the register of the review; ``given`` as ``attach`` takes it."""
    return attach(session, by, review.record.ref, files=[attachment(name, content)], **given)[0].piece


def submitted(session: Session, by: Actor | None = None, **given: Any) -> Review:
    by = by or facilitator(session)
    made = review(session, by, **given)
    return lifecycle.transition(session, by, made.record.ref, "submit")


def approved(session: Session, by: Actor | None = None, approver: Actor | None = None, **given: Any) -> Review:
    made = submitted(session, by, **given)
    return lifecycle.transition(session, approver or problem_manager(session), made.record.ref, "approve")


__all__ = ["Part", "Role", "actor", "add_entries", "approved", "at", "facilitator", "factor", "incident", "organisation",
           "person", "problem_manager", "review", "service", "submitted", "team", "time_fact", "times_of", "viewer"]
