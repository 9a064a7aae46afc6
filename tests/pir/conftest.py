"""A Monday morning three days after the outage, and the people of a small team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import make
import pytest
import time_machine
from sqlalchemy.orm import Session

from kernel import event, search
from kernel.db import Database
from kernel.permission import Actor, Role

MONDAY = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


@dataclass
class Team:
    anna: Actor  # facilitator
    raj: Actor  # facilitator
    maya: Actor  # problem manager
    vera: Actor  # viewer
    carl: Actor  # contributor


@pytest.fixture
def monday() -> Iterator[datetime]:
    with time_machine.travel(MONDAY, tick=True):
        yield MONDAY


@pytest.fixture
def team(database: Database, monday: datetime) -> Team:
    import wiring

    event.subscribe(wiring.SUBSCRIBERS)
    search.use(wiring.SEARCH)
    with database.unit_of_work() as session:
        make.organisation(session)
        return Team(
            anna=make.facilitator(session), raj=make.facilitator(session, "Raj Patel"), maya=make.problem_manager(session),
            vera=make.viewer(session), carl=make.actor(make.person(session, "Carl Berg", Role.CONTRIBUTOR)),
        )


@pytest.fixture
def session(database: Database, team: Team) -> Iterator[Session]:
    """One unit of work, begun after the team has been stored: SQLite has one writer at a time."""
    with database.unit_of_work() as found:
        yield found
