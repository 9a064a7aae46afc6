"""Tables of services, teams and people: what a row means, what is refused by name, and that the same file does nothing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from kernel.errors import Forbidden
from kernel.intake.reader import open_table
from kernel.intake.refusal import Unreadable
from kernel.permission import Actor, Role
from organisation.models import Person, Service, Team
from organisation.queries.person import roles_of
from organisation.queries.targets import tables
from organisation.rules.targets import CountedIn, TargetRow
from organisation.service.person import add_person
from organisation.service.roles import mark_as_left
from organisation.service.service import find_or_add_service
from organisation.service.sheets import SHEETS, Plan, plan, store
from organisation.service.target_sheet import differences, read_targets
from organisation.service.team import member_ids

SERVICES = """Name,Owner,Team,Business unit,Tier,Description,Cost centre
Checkout,anna@example.org,Payments,Retail,1,Takes an order,4711
Wiki,,,,low,,4712
"""


def looked(session: Session, actor: Actor, kind: str, text: str) -> Plan:
    return plan(session, actor, SHEETS[kind], open_table(text.encode()))


def taken(session: Session, actor: Actor, kind: str, text: str) -> Plan:
    made = looked(session, actor, kind, text)
    store(session, actor, SHEETS[kind], made, filename="x.csv", sha256="0" * 64)
    return made


def counts(made: Plan) -> tuple[int, int, int, int]:
    return len(made.new), len(made.changed), made.same, len(made.rejects)


def test_services_are_added_changed_and_left_alone(opened: Session, anna: Actor) -> None:
    taken(opened, anna, "teams", "name,lead,members\nPayments,Anna Kowalski,anna@example.org;Anna Kowalski\n")
    find_or_add_service(opened, anna, "CHECKOUT")
    made = looked(opened, anna, "services", SERVICES)
    assert counts(made) == (1, 1, 0, 0)
    assert opened.scalar(sa.select(Service.tier).where(Service.name == "CHECKOUT")) is None, "a preview stores nothing"
    assert made.warnings == ["Not read: Cost centre"]
    assert made.changed[0].words == (
        "Name: CHECKOUT → Checkout", "Description: empty → Takes an order", "Business unit: empty → Retail", "Tier: empty → 1",
        "Owner: nobody → Anna Kowalski", "Team: none → Payments",
    )
    store(opened, anna, SHEETS["services"], made, filename="x.csv", sha256="0" * 64)
    checkout = opened.scalars(sa.select(Service).where(Service.name == "Checkout")).one()
    assert (checkout.tier, checkout.owner_id, checkout.business_unit) == (1, 1, "Retail")
    assert opened.scalars(sa.select(Service.tier).where(Service.name == "Wiki")).one() == 4
    entries = len(opened.info["audit"])
    assert counts(taken(opened, anna, "services", SERVICES)) == (0, 0, 2, 0)
    assert len(opened.info["audit"]) == entries, "the same file again says nothing in the trail"


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties(opened: Session, anna: Actor) -> None:
    taken(opened, anna, "services", "name,tier,business unit\nCheckout,2,Retail\n")
    taken(opened, anna, "services", "name,tier\nCheckout,\n")
    found = opened.scalars(sa.select(Service)).one()
    assert (found.tier, found.business_unit) == (None, "Retail")


def test_rejects_name_row_and_column(opened: Session, anna: Actor) -> None:
    gone = add_person(opened, anna, name="Gone Away", email="gone@example.org")
    mark_as_left(opened, anna, gone)
    add_person(opened, anna, name="Jo Same")
    add_person(opened, anna, name="Jo Same")
    made = looked(opened, anna, "services", (
        "name,owner,team,tier\nA,nobody@example.org,,\nB,gone@example.org,,\nC,Jo Same,,\nD,,Nowhere,\nE,,,seven\n,,,\n"
        "F,,,1\nf,,,1\nG\n"
    ))  # fmt: skip
    assert [(r.row, r.column) for r in made.rejects] == [
        (2, "owner"), (3, "owner"), (4, "owner"), (5, "team"), (6, "tier"), (9, "name"), (10, "owner"),
    ]
    reasons = [r.reason for r in made.rejects]
    assert reasons[2] == "2 people are called Jo Same. Enter the mail address"
    assert reasons[5] == "Row 8 has it already"
    assert counts(made)[0] == 1


def test_people_are_known_by_mail(opened: Session, anna: Actor) -> None:
    text = "Name,E-mail,Email,Roles,Zone\nRaj Patel,x,Raj@Example.org,service_owner; contributor,Asia/Kolkata\n"
    made = taken(opened, anna, "people", text)
    raj = opened.scalars(sa.select(Person).where(Person.email == "raj@example.org")).one()
    assert (raj.zone, roles_of(raj)) == ("Asia/Kolkata", [Role.CONTRIBUTOR, Role.SERVICE_OWNER])
    assert counts(made) == (1, 0, 0, 0)
    assert counts(taken(opened, anna, "people", text)) == (0, 0, 1, 0)
    wrong = looked(opened, anna, "people", "email,name,roles,zone\nb@example.org,B,chief,\nc@example.org,C,,Mars\nno mail,D,viewer,UTC\n")
    assert [(r.row, r.column) for r in wrong.rejects] == [(2, "roles"), (3, "zone"), (4, "email")]


def test_the_last_administrator_is_not_imported_away(opened: Session, anna: Actor) -> None:
    made = looked(opened, anna, "people", "email,name,roles\nanna@example.org,Anna Kowalski,viewer\n")
    with pytest.raises(Unreadable, match="Row 2: .*only administrator"):
        store(opened, anna, SHEETS["people"], made, filename="x.csv", sha256="0" * 64)


def test_members_of_a_team(opened: Session, anna: Actor) -> None:
    taken(opened, anna, "people", "email,name\nraj@example.org,Raj Patel\n")
    taken(opened, anna, "teams", "name,members\nPayments,raj@example.org; Anna Kowalski\n")
    team = opened.scalars(sa.select(Team)).one()
    raj = opened.scalars(sa.select(Person.id).where(Person.name == "Raj Patel")).one()
    assert member_ids(team) == [1, raj]


def test_a_file_of_another_kind_is_refused_and_so_is_another_person(opened: Session, anna: Actor) -> None:
    with pytest.raises(Unreadable, match="no column name"):
        looked(opened, anna, "services", "title,owner\nA,B\n")
    manager = Actor(1, "x", frozenset({Role.PROBLEM_MANAGER}), "form")
    looked(opened, manager, "services", "name\nA\n")
    with pytest.raises(Forbidden):
        looked(opened, manager, "people", "name,email\nA,a@example.org\n")


def test_targets_are_read_as_one_table(opened: Session, anna: Actor) -> None:
    find_or_add_service(opened, anna, "Checkout")
    text = "severity,applies_to,response,restore,hours\nP1,all,15 min,4 h,\n1,checkout,5 min,1 h,support\n2,Tier 2,,8 h,calendar\n9,all,,1 h,\n1,Nowhere,,1 h,\n3,all,,,\n3,all,soon,,\n"
    rows, rejects = read_targets(opened, anna, open_table(text.encode()))
    service = opened.scalars(sa.select(Service.id)).one()
    assert rows == [
        TargetRow(1, None, None, CountedIn.CALENDAR, 15, 240), TargetRow(1, service, None, CountedIn.SUPPORT, 5, 60),
        TargetRow(2, None, 2, CountedIn.CALENDAR, None, 480),
    ]
    assert [(r.row, r.column) for r in rejects] == [(5, "severity"), (6, "applies_to"), (7, "response"), (8, "response")]
    assert tables(opened) == []
    new, gone = differences(opened, rows)
    assert (len(new), gone) == (3, [])


def test_the_trail_says_which_file(opened: Session, anna: Actor) -> None:
    taken(opened, anna, "services", "name\nA\n")
    opened.commit()
    verbs = list(opened.scalars(sa.select(AuditEntry.verb).order_by(AuditEntry.seq)))
    assert verbs[-2:] == ["add service", "import services"]
