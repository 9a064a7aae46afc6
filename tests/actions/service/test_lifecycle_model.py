"""The lifecycle against a model that knows nothing of its code: anybody tries anything in any order.

Nothing is verified by its owner, the first due date never changes, what is dropped never counts as done, and every state
can be reached.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from actions import sources
from actions.models import Action
from actions.queries.action import waiting_move
from actions.queries.register import totals
from actions.queries.today import today
from actions.rules.lifecycle import ACTION_LIFECYCLE, ActionState, Shown
from actions.rules.policy import Expectation
from actions.service import add_proof, decide_move, dispute_owner, edit_action, keep_owner, move_due, transition
from kernel import clock
from kernel.db import Database
from kernel.errors import Forbidden, Invalid, NotFound, Refused
from kernel.permission import Actor, machine
from organisation.rules.policy import SMALL_TEAM

#: step -> (states it leaves from, state it leads to, who may): written by hand from issue 5 and decision 17.
OPEN = {"proposed", "accepted", "in_progress", "blocked", "not_effective"}
STEPS: dict[str, tuple[set[str], str, str]] = {
    "accept": ({"proposed", "not_effective"}, "accepted", "answer"),
    "start": ({"proposed", "accepted", "blocked", "not_effective"}, "in_progress", "answer"),
    "block": ({"accepted", "in_progress"}, "blocked", "answer"),
    "claim_done": (OPEN, "done", "answer"),
    "verify": ({"done"}, "verified", "check"),
    "send_back": ({"done"}, "in_progress", "check"),
    "await_effect": ({"verified"}, "effectiveness_due", "check"),
    "find_effective": ({"effectiveness_due"}, "effective", "check"),
    "find_partly_effective": ({"effectiveness_due"}, "partly_effective", "check"),
    "find_not_effective": ({"verified", "effectiveness_due", "effective", "partly_effective"}, "not_effective", "check"),
    "refuse": ({"proposed"}, "refused", "edit"),
    "cancel": ({*OPEN, "done"}, "cancelled", "edit"),
    "accept_risk": (OPEN, "risk_accepted", "risk"),
    "risk_expires": ({"risk_accepted"}, "proposed", "edit"),
    "supersede": (OPEN, "superseded", "edit"),
}
DROPPED = {"refused", "cancelled", "risk_accepted", "superseded"}
NEEDS_REASON = {"block", "send_back", "find_partly_effective", "find_not_effective", "refuse", "cancel", "accept_risk"}
#: Who may what, beside the owner: a facilitator, a problem manager, somebody who only reads.
MAY = {
    "answer": {"manager"}, "check": {"facilitator", "manager"}, "edit": {"facilitator", "manager"}, "risk": {"manager"}, "move": {"facilitator", "manager"},
}
PEOPLE = ("raj", "tomasz", "facilitator", "manager", "viewer")
NO = (Forbidden, Invalid, NotFound, Refused)


class Lifecycle(RuleBasedStateMachine):
    """``session`` and ``acts`` are set by the test; each run is rolled back."""

    session: Session
    acts: Any

    def __init__(self) -> None:
        super().__init__()
        session, acts = self.session, self.acts
        self.mark = session.begin_nested()
        self.now = clock.now()
        self.actors: dict[str, Actor] = {
            "raj": acts.owner(session), "tomasz": acts.owner(session, "Tomasz Wójcik"), "facilitator": acts.facilitator(session),
            "manager": acts.problem_manager(session), "viewer": acts.viewer(session),
        }
        self.action: Action = acts.action(session, self.actors["facilitator"])
        self.other: str = acts.action(session, self.actors["facilitator"]).record.ref
        self.ref = self.action.record.ref
        self.state, self.owner, self.first = "proposed", "raj", self.action.due
        self.due, self.moves, self.waits, self.disputed, self.proved = self.first, 0, None, False, False
        self.expires: date | None = None

    def teardown(self) -> None:
        self.session.expire_all()
        self.mark.rollback()

    def may(self, who: str, what: str) -> bool:
        return who in MAY[what] or (what in {"answer", "move"} and who == self.owner)

    def tries(self, expected: bool, call: Any) -> bool:
        """Whether it happened, which is as the model says."""
        with clock.told(self.now):
            try:
                call()
            except NO:
                assert not expected, "the model would have allowed it"
                return False
        assert expected, "the model would have refused it"
        return True

    @rule(name=st.sampled_from(sorted(STEPS)), who=st.sampled_from(PEOPLE), with_reason=st.booleans(), evidence=st.booleans())
    def step(self, name: str, who: str, with_reason: bool, evidence: bool) -> None:
        from_, to, grant = STEPS[name]
        said: dict[str, Any] = {"reason": "because" if with_reason else ""}
        if name == "claim_done":
            said = {"claim": "done so", "evidence": "CHG1" if evidence else ""}
        if name == "accept_risk":
            said["expires_on"] = (self.now + timedelta(days=20)).date()
        if name == "supersede":
            said["superseded_by"] = self.other
        is_right = self.state in from_ and self.may(who, grant) and (with_reason or name not in NEEDS_REASON)
        if name in {"verify", "find_effective", "find_partly_effective"}:
            is_right = is_right and who != self.owner
        if name == "verify":
            is_right = is_right and self.proved
        if not self.tries(is_right, lambda: transition(self.session, self.actors[who], self.ref, name, **said)):
            return
        self.state = to
        self.expires = said.get("expires_on")
        if name in {"accept", "start", "claim_done"}:
            self.disputed = False
        if name == "claim_done":
            self.proved = self.proved or evidence

    @rule(who=st.sampled_from(PEOPLE))
    def prove(self, who: str) -> None:
        is_right = self.state in {*OPEN, "done"} and (self.may(who, "answer") or self.may(who, "check"))
        if self.tries(is_right, lambda: add_proof(self.session, self.actors[who], self.ref, evidence="CHG2")):
            self.proved = True

    @rule(who=st.sampled_from(PEOPLE), days=st.integers(1, 60))
    def move(self, who: str, days: int) -> None:
        due = (self.now + timedelta(days=days)).date()
        is_right = self.state in OPEN and self.may(who, "move") and due != self.due
        decides = who == "manager" and self.owner != who
        asks = self.moves >= 2 and not decides
        if asks and self.waits:
            is_right = False
        version = self.action.record.version
        if not self.tries(is_right, lambda: move_due(self.session, self.actors[who], self.ref, version, due=due, reason="more time")):
            return
        if asks:
            self.waits = (due, who)
        else:
            self.due, self.moves, self.waits = due, self.moves + 1, None

    @rule(who=st.sampled_from(PEOPLE), accept=st.booleans())
    def decide(self, who: str, accept: bool) -> None:
        is_right = self.waits is not None and self.state in OPEN and who == "manager" and who not in {self.owner, self.waits[1]}
        if is_right and accept and self.waits and self.waits[0] <= self.now.date():
            is_right = False  # the day that was asked for has passed
        if self.tries(is_right, lambda: decide_move(self.session, self.actors[who], self.ref, accept=accept, answer="so be it")):
            assert self.waits
            if accept:
                self.due, self.moves = self.waits[0], self.moves + 1
            self.waits = None

    @rule(who=st.sampled_from(PEOPLE))
    def dispute(self, who: str) -> None:
        is_right = self.state in OPEN and self.may(who, "answer") and not self.disputed
        if self.tries(is_right, lambda: dispute_owner(self.session, self.actors[who], self.ref, reason="not mine")):
            self.disputed = True

    @rule(who=st.sampled_from(PEOPLE))
    def keep(self, who: str) -> None:
        if self.tries(self.state in OPEN and self.may(who, "edit") and self.disputed, lambda: keep_owner(self.session, self.actors[who], self.ref, reason="agreed")):
            self.disputed = False

    @rule(who=st.sampled_from(PEOPLE), to=st.sampled_from(["raj", "tomasz", "facilitator", "manager"]))
    def give(self, who: str, to: str) -> None:
        version = self.action.record.version
        is_right = self.state in OPEN and self.may(who, "edit")
        if self.tries(is_right, lambda: edit_action(self.session, self.actors[who], self.ref, version, {"owner": self.actors[to].person_id})) and to != self.owner:
            self.owner, self.disputed = to, False
            self.state = "proposed" if self.state == "accepted" else self.state

    @precondition(lambda self: self.state == "risk_accepted")
    @rule()
    def wait(self) -> None:
        """The job brings back what has expired."""
        self.now += timedelta(days=7)
        if self.expires and self.now.date() > self.expires:
            self.tries(True, lambda: transition(self.session, machine("job"), self.ref, "risk_expires"))
            self.state, self.expires = "proposed", None

    @invariant()
    def it_is_as_the_model_says(self) -> None:
        found = self.action
        waits = waiting_move(self.session, found.id)
        assert (found.state.value, found.owner_id, found.due, found.due_version) == (self.state, self.actors[self.owner].person_id, self.due, self.moves)
        assert (waits is not None, found.disputed_at is not None) == (self.waits is not None, self.disputed)

    @invariant()
    def the_first_date_stays(self) -> None:
        assert self.action.original_due == self.first

    @invariant()
    def nobody_checks_an_action_of_their_own(self) -> None:
        assert self.action.verified_by_id is None or self.action.verified_by_id != self.action.owner_id
        assert self.action.effect_checked_by_id is None or self.action.effect_checked_by_id != self.action.owner_id

    @invariant()
    def what_is_dropped_is_not_done(self) -> None:
        counted = totals(self.session, self.actors["manager"], today(self.session)).by_word
        if self.state in DROPPED:
            assert (counted[Shown.DROPPED], counted[Shown.DONE], counted[Shown.CHECKED]) == (1, 0, 0)
        else:
            assert counted[Shown.DROPPED] == 0


def test_anything_in_any_order(sqlite_only: Database, acts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = {**SMALL_TEAM["actions"], "full_check": "none"}
    monkeypatch.setattr(sources, "EXPECTED", lambda _session, ids: dict.fromkeys(ids, Expectation(1, terms)))
    with closing(sqlite_only.open(write=True)) as session:  # nothing of it is committed
        acts.organisation(session)
        for make in (acts.facilitator, acts.problem_manager, acts.owner, acts.viewer):
            make(session)
        acts.owner(session, "Tomasz Wójcik")
        Lifecycle.session, Lifecycle.acts = session, acts
        run_state_machine_as_test(Lifecycle, settings=settings(
            max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)))


def test_the_model_has_every_step_and_every_state() -> None:
    assert set(STEPS) == {t.name for t in ACTION_LIFECYCLE.transitions}
    assert {"proposed", *(to for _, to, _ in STEPS.values())} == {state.value for state in ActionState}


@pytest.mark.parametrize("state", [state.value for state in ActionState])
def test_every_state_is_reached(session: Session, acts: Any, state: str) -> None:
    """By the shortest way that the model has, with whoever may take each step."""
    made = acts.action(session)
    who = {"answer": acts.owner(session), "check": acts.problem_manager(session), "edit": acts.facilitator(session), "risk": acts.problem_manager(session)}
    successor = acts.action(session).record.ref
    said = {"claim_done": {"claim": "done"}, "accept_risk": {"expires_on": acts.days(30)}, "supersede": {"superseded_by": successor}}
    for name in _way_to(state):
        transition(session, who[STEPS[name][2]], made.record.ref, name, **{"reason": "because", **said.get(name, {})})
    assert made.state.value == state


def _way_to(state: str) -> list[str]:
    ways: dict[str, list[str]] = {"proposed": []}
    while state not in ways:
        ways |= {to: [*ways[at], name] for at in list(ways) for name, (from_, to, _) in STEPS.items() if at in from_ and to not in ways}
    return ways[state]
