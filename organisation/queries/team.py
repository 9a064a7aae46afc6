"""Teams with who is in them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from organisation.models import Person, Service, Team, TeamMember
from organisation.rules.names import one_line


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team, its lead's name, and how many active members and services in use it has."""

    team: Team
    lead: str | None
    members: int
    services: int


def get_team(session: Session, team_id: int) -> Team:
    found = session.get(Team, team_id)
    if found is None:
        raise NotFound("team")
    return found


def all_teams(session: Session) -> list[Team]:
    """Every team in use by name: the options of a team field."""
    in_use = sa.select(Team).where(Team.retired_on.is_(None))
    return list(session.scalars(in_use.order_by(sa.func.lower(Team.name), Team.id)))


def find_team(session: Session, name: str) -> Team | None:
    """The team of this name; capital letters do not matter."""
    clean = one_line(name)
    same = sa.or_(Team.name == clean, sa.func.lower(Team.name) == clean.lower())
    return session.scalar(sa.select(Team).where(same).order_by(Team.id).limit(1))


def count_teams(session: Session, *, q: str = "", state: str = "active") -> int:
    """How many rows ``team_lines`` has for the same question."""
    return session.scalar(sa.select(sa.func.count()).select_from(Team).where(*_asked(q, state))) or 0


def team_lines(
    session: Session, *, q: str = "", state: str = "active", offset: int = 0, size: int | None = None
) -> list[TeamLine]:
    """Teams by name. ``state``: active, retired, all."""
    members = (
        sa.select(sa.func.count())
        .select_from(TeamMember)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.team_id == Team.id, Person.left_on.is_(None))
        .correlate(Team)
        .scalar_subquery()
    )
    services = (
        sa.select(sa.func.count())
        .select_from(Service)
        .where(Service.team_id == Team.id, Service.retired_on.is_(None))
        .correlate(Team)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Team, Person.name, members, services)
        .outerjoin(Person, Person.id == Team.lead_id)
        .where(*_asked(q, state))
        .order_by(sa.func.lower(Team.name), Team.id)
        .offset(offset)
        .limit(size)
    )
    return [TeamLine(*row) for row in rows]


def members_of(session: Session, team_id: int) -> list[Person]:
    """Everybody in the team, by name; those who have left too."""
    inside = sa.select(TeamMember.person_id).where(TeamMember.team_id == team_id)
    return list(session.scalars(sa.select(Person).where(Person.id.in_(inside)).order_by(Person.name, Person.id)))


def teams_of(session: Session, person_id: int) -> list[Team]:
    """The teams in which a person is, or that they lead, by name."""
    inside = sa.select(TeamMember.team_id).where(TeamMember.person_id == person_id)
    return list(
        session.scalars(
            sa.select(Team).where(sa.or_(Team.id.in_(inside), Team.lead_id == person_id)).order_by(sa.func.lower(Team.name))
        )
    )


def _asked(q: str, state: str) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if q:
        where.append(sa.or_(sa.func.lower(Team.name).contains(q.lower(), autoescape=True), Team.name.contains(q, autoescape=True)))
    if state != "all":
        where.append(Team.retired_on.is_(None) if state == "active" else Team.retired_on.is_not(None))
    return where
