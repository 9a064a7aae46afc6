"""A change of a policy is a new version: when it counts, who may make it, what is said of it."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, NotFound, Stale
from kernel.permission import Actor, Role
from organisation.models import Policy
from organisation.queries.policy import policy_in_force, versions
from organisation.rules.policy import SMALL_TEAM
from organisation.service.policy import add_version
from tests.make import at

NOW = at("2026-11-20 23:30")  # 21 November has not begun in London


def terms(**review: Any) -> dict[str, Any]:
    found = copy.deepcopy({k: v for k, v in SMALL_TEAM.items() if k != "name"})
    found["review"] |= review
    return found


def test_a_version_counts_from_its_day_and_none_is_edited(opened: Session, anna: Actor) -> None:
    with clock.told(NOW):
        later = add_version(opened, anna, "small_team", terms(length_minutes=45), starts_on=date(2026, 12, 1), reason="Longer", version=1)
        assert policy_in_force(opened).version == 1
        assert (later.starts_at, later.name, later.made_at, later.made_by_id) == (at("2026-12-01 00:00"), "Small team", NOW, anna.person_id)
        assert policy_in_force(opened, at("2026-12-01 00:00")) is later
        at_once = add_version(opened, anna, "small_team", terms(length_minutes=60), starts_on=date(2026, 11, 20), version=2)
        assert at_once.starts_at == NOW
        assert policy_in_force(opened) is at_once
    assert policy_in_force(opened, at("2026-12-02 00:00")) is at_once, "the version that was to start later is overtaken"
    assert [p.terms["review"]["length_minutes"] for p in versions(opened, "small_team")] == [60, 45, 30]
    opened.commit()
    told = json.loads(opened.scalars(sa.select(AuditEntry.canonical).where(AuditEntry.verb == "change policy").order_by(AuditEntry.seq)).first())
    assert (told["before"], told["after"]["Length of a session"]) == ({"Length of a session": "30 min"}, "45 min")


def test_two_who_change_the_same_set_meet(opened: Session, anna: Actor) -> None:
    add_version(opened, anna, "small_team", terms(length_minutes=45), version=1)
    with pytest.raises(Stale) as stale:
        add_version(opened, anna, "small_team", terms(length_minutes=60), version=1)
    assert [(c.field, c.theirs, c.yours) for c in stale.value.clashes] == [("review-length_minutes", "45 min", "60 min")]


def test_what_is_refused(opened: Session, anna: Actor) -> None:
    with pytest.raises(Invalid, match="Nothing differs from version 1"):
        add_version(opened, anna, "small_team", terms(), version=1)
    with pytest.raises(Invalid, match="must not be in the past"):
        add_version(opened, anna, "small_team", terms(length_minutes=45), starts_on=clock.now().date() - timedelta(days=2), version=1)
    unknown = terms()
    unknown["clocks"]["calendar_id"] = 99
    with pytest.raises(Invalid, match="Select a calendar"):
        add_version(opened, anna, "small_team", unknown, version=1)
    with pytest.raises(NotFound):
        add_version(opened, anna, "nobody's", terms(), version=1)
    for role in set(Role) - {Role.ADMINISTRATOR, Role.PROBLEM_MANAGER}:
        with pytest.raises(Forbidden):
            add_version(opened, Actor(None, "x", frozenset({role}), "form"), "small_team", terms(length_minutes=45), version=1)
    assert opened.scalar(sa.select(sa.func.count()).select_from(Policy)) == 2
