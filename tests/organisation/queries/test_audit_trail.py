"""The trail shows everything but what the reader may not know of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kernel import audit, clock
from kernel.db import Database
from kernel.errors import Forbidden
from kernel.permission import Actor, Role, machine
from kernel.record import Part, Participation, Record, Scope
from kernel.ref import RecordKind
from organisation.queries.audit_trail import audit_lines


def _actor(person_id: int, *roles: Role) -> Actor:
    return Actor(person_id, "X", frozenset(roles), "form")


@pytest.fixture
def trail(installed: Database, join: Callable[..., int]) -> Database:
    """After install (1) and Raj (2 to 4): an open record (5), a restricted one of Raj's (6) and its action (7)."""
    raj = join("Raj Patel", "raj@example.org", Role.AUDITOR)
    with installed.unit_of_work() as session:
        shown = Record(kind=RecordKind.REVIEW, ref="PIR-2026-0001", title="Open")
        hidden = Record(kind=RecordKind.REVIEW, ref="PIR-2026-0002", title="Hidden", scope=Scope.RESTRICTED)
        session.add_all([shown, hidden])
        session.flush()
        action = Record(kind=RecordKind.ACTION, ref="ACT-0001", title="Act", scope=Scope.RESTRICTED, guard_id=hidden.id)
        session.add_all([action, Participation(record_id=hidden.id, person_id=raj, part=Part.APPROVER)])
        session.flush()
        for record in (shown, hidden, action):
            audit.note(session, machine(), "edit", record_id=record.id, after={"owner_id": raj})
    return installed


def test_an_administrator_who_is_not_named_sees_no_trace_of_a_restricted_record(trail: Database) -> None:
    with trail.unit_of_work(write=False) as session:
        lines, _ = audit_lines(session, _actor(1, Role.ADMINISTRATOR))
        assert [line.seq for line in lines] == [5, 4, 3, 2, 1]
        named, _ = audit_lines(session, _actor(2, Role.AUDITOR))
        assert [line.ref for line in named[:3]] == ["ACT-0001", "PIR-2026-0002", "PIR-2026-0001"]
        assert named[0].changes == ("Owner: Raj Patel",)
        assert (named[0].who, named[0].door) == ("Debrief", "command")


def test_absent_and_restricted_give_the_same_empty_answer(trail: Database) -> None:
    with trail.unit_of_work(write=False) as session:
        reader = _actor(1, Role.ADMINISTRATOR)
        assert audit_lines(session, reader, ref="PIR-2026-0002") == audit_lines(session, reader, ref="PIR-2026-0099") == ([], None)
        found, _ = audit_lines(session, reader, ref="PIR-2026-0001")
        assert [line.seq for line in found] == [5]


def test_pages_go_back_without_a_gap_or_a_repeat(trail: Database) -> None:
    with trail.unit_of_work(write=False) as session:
        seen: list[int] = []
        before: int | None = None
        for _ in range(4):
            lines, before = audit_lines(session, _actor(2, Role.AUDITOR), before=before, size=2)
            seen += [line.seq for line in lines]
        assert seen == [7, 6, 5, 4, 3, 2, 1]
        assert before is None


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.AUDITOR, Role.PROBLEM_MANAGER, Role.ADMINISTRATOR}])
def test_others_do_not_read_it(installed: Database, role: Role) -> None:
    with installed.unit_of_work(write=False) as session, pytest.raises(Forbidden):
        audit_lines(session, _actor(1, role))


def test_filters(trail: Database) -> None:
    with trail.unit_of_work(write=False) as session:
        reader = _actor(2, Role.AUDITOR)

        def seqs(**wanted: Any) -> list[int]:
            return [line.seq for line in audit_lines(session, reader, **wanted)[0]]

        everything = seqs()
        assert seqs(ref="PIR-2026-0002") == [7, 6], "what hangs on a review as well"
        assert seqs(verb="EDI") == [7, 6, 5]
        assert seqs(verb="%") == seqs(verb="_") == []
        assert seqs(person=999) == []
        now = clock.now()
        assert seqs(since=now - timedelta(days=1)) == seqs(until=now + timedelta(days=1)) == everything
        assert seqs(since=now + timedelta(days=1)) == seqs(until=now - timedelta(days=1)) == []
