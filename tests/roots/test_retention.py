"""Records past their period: found, shown, deleted when somebody says so; the trail stays whole. On the whole product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import make
import pytest
import sqlalchemy as sa
from conftest import AUDIT_KEY
from sqlalchemy.orm import Session

import wiring
from actions.models import Action
from actions.service import add_action
from incidents.models import Incident
from incidents.queries.listing import Wanted, listed
from kernel import audit, clock, event
from kernel.audit import AuditEntry
from kernel.db import Base
from kernel.erase import FACTS_OF_OTHERS, STAYS
from kernel.errors import Forbidden, NotFound, Refused
from kernel.permission import Actor, Role, find_record
from kernel.record import Record
from kernel.search.index import SearchText
from organisation.models import Service
from organisation.queries.audit_trail import audit_lines
from organisation.queries.retention import due_lines, past_their_period, tombstones
from organisation.rules.retention import years_after, years_before
from organisation.service.hold import place_hold
from organisation.service.retention import delete_due, find_due, set_periods
from pir.models import Review
from pir.service import lifecycle

LATER = datetime(2034, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def whole(session: Session) -> Iterator[Session]:
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    yield session
    event.subscribe(())


@pytest.fixture
def grace(whole: Session) -> Actor:
    return make.actor(make.person(whole, "Grace Okafor", Role.ADMINISTRATOR))


def published(session: Session) -> Review:
    """A review with everything in it, signed and published in November 2026."""
    with clock.told(make.at("2026-11-24 10:00")):
        anna = make.facilitator(session)
        made = make.review(session, anna, services=["Checkout"])
        ref = made.record.ref
        cause = make.factor(session, anna, made, "The log volume was full", evidence=["https://example.com/log"])
        add_action(session, anna, ref, {"title": "Add an alarm", "owner": anna.person_id, "factors": [{"factor": cause, "effect": "detects"}]})
        lifecycle.transition(session, anna, ref, "submit")
        lifecycle.transition(session, make.problem_manager(session), ref, "approve")
        lifecycle.transition(session, make.problem_manager(session), ref, "publish")
    return made


def test_nothing_is_due_without_a_period(whole: Session, grace: Actor) -> None:
    published(whole)
    with clock.told(LATER):
        assert find_due(whole, grace) == 0


def test_a_review_goes_whole_and_leaves_its_tombstone(whole: Session, grace: Actor) -> None:
    review = published(whole)
    ref, review_id, incident_id = review.record.ref, review.id, review.incidents[0].incident_id
    factor_ids = list(whole.scalars(sa.select(Record.id).where(Record.kind == "factor")))
    whole.commit()
    with clock.told(make.at("2033-11-23 10:00")):
        set_periods(whole, grace, {"review": 7, "incident": None, "action": None})
        assert due_lines(whole, grace) == []
    with clock.told(LATER):
        find_due(whole, grace)
        (line,) = due_lines(whole, grace)
        assert (line.record.ref, line.ended_on, line.due_on) == (ref, date(2026, 11, 24), date(2033, 11, 24))
        with pytest.raises(Forbidden):
            delete_due(whole, make.facilitator(whole), [review_id])
        assert delete_due(whole, grace, [review_id]) == 1
        whole.commit()
        assert due_lines(whole, grace) == []
    assert left_of(whole, [review_id, *factor_ids]) == {}
    assert [r.ref for r in tombstones(whole, grace)].count(ref) == 1
    with pytest.raises(NotFound):
        find_record(whole, grace, ref, "review")
    assert whole.get_one(Record, review_id).title == "Deleted"
    action = whole.scalars(sa.select(Action)).one()
    assert (action.source_id, action.factors) == (review_id, []), "an action tells where it came from"
    assert whole.get(Incident, incident_id) is not None
    assert whole.scalar(sa.select(sa.func.count()).select_from(SearchText).where(SearchText.record_id == review_id)) == 0
    assert audit.verify(whole, AUDIT_KEY).sound
    assert any(line.ref == ref and line.verb == "delete record" for line in audit_lines(whole, grace)[0])


def left_of(session: Session, ids: list[int]) -> dict[str, int]:
    """Rows that still point to these records, by table: none but what stays on purpose."""
    found = {}
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            stays = table.name in STAYS or (table.name, key.parent.name) in FACTS_OF_OTHERS
            if key.column.table.name == "record" and not stays:
                rows = session.scalar(sa.select(sa.func.count()).select_from(table).where(key.parent.in_(ids)))
                if rows:
                    found[f"{table.name}.{key.parent.name}"] = rows
    return found


def test_incidents_without_a_review(whole: Session, grace: Actor) -> None:
    """Restored at 15:21 on 20 November 2026: kept through 19 November 2029, due on the 20th."""
    published(whole)
    loose_id = make.incident(whole).id
    set_periods(whole, grace, {"incident": 3})
    with clock.told(make.at("2029-11-19 23:00")):
        assert past_their_period(whole) == []
    with clock.told(make.at("2029-11-20 01:00")):
        assert [one.record_id for one in past_their_period(whole)] == [loose_id]
        find_due(whole, grace)
        delete_due(whole, grace, [loose_id])
    whole.commit()
    assert [i.id for i in listed(whole, grace, Wanted(), offset=0, size=9)] != [loose_id]
    assert whole.get(Incident, loose_id) is None
    assert whole.scalar(sa.select(sa.func.count()).select_from(Service)) == 1


def test_a_hold_stops_it_at_every_step(whole: Session, grace: Actor) -> None:
    loose = make.incident(whole)
    set_periods(whole, grace, {"incident": 3})
    with clock.told(LATER):
        find_due(whole, grace)
        place_hold(whole, grace, loose.record.ref, "Court case")
        assert [line.is_held for line in due_lines(whole, grace)] == [True]
        with pytest.raises(Refused):
            delete_due(whole, grace, [loose.id])
        assert find_due(whole, grace) == 0
        assert due_lines(whole, grace) == []
    assert whole.get(Incident, loose.id) is not None


def test_a_longer_period_takes_back_what_was_due(whole: Session, grace: Actor) -> None:
    loose = make.incident(whole)
    set_periods(whole, grace, {"incident": 3})
    with clock.told(make.at("2030-01-01 00:00")):
        find_due(whole, grace)
        set_periods(whole, grace, {"incident": 30})
        with pytest.raises(Refused):
            delete_due(whole, grace, [loose.id])
        with pytest.raises(Refused):
            delete_due(whole, grace, [])


def test_the_search_says_something_only_when_the_list_changed(whole: Session, grace: Actor) -> None:
    make.incident(whole)
    set_periods(whole, grace, {"incident": 3})
    with clock.told(LATER):
        for _ in range(3):
            find_due(whole, grace)
            whole.commit()
    verbs = list(whole.scalars(sa.select(AuditEntry.verb)))
    assert verbs.count("find what is due for deletion") == 1


def test_whole_years() -> None:
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    for day in (date(2028, 2, 29), date(2027, 3, 1), date(2027, 2, 28), date(2026, 12, 31)):
        last = years_before(day, 3)
        assert years_after(last, 3) <= day < years_after(date.fromordinal(last.toordinal() + 1), 3)
