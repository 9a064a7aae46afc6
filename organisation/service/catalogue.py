"""Writing down services as the catalogue knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import changes, expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, require
from organisation.models import Calendar, Person, Service, Team
from organisation.queries.service import find_service

VERB = "administer services"
LABELS = {
    "name": "Name", "description": "What it does", "business_unit": "Business unit", "tier": "How critical",
    "owner_id": "Owner", "team_id": "Team", "calendar_id": "Support hours", "retired_on": "Retired on",
}


def add_service(session: Session, actor: Actor, values: Mapping[str, Any]) -> Service:
    """A new service. ``values`` by column; ``name`` is needed. Raises ``Invalid`` on the field that is at fault."""
    require(actor, VERB)
    service = Service(name=values["name"])
    _check(session, service, values)
    for column, value in values.items():
        setattr(service, column, value)
    try:
        with session.begin_nested():
            session.add(service)
    except IntegrityError:  # somebody added it a moment ago
        raise _taken(values["name"]) from None
    audit.note(session, actor, "add service", after={"service": service.name, **_said(session, values)})
    return service


def edit_service(session: Session, actor: Actor, service: Service, values: Mapping[str, Any], *, version: int | None) -> Service:
    """Change the given columns. ``version`` is the service's as it was read, else ``Stale``."""
    require(actor, VERB)
    theirs = {key: getattr(service, key) for key in LABELS}
    expect_version("this service", service.version, version, labels=LABELS, theirs=theirs, yours=values)
    _check(session, service, values)
    before, after = changes(service, values)
    if after:
        session.flush()
        said = {"service": service.name, **_said(session, after)}
        audit.note(session, actor, "edit service", before=_said(session, before), after=said)
    return service


def _check(session: Session, service: Service, values: Mapping[str, Any]) -> None:
    same = find_service(session, values["name"]) if "name" in values else None
    if same is not None and same.id != service.id:
        raise _taken(same.name)
    wrong: dict[str, list[str]] = {}
    owner = session.get(Person, values["owner_id"]) if values.get("owner_id") else None
    if values.get("owner_id") and values["owner_id"] != service.owner_id and (owner is None or not owner.is_active):
        wrong["owner_id"] = [f"{owner.name} has left. Select somebody else" if owner else "Select a person from the list"]
    if values.get("team_id") and session.get(Team, values["team_id"]) is None:
        wrong["team_id"] = ["Select a team from the list"]
    if values.get("calendar_id") and session.get(Calendar, values["calendar_id"]) is None:
        wrong["calendar_id"] = ["Select a calendar from the list"]
    if wrong:
        raise Invalid(wrong)


def _taken(name: str) -> Invalid:
    return Invalid({"name": [f"There is a service “{name}” already"]})


def _said(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """As the audit trail keeps it: team and calendar by their names."""
    said = dict(values)
    if "team_id" in said:
        team = session.get(Team, said.pop("team_id") or 0)
        said["team"] = team.name if team else None
    if "calendar_id" in said:
        calendar = session.get(Calendar, said.pop("calendar_id") or 0)
        said["support_hours"] = calendar.name if calendar else None
    return said
