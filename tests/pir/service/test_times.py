"""Milestones from the review: a person's value beside the import's, order, and the clocks that follow."""

from __future__ import annotations

from datetime import timedelta

import make
import pytest
import sqlalchemy as sa

from incidents.models import IncidentTime, Moment, Precision, Source
from kernel.errors import Invalid, Stale
from pir.queries.document import document
from pir.service.clocks import lead_of
from pir.service.times import set_milestones


def fact(name, text, **more):
    return make.time_fact(name, make.at(text) if text else None, **more)


@pytest.fixture
def review(session, team):
    return make.review(session, team.anna, times={"detected": fact("detected", "2026-11-20 14:14")}, entries=())


def save(session, actor, review, *facts, version=...):
    lead = lead_of(session, review)
    read = lead.record.version if version is ... else version
    return set_milestones(session, actor, review.record.ref, read, {f.moment: f for f in facts})


def test_restored_starts_the_clocks(session, team, review):
    assert review.clocks == []
    save(session, team.anna, review, fact("detected", "2026-11-20 14:14"), fact("restored", "2026-11-20 15:21"))
    assert {c.kind.value for c in review.clocks} == {"session", "approval", "pre_read"}


def test_a_corrected_restored_moves_the_due_date_and_keeps_the_first(session, team, review):
    save(session, team.anna, review, fact("detected", "2026-11-20 14:14"), fact("restored", "2026-11-20 15:21"))
    save(session, team.anna, review, fact("detected", "2026-11-20 14:14"), fact("restored", "2026-11-20 16:21"))
    clock = next(c for c in review.clocks if c.kind.value == "session")
    assert clock.due_at == make.at("2026-11-23 16:21")
    assert clock.original_due_at == make.at("2026-11-23 15:21")


def test_the_order_is_refused_on_the_later_time(session, team, review):
    with pytest.raises(Invalid) as wrong:
        save(session, team.anna, review, fact("detected", "2026-11-20 14:14"), fact("restored", "2026-11-20 13:21"))
    assert wrong.value.messages == {"restored": ["Restored must be after Detected (14:14, 20 Nov)"]}


def test_the_future_is_refused(session, team, review, monday):
    with pytest.raises(Invalid) as wrong:
        save(session, team.anna, review, fact("detected", "2026-11-20 14:14"), make.time_fact("restored", monday + timedelta(hours=2)))
    assert wrong.value.messages == {"restored": ["Restored must not be in the future"]}


def test_a_value_does_not_vanish_by_an_empty_box(session, team, review):
    with pytest.raises(Invalid) as wrong:
        save(session, team.anna, review, fact("restored", "2026-11-20 15:21"))
    assert wrong.value.messages == {"detected": ["Enter the time detected, or select “Not known yet”"]}
    save(session, team.anna, review, fact("detected", None), fact("restored", "2026-11-20 15:21"))
    assert document(session, review)["incidents"][0]["times"]["detected"]["at"] is None


def test_an_import_s_value_left_as_it_is_stays_the_import_s(session, team, review):
    lead = lead_of(session, review)
    at = make.at("2026-11-20 14:05")
    lead.times.append(IncidentTime(moment=Moment.OCCURRED, source=Source.IMPORT, at=at, precision=Precision.ABOUT, zone="Europe/London"))
    session.flush()
    save(session, team.anna, review, make.time_fact("occurred", at, precision="about"), fact("detected", "2026-11-20 14:14"))
    assert document(session, review)["incidents"][0]["times"]["occurred"]["source"] == "import"
    save(session, team.anna, review, make.time_fact("occurred", at, precision="exact"), fact("detected", "2026-11-20 14:14"))
    stored = session.scalars(sa.select(IncidentTime.source).where(IncidentTime.incident_id == lead.id, IncidentTime.moment == Moment.OCCURRED))
    assert set(stored) == {Source.IMPORT, Source.PERSON}  # both are kept, the person's counts
    assert document(session, review)["incidents"][0]["times"]["occurred"]["source"] == "person"


def test_two_people_correct_the_same_time(session, team, review):
    read = lead_of(session, review).record.version
    save(session, team.raj, review, fact("detected", "2026-11-20 14:15"))
    with pytest.raises(Stale) as stale:
        save(session, team.anna, review, fact("detected", "2026-11-20 14:16"), version=read)
    (clash,) = stale.value.clashes
    assert (clash.field, clash.label, clash.theirs, clash.yours) == ("detected-at", "Detected", "14:15", "14:16")
