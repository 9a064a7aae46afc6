"""Reviews open by rule after an import (decision 3): P1 without parent opens, P2 is proposed, history does neither."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from servicenow_export import export, take, written

from kernel import clock
from kernel.db import Database
from kernel.record import Record
from kernel.ref import RecordKind

pytestmark = pytest.mark.usefixtures("installed")


def hours_ago(start: float, end: float) -> dict[str, Any]:
    now = clock.now()
    return {"opened_at": written(now - timedelta(hours=start)), "resolved_at": written(now - timedelta(hours=end)), "closed_at": None}


FRESH_P1 = {"priority": "1 - Critical", "incident_state": "Resolved"}


@pytest.mark.parametrize(
    ("row", "opened"),
    [
        ({**FRESH_P1, **hours_ago(8, 6)}, 1),
        ({**FRESH_P1, **hours_ago(8, 6), "parent_incident": "INC0000099"}, 0),
        ({**FRESH_P1, **hours_ago(8, 6), "priority": "2 - High"}, 0),  # proposed from 2 h on, not opened
        ({**FRESH_P1, **hours_ago(24 * 15, 24 * 14 + 1)}, 0),  # history
        ({**FRESH_P1, **hours_ago(24 * 15, 24 * 14 - 1)}, 1),
        ({**FRESH_P1, **hours_ago(8, 6), "resolved_at": None}, 0),  # not restored yet
    ],
)
def test_rule(database: Database, row: dict[str, Any], opened: int) -> None:
    with database.unit_of_work() as session:
        assert take(session, export(row)).reviews_opened == opened
    with database.unit_of_work() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Record.kind == RecordKind.REVIEW)) == opened
        assert take(session, export(row)).reviews_opened == 0


def test_a_review_opens_when_the_incident_is_resolved_and_only_once(database: Database) -> None:
    states = [({"resolved_at": None}, 0), ({}, 1), ({"incident_state": "Closed"}, 0)]
    for change, opened in states:
        with database.unit_of_work() as session:
            took = take(session, export({**FRESH_P1, **hours_ago(8, 6), **change}))
            assert took.reviews_opened == opened
            assert took.incidents == 1


def test_a_file_tried_and_rolled_back_leaves_nothing(database: Database) -> None:
    session = database.open(write=True)
    assert take(session, export({**FRESH_P1, **hours_ago(8, 6)})).reviews_opened == 1
    session.rollback()
    session.close()
    with database.unit_of_work(write=False) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Record)) == 0
