"""Severity: what changed during the incident, what the review decides of it, what was warranted."""

from __future__ import annotations

import make
import pytest
from servicenow_export import export, take

from incidents.queries.incident import find as find_incident
from incidents.queries.severity import severity_changes
from kernel.errors import Forbidden, Invalid, Refused, Stale
from kernel.permission import Actor, Role, machine
from pir.queries.document import document
from pir.queries.severity import asked_of
from pir.rules.severity import by_matrix, is_asked, triage
from pir.rules.trigger import Need
from pir.service import severity
from pir.service.clocks import lead_of


@pytest.fixture
def review(session, team):
    return make.review(session, team.anna, severity=2)


def judge(session, actor, review, **given):
    values = {"impact": None, "urgency": None, "severity": 1, "reason": "Every customer was touched", **given}
    return severity.judge(session, actor, review.record.ref, review.record.version, **values)


def change(session, actor, review, becomes, at):
    return severity.record_change(session, actor, review.record.ref, review.record.version, becomes=becomes, at=make.at(at))


def test_assigned_changed_and_warranted_stand_in_the_document(session, team, review):
    change(session, team.anna, review, 1, "2026-11-20 14:31")
    judge(session, team.anna, review)
    told = document(session, review)["severity"]
    assert (told["assigned"], told["warranted"], told["triage"], told["reason"]) == (2, 1, "under-triaged", "Every customer was touched")
    assert told["changes"] == [{"was": 2, "becomes": 1, "at": "2026-11-20T14:31:00Z", "source": "person", "by": "Anna Kowalski"}]


def test_changes_come_in_their_order_whenever_they_are_written_down(session, team, review):
    change(session, team.anna, review, 1, "2026-11-20 14:31")
    change(session, team.anna, review, 3, "2026-11-20 14:20")  # told later, happened earlier
    lead = lead_of(session, review)
    assert [(c.was, c.becomes) for c in severity_changes(session, lead.id)] == [(2, 3), (2, 1)]
    assert lead.severity == 1, "the latest counts"
    for becomes, at, words in ((1, "2026-11-20 15:00", "P1 at that time already"), (2, "2026-11-24 10:00", "not be in the future")):
        with pytest.raises(Invalid, match=words):
            change(session, team.anna, review, becomes, at)


def test_the_matrix_gives_the_severity_unless_one_is_named(session, team, review):
    judge(session, team.anna, review, severity=None, impact="high", urgency="medium")
    assert (review.warranted, review.warranted_impact, review.warranted_urgency) == (2, "high", "medium")
    judge(session, team.anna, review, severity=3, impact="high", urgency="medium", reason="Only one region")
    assert review.warranted == 3
    with pytest.raises(Invalid, match="Select a severity"):
        judge(session, team.anna, review, severity=None, impact="high")
    with pytest.raises(Stale):
        severity.judge(session, team.anna, review.record.ref, 1, impact=None, urgency=None, severity=4, reason="x")


def test_a_review_is_asked_and_follows_or_keeps(session, team, review):
    ref = review.record.ref
    with pytest.raises(Refused, match="decided on already"):
        severity.follow(session, team.anna, ref, review.record.version)
    change(session, team.anna, review, 1, "2026-11-20 14:31")
    assert asked_of(review) == 1
    with pytest.raises(Invalid, match="reason"):
        severity.keep(session, team.anna, ref, review.record.version, " ")
    severity.keep(session, team.anna, ref, review.record.version, "Only one region")
    assert (review.severity, asked_of(review)) == (2, None)
    change(session, team.anna, review, 3, "2026-11-20 15:00")
    assert asked_of(review) == 3
    assert severity.follow(session, team.anna, ref, review.record.version) is Need.NONE  # it may be waived
    assert (review.severity, asked_of(review)) == (3, None)


def test_an_import_tells_the_review_and_leaves_a_persons_word(session, team):
    rows = {"number": "INC0000007", "priority": "2 - High", "opened_at": "2026-11-20 14:00:00", "resolved_at": "2026-11-20 15:00:00",
            "closed_at": "", "state": "Resolved"}  # fmt: skip
    take(session, export(rows))
    incident = find_incident(session, machine(), "INC0000007")
    from pir.service.opening import open_for_incident

    review = open_for_incident(session, team.anna, "INC0000007")
    take(session, export({**rows, "priority": "1 - Critical"}))
    session.expire_all()
    assert (incident.severity, asked_of(review)) == (1, 1)
    assert [(c.was, c.becomes, c.source) for c in severity_changes(session, incident.id)] == [(2, 1, "import")]
    change(session, team.anna, review, 3, "2026-11-23 09:12")
    take(session, export({**rows, "priority": "4 - Low", "short_description": "Told again"}))
    session.expire_all()
    assert incident.severity == 3


@pytest.mark.parametrize("role", list(Role))
def test_who_may(session, team, review, role):
    somebody = Actor(team.vera.person_id, "somebody", frozenset({role}), "form")
    acts = (lambda: judge(session, somebody, review), lambda: change(session, somebody, review, 1, "2026-11-20 14:31"))
    for act in acts:
        if role in {Role.FACILITATOR, Role.INCIDENT_MANAGER, Role.PROBLEM_MANAGER}:
            act()
        else:
            with pytest.raises(Forbidden):
                act()


def test_rules():
    matrix = {"high": {"high": 1, "low": 3}}
    assert (by_matrix(matrix, "high", "low"), by_matrix(matrix, None, "low"), by_matrix(matrix, "high", None)) == (3, None, None)
    assert [triage(a, w) for a, w in ((2, 1), (1, 2), (2, 2), (None, 1), (1, None))] == ["under-triaged", "over-triaged", "triaged right", "", ""]
    assert [is_asked(2, *rest) for rest in ((2, None), (1, None), (1, 1), (1, 3), (None, None))] == [False, True, False, True, False]
