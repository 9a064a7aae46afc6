"""Keys in links: what each is worth, and when it is worth nothing any more."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from actions.service import edit_action, transition
from kernel import clock
from kernel.db import Database
from kernel.record import Record
from nudges.models import LinkToken, TokenEnd
from nudges.service import tokens
from nudges.service.tokens import Expired, Found, Unknown, Used


@pytest.fixture
def item(database: Database, tell: Any) -> tuple[str, int]:
    """Reference and id of an action of Raj Patel."""
    with tell.written(database) as session:
        tell.house(session)
        made = tell.action(session)
        return made.record.ref, made.id


def issued(database: Database, tell: Any, item_id: int, name: str = "Raj Patel", moment: str = "2026-12-04 09:30") -> str:
    with tell.written(database, moment) as session:
        return tokens.issue(session, tell.who(session, name).id, item_id)


def reading(database: Database, tell: Any, raw: str, moment: str = "2026-12-04 10:00") -> Any:
    with tell.written(database, moment) as session:
        return tokens.read(session, raw)


def test_good_for_thirty_days_to_the_second(database: Database, tell: Any, item: tuple[str, int]) -> None:
    raw = issued(database, tell, item[1])
    found = reading(database, tell, raw)
    assert isinstance(found, Found)
    assert found.token.item_id == item[1]
    end = tell.at("2026-12-04 09:30") + timedelta(days=30)
    for moment, kind in ((end - timedelta(seconds=1), Found), (end, Expired)):
        with clock.told(moment), database.unit_of_work(write=False) as session:
            assert isinstance(tokens.read(session, raw), kind)


def test_the_raw_key_is_stored_nowhere(database: Database, tell: Any, item: tuple[str, int]) -> None:
    raw = issued(database, tell, item[1])
    with database.unit_of_work(write=False) as session:
        row = session.scalars(sa.select(LinkToken)).one()
        assert raw not in {str(getattr(row, c.key)) for c in LinkToken.__table__.columns}
        assert len(raw) >= 43, "32 random bytes"


@pytest.mark.parametrize("change", ["", "x", "é", "\x00", "A" * 5000])
def test_nothing_of_ours(database: Database, tell: Any, item: tuple[str, int], change: str) -> None:
    raw = issued(database, tell, item[1])
    assert isinstance(reading(database, tell, change), Unknown)
    assert isinstance(reading(database, tell, raw[:-1] + ("A" if raw[-1] != "A" else "B")), Unknown)
    assert isinstance(reading(database, tell, raw + change), Unknown if change else Found)


def test_used_until_it_is_undone(database: Database, tell: Any, item: tuple[str, int]) -> None:
    raw = issued(database, tell, item[1])
    with tell.written(database, "2026-12-04 10:00") as session:
        tokens.use(tokens.read(session, raw).token)
    assert isinstance(reading(database, tell, raw), Used)
    with tell.written(database, "2026-12-04 10:01") as session:
        tokens.unuse(tokens.read(session, raw).token)
    assert isinstance(reading(database, tell, raw), Found)


def test_a_new_owner_ends_the_keys_of_the_old_one(database: Database, tell: Any, item: tuple[str, int]) -> None:
    old, new = issued(database, tell, item[1]), issued(database, tell, item[1], "Lena Brandt")
    with tell.written(database, "2026-12-04 09:40") as session:
        version = session.scalars(sa.select(Record.version).where(Record.ref == item[0])).one()
        fields = {"owner": tell.who(session, "Lena Brandt").id}
        edit_action(session, tell.as_actor(session, "Anna Kowalski"), item[0], version, fields)
    found = reading(database, tell, old)
    assert isinstance(found, Expired)
    assert found.why is TokenEnd.REASSIGNED
    assert isinstance(reading(database, tell, new), Found)


@pytest.mark.parametrize(
    ("step", "given", "ends"),
    [
        ("cancel", {"reason": "Not needed"}, True),
        ("accept_risk", {"reason": "Cheap", "expires_on": date(2027, 2, 1)}, True),
        ("start", {}, False),
        ("claim_done", {"claim": "CHG1"}, False),  # it can still be taken back
    ],
)
def test_an_action_that_is_over_ends_its_keys(
    database: Database, tell: Any, item: tuple[str, int], step: str, given: dict[str, Any], *, ends: bool
) -> None:
    raw = issued(database, tell, item[1])
    with tell.written(database, "2026-12-04 09:40") as session:
        transition(session, tell.as_actor(session, "Maya Lindqvist"), item[0], step, **given)
    assert isinstance(reading(database, tell, raw), Expired if ends else Found)


def test_each_letter_issues_its_own_and_the_earlier_ones_stay_good(database: Database, tell: Any, item: tuple[str, int]) -> None:
    raws = []
    for moment in ("2026-12-02 09:30", "2026-12-04 09:30"):
        tell.swept(database, moment)
        text = tell.claimed(database, moment)["Raj"].text
        (raw,) = set(re.findall(r"/answer\?key=([\w-]+)&a=", text))
        raws.append(raw)
    assert len(set(raws)) == 2
    assert all(isinstance(reading(database, tell, raw), Found) for raw in raws)
