"""Who looks after a record, nearest first."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.db import Database
from kernel.permission import Role, machine
from kernel.record import Part, Participation, Record, Scope
from kernel.ref import RecordKind
from organisation.models import Person, PersonRole
from organisation.queries.in_charge import in_charge


def person(session: Session, name: str, *roles: Role) -> int:
    row = Person(name=name)
    session.add(row)
    session.flush()
    session.add_all(PersonRole(person_id=row.id, role=role) for role in roles)
    return row.id


def record(session: Session, ref: str, scope: Scope = Scope.OPEN, guard: Record | None = None, **parts: int) -> Record:
    row = Record(kind=RecordKind.REVIEW, ref=ref, title=ref, scope=scope, guard_id=guard.id if guard else None)
    session.add(row)
    session.flush()
    session.add_all(Participation(record_id=row.id, person_id=who, part=Part(part)) for part, who in parts.items())
    session.flush()
    return row


def test_tiers(installed: Database) -> None:
    """Anna (1) is the administrator, Maya the problem manager, Kim the facilitator, Raj the owner, Olga has left."""
    with installed.unit_of_work() as session:
        session.execute(sa.delete(PersonRole).where(PersonRole.person_id == 1, PersonRole.role != Role.ADMINISTRATOR))
        maya = person(session, "Maya", Role.PROBLEM_MANAGER)
        kim, raj, olga = person(session, "Kim"), person(session, "Raj"), person(session, "Olga", Role.PROBLEM_MANAGER)
        session.get_one(Person, olga).left_on = date(2026, 11, 1)
        plain = record(session, "PIR-2026-9001", facilitator=kim, observer=olga)
        inside = record(session, "PIR-2026-9002", Scope.RESTRICTED, facilitator=kim, scribe=raj)
        below = record(session, "PIR-2026-9003", Scope.RESTRICTED, guard=inside, owner=raj)
        nobody = record(session, "PIR-2026-9004")
        audit.note(session, machine("test"), "make")
        found = in_charge(session, [plain.id, inside.id, below.id, nobody.id])
        assert list(found.tiers(plain.id)) == [(kim,), (maya,), (1,)]
        assert list(found.tiers(plain.id, decide=True)) == [(maya,), (1,), (kim,)]
        assert list(found.tiers(inside.id)) == [(kim,), (), (), tuple(sorted((kim, raj)))], "no role opens a restricted record"
        assert list(found.tiers(below.id)) == list(found.tiers(inside.id)), "whoever is in its guard is in it"
        assert list(found.tiers(nobody.id)) == [(), (maya,), (1,)]
        assert found.may_know(inside.id, raj)
        assert not found.may_know(inside.id, maya)
        assert [found.may(plain.id, who, "check an action") for who in (kim, maya, raj, 1)] == [True, True, False, False]
        assert not found.may(nobody.id, kim, "check an action"), "a part counts in its own record alone"
