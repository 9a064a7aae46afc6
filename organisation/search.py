"""People, services and teams in the search: open to everybody who is signed in."""

from __future__ import annotations

import sqlalchemy as sa

from kernel.search import Source, lines
from organisation.models import Person, Service, Team

_NOBODYS = sa.literal(None, sa.Integer)
_NOWHERE = sa.literal("", sa.Text)

SOURCES = (
    Source(
        "service", "Services", sa.select(Service.id, _NOBODYS, _NOWHERE, Service.name, lines(Service.description, Service.business_unit)),
        Service.id, {Service: lambda row: [row.id]}, lambda hit: f"/services/{hit.source_id}",
    ),
    Source(
        "team", "Teams", sa.select(Team.id, _NOBODYS, _NOWHERE, Team.name, lines(Team.description)),
        Team.id, {Team: lambda row: [row.id]}, lambda hit: f"/teams/{hit.source_id}",
    ),
    Source(
        "person", "People", sa.select(Person.id, _NOBODYS, _NOWHERE, Person.name, lines(Person.email)),
        Person.id, {Person: lambda row: [row.id]}, lambda hit: f"/people/{hit.source_id}",
    ),
)  # fmt: skip
