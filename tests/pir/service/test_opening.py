"""Opening a review: what is enough, what is found or added, what is refused."""

from __future__ import annotations

from datetime import timedelta

import make
import pytest
import sqlalchemy as sa

from incidents.events import IncidentsImported
from incidents.models import IncidentService
from kernel import clock
from kernel.errors import Forbidden, Invalid
from kernel.permission import visible
from kernel.record import Record, Scope
from organisation.models import Person, Service
from pir.models import Review, ReviewClock
from pir.queries.review import people_of
from pir.service.lifecycle import transition
from pir.service.opening import on_incidents_imported, open_review

ONE_TIME = {"occurred": make.time_fact("occurred", make.at())}


def opened(session, actor, **given):
    return open_review(session, actor, **{"title": "Checkout down", "severity": 1, "zone": "Europe/London", "times": ONE_TIME, **given})


def test_a_title_a_severity_and_one_time_are_enough(session, team):
    review = opened(session, team.anna)
    assert (review.record.ref, review.state.value, review.classification.value) == ("PIR-2026-0001", "draft", "internal")
    assert [(p.name, part.part.value) for part, p in people_of(session, review.id)] == [("Anna Kowalski", "facilitator")]
    assert review.clocks == []  # nothing is restored: nothing to count from


def test_no_known_time_is_refused_on_the_first_time(session, team):
    unknown = {"occurred": make.time_fact("occurred", None)}
    for times in ({}, unknown, None):
        with pytest.raises(Invalid) as wrong:
            opened(session, team.anna, times=times)
        assert list(wrong.value.messages) == ["occurred"]


def test_services_and_people_are_found_or_added(session, team):
    make.service(session, "Checkout")
    review = opened(session, team.anna, services=["checkout", "Card payments", "CARD PAYMENTS"],
                    people=[(team.raj.person_id, "facilitator")], new_people=[("Jonas Weber", "Jonas@Example.com", "scribe")])
    assert session.scalars(sa.select(Service.name).order_by(Service.name)).all() == ["Card payments", "Checkout"]
    linked = session.scalar(sa.select(sa.func.count()).select_from(IncidentService).where(IncidentService.incident_id == review.incidents[0].incident_id))
    assert linked == 2
    assert [(p.name, part.part.value) for part, p in people_of(session, review.id)] == [("Raj Patel", "facilitator"), ("Jonas Weber", "scribe")]
    assert session.scalar(sa.select(Person.email).where(Person.name == "Jonas Weber")) == "jonas@example.com"


def test_a_person_who_is_gone_is_refused_on_the_field(session, team):
    with pytest.raises(Invalid) as wrong:
        opened(session, team.anna, people=[(9999, "scribe")])
    assert wrong.value.messages == {"scribe": ["Select a person from the list"]}


def test_two_of_one_name_ask_for_the_address(session, team):
    make.person(session, "Jonas Weber")
    session.add(Person(name="Jonas Weber", email="other@example.com"))
    session.flush()
    with pytest.raises(Invalid) as wrong:
        opened(session, team.anna, new_people=[("Jonas Weber", None, "scribe")])
    assert list(wrong.value.messages) == ["new_scribe-email"]


def test_a_session_in_the_past_is_refused(session, team, monday):
    with pytest.raises(Invalid) as wrong:
        opened(session, team.anna, session_at=monday - timedelta(hours=1))
    assert wrong.value.messages == {"session_at": ["Session must be in the future"]}


def test_an_incident_has_one_live_review(session, team):
    opened(session, team.anna, incident_ref="INC0012345")
    with pytest.raises(Invalid) as wrong:
        opened(session, team.raj, incident_ref="INC0012345")
    assert wrong.value.messages == {"incident_ref": ["A review for INC0012345 already exists"]}


def test_clocks_count_from_restored(session, team):
    """Restored Fri 20 Nov 15:21 GMT: session 48 to 72 h later, approval 5 working days, pre-read 24 h before the session."""
    review = opened(session, team.anna, times=make.times_of(), session_at=make.at("2026-11-23 13:00"))
    clocks = {c.kind.value: c for c in session.scalars(sa.select(ReviewClock).where(ReviewClock.review_id == review.id))}
    assert clocks["session"].window_from == make.at("2026-11-22 15:21")
    assert clocks["session"].due_at == make.at("2026-11-23 15:21")
    assert clocks["approval"].due_at == make.at("2026-11-27 15:21")
    assert clocks["pre_read"].due_at == make.at("2026-11-22 13:00")


def test_a_restricted_review_hides_its_incident_too(session, team):
    review = opened(session, team.anna, classification="restricted", incident_ref="INC0012345")
    seen = set(session.scalars(sa.select(Record.ref).where(visible(team.maya))))
    assert review.record.ref not in seen and "INC0012345" not in seen
    assert {review.record.ref, "INC0012345"} <= set(session.scalars(sa.select(Record.ref).where(visible(team.anna))))
    assert session.scalar(sa.select(Record.scope).where(Record.ref == "INC0012345")) is Scope.RESTRICTED


def test_a_viewer_may_not_open_one(session, team):
    with pytest.raises(Forbidden):
        opened(session, team.vera)
    assert session.scalar(sa.select(sa.func.count()).select_from(Review)) == 0


def test_a_waived_review_is_not_opened_again_by_an_import(session) -> None:

    manager = make.problem_manager(session)
    review = make.review(session, times=make.times_of(clock.now() - timedelta(hours=5)), entries=())
    incident_id = review.incidents[0].incident_id
    transition(session, manager, review.record.ref, "waive", reason="A known fault, fixed")
    on_incidents_imported(session, manager, IncidentsImported((incident_id,)))
    assert session.scalar(sa.select(sa.func.count(Review.id))) == 1


def test_an_import_opens_no_open_review_of_a_restricted_incident(session) -> None:

    incident = make.incident(session, times=make.times_of(clock.now() - timedelta(hours=5)))
    incident.record.scope = Scope.RESTRICTED
    on_incidents_imported(session, make.problem_manager(session), IncidentsImported((incident.id,)))
    assert session.scalar(sa.select(sa.func.count(Review.id))) == 0
    incident.record.scope = Scope.OPEN
    on_incidents_imported(session, make.problem_manager(session), IncidentsImported((incident.id,)))
    assert session.scalar(sa.select(sa.func.count(Review.id))) == 1
