"""Months of the list, in the zone of whoever looks."""

from __future__ import annotations

import pytest
from servicenow_export import export, take
from sqlalchemy.orm import Session

from incidents.queries.listing import Wanted, count, listed, month_bounds, months
from kernel import event
from kernel.permission import Actor, Role, machine

TOKYO = Actor(None, "Aki", frozenset({Role.VIEWER}), "form", "Asia/Tokyo")


@pytest.fixture(autouse=True)
def _nobody_listens() -> None:
    event.subscribe([])


def test_no_incidents_have_no_months(session: Session) -> None:
    assert months(session, machine()) == []


def test_months_run_back_from_the_last_to_the_first(session: Session) -> None:
    take(session, export({"opened_at": "2025-11-30 16:00"}, {"opened_at": "2026-02-01 00:00"}))
    assert months(session, machine()) == ["2026-02", "2026-01", "2025-12", "2025-11"]
    assert months(session, TOKYO) == ["2026-02", "2026-01", "2025-12"]  # 16:00 UTC is the next day there


def test_the_same_instant_is_in_another_month_elsewhere(session: Session) -> None:
    take(session, export({"opened_at": "2025-11-30 16:00"}))
    assert [count(session, who, Wanted(month="2025-12")) for who in (machine(), TOKYO)] == [0, 1]


def test_bounds_follow_the_clocks_of_the_zone() -> None:
    start, end = month_bounds("2026-10", "Europe/London")
    assert ((end - start).days, end.timestamp() - start.timestamp()) == (31, (31 * 24 + 1) * 3600)


def test_pages_part_the_list_without_loss(session: Session) -> None:
    take(session, export(*({} for _ in range(25))))  # all opened at the same minute: the id decides
    whole = [i.id for i in listed(session, machine(), Wanted(), offset=0, size=100)]
    parts = [i.id for start in range(0, 25, 7) for i in listed(session, machine(), Wanted(), offset=start, size=7)]
    assert parts == whole
    assert len(set(whole)) == 25
