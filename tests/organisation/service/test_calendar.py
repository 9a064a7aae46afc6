"""Calendars as rows: what may be stored, who may, what the rule made of them counts, and the audit of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, NotFound, Stale
from kernel.permission import Actor, Role
from organisation.models import Calendar, Organisation
from organisation.queries.calendar import calendar_rule, calendars, default_rule, find_calendar, rule_of, rules_by_id
from organisation.schemas.calendar import CalendarForm, body_of
from organisation.service.calendar import add_calendar, choose_calendar, edit_calendar
from tests.make import at

BODY: dict[str, Any] = {
    "name": "Edinburgh", "zone": "Europe/London", "week": {"monday": "9-17.30", "friday": "09:00 to 13:00"}, "country": "GB",
    "region": "scotland", "days": [
        {"day": "2026-12-24", "kind": "off", "name": "Company day"}, {"day": "12 Dec 2026", "kind": "worked", "name": "Stocktaking"}],
}  # fmt: skip


def body(**changes: Any) -> dict[str, Any]:
    return CalendarForm().load({**BODY, **changes})


def test_what_was_typed_comes_back_in_one_form_and_counts(opened: Session, anna: Actor) -> None:
    made = add_calendar(opened, anna, body())
    opened.expire(made)
    assert (made.region, made.week) == ("SCT", [[540, 1050], None, None, None, [540, 780], None, None])
    assert body_of(made)["days"] == [
        {"day": "2026-12-12", "kind": "worked", "name": "Stocktaking"}, {"day": "2026-12-24", "kind": "off", "name": "Company day"}]
    assert CalendarForm().load(body_of(made)) == body(region="SCT")
    rule = rule_of(made)
    # Monday 30 Nov 2026 is St Andrew's Day, Scotland's own; Friday 25 Dec everybody's; Saturday 12 Dec is worked
    worked = [day for day in range(1, 32) if rule.works(date(2026, 12, day))]
    assert not rule.works(date(2026, 11, 30))
    assert worked == [4, 7, 11, 12, 14, 18, 21]
    assert rules_by_id(opened)[made.id] == rule


def test_the_usual_calendar(opened: Session, anna: Actor) -> None:
    first = opened.get_one(Organisation, 1).calendar_id
    assert [c.name for c in calendars(opened)] == ["Office hours"]
    assert default_rule(opened).zone == "Europe/London"
    made = choose_calendar(opened, anna, add_calendar(opened, anna, body(zone="Asia/Kolkata")).id)
    assert default_rule(opened).zone == calendar_rule(opened, None).zone == "Asia/Kolkata"
    assert calendar_rule(opened, first).zone == "Europe/London"
    choose_calendar(opened, anna, made.id)  # again: nothing to say
    opened.commit()
    told = opened.scalars(sa.select(AuditEntry.canonical).where(AuditEntry.verb == "choose calendar")).all()
    assert len(told) == 1
    assert b'"before":{"calendar":"Office hours"}' in told[0]
    opened.get_one(Organisation, 1).calendar_id = None
    assert default_rule(opened).add_working_days(at("2026-11-20 15:21"), 5) == at("2026-11-27 15:21")
    opened.rollback()


def test_an_edit_says_what_changed_and_meets_another(opened: Session, anna: Actor) -> None:
    made = add_calendar(opened, anna, body())
    edit_calendar(opened, anna, made.id, body(week={"monday": "10:00-16:00"}), version=1)
    with pytest.raises(Stale) as stale:
        edit_calendar(opened, anna, made.id, body(name="Glasgow"), version=1)
    assert {c.field: (c.theirs, c.yours) for c in stale.value.clashes}["week"] == (
        "Monday 10:00-16:00", "Monday 09:00-17:30, Friday 09:00-13:00")
    edit_calendar(opened, anna, made.id, body(week={"monday": "10:00-16:00"}), version=2)
    assert made.version == 2  # the same again is no change
    with pytest.raises(NotFound):
        find_calendar(opened, 99)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"week": {}}, "week", "at least one day"),
        ({"week": {"monday": "17:30-09:00"}}, "week", "after the beginning"),
        ({"week": {"monday": "09:00-24:30"}}, "week", "from 00:00 to 24:00"),
        ({"week": {"monday": "always"}}, "week", "Enter hours such as"),
        ({"country": "XX"}, "country", "Select a country"),
        ({"zone": "Mars/Olympus"}, "zone", "not a time zone"),
        ({"days": [{"day": "24/12/2026"}]}, "days", "Enter the date like"),
        ({"days": [{"day": "2026-12-24"}, {"day": "24 Dec 2026"}]}, "days", "stands above already"),
        ({"days": [{"day": "0001-12-24"}]}, "days", "between 2000 and 2199"),
        ({"name": " "}, "name", "Enter a name"),
    ],
)  # fmt: skip
def test_the_form_says_what_is_wrong(changes: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        body(**changes)
    assert words in str(wrong.value.messages[field])


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"region": "Bavaria"}, "region", "Enter one of: England (ENG), Northern Ireland (NIR), Scotland (SCT), Wales (WLS)"),
        ({"country": "FR", "region": "Nowhere"}, "region", "Enter one of"),
        ({"country": "IS", "region": "Nowhere"}, "region", "the same holidays everywhere"),
        ({"country": None, "region": "Scotland"}, "country", "Select the country"),
        ({"name": "OFFICE hours", "region": ""}, "name", "of this name already"),
    ],
)
def test_only_the_country_or_the_database_can_tell(opened: Session, anna: Actor, changes: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Invalid) as wrong:
        add_calendar(opened, anna, body(**changes))
    assert words in wrong.value.messages[field][0]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.FACILITATOR, Role.INCIDENT_MANAGER, Role.LEADER])
def test_others_change_none(opened: Session, join: Callable[..., int], role: Role) -> None:
    other = Actor(None, "x", frozenset({role}), "form")
    for act in (lambda: add_calendar(opened, other, body()), lambda: edit_calendar(opened, other, 1, body(), version=1),
                lambda: choose_calendar(opened, other, 1)):
        with pytest.raises(Forbidden):
            act()
    assert opened.scalar(sa.select(sa.func.count()).select_from(Calendar)) == 1
