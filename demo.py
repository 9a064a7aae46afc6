"""The demo organisation: a year of incidents and three reviews, written through the same services as real ones.

Every step is told at its own moment, so histories, clocks and the audit trail read as they would after a year of use.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from demo_story import Story, facts_of, local_time
from demo_year import import_year
from incidents.rules.times import TimeFact
from incidents.service.incident import add_incident
from kernel import clock
from kernel.db import Database
from kernel.permission import Actor, Role, machine
from organisation.models import Organisation, Person, Service
from organisation.queries.calendar import calendars
from organisation.queries.deputy import today
from organisation.rules.lengths import read_length
from organisation.rules.targets import CountedIn, TargetRow
from organisation.schemas.calendar import CalendarForm
from organisation.service.account import set_password
from organisation.service.calendar import add_calendar, edit_calendar
from organisation.service.catalogue import add_service
from organisation.service.deputy import add_deputy
from organisation.service.hold import place_hold
from organisation.service.install import install
from organisation.service.passwords import hash_password
from organisation.service.person import add_person
from organisation.service.retention import set_periods
from organisation.service.roles import mark_as_left
from organisation.service.targets import set_targets
from organisation.service.team import add_team

REVIEWS = ("filter_rule", "certificate", "checkout")


def is_empty(database: Database) -> bool:
    with database.unit_of_work(write=False) as session:
        return session.get(Organisation, 1) is None


def load(database: Database) -> None:
    """Fill an empty, migrated database."""
    now = clock.now().replace(second=0, microsecond=0)
    facts = facts_of("organisation")
    with clock.told(now - timedelta(days=366)), database.unit_of_work() as session:
        _people(session, facts)
    with clock.told(now), database.unit_of_work() as session:
        import_year(session, now)
    for fact in facts["incidents"]:
        _write_down(database, fact, now)
    told = {name: Story(database, facts_of(name), now) for name in REVIEWS}
    for one in told.values():
        one.tell()
    with clock.told(now), database.unit_of_work() as session:
        _keep(session, facts, {name: one.ref for name, one in told.items()})


def mail_of(name: str) -> str:
    plain = name.lower().replace("ó", "o").replace(" ", ".")
    return f"{plain}@example.com"


def _people(session: Session, facts: dict[str, Any]) -> None:
    by = machine("command")
    hashed = hash_password(facts["password"])
    first, *others = sorted(facts["people"], key=lambda p: "administrator" not in p["roles"])
    install(session, by, name=first["name"], email=mail_of(first["name"]), password_hash=hashed, zone=facts["zone"],
            organisation=facts["name"])
    for one in others:
        person = add_person(session, by, name=one["name"], email=mail_of(one["name"]),
                            roles=[Role(r) for r in one["roles"]])
        if one.get("account", True):
            set_password(session, by, person, hashed)
    _calendars(session, facts["calendars"])
    _catalogue(session, by, facts)


def _keep(session: Session, facts: dict[str, Any], refs: dict[str, str]) -> None:
    """Deputies, who has left, holds and retention, as they stand today."""
    by, day = machine("command"), today(session)
    people = {person.name: person for person in session.scalars(sa.select(Person))}
    for one in facts["deputies"]:
        add_deputy(session, by, people[one["person"]], people[one["deputy"]],
                   starts_on=day + timedelta(days=one["from"]), ends_on=day + timedelta(days=one["until"]))
    for one in facts["people"]:
        if "left_days_ago" in one:
            mark_as_left(session, by, people[one["name"]], day - timedelta(days=one["left_days_ago"]))
    for one in facts["holds"]:
        place_hold(session, by, refs[one["review"]], one["reason"])
    for one in facts["old_incidents"]:
        _old_incident(session, by, one)
    set_periods(session, by, facts["retention"])


def _old_incident(session: Session, by: Actor, facts: dict[str, Any]) -> None:
    zone = session.get_one(Organisation, 1).zone
    began = local_time(clock.now(), -facts["days_ago"], "10:00")
    times = {
        name: TimeFact(name, "person", began + timedelta(minutes=m), "exact", zone, f"{began + timedelta(minutes=m):%H:%M}")
        for name, m in (("detected", 0), ("restored", 90))
    }
    add_incident(session, by, title=facts["title"], severity=facts["severity"], zone=zone, times=times)


def _catalogue(session: Session, by: Actor, facts: dict[str, Any]) -> None:
    ids = {person.name: person.id for person in session.scalars(sa.select(Person))}
    hours = {calendar.name: calendar.id for calendar in calendars(session)}
    teams = {
        team["name"]: add_team(session, by, {
            "name": team["name"], "description": team["description"], "lead_id": ids[team["lead"]],
            "member_ids": [ids[name] for name in team["members"]],
        }).id
        for team in facts["teams"]
    }
    for one in facts["services"]:
        about = {key: one[key] for key in ("name", "tier", "business_unit", "description")}
        add_service(session, by, {**about, "owner_id": ids[one["owner"]], "team_id": teams[one["team"]],
                                  "calendar_id": hours[one["hours"]] if "hours" in one else None})
    rows = [_target(session, row) for row in facts["targets"]["rows"]]
    set_targets(session, by, rows, starts_on=clock.now().date() - timedelta(days=365), version=0)


def _target(session: Session, row: list[Any]) -> TargetRow:
    severity, whom, response, restore, hours = row
    tier = int(whom.removeprefix("tier ")) if whom.startswith("tier ") else None
    service = None if tier or whom == "all" else session.scalars(sa.select(Service.id).where(Service.name == whom)).one()
    return TargetRow(severity, service, tier, CountedIn(hours), read_length(response), read_length(restore))


def _calendars(session: Session, facts: list[dict[str, Any]]) -> None:
    """The first is the one that the installation began with, with its holidays filled in."""
    by, (first, *others) = machine("command"), [CalendarForm().load(each) for each in facts]
    own = calendars(session)[0]
    edit_calendar(session, by, own.id, first, version=own.version)
    for each in others:
        add_calendar(session, by, each)


def _write_down(database: Database, fact: dict[str, Any], now: datetime) -> None:
    """An incident that somebody wrote down an hour after its end."""
    start, zone = local_time(now, -fact["days_ago"], fact["clock"]), facts_of("organisation")["zone"]
    end = start + timedelta(minutes=fact["minutes"])
    times = {name: TimeFact(name, "person", at, "exact", zone, f"{at:%H:%M}") for name, at in (("detected", start), ("restored", end))}
    with clock.told(min(end + timedelta(hours=1), now)), database.unit_of_work() as session:
        service = session.scalars(sa.select(Service.id).where(Service.name == fact["service"])).one()
        add_incident(session, machine("command"), title=fact["title"], severity=fact["severity"], zone=zone, ref=fact["ref"],
                     service_ids=[service], times=times)
