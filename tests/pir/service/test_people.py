"""Who takes part, the marking, and the session."""

from __future__ import annotations

from datetime import timedelta

import make
import pytest

from kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from pir.models import Classification, ClockKind
from pir.queries.review import find, people_of
from pir.service.people import classify, set_people
from pir.service.session import hold_session, plan_session, send_pre_read


@pytest.fixture
def review(session, team):
    return make.review(session, team.anna)


def named(session, review):
    return {(p.name, part.part.value) for part, p in people_of(session, review.id)}


def test_people_are_replaced_and_new_ones_added(session, team, review):
    rows = [{"person": team.anna.person_id, "part": "facilitator"}, {"person": None, "name": "Jonas Weber", "email": None, "part": "scribe"},
            {"person": team.carl.person_id, "part": "participant"}]
    set_people(session, team.anna, review.record.ref, review.record.version, rows)
    assert named(session, review) == {("Anna Kowalski", "facilitator"), ("Jonas Weber", "scribe"), ("Carl Berg", "participant")}
    set_people(session, team.anna, review.record.ref, review.record.version, rows[:1])
    assert named(session, review) == {("Anna Kowalski", "facilitator")}


def test_the_last_facilitator_stays(session, team, review):
    with pytest.raises(Invalid) as wrong:
        set_people(session, team.anna, review.record.ref, review.record.version, [{"person": team.raj.person_id, "part": "scribe"}])
    assert wrong.value.messages == {"people": ["A review needs a facilitator"]}


def test_a_stale_list_of_people_names_them(session, team, review):
    read = review.record.version
    row = {"person": team.anna.person_id, "part": "facilitator"}
    set_people(session, team.raj, review.record.ref, read, [row, {"person": team.carl.person_id, "part": "scribe"}])
    with pytest.raises(Stale) as stale:
        set_people(session, team.anna, review.record.ref, read, [row])
    (clash,) = stale.value.clashes
    assert clash.theirs == "Anna Kowalski, facilitator\nCarl Berg, scribe" and clash.yours == "Anna Kowalski, facilitator"


def test_restricted_takes_the_review_away_from_those_not_named(session, team, review):
    classify(session, team.anna, review.record.ref, review.record.version, Classification.RESTRICTED)
    assert find(session, team.anna, review.record.ref) is review
    with pytest.raises(NotFound):
        find(session, team.maya, review.record.ref)
    classify(session, team.anna, review.record.ref, review.record.version, Classification.INTERNAL)
    assert find(session, team.maya, review.record.ref) is review


def test_nobody_restricts_a_review_out_of_their_own_sight(session, team, review):
    with pytest.raises(Refused):
        classify(session, team.maya, review.record.ref, review.record.version, Classification.RESTRICTED)
    classify(session, team.anna, review.record.ref, review.record.version, Classification.RESTRICTED)
    with pytest.raises(Invalid) as wrong:
        set_people(session, team.anna, review.record.ref, review.record.version, [{"person": team.raj.person_id, "part": "facilitator"}])
    assert "lose sight" in wrong.value.messages["people"][0]


def test_a_contributor_may_not_restrict(session, team, review):
    with pytest.raises(Forbidden):
        classify(session, team.carl, review.record.ref, review.record.version, Classification.PUBLIC)


def test_the_plan_moves_the_pre_read(session, team, review, monday):
    plan_session(session, team.anna, review.record.ref, review.record.version, monday + timedelta(hours=30))
    clock = next(c for c in review.clocks if c.kind is ClockKind.PRE_READ)
    assert clock.due_at == monday + timedelta(hours=6)
    with pytest.raises(Invalid):
        plan_session(session, team.anna, review.record.ref, review.record.version, monday - timedelta(hours=1))


def test_holding_the_session_stops_its_clock_and_notes_who_was_there(session, team, review, monday):
    at = monday - timedelta(hours=1)
    hold_session(session, team.anna, review.record.ref, review.record.version, at, [team.anna.person_id])
    assert next(c for c in review.clocks if c.kind is ClockKind.SESSION).met_at == at
    assert [part.attended for part, _ in people_of(session, review.id)] == [True]
    with pytest.raises(Invalid):
        hold_session(session, team.anna, review.record.ref, review.record.version, monday + timedelta(hours=1), [])


def test_the_pre_read_is_recorded_as_sent(session, team, review):
    send_pre_read(session, team.anna, review.record.ref, review.record.version)
    assert next(c for c in review.clocks if c.kind is ClockKind.PRE_READ).met_at is not None
