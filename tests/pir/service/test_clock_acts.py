"""Pausing, resuming, extending and reopening: who may, what is refused, what is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import make
import pytest
import sqlalchemy as sa

from incidents.events import IncidentReopened
from incidents.service.times import set_times
from kernel import clock, event
from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, Refused, Stale
from kernel.permission import Actor, Role
from pir.models import ClockKind
from pir.queries.document import document
from pir.rules.clock import Happened
from pir.service import clock_acts
from pir.service.clocks import lead_of
from pir.service.lifecycle import transition


@pytest.fixture
def review(session, team):
    """Restored Friday 15:21; it is Monday 09:12, so the session is due in six hours."""
    return make.review(session, team.anna)


def due(review, kind=ClockKind.SESSION):
    return next(c for c in review.clocks if c.kind is kind)


def extend(session, actor, review, **given):
    values = {"kind": "session", "due_at": make.at("2026-11-25 12:00"), "asked_by": 1, "reason": "Supplier is late", **given}
    return clock_acts.extend(session, actor, review.record.ref, review.record.version, **values)


def test_a_pause_moves_what_is_due_and_leaves_the_first_date(session, team, review, monday):
    ref, was = review.record.ref, due(review).due_at
    with clock.told(monday):
        clock_acts.pause(session, team.anna, ref, review.record.version, "Waiting for the supplier")
    assert due(review).stopped_at == monday
    with pytest.raises(Refused, match="stand still already"):
        clock_acts.pause(session, team.anna, ref, review.record.version, "Again")
    with clock.told(monday + timedelta(hours=5)):
        clock_acts.resume(session, team.anna, ref, review.record.version)
    assert (due(review).due_at - was, due(review).original_due_at, due(review).stopped_at) == (timedelta(hours=5), was, None)
    with pytest.raises(Refused, match="running"):
        clock_acts.resume(session, team.anna, ref, review.record.version)
    told = document(session, review)
    assert [(e["what"], e["by"], e["reason"]) for e in told["clock_events"]] == [
        ("started", None, ""), ("paused", "Anna Kowalski", "Waiting for the supplier"), ("resumed", "Anna Kowalski", "")]
    session.commit()
    last = session.scalars(sa.select(AuditEntry.canonical).order_by(AuditEntry.seq.desc())).first()
    assert json.loads(last)["before"]["session held due"] == "2026-11-23T15:21:00Z"


def test_an_extension_needs_two_people_and_keeps_the_first_date(session, team, review):
    extend(session, team.maya, review, asked_by=team.anna.person_id)
    assert due(review).due_at == make.at("2026-11-25 12:00")
    assert due(review).original_due_at == make.at("2026-11-23 15:21")
    assert due(review, ClockKind.APPROVAL).due_at == make.at("2026-11-27 15:21")
    made = review.clock_events[-1]
    assert (made.what, made.by_id, made.asked_by_id) == (Happened.EXTENDED, team.maya.person_id, team.anna.person_id)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"asked_by": "self"}, "asked_by"), ({"asked_by": 999}, "asked_by"), ({"due_at": make.at("2026-11-23 15:21")}, "due_at"),
        ({"due_at": make.at("2026-11-23 08:00")}, "due_at"), ({"kind": "pre_read"}, "kind"), ({"reason": "  "}, "reason"),
    ],
)  # fmt: skip
def test_what_is_no_extension(session, team, review, given, field):
    values = {"asked_by": team.anna.person_id} | given
    if values["asked_by"] == "self":
        values["asked_by"] = team.maya.person_id
    with pytest.raises(Invalid) as wrong:
        extend(session, team.maya, review, **values)
    assert list(wrong.value.messages) == [field]
    assert due(review).due_at == make.at("2026-11-23 15:21")


def test_a_machine_approves_no_extension(session, team, review):
    nobody = replace(team.maya, person_id=None)
    with pytest.raises(Invalid, match="asked_by"):
        extend(session, nobody, review, asked_by=team.anna.person_id)


def test_a_met_clock_is_not_extended_and_an_approved_review_has_none(session, team, review):
    due(review).met_at = make.at("2026-11-23 09:00")
    with pytest.raises(Refused, match="met already"):
        extend(session, team.maya, review, asked_by=team.anna.person_id)
    transition(session, team.anna, review.record.ref, "submit")
    extend(session, team.maya, review, kind="approval", due_at=make.at("2026-12-04 12:00"), asked_by=team.anna.person_id)
    transition(session, team.maya, review.record.ref, "approve")
    for act in (lambda: clock_acts.pause(session, team.anna, review.record.ref, review.record.version, "x"),
                lambda: extend(session, team.maya, review, asked_by=team.anna.person_id)):
        with pytest.raises(Refused, match="no longer run"):
            act()


def test_a_stale_version_is_told(session, team, review):
    with pytest.raises(Stale):
        clock_acts.pause(session, team.anna, review.record.ref, review.record.version - 1, "x")


def test_reopened_by_the_tool_and_restored_anew(session, team, review, monday):
    lead = lead_of(session, review)
    event.announce(session, team.maya, IncidentReopened(lead.id, monday))
    event.announce(session, team.maya, IncidentReopened(lead.id, monday))  # told twice, noted once
    assert due(review).stopped_at == monday
    set_times(session, team.anna, lead, {"restored": make.time_fact("restored", make.at("2026-11-23 09:00"))})
    session.refresh(review)
    assert [e.what for e in review.clock_events] == [Happened.STARTED, Happened.REOPENED, Happened.RESTARTED]
    assert review.clock_events[0].start == make.at("2026-11-20 15:21")
    assert (due(review).started_at, due(review).due_at) == (make.at("2026-11-23 09:00"), make.at("2026-11-26 09:00"))
    assert (due(review).original_due_at, due(review).stopped_at) == (make.at("2026-11-23 15:21"), None)


def test_reopened_as_a_person_says(session, team, review):
    ref = review.record.ref
    for wrong in ("2026-11-20 15:21", "2026-11-23 12:00"):
        with pytest.raises(Invalid, match="at"):
            clock_acts.reopened(session, team.anna, ref, review.record.version, make.at(wrong), "Errors came back")
    clock_acts.reopened(session, team.anna, ref, review.record.version, make.at("2026-11-22 10:00"), "Errors came back")
    with pytest.raises(Refused, match="already"):
        clock_acts.reopened(session, team.anna, ref, review.record.version, make.at("2026-11-22 11:00"), "Again")
    clock_acts.resume(session, team.anna, ref, review.record.version)  # it was not, after all
    assert due(review).stopped_at is None


def test_a_correction_is_no_restart(session, team, review):
    set_times(session, team.anna, lead_of(session, review), {"restored": make.time_fact("restored", make.at("2026-11-20 15:30"))})
    session.refresh(review)
    assert [e.what for e in review.clock_events] == [Happened.STARTED, Happened.STARTED]


def test_history_starts_no_clock(session, team):
    old = make.review(session, team.anna, title="Long ago", times=make.times_of(make.at("2026-11-01 10:00")))
    assert (old.clocks, old.clock_events) == ([], [])
    with pytest.raises(Refused, match="No clock has started"):
        clock_acts.pause(session, team.anna, old.record.ref, old.record.version, "x")


PAUSERS = {Role.FACILITATOR, Role.INCIDENT_MANAGER, Role.PROBLEM_MANAGER}
EXTENDERS = {Role.INCIDENT_MANAGER, Role.SERVICE_OWNER, Role.PROBLEM_MANAGER}


@pytest.mark.parametrize("role", list(Role))
def test_who_may(session, team, review, role):
    somebody = Actor(team.vera.person_id, "somebody", frozenset({role}), "form")
    acts = {
        clock_acts.PAUSE: (PAUSERS, lambda: clock_acts.pause(session, somebody, review.record.ref, review.record.version, "x")),
        clock_acts.EXTEND: (EXTENDERS, lambda: extend(session, somebody, review, asked_by=team.anna.person_id)),
    }
    for allowed, act in acts.values():
        if role in allowed:
            act()
        else:
            with pytest.raises(Forbidden):
                act()
