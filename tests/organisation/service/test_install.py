"""The first rows, the policies and the settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from kernel import clock
from kernel.errors import Forbidden, Invalid, Refused, Stale
from kernel.permission import Actor, Role, machine
from organisation.models import Organisation, Person, Policy
from organisation.queries.person import roles_of
from organisation.queries.policy import NotInstalled, policy_in_force, policy_sets, the_organisation
from organisation.rules.policy import SHIPPED, SMALL_TEAM
from organisation.service.install import install, is_installed
from organisation.service.settings import choose_policy_set, edit_organisation, version_of

FIRST = {"name": "Anna", "email": "anna@example.org", "password_hash": "x"}


def test_an_empty_database_says_so(session: Session) -> None:
    assert not is_installed(session)
    with pytest.raises(NotInstalled, match="debrief init"):
        policy_in_force(session)
    with pytest.raises(NotInstalled, match="debrief init"):
        the_organisation(session)


def test_it_seeds_once(opened: Session) -> None:
    assert is_installed(opened)
    assert roles_of(opened.get_one(Person, 1)) == [
        Role.FACILITATOR, Role.INCIDENT_MANAGER, Role.PROBLEM_MANAGER, Role.ADMINISTRATOR
    ]
    assert [(p.key, p.version, p.name) for p in policy_sets(opened)] == [
        ("small_team", 1, "Small team"), ("regulated", 1, "Regulated")
    ]
    assert policy_in_force(opened).terms == dict(SMALL_TEAM)
    with pytest.raises(Refused):
        install(opened, machine(), **FIRST)


@pytest.mark.parametrize(("change", "field"), [({"name": " "}, "name"), ({"email": "anna"}, "email"), ({"zone": "Mars/Base"}, "zone")])
def test_it_refuses_what_makes_no_sense(session: Session, change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        install(session, machine(), **{**FIRST, **change})  # type: ignore[arg-type]
    assert list(refused.value.messages) == [field]
    assert not is_installed(session)


def test_the_newest_started_version_of_the_chosen_set_is_in_force(opened: Session, anna: Actor) -> None:
    now = clock.now()
    for version, starts in ((2, now - timedelta(days=1)), (3, now + timedelta(days=1))):
        opened.add(Policy(key="regulated", version=version, name="Regulated", starts_at=starts, terms=dict(SHIPPED["regulated"])))
    opened.flush()
    assert policy_in_force(opened).key == "small_team"
    choose_policy_set(opened, anna, "regulated")
    assert (policy_in_force(opened).key, policy_in_force(opened).version) == ("regulated", 2)
    assert policy_in_force(opened, now + timedelta(days=2)).version == 3
    assert policy_in_force(opened, datetime(2020, 1, 1, tzinfo=UTC)).version == 1
    assert [(p.key, p.version) for p in policy_sets(opened)] == [("small_team", 1), ("regulated", 2)]


def test_settings_need_the_right_a_known_set_and_what_was_read(opened: Session, anna: Actor) -> None:
    found = opened.get_one(Organisation, 1)
    read = version_of(found)
    values = {"name": "Nordwind AG", "zone": "Europe/Berlin", "policy_key": "regulated"}
    contributor = Actor(1, "A", frozenset(set(Role) - {Role.ADMINISTRATOR, Role.PROBLEM_MANAGER}), "form")
    with pytest.raises(Forbidden):
        edit_organisation(opened, contributor, values, version=read)
    with pytest.raises(Forbidden):
        choose_policy_set(opened, contributor, "regulated")
    with pytest.raises(Invalid, match="policy_key"):
        choose_policy_set(opened, anna, "my_own")
    edit_organisation(opened, anna, values, version=read)
    with pytest.raises(Stale) as stale:
        edit_organisation(opened, anna, {**values, "name": "Nordwind SE"}, version=read)
    assert [(c.field, c.theirs, c.yours) for c in stale.value.clashes] == [("name", "Nordwind AG", "Nordwind SE")]


