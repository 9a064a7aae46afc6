"""Options of the fields that name a person or a team: those at hand, and whoever stands there already."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from organisation.models import Person, Team
from organisation.queries.person import active_people
from organisation.queries.team import all_teams


def people_choices(session: Session, *kept: int | None) -> list[tuple[int, str]]:
    """Everybody who is here, and the ``kept`` ones even when they have left, so that an edit does not lose them."""
    found = [(person.id, person.name) for person in active_people(session)]
    gone = set(kept) - {person_id for person_id, _ in found} - {None}
    left = session.scalars(sa.select(Person).where(Person.id.in_(gone)).order_by(Person.name)) if gone else ()
    return [*found, *((person.id, f"{person.name}, has left") for person in left)]


def team_choices(session: Session, kept: int | None = None) -> list[tuple[int, str]]:
    """Every team at work, and the one that stands there."""
    found = [(team.id, team.name) for team in all_teams(session)]
    team = session.get(Team, kept) if kept and kept not in dict(found) else None
    return [*found, *([(team.id, f"{team.name}, dissolved")] if team else [])]
