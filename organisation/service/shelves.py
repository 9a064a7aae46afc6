"""What a row of a sent table is compared with: everything stored of its kind, read once, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Invalid
from kernel.permission import Actor
from organisation.models import Calendar, Person, Service, Team
from organisation.queries.person import roles_of, version_of
from organisation.service.catalogue import add_service, edit_service
from organisation.service.person import NEWCOMER, add_person, edit_person
from organisation.service.roles import set_roles
from organisation.service.team import add_team, edit_team, member_ids


@dataclass(frozen=True, slots=True)
class Found:
    """A stored thing with its values, those of the row's columns alone."""

    thing: Any
    values: Mapping[str, Any]


class Shelf(Protocol):
    """Stored things of one kind.

    ``read`` turns cells into values of columns, and raises ``Invalid`` on a column of the file. Two rows with one ``key``,
    whatever their capitals, are one thing.
    """

    def read(self, cells: Mapping[str, Any]) -> dict[str, Any]: ...
    def key(self, values: Mapping[str, Any]) -> str: ...
    def find(self, values: Mapping[str, Any]) -> Found | None: ...
    def add(self, session: Session, actor: Actor, values: Mapping[str, Any]) -> None: ...
    def edit(self, session: Session, actor: Actor, found: Found, values: Mapping[str, Any]) -> None: ...
    def told(self, key: str, value: Any) -> str: ...


class People:
    """People by mail address, and by name where exactly one who is here has it."""

    def __init__(self, session: Session) -> None:
        self.all = list(session.scalars(sa.select(Person)))
        self.by_mail = {person.email: person for person in self.all if person.email}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for person in self.all:
            if person.is_active:
                self.by_name[person.name.casefold()].append(person)
        self.names = {person.id: person.name for person in self.all}

    def id_of(self, column: str, text: str | None) -> int | None:
        if not text:
            return None
        found = self.by_mail.get(text.lower())
        named = [found] if found else self.by_name.get(text.casefold(), [])
        if len(named) > 1:
            raise Invalid({column: [f"{len(named)} people are called {text}. Enter the mail address"]})
        if not named:
            raise Invalid({column: [f"Nobody is called {text}, and nobody has that mail address. Import people first"]})
        if not named[0].is_active:
            raise Invalid({column: [f"{named[0].name} has left"]})
        return named[0].id

    def told(self, value: int | None) -> str:
        return self.names.get(value or 0, "nobody")


def _named(column: str, text: str | None, ids: Mapping[str, int], kind: str) -> int | None:
    if not text:
        return None
    if text.casefold() not in ids:
        raise Invalid({column: [f"There is no {kind} “{text}”. Add it first"]})
    return ids[text.casefold()]


class ServiceShelf:
    COLUMNS: Mapping[str, str] = {"owner": "owner_id", "team": "team_id", "support_hours": "calendar_id"}

    def __init__(self, session: Session) -> None:
        self.people = People(session)
        self.teams = list(session.scalars(sa.select(Team)))
        self.calendars = list(session.scalars(sa.select(Calendar)))
        self.held = {service.name.casefold(): service for service in session.scalars(sa.select(Service))}

    def read(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        values = dict(cells)
        if "owner" in values:
            values["owner_id"] = self.people.id_of("owner", values.pop("owner"))
        if "team" in values:
            values["team_id"] = _named("team", values.pop("team"), {t.name.casefold(): t.id for t in self.teams}, "team")
        if "support_hours" in values:
            ids = {calendar.name.casefold(): calendar.id for calendar in self.calendars}
            values["calendar_id"] = _named("support_hours", values.pop("support_hours"), ids, "calendar")
        return values

    def key(self, values: Mapping[str, Any]) -> str:
        return str(values["name"])

    def find(self, values: Mapping[str, Any]) -> Found | None:
        held = self.held.get(values["name"].casefold())
        return Found(held, {key: getattr(held, key) for key in values}) if held else None

    def add(self, session: Session, actor: Actor, values: Mapping[str, Any]) -> None:
        add_service(session, actor, values)

    def edit(self, session: Session, actor: Actor, found: Found, values: Mapping[str, Any]) -> None:
        edit_service(session, actor, found.thing, values, version=found.thing.version)

    def told(self, key: str, value: Any) -> str:
        if key == "owner_id":
            return self.people.told(value)
        if key in {"team_id", "calendar_id"}:
            rows: list[Any] = [*(self.teams if key == "team_id" else self.calendars)]
            return next((row.name for row in rows if row.id == value), "none")
        return _plain(value)


class TeamShelf:
    COLUMNS: Mapping[str, str] = {"lead": "lead_id", "members": "member_ids"}

    def __init__(self, session: Session) -> None:
        self.people = People(session)
        self.held = {team.name.casefold(): team for team in session.scalars(sa.select(Team))}

    def read(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        values = dict(cells)
        if "lead" in values:
            values["lead_id"] = self.people.id_of("lead", values.pop("lead"))
        if "members" in values:
            found = {self.people.id_of("members", one) for one in values.pop("members") or ()}
            values["member_ids"] = sorted(i for i in found if i is not None)
        return values

    def key(self, values: Mapping[str, Any]) -> str:
        return str(values["name"])

    def find(self, values: Mapping[str, Any]) -> Found | None:
        held = self.held.get(values["name"].casefold())
        if held is None:
            return None
        return Found(held, {key: member_ids(held) if key == "member_ids" else getattr(held, key) for key in values})

    def add(self, session: Session, actor: Actor, values: Mapping[str, Any]) -> None:
        add_team(session, actor, values)

    def edit(self, session: Session, actor: Actor, found: Found, values: Mapping[str, Any]) -> None:
        edit_team(session, actor, found.thing, values, version=found.thing.version)

    def told(self, key: str, value: Any) -> str:
        if key == "lead_id":
            return self.people.told(value)
        if key == "member_ids":
            return ", ".join(sorted(map(self.people.told, value))) or "nobody"
        return _plain(value)


class PersonShelf:
    COLUMNS: Mapping[str, str] = {}

    def __init__(self, session: Session) -> None:
        self.people = People(session)

    def read(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        values = dict(cells)
        if "roles" in values:
            values["roles"] = sorted(set(values["roles"]), key=str)
        held = self.people.by_mail.get(values["email"])
        if held is not None and not held.is_active:
            raise Invalid({"email": [f"{held.name} has left. Mark the person as back first"]})
        return values

    def key(self, values: Mapping[str, Any]) -> str:
        return str(values["email"])

    def find(self, values: Mapping[str, Any]) -> Found | None:
        held = self.people.by_mail.get(values["email"])
        if held is None:
            return None
        return Found(held, {key: sorted(roles_of(held), key=str) if key == "roles" else getattr(held, key) for key in values})

    def add(self, session: Session, actor: Actor, values: Mapping[str, Any]) -> None:
        made = add_person(session, actor, name=values["name"], email=values["email"], roles=values.get("roles", NEWCOMER))
        if "zone" in values:
            self._columns(session, actor, made, values)

    def edit(self, session: Session, actor: Actor, found: Found, values: Mapping[str, Any]) -> None:
        self._columns(session, actor, found.thing, values)
        if values.get("roles", found.values.get("roles")) != found.values.get("roles"):
            owned = [row.service_id for row in found.thing.roles if row.service_id is not None]
            set_roles(session, actor, found.thing, values["roles"], owned)

    def told(self, key: str, value: Any) -> str:
        return ", ".join(value) if key == "roles" else _plain(value)

    def _columns(self, session: Session, actor: Actor, person: Person, values: Mapping[str, Any]) -> None:
        wanted = {key: values.get(key, getattr(person, key)) for key in ("name", "email", "zone")}
        edit_person(session, actor, person, wanted, version=version_of(person))


def _plain(value: Any) -> str:
    return "empty" if value in (None, "") else str(value)
