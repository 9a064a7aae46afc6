"""Roles, leaving, disabling: sessions and tokens end, and an administrator always stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from kernel.db import Database
from kernel.errors import Forbidden, Invalid, Refused
from kernel.permission import Actor, Role, machine
from organisation.models import Account, Person
from organisation.queries.account import actor_of, actor_of_token
from organisation.queries.person import active_people, roles_of
from organisation.queries.service import service_lines
from organisation.service.account import set_password
from organisation.service.person import add_person
from organisation.service.roles import LAST, disable_account, mark_as_back, mark_as_left, set_roles
from organisation.service.service import find_or_add_service
from organisation.service.token import create_token


def owned(person: Person) -> set[int | None]:
    return {row.service_id for row in person.roles if row.role is Role.SERVICE_OWNER}


def test_roles_are_replaced_and_a_service_owner_may_own_some_or_all(opened: Session, anna: Actor) -> None:
    checkout, cards = (find_or_add_service(opened, anna, name) for name in ("Checkout", "Cards"))
    ewa = add_person(opened, anna, name="Ewa")
    set_roles(opened, anna, ewa, {Role.SERVICE_OWNER, Role.VIEWER}, [checkout.id])
    assert (roles_of(ewa), owned(ewa)) == ([Role.VIEWER, Role.SERVICE_OWNER], {checkout.id})
    set_roles(opened, anna, ewa, {Role.SERVICE_OWNER}, [checkout.id, cards.id])
    assert owned(ewa) == {checkout.id, cards.id}
    assert [(line.service.name, line.owners) for line in service_lines(opened)] == [("Cards", ("Ewa",)), ("Checkout", ("Ewa",))]
    set_roles(opened, anna, ewa, {Role.SERVICE_OWNER})
    assert owned(ewa) == {None}  # every service
    with pytest.raises(Invalid, match="service_ids"):
        set_roles(opened, anna, ewa, {Role.SERVICE_OWNER}, [999])


def test_roles_are_the_administrators_to_give(opened: Session) -> None:
    problem_manager = Actor(1, "P", frozenset(set(Role) - {Role.ADMINISTRATOR}), "form")
    for act in (lambda p: set_roles(opened, problem_manager, p, {Role.VIEWER}),
                lambda p: mark_as_left(opened, problem_manager, p),
                lambda p: mark_as_back(opened, problem_manager, p),
                lambda p: disable_account(opened, problem_manager, p),
                lambda p: set_password(opened, problem_manager, p, "x")):
        with pytest.raises(Forbidden):
            act(opened.get_one(Person, 1))


def test_the_last_administrator_stays(opened: Session, anna: Actor) -> None:
    own = opened.get_one(Person, 1)
    with pytest.raises(Invalid) as refused:
        set_roles(opened, anna, own, {Role.VIEWER})
    assert refused.value.messages == {"roles": [LAST]}
    with pytest.raises(Refused):
        mark_as_left(opened, anna, own)
    with pytest.raises(Refused):
        disable_account(opened, anna, own)
    second = add_person(opened, anna, name="Raj", email="raj@example.org", roles={Role.ADMINISTRATOR})
    with pytest.raises(Refused):  # without an account nobody can sign in
        mark_as_left(opened, anna, own)
    set_password(opened, anna, second, "hash")
    mark_as_left(opened, anna, own)
    assert own.left_on is not None


def test_nobody_is_left_without_a_role(opened: Session, anna: Actor) -> None:
    with pytest.raises(Invalid, match="Select at least one role"):
        set_roles(opened, anna, opened.get_one(Person, 1), set())


def test_disabling_ends_sessions_and_tokens_for_good(installed: Database, join: Callable[..., int]) -> None:
    raj = join("Raj Patel", "raj@example.org")
    with installed.unit_of_work() as session:
        person = session.get_one(Person, raj)
        _, plain = create_token(session, machine(), person, name="x")
        assert actor_of(session, raj, 1) is not None
        assert actor_of_token(session, plain) is not None
        disable_account(session, machine(), person)
        assert actor_of(session, raj, 1) is None
        assert actor_of(session, raj, 2) is None
        assert actor_of_token(session, plain) is None
        set_password(session, machine(), person, "hash")
        epoch = session.get_one(Account, raj).epoch
        assert epoch == 3
        assert actor_of(session, raj, epoch) is not None
        assert actor_of(session, raj, 1) is None
        assert actor_of_token(session, plain) is None


def test_who_has_left_is_not_suggested_and_cannot_act_until_back_and_given_a_password(
    installed: Database, join: Callable[..., int]
) -> None:
    raj = join("Raj Patel", "raj@example.org")
    with installed.unit_of_work() as session:
        person = session.get_one(Person, raj)
        mark_as_left(session, machine(), person)
        assert [p.id for p in active_people(session)] == [1]
        with pytest.raises(Invalid, match="has left"):
            set_password(session, machine(), person, "hash")
        with pytest.raises(Invalid, match="has left"):
            create_token(session, machine(), person, name="x")
        mark_as_back(session, machine(), person)
        assert person.is_active
        assert actor_of(session, raj, session.get_one(Account, raj).epoch) is None


def test_an_account_needs_a_mail_address(opened: Session, anna: Actor) -> None:
    with pytest.raises(Invalid, match="Add a mail address first"):
        set_password(opened, anna, add_person(opened, anna, name="On-call DBA"), "hash")
