"""Pages of daily work: sorting, views that are kept, many actions given at once, the verify queue, the load."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from actions.models import SavedView
from actions.queries import register as rows
from actions.queries.deciding import to_decide
from actions.queries.load import owners, teams
from actions.queries.mine import effects_due, to_check
from actions.queries.register import Filter
from actions.queries.today import today
from actions.rules.lifecycle import ActionState
from actions.service import dispute_owner, move_due, transition
from actions.service.bulk import give_all
from actions.service.views import drop_view, keep_view
from kernel import audit
from kernel.errors import Invalid, NotFound, Stale
from kernel.permission import machine
from kernel.record import Part
from organisation.models import Team, TeamMember


def listed(session: Session, actor: Any, **given: Any) -> list[str]:
    wanted = Filter("all", **given)
    return [row.title for row in rows.page_of_rows(session, actor, wanted, today(session), offset=0, size=50)]


def test_sorted_and_until(session: Session, acts: Any) -> None:
    anna = acts.facilitator(session)
    zoe, bob = acts.owner(session, "Zoe Last"), acts.owner(session, "Bob First")
    for title, owner, strength, days in (("A", zoe, "detect", 30), ("B", bob, "eliminate", 20), ("C", None, None, 10)):
        acts.action(session, anna, title=title, owner=owner.person_id if owner else None, strength=strength, due=acts.days(days))
    assert {sort: listed(session, anna, sort=sort) for sort in rows.ORDERS} == {
        "due": ["C", "B", "A"], "first_due": ["C", "B", "A"], "owner": ["B", "A", "C"], "strength": ["B", "A", "C"], "ref": ["A", "B", "C"]}
    assert listed(session, anna, until=acts.days(20)) == ["C", "B"]


def test_views_are_ones_own(session: Session, acts: Any) -> None:
    anna, vera = acts.facilitator(session), acts.viewer(session)
    view = keep_view(session, anna, "Late", "late=true")
    assert keep_view(session, anna, "Late", "late=true&sort=owner").id == view.id
    keep_view(session, vera, "Late", "state=all")
    with pytest.raises(NotFound):
        drop_view(session, vera, view.id)
    drop_view(session, anna, view.id)
    assert [v.person_id for v in session.query(SavedView)] == [vera.person_id]
    for number in range(20):
        keep_view(session, anna, f"View {number}", "")
    with pytest.raises(Invalid, match="Let one go first"):
        keep_view(session, anna, "One more", "")


def test_all_are_given_or_none(session: Session, acts: Any) -> None:
    anna, tomasz = acts.facilitator(session), acts.owner(session, "Tomasz Wójcik")
    one, two = acts.action(session, anna), acts.action(session, anna)
    seen = {made.record.ref: made.record.version for made in (one, two)}
    move_due(session, anna, two.record.ref, 1, due=acts.days(50), reason="meanwhile")
    mark = session.begin_nested()
    with pytest.raises(Stale):
        give_all(session, anna, seen, tomasz.person_id)
    mark.rollback()
    seen[two.record.ref] = two.record.version
    give_all(session, anna, seen, tomasz.person_id)
    assert [made.owner_id for made in (one, two)] == [tomasz.person_id] * 2
    for wrong in ({}, {f"ACT-{n:04}": 1 for n in range(201)}):
        with pytest.raises(Invalid):
            give_all(session, anna, wrong, tomasz.person_id)


def test_what_waits_for_whom(session: Session, acts: Any) -> None:
    anna, raj, maya = acts.facilitator(session), acts.owner(session), acts.problem_manager(session)
    source = acts.source(session, takes_part=[(anna, Part.FACILITATOR)])
    asked, disputed, failed, unowned = (acts.action(session, anna, source, title=t, **more) for t, more in (
        ("Asked", {}), ("Disputed", {}), ("Failed", {}), ("Unowned", {"owner": None})))
    for days in (40, 50, 60):
        move_due(session, raj, asked.record.ref, asked.record.version, due=acts.days(days), reason="busy")
    dispute_owner(session, raj, disputed.record.ref)
    transition(session, raj, failed.record.ref, "claim_done", claim="done")
    transition(session, maya, failed.record.ref, "verify")
    transition(session, maya, failed.record.ref, "find_not_effective", reason="again")
    assert {(one.row.title, one.what.split(" to ")[0]) for one in to_decide(session, maya)} == {("Asked", "Decide about a move"), ("Failed", "Decide what follows, it did not work")}
    assert {(one.row.title, one.what) for one in to_decide(session, anna)} == {("Disputed", "Find an owner"), ("Unowned", "Find an owner")}
    assert to_decide(session, raj) == []
    del unowned


def test_the_queue_follows_the_policy_and_awaits_evidence(session: Session, acts: Any) -> None:
    anna, maya = acts.facilitator(session), acts.problem_manager(session)
    tomasz = acts.owner(session, "Tomasz Wójcik")
    source = acts.source(session, takes_part=[(tomasz, Part.PARTICIPANT)])
    raised = acts.claimed(session, tomasz, source, title="Raised by Tomasz", strength="detect")
    other = acts.claimed(session, anna, title="Raised by Anna", strength="detect")
    assert {row.title for row in to_check(session, maya)} == {"Raised by Tomasz", "Raised by Anna"}
    assert [row.title for row in to_check(session, tomasz)] == ["Raised by Tomasz"], "the policy lets whoever raised it check it"
    assert to_check(session, acts.owner(session)) == []
    raised.evidence_awaited = True
    transition(session, maya, other.record.ref, "verify")
    transition(session, maya, other.record.ref, "await_effect")
    assert (to_check(session, maya), [row.state for row in effects_due(session, maya)]) == ([], [ActionState.EFFECTIVENESS_DUE])
    assert effects_due(session, acts.owner(session)) == []


def test_load_by_name(session: Session, acts: Any) -> None:
    anna, raj = acts.facilitator(session), acts.owner(session)
    acts.action(session, anna, due=acts.days(5))
    acts.set_due(session, acts.action(session, anna), acts.days(-20))
    acts.claimed(session, anna)
    bob = acts.owner(session, "Bob First")
    acts.action(session, anna, owner=bob.person_id, due=acts.days(60))
    team = Team(name="Payments", members=[TeamMember(person_id=i) for i in (raj.person_id, bob.person_id)])
    session.add(team)
    session.flush()
    audit.note(session, machine("test"), "make team")
    found = owners(session, anna, today(session))
    assert [(row.name, row.open, row.soon, row.claims) for row in found] == [("Bob First", 1, 0, 0), ("Raj Patel", 2, 2, 1)]
    (row,) = teams(session, anna, today(session))
    assert (row.open, row.soon, row.claims, row.late) == (3, 2, 1, 1)
