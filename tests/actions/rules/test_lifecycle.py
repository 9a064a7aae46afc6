"""Every state x every transition, and every guard; the table was written by hand from issue 5 and decision 17."""

from __future__ import annotations

from datetime import date

import pytest

from actions.rules.lifecycle import ACTION_LIFECYCLE, SHOWN_AS, ActionFacts, ActionState
from kernel.errors import Obstacle, Refused

#: state -> what may follow, by transition. What is not here is refused.
TABLE: dict[str, dict[str, str]] = {
    "proposed": {
        "accept": "accepted", "claim_done": "done", "start": "in_progress", "refuse": "refused",
        "cancel": "cancelled", "accept_risk": "risk_accepted", "supersede": "superseded",
    },
    "accepted": {
        "claim_done": "done", "start": "in_progress", "block": "blocked", "cancel": "cancelled",
        "accept_risk": "risk_accepted", "supersede": "superseded",
    },
    "in_progress": {
        "claim_done": "done", "block": "blocked", "cancel": "cancelled", "accept_risk": "risk_accepted",
        "supersede": "superseded",
    },
    "blocked": {
        "claim_done": "done", "start": "in_progress", "cancel": "cancelled", "accept_risk": "risk_accepted",
        "supersede": "superseded",
    },
    "done": {"verify": "verified", "send_back": "in_progress", "cancel": "cancelled"},
    "verified": {"await_effect": "effectiveness_due", "find_not_effective": "not_effective"},
    "effectiveness_due": {
        "find_effective": "effective", "find_partly_effective": "partly_effective",
        "find_not_effective": "not_effective",
    },
    "effective": {"find_not_effective": "not_effective"},
    "partly_effective": {"find_not_effective": "not_effective"},
    "not_effective": {
        "accept": "accepted", "claim_done": "done", "start": "in_progress", "cancel": "cancelled",
        "accept_risk": "risk_accepted", "supersede": "superseded",
    },
    "refused": {},
    "cancelled": {},
    "risk_accepted": {"risk_expires": "proposed"},
    "superseded": {},
}
NAMES = [t.name for t in ACTION_LIFECYCLE.transitions]
FULL = ActionFacts(owner_id=1, actor_id=2, reason="because", claim="done so", expires_on=date(2027, 6, 30),
                   superseded_by="ACT-0002")


def test_the_table_names_every_state() -> None:
    assert set(TABLE) == {state.value for state in ActionState}
    assert set(SHOWN_AS) == set(ActionState)


@pytest.mark.parametrize("state", list(ActionState))
@pytest.mark.parametrize("name", NAMES)
def test_walk(state: ActionState, name: str) -> None:
    found = ACTION_LIFECYCLE.check(name, state, FULL)
    expected = TABLE[state.value].get(name)
    if expected is None:
        assert len(found.obstacles) == 1
        assert "cannot be done while the state is" in found.obstacles[0].text
        with pytest.raises(Refused):
            ACTION_LIFECYCLE.require(name, state, FULL)
    else:
        assert found.obstacles == ()
        assert ACTION_LIFECYCLE.require(name, state, FULL).to.value == expected


@pytest.mark.parametrize("state", list(ActionState))
def test_offered_is_the_row_of_the_table(state: ActionState) -> None:
    assert {t.name for t in ACTION_LIFECYCLE.offered(state)} == set(TABLE[state.value])


@pytest.mark.parametrize(
    ("name", "state", "lacking", "obstacle"),
    [
        ("accept", "proposed", {"owner_id": None}, Obstacle("Name one person who owns this action.", "edit#owner")),
        ("start", "accepted", {"owner_id": None}, Obstacle("Name one person who owns this action.", "edit#owner")),
        ("claim_done", "in_progress", {"owner_id": None}, Obstacle("Name one person who owns this action.", "edit#owner")),
        ("claim_done", "in_progress", {"claim": " \n"}, Obstacle("Say what was done and where it can be seen.", "claim")),
        ("block", "accepted", {"reason": ""}, Obstacle("Enter a reason.", "reason")),
        ("send_back", "done", {"reason": "  "}, Obstacle("Enter a reason.", "reason")),
        ("refuse", "proposed", {"reason": ""}, Obstacle("Enter a reason.", "reason")),
        ("cancel", "done", {"reason": ""}, Obstacle("Enter a reason.", "reason")),
        ("find_partly_effective", "effectiveness_due", {"reason": ""}, Obstacle("Enter a reason.", "reason")),
        ("find_not_effective", "effective", {"reason": ""}, Obstacle("Enter a reason.", "reason")),
        ("accept_risk", "blocked", {"reason": ""}, Obstacle("Enter a reason.", "reason")),
        ("accept_risk", "blocked", {"expires_on": None}, Obstacle("Enter the date until which the risk is accepted.", "expires_on")),
        ("supersede", "proposed", {"superseded_by": ""}, Obstacle("Name the action that replaces this one.", "superseded_by")),
        ("verify", "done", {"actor_id": 1}, Obstacle("Somebody other than the owner has to check this action.")),
        ("find_effective", "effectiveness_due", {"actor_id": 1}, Obstacle("Somebody other than the owner has to check this action.")),
        ("find_partly_effective", "effectiveness_due", {"actor_id": 1}, Obstacle("Somebody other than the owner has to check this action.")),
    ],
)
def test_guard(name: str, state: str, lacking: dict[str, object], obstacle: Obstacle) -> None:
    values = {slot: getattr(FULL, slot) for slot in ActionFacts.__slots__}
    found = ACTION_LIFECYCLE.check(name, ActionState(state), ActionFacts(**{**values, **lacking}))
    assert found.obstacles == (obstacle,)


def test_every_obstacle_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        ACTION_LIFECYCLE.require("accept_risk", ActionState.PROPOSED, ActionFacts())
    assert [o.where for o in refused.value.obstacles] == ["reason", "expires_on"]


def test_the_machine_checks_without_being_anybody() -> None:
    assert ACTION_LIFECYCLE.check("verify", ActionState.DONE, ActionFacts(owner_id=1, actor_id=None)).obstacles == ()


def test_a_transition_that_needs_a_reason_has_the_guard_for_it() -> None:
    for transition in ACTION_LIFECYCLE.transitions:
        facts = ActionFacts(owner_id=1, actor_id=2, claim="x", expires_on=date(2027, 1, 1), superseded_by="ACT-0002")
        missing = ACTION_LIFECYCLE.check(transition.name, transition.from_[0], facts).obstacles
        assert [o.where for o in missing] == (["reason"] if transition.needs_reason else []), transition.name
