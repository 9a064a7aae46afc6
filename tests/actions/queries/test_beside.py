"""What stands beside an action, counted over what the reader may know of."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from actions.queries.action import detail
from actions.service import link_actions, transition
from kernel.errors import Forbidden, Invalid


def checks(session: Session, actor: Any, ref: str) -> list[str]:
    return [hint.check for hint in detail(session, actor, ref).hints]


def test_the_same_in_another_review_until_it_is_linked(session: Session, acts: Any) -> None:
    anna = acts.facilitator(session)
    made, other = (acts.action(session, anna, title=title) for title in ("Add an alert on replica lag", "Adding alerts for lag of replicas"))
    hint = next(h for h in detail(session, anna, made.record.ref).hints if h.check == "A10")
    assert hint.other == other.record.ref
    link_actions(session, anna, made.record.ref, other.record.ref)
    link_actions(session, anna, other.record.ref, made.record.ref)
    assert "A10" not in checks(session, anna, made.record.ref)
    assert [o.ref for o in detail(session, anna, made.record.ref).linked] == [other.record.ref]
    assert [o.ref for o in detail(session, anna, other.record.ref).linked] == [made.record.ref]


def test_what_is_restricted_or_over_is_not_compared(session: Session, acts: Any) -> None:
    anna, bob = acts.facilitator(session), acts.facilitator(session, "Bob Hidden")
    made = acts.action(session, anna)
    acts.action(session, bob, acts.restricted(session, bob))
    over = acts.action(session, anna)
    transition(session, anna, over.record.ref, "cancel", reason="twice")
    assert "A10" not in checks(session, anna, made.record.ref)


def test_an_owner_with_six_others(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    made = [acts.action(session, anna, source, title=f"Add probe {n}") for n in range(7)]
    assert "A09" in checks(session, anna, made[0].record.ref)
    transition(session, anna, made[1].record.ref, "cancel", reason="no")
    assert "A09" not in checks(session, anna, made[0].record.ref)


def test_link_refused(session: Session, acts: Any) -> None:
    anna, bob = acts.facilitator(session), acts.facilitator(session, "Bob Hidden")
    made, hidden = acts.action(session, anna), acts.action(session, bob, acts.restricted(session, bob))
    for other in (made.record.ref, hidden.record.ref, "ACT-9999"):
        with pytest.raises(Invalid):
            link_actions(session, anna, made.record.ref, other)
    with pytest.raises(Forbidden):
        link_actions(session, acts.viewer(session), made.record.ref, made.record.ref)
