"""Rows of everything, ``n`` of each, on top of the world of the security tests: what a page's statements must not count."""

from __future__ import annotations

from datetime import date, timedelta

import make
from sqlalchemy.orm import Session

from actions.service import add_action, move_due
from actions.service import transition as take_action_step
from actions.service.decide import Said, decide
from incidents.models import IncidentChange, TimelineEntry
from kernel import audit
from kernel.permission import Actor, Role, machine
from kernel.record import Part, Participation, Record
from organisation.models import ApiToken, Deputy, Person
from pir.models import Review
from pir.queries.review import find
from pir.service import content, known_causes, lifecycle
from pir.service.timeline import NewEntry, add_entries, of_review
from tests.security.world import World

READERS = ("as_action_owner", "problem_manager")


def enrich(session: Session, world: World, n: int) -> None:
    """``n`` entries, pieces of evidence, causes, actions, people, impacts, findings, reviews, incidents, services, tokens."""
    author = make.actor(session.get_one(Person, world.people["author"]))
    review = find(session, author, world.reviews["draft", "open"])
    colleagues = [make.person(session, f"Colleague {i:02}", Role.CONTRIBUTOR) for i in range(n)]
    for person in colleagues:
        session.add(Participation(record_id=review.id, person_id=person.id, part=Part.PARTICIPANT))
    for reader in READERS:
        session.add_all(ApiToken(person_id=world.people[reader], name="one more", token_hash=f"{reader}{i}") for i in range(n))
    session.flush()
    audit.note(session, author, "enrich")
    causes = _told(session, author, review, world, n)
    _actions(session, author, review, world, causes, colleagues, n)
    _others(session, author, world, n)
    _known_causes(session, author, review, n)


def _known_causes(session: Session, author: Actor, review: Review, n: int) -> None:
    """Of each kind as many: causes in the catalogue, met in this review, and taken in by the first."""
    chief = Actor(author.person_id, "", frozenset({Role.PROBLEM_MANAGER}), "form")
    for i in range(n):
        one, same = (make.cause(session, chief, f"{name} {i}") for name in ("Known", "The same"))
        make.factor(session, author, review, f"Met {i}", cause=one)
        make.factor(session, author, review, f"Met again {i}", cause="CAU-0001")
        known_causes.merge_cause(session, chief, same, 1, "CAU-0001", "One and the same")


def _told(session: Session, author: Actor, review: Review, world: World, n: int) -> list[str]:
    start, ref = make.at("2026-11-20 15:30"), review.record.ref
    add_entries(session, author, ref, [
        NewEntry(start + timedelta(minutes=i), f"Step {i}", "Europe/London", evidence=(f"https://example.com/{i}", f"log {i}")) for i in range(n)
    ])
    content.set_impact(session, author, ref, review.record.version, [{"measure": f"Measure {i}", "value": str(i)} for i in range(n)])
    content.set_findings(session, author, ref, review.record.version, {k: [f"{k} {i}" for i in range(n)] for k in ("well", "badly", "lucky")})
    entries = of_review(session, review.id)
    focus = [make.factor(session, author, review, f"Cause {q} {i}", question=q, evidence=[f"entry:{entries[i].id}", f"E of {i}"], stop_owner_id=world.people["viewer"])
             for q in ("why", "seen", "last") for i in range(n)]
    return focus[:n]


def _actions(session: Session, author: Actor, review: Review, world: World, causes: list[str], owners: list[Person], n: int) -> None:
    ref, due = review.record.ref, date(2026, 12, 4)
    for i in range(n):
        for owner in (owners[i].id, world.people["as_action_owner"]):
            action = add_action(session, author, ref, {"title": f"Add alarm {i}", "owner": owner, "due": due, "factors": [
                {"factor": cause, "effect": "detects"} for cause in causes]})
            made = action.record.ref
            move_due(session, author, made, action.record.version, due=date(2026, 12, 11), reason="freeze")
            own = Actor(owner, "", frozenset({Role.VIEWER}), "form")
            for step in ("accept", "claim_done", "verify")[: i % 4]:
                actor = author if step == "verify" else own
                take_action_step(session, actor, made, step, **({"claim": "CHG1", "evidence": "CHG1"} if step == "claim_done" else {}))
    for i in range(n):
        late = add_action(session, author, ref, {"title": f"Late alarm {i}", "owner": owners[i].id})
        late.unconfirmed = True
        decide(session, machine("test"), late.record.ref, Said("keep", late.record.version, words=f"Waits {i}"))
        add_action(session, author, ref, {"title": f"Later alarm {i}", "owner": owners[i].id}).unconfirmed = True
    moved = find_record_of(session, world.actions["proposed", "open"])
    chief = Actor(world.people["as_approver"], "", frozenset({Role.PROBLEM_MANAGER}), "form")
    for i in range(n):
        move_due(session, chief, moved.ref, moved.version, due=date(2026, 12, 10 + i % 2), reason=f"again {i}")


def find_record_of(session: Session, ref: str) -> Record:
    return session.query(Record).filter_by(ref=ref).one()


def _others(session: Session, author: Actor, world: World, n: int) -> None:
    approver = Actor(world.people["as_approver"], "approver", frozenset({Role.PROBLEM_MANAGER}), "form")
    facilitator = (world.people["as_facilitator"], "facilitator")
    for i in range(n):
        service = make.service(session, f"Service {i}")
        service.owner_id, service.team_id = session.get_one(Person, world.people["viewer"]).id, 1
        session.add(Deputy(person_id=world.people["as_action_owner"], deputy_id=world.people["viewer"], starts_on=date(2026, 11, 23), ends_on=date(2026, 12, 1 + i % 20)))
        make.team(session, f"Team {i}", session.get_one(Person, world.people["viewer"]))
        other = make.review(session, author, title=f"Other {i}", services=[service.name], people=[facilitator, (author.person_id, "scribe")])
        if i % 2 == 0:
            lifecycle.transition(session, author, other.record.ref, "submit")
        child = make.incident(session, author, title=f"Child {i}", ref=f"INC8{i:06}", service_ids=[service.id])
        child.parent_number = world.incidents["draft", "open"]
        cycled = world.reviews["in_review", "open"]
        lifecycle.transition(session, approver, cycled, "return_to_author", reason="thin")
        lifecycle.transition(session, author, cycled, "submit")
    incident_id = find_record_of(session, world.incidents["draft", "open"]).id
    for i in range(n):
        session.add(TimelineEntry(record_id=incident_id, at=make.at("2026-11-20 15:00"), zone="UTC", text=f"Note {i}", actor="desk"))
        session.add(IncidentChange(incident_id=incident_id, position=i, at=make.at(), typed="", actor="desk", state="New", values={"state": f"State {i}"}))
    session.flush()
    audit.note(session, author, "enrich")
