"""Targets in versions: the most specific row wins, and the past keeps its own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from kernel import clock
from kernel.errors import Forbidden, Invalid, Stale
from kernel.permission import Actor, Role
from organisation.models import Service
from organisation.queries.targets import aims_of, table_at, tables
from organisation.rules.targets import CountedIn, TargetRow
from organisation.service.catalogue import add_service
from organisation.service.targets import set_targets

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVERY = TargetRow(1, None, None, CountedIn.CALENDAR, 15, 240)
TIER = TargetRow(1, None, 2, CountedIn.CALENDAR, 30, 480)


@pytest.fixture
def services(opened: Session, anna: Actor) -> dict[str, Service]:
    return {name: add_service(opened, anna, {"name": name, "tier": tier}) for name, tier in (("Checkout", 1), ("App", 2), ("Wiki", None))}


def own(service: Service) -> TargetRow:
    return TargetRow(1, service.id, None, CountedIn.SUPPORT, 5, 60)


def test_the_row_that_says_the_most_wins(opened: Session, anna: Actor, services: dict[str, Service]) -> None:
    with clock.told(NOW):
        set_targets(opened, anna, [EVERY, TIER, own(services["App"])], starts_on=date(2026, 1, 1), version=0)
    asked = {name: [a.restore_minutes for a in aims_of(opened, 1, [s.id], NOW)] for name, s in services.items()}
    assert asked == {"Checkout": [240], "App": [60], "Wiki": [240]}
    assert [a.of for a in aims_of(opened, 1, [services["App"].id], NOW)] == ["P1, App"]
    assert [a.restore_minutes for a in aims_of(opened, 1, [], NOW)] == [240]
    assert aims_of(opened, 2, [services["App"].id], NOW) == []
    assert aims_of(opened, None, [services["App"].id], NOW) == []


def test_an_incident_keeps_the_target_of_its_time(opened: Session, anna: Actor, services: dict[str, Service]) -> None:
    checkout = [services["Checkout"].id]
    with clock.told(NOW):
        set_targets(opened, anna, [EVERY], starts_on=date(2026, 1, 1), version=0)
        set_targets(opened, anna, [TargetRow(1, None, None, CountedIn.CALENDAR, 10, 120)], starts_on=date(2026, 12, 1), version=1)
    day = {d: [a.restore_minutes for a in aims_of(opened, 1, checkout, datetime(*d, tzinfo=UTC))]
           for d in ((2025, 12, 31), (2026, 1, 1), (2026, 11, 30, 23, 59), (2026, 12, 1))}
    assert list(day.values()) == [[], [240], [240], [120]]
    assert [t.version for t in tables(opened)] == [2, 1]
    assert table_at(opened, datetime(2025, 1, 1, tzinfo=UTC)) is None


def test_a_day_begins_in_the_zone_of_the_organisation(opened: Session, anna: Actor) -> None:
    """1 July begins in London at 23:00 UTC the day before."""
    with clock.told(NOW):
        made = set_targets(opened, anna, [EVERY], starts_on=date(2026, 7, 1), version=0)
    assert made is not None
    assert made.starts_at == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_the_same_again_is_no_version(opened: Session, anna: Actor) -> None:
    with clock.told(NOW):
        set_targets(opened, anna, [EVERY, TIER], starts_on=date(2026, 1, 1), version=0)
        assert set_targets(opened, anna, [TIER, EVERY], starts_on=date(2026, 11, 20), version=1) is None
    assert len(tables(opened)) == 1


def test_what_cannot_be(opened: Session, anna: Actor, services: dict[str, Service]) -> None:
    with clock.told(NOW):
        set_targets(opened, anna, [EVERY], starts_on=date(2026, 1, 1), version=0)
        with pytest.raises(Stale):
            set_targets(opened, anna, [TIER], starts_on=date(2026, 12, 1), version=0)
        for rows, day, field in (
            ([TIER], date(2026, 11, 19), "starts_on"), ([], date(2026, 12, 1), "rows"),
            ([EVERY, TargetRow(1, None, None, CountedIn.SUPPORT, 5, None)], date(2026, 12, 1), "rows-1-applies_to"),
            ([TargetRow(1, 99, None, CountedIn.SUPPORT, 5, None)], date(2026, 12, 1), "rows-0-applies_to"),
            ([TargetRow(1, None, None, CountedIn.SUPPORT, None, None)], date(2026, 12, 1), "rows-0-response"),
        ):
            with pytest.raises(Invalid) as wrong:
                set_targets(opened, anna, rows, starts_on=day, version=1)
            assert list(wrong.value.messages) == [field]
        with pytest.raises(Forbidden):
            set_targets(opened, Actor(1, "x", frozenset({Role.FACILITATOR}), "form"), [TIER], starts_on=date(2026, 12, 1), version=1)
