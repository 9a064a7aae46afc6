"""Writing down teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from kernel import audit
from kernel.edit import changes, expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, require
from organisation.models import Person, Team, TeamMember
from organisation.queries.person import names_of
from organisation.queries.team import find_team
from organisation.service.catalogue import VERB

LABELS = {"name": "Name", "description": "What it looks after", "lead_id": "Lead", "member_ids": "Members", "retired_on": "Dissolved on"}


def add_team(session: Session, actor: Actor, values: Mapping[str, Any]) -> Team:
    """A new team. ``values`` by column, and ``member_ids``. Raises ``Invalid`` on the field that is at fault."""
    require(actor, VERB)
    team = Team(name=values["name"])
    _check(session, team, values)
    _write(team, values)
    try:
        with session.begin_nested():
            session.add(team)
    except IntegrityError:  # somebody added it a moment ago
        raise _taken(values["name"]) from None
    audit.note(session, actor, "add team", after=_said(team, values))
    return team


def edit_team(session: Session, actor: Actor, team: Team, values: Mapping[str, Any], *, version: int | None) -> Team:
    """Change the given columns, and ``member_ids`` as a whole. ``version`` is the team's as it was read, else ``Stale``."""
    require(actor, VERB)
    theirs = {key: _told(session, key, getattr(team, key)) for key in LABELS if key != "member_ids"}
    theirs["member_ids"] = _told(session, "member_ids", member_ids(team))
    yours = {key: _told(session, key, value) for key, value in values.items()}
    expect_version("this team", team.version, version, labels=LABELS, theirs=theirs, yours=yours)
    _check(session, team, values)
    before, after = _write(team, values)
    if after:
        session.flush()
        audit.note(session, actor, "edit team", before=_said(team, before), after=_said(team, after))
    return team


def member_ids(team: Team) -> list[int]:
    return sorted(member.person_id for member in team.members)


def _write(team: Team, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = changes(team, {key: value for key, value in values.items() if key != "member_ids"})
    wanted = sorted(set(values.get("member_ids", member_ids(team))))
    if wanted != (held := member_ids(team)):
        team.members = [member for member in team.members if member.person_id in wanted]
        team.members += [TeamMember(person_id=person_id) for person_id in wanted if person_id not in held]
        before["member_ids"], after["member_ids"] = held, wanted
        flag_modified(team, "name")  # members are rows of their own, and still the team's version grows
    return before, after


def _check(session: Session, team: Team, values: Mapping[str, Any]) -> None:
    same = find_team(session, values["name"]) if "name" in values else None
    if same is not None and same.id != team.id:
        raise _taken(same.name)
    asked = {*values.get("member_ids", ()), *([values["lead_id"]] if values.get("lead_id") else [])}
    kept = {team.lead_id, *member_ids(team)}
    here = set(session.scalars(sa.select(Person.id).where(Person.id.in_(asked), Person.left_on.is_(None)))) | (asked & kept)
    wrong: dict[str, list[str]] = {}
    if values.get("lead_id") and values["lead_id"] not in here:
        wrong["lead_id"] = ["Select somebody who is here"]
    if not here.issuperset(values.get("member_ids", ())):
        wrong["member_ids"] = ["Select people who are here"]
    if wrong:
        raise Invalid(wrong)


def _taken(name: str) -> Invalid:
    return Invalid({"name": [f"There is a team “{name}” already"]})


def _told(session: Session, key: str, value: Any) -> Any:
    """A value as a person reads it in a conflict."""
    if key == "lead_id" and value:
        return names_of(session, [value]).get(value, "")
    if key == "member_ids":
        return "\n".join(sorted(names_of(session, value).values()))
    return value


def _said(team: Team, values: Mapping[str, Any]) -> dict[str, Any]:
    said = dict(values)
    if "member_ids" in said:
        said["people"] = said.pop("member_ids")
    return {"team": team.name, **said}
