"""Who looks after a record when nobody else acts: its facilitators, else a problem manager, and never nobody (decision 17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.chunks import chunks
from kernel.permission import Role, grants
from kernel.record import Part, Participation, Record, Scope
from organisation.models import Person, PersonRole


@dataclass(frozen=True, slots=True)
class Kept:
    """One record: who runs it (facilitators, then its steward), and who takes part in it and in its guard.

    People who have left are in neither. ``is_restricted``: the record exists only for ``parts``.
    """

    near: tuple[int, ...] = ()
    parts: Mapping[int, frozenset[Part]] = field(default_factory=dict)
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class InCharge:
    """Of some records. Problem managers and administrators are the same for all of them."""

    records: Mapping[int, Kept]
    managers: tuple[int, ...]
    administrators: tuple[int, ...]
    roles: Mapping[int, frozenset[Role]]

    def tiers(self, record_id: int, *, decide: bool = False) -> Iterator[tuple[int, ...]]:
        """Groups of people, nearest first; with ``decide`` who decides comes before who runs it.

        Of a restricted record only those in it, in the end every one of them.
        """
        kept = self.records.get(record_id, Kept())
        above = (self.managers, self.administrators)
        for tier in (*above, kept.near) if decide else (kept.near, *above):
            yield tuple(p for p in tier if self.may_know(record_id, p))
        if kept.is_restricted:
            yield tuple(sorted(kept.parts))

    @property
    def deciders(self) -> tuple[int, ...]:
        return (*self.managers, *self.administrators)

    def may_know(self, record_id: int, person_id: int) -> bool:
        kept = self.records.get(record_id, Kept())
        return not kept.is_restricted or person_id in kept.parts

    def may(self, record_id: int, person_id: int, verb: str) -> bool:
        """``kernel.permission.may`` for somebody who is not at the desk."""
        held = self.records.get(record_id, Kept()).parts.get(person_id, frozenset())
        return grants(verb, self.roles.get(person_id, frozenset()), held)


def in_charge(session: Session, record_ids: Iterable[int]) -> InCharge:
    """Of these records: two statements for each 500, and one for the roles."""
    roles = _roles(session)
    records: dict[int, Kept] = {}
    for some in chunks(sorted(set(record_ids))):
        records |= _kept(session, some)
    managers, administrators = (
        tuple(p for p, held in roles.items() if role in held) for role in (Role.PROBLEM_MANAGER, Role.ADMINISTRATOR)
    )
    return InCharge(records, managers, administrators, roles)


def _kept(session: Session, record_ids: list[int]) -> dict[int, Kept]:
    records = session.execute(
        sa.select(Record.id, Record.guard_id, Record.scope, Record.steward_id).where(Record.id.in_(record_ids))
    ).all()
    found = {}
    parts = _parts(session, {i for row in records for i in (row.id, row.guard_id) if i})
    for row in records:
        both = [*parts[row.id], *(parts[row.guard_id] if row.guard_id else ())]
        running = [person for person, part in both if part is Part.FACILITATOR]
        held: dict[int, set[Part]] = defaultdict(set)
        for person, part in both:
            held[person].add(part)
        found[row.id] = Kept(
            tuple(dict.fromkeys([*running, *([row.steward_id] if row.steward_id else [])])),
            {person: frozenset(of) for person, of in held.items()}, row.scope is Scope.RESTRICTED,
        )  # fmt: skip
    return found


def _parts(session: Session, record_ids: Collection[int]) -> dict[int, list[tuple[int, Part]]]:
    found: dict[int, list[tuple[int, Part]]] = defaultdict(list)
    for some in chunks(sorted(record_ids)):
        rows = session.execute(
            sa.select(Participation.record_id, Participation.person_id, Participation.part)
            .join(Person, Person.id == Participation.person_id)
            .where(Participation.record_id.in_(some), Person.left_on.is_(None))
            .order_by(Participation.id)
        )
        for record_id, person_id, part in rows:
            found[record_id].append((person_id, part))
    return found


def _roles(session: Session) -> dict[int, frozenset[Role]]:
    """Of everybody who is here and has one, by person id."""
    rows = session.execute(
        sa.select(PersonRole.person_id, PersonRole.role)
        .join(Person, Person.id == PersonRole.person_id)
        .where(Person.left_on.is_(None))
        .order_by(PersonRole.person_id)
    )
    found: dict[int, set[Role]] = defaultdict(set)
    for person_id, role in rows:
        found[person_id].add(role)
    return {person_id: frozenset(roles) for person_id, roles in found.items()}
