"""People: adding, matching, editing. Names never reach the audit trail."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from kernel.db import Database
from kernel.errors import Forbidden, Invalid, Stale
from kernel.permission import Actor, Role, machine
from organisation.models import Account, Person
from organisation.queries.person import directory, roles_of, version_of
from organisation.service.person import add_person, edit_person, edit_profile, find_or_add_person
from organisation.service.roles import set_roles

CONTRIBUTOR = Actor(1, "Anna Kowalski", frozenset({Role.CONTRIBUTOR}), "form")


def test_a_new_person_is_a_contributor_without_account_in_the_zone_of_the_organisation(opened: Session) -> None:
    person = add_person(opened, CONTRIBUTOR, name="  Raj \x00 Patel ", email=" RAJ@Example.org")
    assert (person.name, person.email, person.zone, roles_of(person)) == (
        "Raj Patel", "raj@example.org", "Europe/London", [Role.CONTRIBUTOR]
    )
    assert opened.get(Account, person.id) is None


def test_only_who_administers_people_gives_other_roles(opened: Session, anna: Actor) -> None:
    with pytest.raises(Forbidden):
        add_person(opened, CONTRIBUTOR, name="Raj", roles={Role.ADMINISTRATOR})
    assert roles_of(add_person(opened, anna, name="Raj", roles={Role.AUDITOR, Role.VIEWER})) == [Role.VIEWER, Role.AUDITOR]


def test_a_viewer_adds_nobody(opened: Session) -> None:
    with pytest.raises(Forbidden):
        add_person(opened, Actor(1, "V", frozenset({Role.VIEWER}), "form"), name="Raj")


def test_a_taken_address_is_an_error_of_its_field_that_names_it(opened: Session, anna: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        add_person(opened, anna, name="Anne", email="ANNA@example.org")
    assert refused.value.messages == {"email": ["anna@example.org is already the mail address of Anna Kowalski"]}


def test_inline_a_mail_address_decides_and_a_name_alone_must_be_clear(opened: Session, anna: Actor) -> None:
    raj = find_or_add_person(opened, anna, "Raj Patel", "raj@example.org")
    assert find_or_add_person(opened, anna, "R. Patel", "RAJ@example.org") is raj
    assert raj.name == "Raj Patel"
    assert find_or_add_person(opened, anna, "raj  patel") is raj
    add_person(opened, anna, name="Raj Patel", email="other@example.org")
    with pytest.raises(Invalid) as refused:
        find_or_add_person(opened, anna, "Raj Patel")
    assert refused.value.messages == {
        "email": ["2 people are called Raj Patel. Enter the mail address of the one you mean"]
    }
    assert find_or_add_person(opened, anna, "Ewa Zielińska") is find_or_add_person(opened, anna, "Ewa Zielińska")


def test_editing_needs_what_was_read(opened: Session, anna: Actor) -> None:
    raj = add_person(opened, anna, name="Raj Patel", email="raj@example.org")
    read = version_of(raj)
    edit_person(opened, anna, raj, {"name": "Raj P. Patel", "email": "raj@example.org", "zone": "UTC"}, version=read)
    with pytest.raises(Stale) as stale:
        edit_person(opened, anna, raj, {"name": "Rajesh", "email": "raj@example.org", "zone": "UTC"}, version=read)
    assert stale.value.version == version_of(raj)
    assert [(c.field, c.theirs, c.yours) for c in stale.value.clashes] == [("name", "Raj P. Patel", "Rajesh")]
    assert raj.name == "Raj P. Patel"


def test_a_change_of_roles_makes_an_edit_stale_too(opened: Session, anna: Actor) -> None:
    raj = add_person(opened, anna, name="Raj Patel")
    read = version_of(raj)
    set_roles(opened, anna, raj, {Role.AUDITOR})
    assert version_of(raj) != read


def test_a_profile_changes_name_and_zone_only(opened: Session) -> None:
    own = opened.get_one(Person, 1)
    values = {"name": "Anna Nowak", "zone": "UTC", "email": "stolen@example.org"}
    edit_profile(opened, CONTRIBUTOR, own, values, version=version_of(own))
    assert (own.name, own.zone, own.email) == ("Anna Nowak", "UTC", "anna@example.org")
    other = add_person(opened, machine(), name="Raj")
    with pytest.raises(Forbidden):
        edit_profile(opened, CONTRIBUTOR, other, values, version=version_of(other))


def test_the_audit_trail_holds_ids_and_never_names(installed: Database) -> None:
    with installed.unit_of_work() as session:
        raj = add_person(session, machine(), name="Raj Patel", email="raj@example.org")
        values = {"name": "Rajesh Patel", "email": "rajesh@example.org", "zone": "UTC"}
        edit_person(session, machine(), raj, values, version=version_of(raj))
        set_roles(session, machine(), raj, {Role.FACILITATOR})
    with installed.unit_of_work(write=False) as session:
        facts = [json.loads(raw) for raw in session.scalars(sa.select(AuditEntry.canonical).order_by(AuditEntry.seq))]
    assert not any(word in json.dumps(facts) for word in ("Raj", "Patel", "Kowalski", "example.org"))
    assert [fact["verb"] for fact in facts] == ["install", "add person", "edit person", "set roles"]
    assert facts[2]["after"] == {"person": 2, "changed": ["email", "name", "zone"]}


def test_the_directory_finds_parts_of_names_and_takes_wildcards_as_letters(opened: Session, anna: Actor) -> None:
    for name in ("Raj Patel", "Łukasz", "100% Ops"):
        add_person(opened, anna, name=name)
    assert [p.name for p, _ in directory(opened, q="pat")] == ["Raj Patel"]
    assert [p.name for p, _ in directory(opened, q="%")] == ["100% Ops"]
    assert [p.name for p, _ in directory(opened, q="Łuk")] == ["Łukasz"]
    assert [p.name for p, _ in directory(opened, q="EXAMPLE.org")] == ["Anna Kowalski"]
