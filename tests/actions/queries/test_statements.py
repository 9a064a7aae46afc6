"""The number of SQL statements does not grow with the rows: one action against fifty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from sqlalchemy.orm import Session

from actions.queries import for_document, register
from actions.queries.action import detail
from actions.queries.history import happenings
from actions.queries.mine import last_checked, my_actions
from actions.queries.register import Filter
from actions.queries.today import today
from actions.queries.waiting import waiting_for
from actions.service import edit_action, move_due, transition


class One(NamedTuple):
    """An action by its keys, without a session behind it."""

    id: int
    ref: str


Read = Callable[[Session, Any, Any, One], object]

READS: dict[str, Read] = {
    "for_document": lambda s, _who, source, _one: for_document(s, source.id),
    "register": lambda s, who, _source, _one: register.page_of_rows(s, who, Filter("all"), today(s), offset=0, size=200),
    "totals": lambda s, who, _source, _one: register.totals(s, who, today(s)),
    "owners": lambda s, who, _source, _one: register.owners(s, who),
    "my_actions": lambda s, who, _source, _one: my_actions(s, who, today(s)),
    "waiting_for": lambda s, who, _source, _one: waiting_for(s, who),
    "last_checked": lambda s, who, _source, _one: last_checked(s, who),
    "detail": lambda s, who, _source, one: detail(s, who, one.ref),
    "happenings": lambda s, _who, _source, one: happenings(s, one.id),
}


def fill(session: Session, acts: Any, source: Any, count: int) -> list[Any]:
    """Actions of every shape: each with its own owner, causes, moves and state."""
    maya, anna = acts.problem_manager(session), acts.facilitator(session)
    made = []
    for n in range(count):
        factors = [{"factor": acts.factor(session, source, f"Cause {n} {m}"), "effect": "eliminates", "probability": None} for m in range(2)]
        owner = maya if n % 2 else acts.owner(session, f"Owner {n}")
        action = acts.action(session, anna, source, owner=owner.person_id, factors=factors)
        move_due(session, maya, action.record.ref, 1, due=acts.days(40 + n), reason="later")
        if n % 3 == 1:
            transition(session, maya, action.record.ref, "claim_done", claim="done")
        made.append(action)
    return made


@pytest.mark.parametrize("name", READS)
def test_constant(session: Session, acts: Any, name: str) -> None:
    source, maya = acts.source(session), acts.problem_manager(session)
    counts = []
    for more in (2, 20):
        made = fill(session, acts, source, more)[0]
        one = One(made.id, made.record.ref)
        session.flush()
        session.expunge_all()
        with acts.statements(session) as seen:
            READS[name](session, maya, source, one)
        counts.append(len(seen))
    assert counts[0] == counts[1], counts
    assert 1 <= counts[0] <= 20


def test_more_causes_and_moves_on_one_action(session: Session, acts: Any) -> None:
    source, anna, maya = acts.source(session), acts.facilitator(session), acts.problem_manager(session)
    made = acts.action(session, anna, source)
    ref = made.record.ref
    counts = []
    for wanted in (1, 15):
        rows = [{"factor": acts.factor(session, source, f"Cause {n}"), "effect": "detects", "probability": None} for n in range(wanted)]
        edit_action(session, anna, ref, made.record.version, {"factors": rows})
        for n in range(wanted):
            move_due(session, maya, ref, made.record.version, due=acts.days(50 + wanted + n), reason="later")
        session.expire_all()
        with acts.statements(session) as seen:
            detail(session, anna, ref)
        counts.append(len(seen))
    assert counts[0] == counts[1]
