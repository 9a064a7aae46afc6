"""The demo organisation is what the README promises, and its audit chain holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from conftest import AUDIT_KEY

import demo
import wiring
from actions.models import Action
from actions.rules.lifecycle import ActionState
from incidents.models import Incident
from kernel import audit, event, search
from kernel.db import Database
from kernel.search import SearchText
from organisation.models import DueForDeletion
from pir.models import Review
from pir.rules.lifecycle import ReviewState


@pytest.fixture(scope="module")
def told(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database = Database(f"sqlite:///{path}")
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    assert demo.is_empty(database)
    demo.load(database)
    yield database
    database.dispose()


def test_three_reviews_in_different_states(told: Database) -> None:
    with told.unit_of_work(write=False) as session:
        states = list(session.scalars(sa.select(Review.state).order_by(Review.id)))
    assert states == [ReviewState.PUBLISHED, ReviewState.IN_REVIEW, ReviewState.DRAFT]


def test_forty_incidents_two_of_this_week_and_two_past_their_period(told: Database) -> None:
    with told.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count(Incident.id))) == 44
        assert session.scalar(sa.select(sa.func.count(DueForDeletion.record_id))) == 2


def test_actions_in_every_state(told: Database) -> None:
    with told.unit_of_work(write=False) as session:
        states = set(session.scalars(sa.select(Action.state)))
    assert states == set(ActionState)


def test_its_audit_chain_holds_and_goes_forward_in_time(told: Database) -> None:
    with told.unit_of_work(write=False) as session:
        assert audit.verify(session, AUDIT_KEY).sound
    assert not demo.is_empty(told)


def test_the_writes_have_kept_the_search_whole(told: Database) -> None:
    """Whatever the year wrote, through whichever service: writing the index anew changes nothing."""

    def texts() -> set[tuple[object, ...]]:
        kept = (SearchText.source, SearchText.source_id, SearchText.record_id, SearchText.place, SearchText.title, SearchText.body)
        with told.unit_of_work(write=False) as session:
            return {tuple(row) for row in session.execute(sa.select(*kept))}

    before = texts()
    with told.unit_of_work() as session:
        counts = search.rebuild(session)
    assert texts() == before
    assert min(counts[name] for name in ("review", "incident", "action", "factor", "entry", "evidence", "service", "team", "person")) > 0
