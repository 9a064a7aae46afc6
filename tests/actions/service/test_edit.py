"""Changing what was agreed; two people at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.rules.lifecycle import ActionState
from actions.service import edit_action, transition
from kernel.audit import AuditEntry
from kernel.errors import Clash, Forbidden, Invalid, NotFound, Refused, Stale
from kernel.permission import visible
from kernel.record import Record


def test_only_what_is_named_changes_and_only_that_is_audited(session: Session, acts: Any) -> None:
    made = acts.action(session, measure="Lag")
    edit_action(session, acts.facilitator(session), made.record.ref, 1, {"measure": "Lag > 60 s", "title": made.record.title})
    assert (made.measure, made.record.title, made.record.version) == ("Lag > 60 s", "Add an alert on replica lag", 2)
    session.commit()
    last = session.scalars(sa.select(AuditEntry.canonical).order_by(AuditEntry.seq.desc()).limit(1)).one()
    fact = json.loads(last)
    assert (fact["verb"], fact["before"], fact["after"]) == ("edit action", {"measure": "Lag"}, {"measure": "Lag > 60 s"})


def test_nothing_changed_writes_nothing(session: Session, acts: Any) -> None:
    made = acts.action(session)
    edit_action(session, acts.facilitator(session), made.record.ref, 1, {"title": made.record.title, "factors": []})
    assert made.record.version == 1


def test_a_stale_edit_shows_both_texts_and_writes_nothing(session: Session, acts: Any) -> None:
    anna, maya, raj = acts.facilitator(session), acts.problem_manager(session), acts.owner(session)
    source = acts.source(session)
    factor = acts.factor(session, source)
    made = acts.action(session, anna, source, measure="Lag", strength="engineer")
    ref = made.record.ref
    edit_action(session, maya, ref, 1, {"measure": "Lag > 60 s", "owner": maya.person_id})
    with pytest.raises(Stale) as stale:
        edit_action(session, anna, ref, 1, {
            "title": "Page on replica lag", "measure": "Lag < 5 s", "owner": raj.person_id, "strength": "detect",
            "kind": "prevent", "factors": [{"factor": factor, "effect": "detects"}],
        })
    assert (stale.value.version, stale.value.by, stale.value.what) == (2, "Maya Lindqvist", ref)
    assert set(stale.value.clashes) == {
        Clash("title", "What will be done", "Add an alert on replica lag", "Page on replica lag"),
        Clash("owner", "Owner", "Maya Lindqvist", "Raj Patel"),
        Clash("strength", "Strength", "Engineer", "Detect"),
        Clash("measure", "How we will know that it worked", "Lag > 60 s", "Lag < 5 s"),
        Clash("factors", "What it acts on", "", f"Detects it: {factor}"),
    }
    assert (made.measure, made.owner_id) == ("Lag > 60 s", maya.person_id)


def test_no_version_is_stale(session: Session, acts: Any) -> None:
    made = acts.action(session)
    with pytest.raises(Stale):
        edit_action(session, acts.facilitator(session), made.record.ref, None, {"title": "Add"})


def test_the_first_due_date_may_be_given_later_once(session: Session, acts: Any) -> None:
    anna = acts.facilitator(session)
    made = acts.action(session, anna, due=None)
    ref = made.record.ref
    with pytest.raises(Invalid):
        edit_action(session, anna, ref, 1, {"due": acts.days(0)})
    edit_action(session, anna, ref, 1, {"due": acts.days(5)})
    assert made.due == made.original_due == acts.days(5)
    with pytest.raises(Invalid) as wrong:
        edit_action(session, anna, ref, 2, {"due": acts.days(9)})
    assert wrong.value.messages == {"due": ["The first date is kept. Move the due date, with a reason"]}
    with pytest.raises(Invalid):
        edit_action(session, anna, ref, 2, {"due": None})
    edit_action(session, anna, ref, 2, {"due": acts.days(5), "measure": "x"})  # the same date is no change


def test_a_new_owner_gets_the_key_and_has_not_accepted(session: Session, acts: Any) -> None:
    anna = acts.facilitator(session)
    raj, ewa = acts.owner(session), acts.owner(session, "Ewa Zielińska")
    made = acts.action(session, anna, acts.restricted(session, anna))
    ref = made.record.ref
    transition(session, raj, ref, "accept")
    edit_action(session, anna, ref, made.record.version, {"owner": ewa.person_id})
    assert made.state is ActionState.PROPOSED
    seen = {who.name: session.scalar(sa.select(Record.id).where(Record.id == made.id, visible(who))) for who in (raj, ewa)}
    assert seen == {"Raj Patel": None, "Ewa Zielińska": made.id}
    edit_action(session, anna, ref, made.record.version, {"owner": None})
    assert made.owner_id is None
    with pytest.raises(NotFound):
        edit_action(session, ewa, ref, made.record.version, {"title": "Mine"})


def test_an_absent_owner_stays(session: Session, acts: Any) -> None:
    made = acts.action(session)
    edit_action(session, acts.facilitator(session), made.record.ref, 1, {"measure": "x", "owner_name": None})
    assert made.owner_id == acts.owner(session).person_id


def test_factors_are_replaced(session: Session, acts: Any) -> None:
    anna, source = acts.facilitator(session), acts.source(session)
    one, two = acts.factor(session, source), acts.factor(session, source, "No alert")
    made = acts.action(session, anna, source, factors=[{"factor": one, "effect": "eliminates", "probability": None}])
    edit_action(session, anna, made.record.ref, 1, {"factors": [{"factor": two, "effect": "reduces", "probability": 0.1}]})
    session.expire_all()
    assert [(f.effect.value, f.probability) for f in made.factors] == [("reduces", 0.1)]
    edit_action(session, anna, made.record.ref, 2, {"factors": []})
    assert made.factors == []
    assert made.record.version == 3


def test_whoever_sees_only_the_action_cannot_choose_the_causes_of_its_review(session: Session, acts: Any) -> None:
    anna = acts.facilitator(session)
    hidden = acts.restricted(session, anna)
    factor = acts.factor(session, hidden)
    jonas = acts.facilitator(session, "Jonas Weber")  # may edit by role, sees the action as its owner
    made = acts.action(session, anna, hidden, owner=jonas.person_id, factors=[{"factor": factor, "effect": "eliminates", "probability": None}])
    with pytest.raises(Invalid):
        edit_action(session, jonas, made.record.ref, 1, {"factors": [{"factor": factor, "effect": "reduces"}]})
    edit_action(session, jonas, made.record.ref, 1, {"measure": "Lag"})
    assert len(made.factors) == 1


def test_what_is_done_stays_as_agreed(session: Session, acts: Any) -> None:
    made = acts.claimed(session)
    with pytest.raises(Refused) as refused:
        edit_action(session, acts.facilitator(session), made.record.ref, made.record.version, {"title": "Other"})
    assert refused.value.obstacles[0].text == "ACT-0001 is done. What was agreed stays as it is."


def test_the_owner_may_not_rewrite_it(session: Session, acts: Any) -> None:
    made = acts.action(session)
    with pytest.raises(Forbidden):
        edit_action(session, acts.owner(session), made.record.ref, 1, {"title": "Less"})


def test_a_title_is_never_taken_away(session: Session, acts: Any) -> None:
    made = acts.action(session)
    with pytest.raises(Invalid):
        edit_action(session, acts.facilitator(session), made.record.ref, 1, {"title": ""})
