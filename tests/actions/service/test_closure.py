"""From "done" to a known effect: evidence, who checks, the window, and what only time brings about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from actions import jobs, sources
from actions.models import Action
from actions.queries.today import today
from actions.rules.lifecycle import ActionState
from actions.rules.policy import Expectation
from actions.service import add_proof, transition
from kernel import audit, clock
from kernel.db import Database
from kernel.errors import Forbidden, Invalid, Refused
from kernel.permission import machine
from kernel.pieces import live_pieces_of
from organisation.rules.policy import SMALL_TEAM

S = ActionState
TERMS = SMALL_TEAM["actions"]


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The terms under which every source stands, with severity 1; a test changes what it is about."""
    terms = dict(TERMS)
    monkeypatch.setattr(sources, "EXPECTED", lambda _session, ids: dict.fromkeys(ids, Expectation(1, terms)))
    return terms


def test_a_p1_without_evidence_waits_for_it(session: Session, acts: Any, policy: dict[str, Any]) -> None:
    raj, maya = acts.owner(session), acts.problem_manager(session)
    made = acts.claimed(session)
    assert made.evidence_awaited
    with pytest.raises(Refused, match="evidence is still awaited"):
        transition(session, maya, made.record.ref, "verify")
    with pytest.raises(Invalid):
        add_proof(session, raj, made.record.ref, evidence=" ")
    add_proof(session, raj, made.record.ref, evidence="https://ci.example.com/42")
    assert [(p.number, p.url, p.captured_by_id) for p in live_pieces_of(session, made.id)] == [(1, "https://ci.example.com/42", raj.person_id)]
    assert transition(session, maya, made.record.ref, "verify").state is S.VERIFIED
    policy["evidence_for_severity"] = []
    assert not acts.claimed(session).evidence_awaited


def test_evidence_comes_with_the_claim(session: Session, acts: Any, policy: dict[str, Any]) -> None:
    made = acts.action(session)
    transition(session, acts.owner(session), made.record.ref, "claim_done", claim="Alert added", evidence="CHG0051688")
    assert (made.evidence_awaited, [p.description for p in live_pieces_of(session, made.id)]) == (False, ["CHG0051688"])
    with pytest.raises(Forbidden):
        add_proof(session, acts.viewer(session), made.record.ref, evidence="x")


def test_sent_back_and_reported_again_keeps_the_evidence_that_there_was(session: Session, acts: Any, policy: dict[str, Any]) -> None:
    made = acts.action(session)
    for _ in range(2):
        transition(session, acts.owner(session), made.record.ref, "claim_done", claim="Alert added", evidence="CHG0051688")
        transition(session, acts.problem_manager(session), made.record.ref, "send_back", reason="that is staging")
    transition(session, acts.owner(session), made.record.ref, "claim_done", claim="now really")
    assert (made.evidence_awaited, len(live_pieces_of(session, made.id))) == (False, 1)


@pytest.mark.parametrize(("rule", "allowed"), [("raiser", True), ("checker", False), ("problem_manager", False)])
def test_whoever_raised_it_checks_it_where_the_policy_says_so(
    session: Session, acts: Any, policy: dict[str, Any], rule: str, allowed: bool
) -> None:
    from kernel.record import Part

    tomasz, raj = acts.owner(session, "Tomasz Wójcik"), acts.owner(session)
    policy.update(other_verifier=rule, evidence_for_severity=[])
    made = acts.action(session, tomasz, acts.source(session, takes_part=[(tomasz, Part.PARTICIPANT)]), strength="detect")
    transition(session, raj, made.record.ref, "claim_done", claim="done")
    if allowed:
        assert transition(session, tomasz, made.record.ref, "verify").verified_by_id == tomasz.person_id
    else:
        with pytest.raises(Forbidden):
            transition(session, tomasz, made.record.ref, "verify")


def test_only_the_problem_manager_checks_where_the_policy_says_so(session: Session, acts: Any, policy: dict[str, Any]) -> None:
    policy.update(other_verifier="problem_manager", evidence_for_severity=[])
    made = acts.claimed(session)
    with pytest.raises(Forbidden):
        transition(session, acts.facilitator(session), made.record.ref, "verify")
    assert transition(session, acts.problem_manager(session), made.record.ref, "verify").state is S.VERIFIED


def on_root(session: Session, acts: Any, monkeypatch: pytest.MonkeyPatch, **given: Any) -> Action:
    """A claim of an action that engineers a root cause away."""
    source = acts.source(session)
    ref = acts.factor(session, source)
    from kernel.permission import find_record

    root = find_record(session, machine(), ref, "factor").id
    monkeypatch.setattr(sources, "ROOTS", lambda _session, _source: frozenset({root}))
    made = acts.action(session, of=source, factors=[{"factor": ref, "effect": "eliminates", "probability": None}], **given)
    return transition(session, acts.owner(session), made.record.ref, "claim_done", claim="done", evidence="CHG1")


def test_the_effect_is_checked_when_the_window_is_over(session: Session, acts: Any, policy: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    maya, day = acts.problem_manager(session), today(session).day
    made = transition(session, maya, on_root(session, acts, monkeypatch).record.ref, "verify")
    assert (made.state, made.effect_due) == (S.VERIFIED, day + timedelta(days=30))
    own = transition(session, maya, on_root(session, acts, monkeypatch, effect_window_days=45).record.ref, "verify")
    assert own.effect_due == day + timedelta(days=45)
    weak = transition(session, maya, on_root(session, acts, monkeypatch, strength="detect").record.ref, "verify")
    assert weak.effect_due is None


def test_a_test_stands_for_the_window(session: Session, acts: Any, policy: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    maya = acts.problem_manager(session)
    ref = on_root(session, acts, monkeypatch).record.ref
    transition(session, maya, ref, "verify")
    transition(session, maya, ref, "await_effect")
    with pytest.raises(Refused, match="Name the test"):
        transition(session, maya, ref, "find_effective")
    made = transition(session, maya, ref, "find_effective", reason="5 requests refused of 5")
    assert (made.state, made.effect_checked_by_id) == (S.EFFECTIVE, maya.person_id)


def test_not_effective_opens_it_anew(session: Session, acts: Any, policy: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    maya = acts.problem_manager(session)
    made = on_root(session, acts, monkeypatch)
    transition(session, maya, made.record.ref, "verify")
    transition(session, maya, made.record.ref, "find_not_effective", reason="it happened again")
    assert (made.state, made.effect_due, made.effect_checked_at, made.verified_at) == (S.NOT_EFFECTIVE, None, None, None)


def test_what_only_time_brings_about(database: Database, acts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A risk comes back on the day after its last, the effect is asked for on its day; twice woken is once done."""
    with database.unit_of_work() as session:
        risk, effect, later = acts.action(session), acts.claimed(session), acts.claimed(session)
        maya = acts.problem_manager(session)
        transition(session, maya, risk.record.ref, "accept_risk", reason="cheap", expires_on=acts.days(10))
        for made, days in ((effect, 11), (later, 12)):
            transition(session, maya, made.record.ref, "verify")
            made.effect_due = acts.days(days)
        session.flush()
        audit.note(session, machine("test"), "set effect")
        ids = (risk.id, effect.id, later.id)
    expected = {10: (S.RISK_ACCEPTED, S.VERIFIED, S.VERIFIED), 11: (S.PROPOSED, S.EFFECTIVENESS_DUE, S.VERIFIED)}
    noon = clock.now().replace(hour=12, minute=0)
    for days, states in expected.items():
        with clock.told(noon + timedelta(days=days)):
            for _ in range(2):
                jobs.let_time_pass(database, None)  # type: ignore[arg-type]  # needs no settings
            with database.unit_of_work(write=False) as session:
                assert tuple(session.get_one(Action, i).state for i in ids) == states
