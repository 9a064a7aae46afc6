"""Giving what one person holds to another: reviews, actions, services, teams."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid
from kernel.permission import Actor, require
from organisation.models import Person, Service, Team
from organisation.queries.belongings import belongings
from organisation.retention import HOLDINGS, Belonging, Holdings
from organisation.service.catalogue import edit_service
from organisation.service.team import edit_team

VERB = "hand over work"


def hand_over(session: Session, actor: Actor, person: Person, keys: Sequence[str], to: Person | None) -> int:
    """Give the chosen belongings to ``to``; the number. Raises ``Invalid`` on ``to`` and ``keys``.

    Each kind is passed on by its own service, with its own entry in the trail.
    """
    require(actor, VERB)
    wrong: dict[str, list[str]] = {}
    if to is None or not to.is_active or to.id == person.id:
        wrong["to"] = ["Select somebody else who is here"]
    held = {one.key for one in belongings(session, actor, person.id)}
    if not keys:
        wrong["keys"] = ["Select what is handed over"]
    elif not held.issuperset(keys):
        wrong["keys"] = ["One of these has changed hands already. Look at the list again"]
    if wrong or to is None:
        raise Invalid(wrong)
    for kind in HOLDINGS:
        if mine := [key for key in keys if key.startswith(f"{kind.kind}:")]:
            kind.pass_on(session, actor, mine, person.id, to.id)
    session.flush()
    audit.note(session, actor, "hand over", after={"person": person.id, "people": [to.id], "count": len(keys)})
    return len(keys)


def _services(session: Session, _actor: Actor, person_id: int) -> list[Belonging]:
    owned = sa.select(Service).where(Service.owner_id == person_id, Service.retired_on.is_(None))
    return [Belonging(f"service:{s.id}", "Service owner", s.name, f"/services/{s.id}") for s in session.scalars(owned.order_by(Service.name))]


def _pass_services(session: Session, actor: Actor, keys: Sequence[str], _from: int, to: int) -> None:
    for key in keys:
        service = session.get_one(Service, int(key.partition(":")[2]))
        edit_service(session, actor, service, {"owner_id": to}, version=service.version)


def _teams(session: Session, _actor: Actor, person_id: int) -> list[Belonging]:
    led = sa.select(Team).where(Team.lead_id == person_id, Team.retired_on.is_(None))
    return [Belonging(f"team:{t.id}", "Team lead", t.name, f"/teams/{t.id}") for t in session.scalars(led.order_by(Team.name))]


def _pass_teams(session: Session, actor: Actor, keys: Sequence[str], _from: int, to: int) -> None:
    for key in keys:
        team = session.get_one(Team, int(key.partition(":")[2]))
        edit_team(session, actor, team, {"lead_id": to}, version=team.version)


OWN_HOLDINGS = (Holdings("service", _services, _pass_services), Holdings("team", _teams, _pass_teams))
