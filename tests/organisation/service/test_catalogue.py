"""Services by name, and deputies by date."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from kernel.errors import Forbidden, Invalid
from kernel.permission import Actor, Role
from organisation.models import Person
from organisation.queries.deputy import deputies_of, standing_in
from organisation.queries.service import all_services
from organisation.service.deputy import add_deputy
from organisation.service.person import add_person
from organisation.service.service import find_or_add_service, find_or_add_services


def test_a_service_is_found_by_its_name_whatever_the_capitals(opened: Session, anna: Actor) -> None:
    checkout = find_or_add_service(opened, anna, " Checkout\t")
    assert find_or_add_service(opened, anna, "CHECKOUT") is checkout
    named = find_or_add_services(opened, anna, ["Cards", "", "checkout", "cards", "  "])
    assert [s.name for s in named] == ["Cards", "Checkout"]
    assert [s.name for s in all_services(opened)] == ["Cards", "Checkout"]


@pytest.mark.parametrize("name", ["", " \x00", "x" * 121])
def test_a_service_has_a_name_of_some_length(opened: Session, anna: Actor, name: str) -> None:
    with pytest.raises(Invalid, match="services"):
        find_or_add_service(opened, anna, name)


def test_a_deputy_answers_on_both_days_and_between(opened: Session, anna: Actor) -> None:
    own = opened.get_one(Person, 1)
    raj = add_person(opened, anna, name="Raj")
    row = add_deputy(opened, anna, own, raj, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 4))
    days = {day: standing_in(opened, date(2026, 12, day)) for day in (1, 4, 5)}
    assert days == {1: {raj.id: (1,)}, 4: {raj.id: (1,)}, 5: {}}
    assert standing_in(opened, date(2026, 11, 30)) == {}
    assert deputies_of(opened, 1) == [(row, raj)]
    raj.left_on = date(2026, 12, 2)
    assert standing_in(opened, date(2026, 12, 3)) == {}


def test_a_deputyship_makes_sense(opened: Session, anna: Actor) -> None:
    own = opened.get_one(Person, 1)
    raj = add_person(opened, anna, name="Raj")
    with pytest.raises(Invalid, match="somebody else"):
        add_deputy(opened, anna, own, own, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 4))
    with pytest.raises(Invalid, match="before the first"):
        add_deputy(opened, anna, own, raj, starts_on=date(2026, 12, 4), ends_on=date(2026, 12, 1))
    with pytest.raises(Forbidden):
        add_deputy(
            opened, Actor(raj.id, "Raj", frozenset({Role.CONTRIBUTOR}), "form"), own, raj,
            starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1),
        )
