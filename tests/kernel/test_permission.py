"""Who may do what, and which records exist for whom. Routes are walked in tests/security; here is the kernel's own part."""

from __future__ import annotations

from itertools import product

import make
import pytest
import sqlalchemy as sa

from kernel import audit
from kernel.db import Database
from kernel.errors import Forbidden, NotFound
from kernel.permission import (
    EVERYBODY,
    GRANTS,
    Actor,
    Role,
    find_record,
    machine,
    may,
    parts_of,
    require,
    require_on,
    visible,
)  # fmt: skip
from kernel.record import Part, Participation, Record, Scope
from kernel.ref import RecordKind

NOBODY: frozenset[Part] = frozenset()


def actor(*roles: Role, person_id: int | None = 7) -> Actor:
    return Actor(person_id, "Somebody", frozenset(roles), "form")


@pytest.mark.parametrize(("verb", "role"), list(product(GRANTS, Role)), ids=str)
def test_a_role_grants_exactly_the_verbs_of_its_grants(verb: str, role: Role) -> None:
    assert may(actor(role), verb) is (role in GRANTS[verb].roles)


@pytest.mark.parametrize(("verb", "part"), list(product(GRANTS, Part)), ids=str)
def test_a_part_grants_what_no_role_has_to(verb: str, part: Part) -> None:
    assert may(actor(), verb, frozenset({part})) is (part in GRANTS[verb].parts)


def test_those_who_only_read() -> None:
    """Decision 23: viewer, leader and auditor change nothing; the administrator changes no content of a review or an
    action. What it may do to them is keeping house: hand over the work of who left, hold, delete after retention."""
    reading = {"read", "export a review"}
    assert {v for v in GRANTS if may(actor(Role.VIEWER), v)} == reading
    assert {v for v in GRANTS if may(actor(Role.LEADER), v)} == reading
    assert {v for v in GRANTS if may(actor(Role.AUDITOR), v)} == {*reading, "read the audit trail", "read the access log"}
    assert {v for v in GRANTS if may(actor(Role.ADMINISTRATOR), v)} == {
        *reading, "read the audit trail", "read the access log", "import incidents", "add a person", "administer people",
        "administer hooks", "administer policies", "administer services", "hand over work", "hold a record", "delete after retention",
        "look after the delivery",
    }
    assert GRANTS["read"] == EVERYBODY


def test_the_machine_may_everything() -> None:
    """It holds every role, and every part in every record (``parts_of``)."""
    assert all(may(machine(), verb, frozenset(Part)) for verb in GRANTS)
    assert (machine().person_id, machine("job").door) == (None, "job")


def test_an_unknown_verb_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        may(machine(), "fly")


def test_require() -> None:
    require(actor(Role.FACILITATOR), "edit a review")
    with pytest.raises(Forbidden, match="edit a review"):
        require(actor(Role.VIEWER), "edit a review")


@pytest.fixture
def records(database: Database) -> dict[str, int]:
    """A restricted review with a factor that it guards and an action of its own owner; an open one beside them."""
    with database.unit_of_work() as session:
        people = {name: make.person(session, name).id for name in ("Named", "Owner", "Outside")}

        def add(ref: str, scope: Scope, guard: int | None = None, kind: RecordKind = RecordKind.REVIEW) -> int:
            found = Record(kind=kind, ref=ref, title=ref, scope=scope, guard_id=guard)
            session.add(found)
            session.flush()
            return found.id

        hidden = add("PIR-2026-9001", Scope.RESTRICTED)
        ids = {
            **people, "hidden": hidden, "factor": add("FAC-9001", Scope.RESTRICTED, hidden, RecordKind.FACTOR),
            "action": add("ACT-9001", Scope.RESTRICTED, hidden, RecordKind.ACTION),
            "other": add("PIR-2026-9002", Scope.RESTRICTED), "open": add("PIR-2026-9003", Scope.OPEN),
            "of open": add("FAC-9002", Scope.OPEN, None, RecordKind.FACTOR),
        }
        session.add(Participation(record_id=hidden, person_id=people["Named"], part=Part.OBSERVER))
        session.add(Participation(record_id=ids["action"], person_id=people["Owner"], part=Part.OWNER))
        session.flush()
        audit.note(session, machine("test"), "make records")
    return ids


@pytest.mark.parametrize(
    ("who", "refs"),
    [
        ("Named", {"PIR-2026-9001", "FAC-9001", "ACT-9001", "PIR-2026-9003", "FAC-9002"}),
        ("Owner", {"ACT-9001", "PIR-2026-9003", "FAC-9002"}),
        ("Outside", {"PIR-2026-9003", "FAC-9002"}),
        ("machine", {"PIR-2026-9001", "FAC-9001", "ACT-9001", "PIR-2026-9002", "PIR-2026-9003", "FAC-9002"}),
    ],
)
def test_visible(database: Database, records: dict[str, int], who: str, refs: set[str]) -> None:
    """All roles at once open no restricted record: only being named does, in it or in what guards it."""
    reader = machine() if who == "machine" else actor(*Role, person_id=records[who])
    with database.unit_of_work(write=False) as session:
        assert set(session.scalars(sa.select(Record.ref).where(visible(reader)))) == refs


def test_a_participation_counts_once_however_many_parts(database: Database, records: dict[str, int]) -> None:
    with database.unit_of_work() as session:
        session.add(Participation(record_id=records["hidden"], person_id=records["Named"], part=Part.SCRIBE))
        session.flush()
        audit.note(session, machine("test"), "add part")
    with database.unit_of_work(write=False) as session:
        found = session.scalars(sa.select(Record.ref).where(visible(actor(person_id=records["Named"])))).all()
    assert len(found) == len(set(found))


def test_parts_are_those_in_the_record_and_in_its_guard(database: Database, records: dict[str, int]) -> None:
    with database.unit_of_work(write=False) as session:
        def parts(name: str, of: str) -> frozenset[Part]:
            return parts_of(session, actor(person_id=records[name]), session.get_one(Record, records[of]))

        assert parts("Named", "hidden") == {Part.OBSERVER}
        assert parts("Named", "factor") == {Part.OBSERVER}
        assert parts("Owner", "action") == {Part.OWNER}
        assert parts("Owner", "hidden") == NOBODY
        assert parts("Named", "open") == NOBODY
        assert parts_of(session, machine(), session.get_one(Record, records["open"])) == set(Part)


def test_find_record_says_the_same_of_absent_and_restricted(database: Database, records: dict[str, int]) -> None:
    with database.unit_of_work(write=False) as session:
        outside = actor(*Role, person_id=records["Outside"])
        told = []
        for ref in ("PIR-2026-9001", "PIR-2026-7777"):
            with pytest.raises(NotFound) as error:
                find_record(session, outside, ref, "review")
            told.append(str(error.value))
        assert told == ["There is no such review."] * 2
        assert find_record(session, outside, "PIR-2026-9003", "review").id == records["open"]


def test_require_on_asks_the_parts_in_the_record(database: Database, records: dict[str, int]) -> None:
    with database.unit_of_work(write=False) as session:
        action = session.get_one(Record, records["action"])
        assert require_on(session, actor(person_id=records["Owner"]), "answer for an action", action) == {Part.OWNER}
        with pytest.raises(Forbidden):
            require_on(session, actor(person_id=records["Named"]), "answer for an action", action)
