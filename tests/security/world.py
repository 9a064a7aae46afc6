"""One organisation with everything that a route can be tried on: open and restricted reviews in every state, with
actions in every state that a step leaves from, and one person for each role and each part.

Built once a session into a SQLite file; a test takes a copy. The time is told (``NOW``), so that the dates in it hold
on every machine and in every year.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import make
from sqlalchemy.orm import Session

import wiring
from actions.service import add_action, dispute_owner, move_due
from actions.service import transition as take_action_step
from actions.service.decide import Said, decide
from actions.service.hooks import make_hook
from actions.service.meeting import start_meeting
from kernel import audit, clock, event, outbox
from kernel.db import Database
from kernel.outbox import State
from kernel.permission import Actor, Role, machine
from kernel.record import Record
from organisation.models import ApiToken, ChatChannel, Deputy, Person
from organisation.service.hold import place_hold
from pir.models import Review
from pir.queries.document import document
from pir.service import causes, checks, comments, content, known_causes, lifecycle
from pir.service.cause_refute import refute_factor
from pir.service.timeline import NewEntry, of_review

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ROLES = tuple(role.value for role in Role)
#: Parts in a record. Their people have no other role than viewer. ``action_owner`` owns the actions of the review.
PARTS = ("as_facilitator", "as_scribe", "as_participant", "as_approver", "as_service_owner", "as_observer", "as_action_owner")
#: The states in which a review stands ready, each once open and once restricted.
STATES = ("draft", "in_review", "approved", "published", "waived")
#: step of an action -> the state it is tried from
ACTION_STATES = ("proposed", "in_progress", "done", "verified", "effectiveness_due", "risk_accepted", "disputed", "move_asked")
SCOPES = ("open", "restricted")
SECRET = "Zanzibar"  # stands in every text of a restricted record and nowhere else


@dataclass
class World:
    """References and ids by name; ``path`` is the file."""

    path: Path
    people: dict[str, int] = field(default_factory=dict)
    reviews: dict[tuple[str, str], str] = field(default_factory=dict)
    incidents: dict[tuple[str, str], str] = field(default_factory=dict)
    actions: dict[tuple[str, str], str] = field(default_factory=dict)
    factors: dict[str, list[str]] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, tuple[str, str]] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    causes: list[str] = field(default_factory=list)
    findings: dict[str, str] = field(default_factory=dict)
    dismissals: dict[str, int] = field(default_factory=dict)


def token_of(name: str) -> str:
    """The bearer token of a person of the world."""
    return f"debrief_test_{name}"


def build(path: Path, *, scopes: tuple[str, ...] = SCOPES) -> World:
    """Fill the migrated database at ``path``. Without "restricted" in ``scopes`` all restricted records are absent."""
    world, database = World(path), Database(f"sqlite:///{path}")
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    with ExitStack() as stack:
        stack.enter_context(clock.told(NOW))
        session = stack.enter_context(database.unit_of_work())
        _people(session, world)
        _known_causes(session, world)
        start_meeting(session, machine("test"))
        for scope in scopes:
            for state in STATES:
                _review(session, world, state, scope)
            _loose_incident(session, world, scope)
            place_hold(session, machine("test"), world.reviews["waived", scope], "Court case")
            _decide(session, world, scope)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return world


def _people(session: Session, world: World) -> None:
    make.organisation(session)
    for name in (*ROLES, *PARTS, "author"):
        role = Role(name) if name in ROLES else Role.FACILITATOR if name == "author" else Role.VIEWER
        person = make.person(session, f"Person {name.replace('_', ' ').title()}", role)
        world.people[name] = person.id
        digest = hashlib.sha256(token_of(name).encode()).hexdigest()
        session.add(ApiToken(person_id=person.id, name="test", token_hash=digest))
    session.add(ApiToken(person_id=world.people["viewer"], name="to revoke", token_hash="0" * 64))
    session.flush()
    make_hook(session, machine("test"), "a key of the tests", name="jira", shape="jira")
    make.team(session, "Payments", session.get_one(Person, world.people["author"]))
    _delivery(session)
    gone = make.person(session, "Person Gone", account=False)
    gone.left_on = NOW.date()
    session.add(Deputy(person_id=world.people["author"], deputy_id=world.people["viewer"], starts_on=NOW.date(), ends_on=NOW.date()))
    assert (world.people["author"], gone.id) == (17, 18), "the tables name them by number"
    audit.note(session, _author(session, world), "make people")


def _known_causes(session: Session, world: World) -> None:
    """Three known causes: the first is met in every review, the last is retired."""
    chief = Actor(world.people["problem_manager"], "problem manager", frozenset({Role.PROBLEM_MANAGER}), "form")
    world.causes = [make.cause(session, chief, name) for name in ("A log volume fills unseen", "An alarm is off", "A step is written nowhere")]
    known_causes.retire_cause(session, chief, world.causes[2], 1)


def _delivery(session: Session) -> None:
    """A chat channel of the team, and a message that the relay refused."""
    session.add(ChatChannel(team_id=1, kind="slack", sealed="sealed", masked="Slack, hooks.slack.com/…efgh"))
    refused = outbox.put(session, kind="note", key="refused", recipient_id=1, channel="mail", address="person.viewer@example.com", payload={})
    refused.state, refused.bounced, refused.last_error = State.FAILED, True, "The relay said: 550 no such user"
    session.flush()


def _decide(session: Session, world: World, scope: str) -> None:
    """In the open meeting, about an action of this scope."""
    record = session.query(Record).filter_by(ref=world.actions["proposed", scope]).one()
    words = f"{SECRET} waits" if scope == "restricted" else "Waits"
    decide(session, machine("test"), record.ref, Said("keep", record.version, words=words))


def _author(session: Session, world: World) -> Actor:
    return make.actor(session.get_one(Person, world.people["author"]))


def _review(session: Session, world: World, state: str, scope: str) -> None:
    author, name = _author(session, world), SECRET if scope == "restricted" else "Checkout"
    review = make.review(
        session, author, title=f"{name} down, {state}", services=["Checkout"],
        entries=[NewEntry(make.at(f"2026-11-20 14:{m}"), f"{name} probe failed, {m}", "Europe/London", typed=f"14:{m}") for m in (14, 16, 18, 20)],
        classification="restricted" if scope == "restricted" else "internal",
        people=[(world.people["author"], "facilitator"),
                *((world.people[p], p.removeprefix("as_")) for p in PARTS if p != "as_action_owner")],
    )
    ref = review.record.ref
    world.reviews[state, scope] = ref
    world.incidents[state, scope] = session.get_one(Record, review.incidents[0].incident_id).ref
    causes.set_focus(session, author, ref, "why", f"{name} answered 503")
    first = make.factor(session, author, review, f"{name} log volume was full", cause=world.causes[0])
    second = make.factor(session, author, review, f"{name} alarm was off", first)
    content.set_impact(session, author, ref, review.record.version, [{"measure": f"{name} customers", "value": "41,200", "unit": "", "precision": "about", "source": "log"}])
    content.set_findings(session, author, ref, review.record.version, {"well": [f"{name} team was calm"], "badly": [], "lucky": []})
    if state == "draft":
        world.pieces[scope] = make.evidence(session, author, review, f"{name} orders.png", facts={"source": f"{name} dashboard"}).id
        third = make.factor(session, author, review, f"{name} array failed")
        refute_factor(session, author, ref, third, 1, [f"{name} array log"])
        world.factors[scope] = [first, second, third]
        world.entries[scope] = of_review(session, review.id)[0].id
        world.gaps[scope] = _gap(session, review)
        world.threads[scope] = comments.start_thread(session, author, ref, "summary", "", f"{name}: who says so?").id
        one_line, silence = (_fingerprint(session, author, ref, check) for check in ("Q04", "Q13"))
        world.findings[scope] = one_line
        world.dismissals[scope] = checks.dismiss(session, author, ref, "why", silence, f"{name} on-call was driving").id
        for action_state in ACTION_STATES:
            world.actions[action_state, scope] = _action(session, world, author, ref, first, name, action_state)
        world.actions["successor", scope] = _action(session, world, author, ref, first, name, "proposed")
    else:
        _move(session, world, author, ref, state)


def _gap(session: Session, review: Review) -> tuple[str, str]:
    found = document(session, review)["timeline"]["gaps"]
    assert found, "the review of the world needs a gap"
    return found[0]["from"], found[0]["until"]


def _fingerprint(session: Session, author: Actor, ref: str, check: str) -> str:
    return next(one.finding.fingerprint for one in checks.findings_for(session, author, ref) if one.finding.check == check)


def _move(session: Session, world: World, author: Actor, ref: str, state: str) -> None:
    approver = Actor(world.people["as_approver"], "approver", frozenset({Role.PROBLEM_MANAGER}), "form")
    if state == "waived":
        lifecycle.transition(session, approver, ref, "waive", reason=f"{ref} is a copy")
        return
    steps = {"in_review": ["submit"], "approved": ["submit", "approve"], "published": ["submit", "approve", "publish"]}[state]
    for step in steps:
        lifecycle.transition(session, approver if step == "approve" else author, ref, step)


def _action(session: Session, world: World, author: Actor, ref: str, factor: str, name: str, state: str) -> str:
    owner = world.people["as_action_owner"]
    action = add_action(session, author, ref, {
        "title": f"Watch {name} in state {state}", "owner": owner, "due": date(2026, 12, 4), "measure": f"{name} alarm fires",
        "factors": [{"factor": factor, "effect": "detects"}],
    })
    made = action.record.ref
    own = Actor(owner, "owner", frozenset({Role.VIEWER}), "form")
    chief = Actor(world.people["as_approver"], "approver", frozenset({Role.PROBLEM_MANAGER}), "form")
    steps: dict[str, list[tuple[Actor, str, dict[str, Any]]]] = {
        "proposed": [], "in_progress": [(own, "accept", {}), (own, "start", {})],
        "risk_accepted": [(chief, "accept_risk", {"reason": "cheap", "expires_on": date(2027, 6, 30)})],
    }
    steps["disputed"] = steps["move_asked"] = steps["proposed"]
    steps["done"] = [*steps["in_progress"], (own, "claim_done", {"claim": f"{name} CHG1", "files": [make.attachment(f"{name} test.png")]})]
    steps["verified"] = [*steps["done"], (author, "verify", {})]
    steps["effectiveness_due"] = [*steps["verified"], (author, "await_effect", {})]
    for actor, step, given in steps[state]:
        take_action_step(session, actor, made, step, **given)
    if state == "disputed":
        dispute_owner(session, own, made, reason=f"{name} is another team's")
    for day in (11, 18, 31) if state == "move_asked" else ():
        move_due(session, own, made, action.record.version, due=date(2026, 12, day), reason=f"{name} change freeze")
    return made


def _loose_incident(session: Session, world: World, scope: str) -> None:
    """An incident without a live review; a restricted one is what a waived restricted review leaves behind."""
    if scope == "open":
        incident = make.incident(session, _author(session, world), title="Search slow", ref="INC7000001")
        world.loose[scope] = incident.record.ref
    else:
        world.loose[scope] = world.incidents["waived", "restricted"]

