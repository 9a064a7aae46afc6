"""Bearer tokens: stored hashed, end by date or by hand, and are one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from kernel.db import Database
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.permission import Actor, Role, machine
from organisation.models import ApiToken, Person
from organisation.queries.account import actor_of_token, tokens_of
from organisation.service.person import add_person
from organisation.service.token import create_token, revoke_token


def test_a_token_opens_the_api_as_its_person_and_is_stored_as_a_hash(installed: Database) -> None:
    with installed.unit_of_work() as session:
        token, plain = create_token(session, machine(), session.get_one(Person, 1), name="import", days=1)
        actor = actor_of_token(session, plain)
    assert actor is not None
    assert (actor.person_id, actor.door, Role.ADMINISTRATOR in actor.roles) == (1, "api", True)
    assert plain.startswith("debrief_")
    assert len(plain) > 40
    with installed.unit_of_work(write=False) as session:
        assert session.get_one(ApiToken, token.id).token_hash != plain
        facts = json.dumps([json.loads(raw) for raw in session.scalars(sa.select(AuditEntry.canonical))])
        assert plain not in facts
        assert token.token_hash not in facts


def test_unknown_expired_and_revoked_tokens_open_nothing(opened: Session, anna: Actor) -> None:
    own = opened.get_one(Person, 1)
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as time:
        token, plain = create_token(opened, anna, own, name="a day", days=1)
        endless, other = create_token(opened, anna, own, name="endless")
        for wrong in ("", "x", plain[:-1], plain + "x", plain.upper(), token.token_hash, "debrief_\ud800"):
            assert actor_of_token(opened, wrong) is None
        time.shift(timedelta(hours=23, minutes=59, seconds=59))
        assert actor_of_token(opened, plain) is not None
        time.shift(timedelta(seconds=1))
        assert actor_of_token(opened, plain) is None
        assert tokens_of(opened, 1) == [endless]
        revoke_token(opened, anna, endless.id)
        assert actor_of_token(opened, other) is None
        assert tokens_of(opened, 1) == []


def test_tokens_of_others_are_neither_made_nor_ended_nor_known(opened: Session, anna: Actor) -> None:
    raj = add_person(opened, anna, name="Raj")
    mine, _ = create_token(opened, anna, opened.get_one(Person, 1), name="x")
    as_raj = Actor(raj.id, "Raj", frozenset({Role.CONTRIBUTOR}), "form")
    with pytest.raises(Forbidden):
        create_token(opened, as_raj, opened.get_one(Person, 1), name="x")
    absent, foreign = pytest.raises(NotFound), pytest.raises(NotFound)
    with absent as one:
        revoke_token(opened, as_raj, 999)
    with foreign as two:
        revoke_token(opened, as_raj, mine.id)
    assert str(one.value) == str(two.value)
    own, _ = create_token(opened, as_raj, raj, name="mine")
    revoke_token(opened, anna, own.id)
    assert own.revoked_at is not None


def test_a_token_has_a_name(opened: Session, anna: Actor) -> None:
    with pytest.raises(Invalid, match="Enter a name"):
        create_token(opened, anna, opened.get_one(Person, 1), name=" \x00 ")


def test_a_person_without_account_may_have_a_token(installed: Database, join: Callable[..., int]) -> None:
    robot = join("Import robot", None, Role.INCIDENT_MANAGER, account=False)
    with installed.unit_of_work() as session:
        _, plain = create_token(session, machine(), session.get_one(Person, robot), name="x")
        assert actor_of_token(session, plain) is not None
