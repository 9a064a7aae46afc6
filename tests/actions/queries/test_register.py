"""The register: filters, totals, order, and that restricted actions are not in it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from actions.models import Strength
from actions.queries import register
from actions.queries.register import Filter
from actions.queries.today import today
from actions.rules.lifecycle import Shown
from actions.service import transition
from kernel.permission import Actor, machine


def refs(session: Session, actor: Actor, wanted: Filter) -> list[str]:
    day = today(session)
    rows = register.page_of_rows(session, actor, wanted, day, offset=0, size=50)
    assert register.count(session, actor, wanted, day) == len(rows)
    return [row.ref for row in rows]


@pytest.fixture
def filled(session: Session, acts: Any) -> dict[str, str]:
    """Six open actions by name, and one that is restricted to Anna."""
    anna = acts.facilitator(session)
    one, two = acts.source(session), acts.source(session)
    made = {
        "far": acts.action(session, anna, one, due=acts.days(60), title="Add a far one", strength="eliminate"),
        "undated": acts.action(session, anna, one, due=None, title="Change Über-Switch 100%", strength=None),
        "late": acts.set_due(session, acts.action(session, anna, two, title="Remove it"), acts.days(-10)),
        "ewa": acts.action(session, anna, two, due=acts.days(3), owner=acts.owner(session, "Ewa Zielińska").person_id),
        "claimed": acts.claimed(session, anna, two, due=acts.days(2), external_ref="CHG0051688"),
        "dropped": acts.action(session, anna, one, due=acts.days(1)),
        "hidden": acts.action(session, anna, acts.restricted(session, anna), title="Add a secret"),
    }
    transition(session, anna, made["dropped"].record.ref, "cancel", reason="no")
    return {name: action.record.ref for name, action in made.items()}


def test_order_and_what_is_left_out(session: Session, acts: Any, filled: dict[str, str]) -> None:
    f = filled
    maya, anna = acts.problem_manager(session), acts.facilitator(session)
    assert refs(session, maya, Filter()) == [f["late"], f["claimed"], f["ewa"], f["far"], f["undated"]]
    assert refs(session, maya, Filter("all"))[-1] == f["dropped"]
    assert f["hidden"] in refs(session, anna, Filter())
    assert f["hidden"] in refs(session, machine(), Filter())


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter("to_do"), {"late", "ewa", "far", "undated"}),
        (Filter("done"), {"claimed"}),
        (Filter("dropped"), {"dropped"}),
        (Filter("doing"), set()),
        (Filter(late=True), {"late"}),
        (Filter(words="add FAR"), {"far"}),
        (Filter(words="Über"), {"undated"}),
        (Filter(words="100%"), {"undated"}),
        (Filter(words="_"), set()),
        (Filter(words="chg0051688"), {"claimed"}),
        (Filter(words="secret"), set()),
        (Filter(words="'; DROP TABLE action; --"), set()),
        (Filter(source="PIR-2026-0002"), {"late", "ewa", "claimed"}),
        (Filter(source=" pir-2026-0002 ", late=True), {"late"}),
        (Filter(source="PIR-2026-0003"), set()),  # the restricted one, as if it were not there
        (Filter("no such state"), {"late", "claimed", "ewa", "far", "undated"}),
    ],
)
def test_filters(session: Session, acts: Any, filled: dict[str, str], wanted: Filter, names: set[str]) -> None:
    assert set(refs(session, acts.problem_manager(session), wanted)) == {filled[name] for name in names}


def test_by_owner(session: Session, acts: Any, filled: dict[str, str]) -> None:
    maya, ewa = acts.problem_manager(session), acts.owner(session, "Ewa Zielińska")
    assert refs(session, maya, Filter(owner=ewa.person_id)) == [filled["ewa"]]
    assert register.owners(session, maya) == [(ewa.person_id, "Ewa Zielińska"), (acts.owner(session).person_id, "Raj Patel")]


def test_totals(session: Session, acts: Any, filled: dict[str, str]) -> None:
    found = register.totals(session, acts.problem_manager(session), today(session))
    assert found.by_word == {Shown.TO_DO: 4, Shown.DONE: 1, Shown.DROPPED: 1}
    assert found.open_by_strength == {Strength.ELIMINATE: 1, Strength.ENGINEER: 2, None: 1}
    assert (found.all, found.late, found.late_by_strength[Strength.ENGINEER]) == (6, 1, 1)


def test_the_owner_of_a_restricted_action_sees_it_without_its_source(session: Session, acts: Any) -> None:
    anna, raj = acts.facilitator(session), acts.owner(session)
    hidden = acts.restricted(session, anna)
    acts.factor(session, hidden)
    mine = acts.action(session, anna, hidden)
    acts.action(session, anna, hidden, owner=acts.owner(session, "Ewa Zielińska").person_id)
    (row,) = register.page_of_rows(session, raj, Filter(), today(session), offset=0, size=9)
    assert (row.ref, row.source) == (mine.record.ref, None)
    assert refs(session, raj, Filter(source=hidden.ref)) == []


def test_paging(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    made = [acts.action(session, anna, source).record.ref for _ in range(5)]
    pages = [register.page_of_rows(session, anna, Filter(), today(session), offset=o, size=2) for o in (0, 2, 4)]
    assert [[row.ref for row in page] for page in pages] == [made[:2], made[2:4], made[4:]]
