"""The two policy sets that are shipped (decision 4), as data. Hours, days; every gate off, hint or block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Impact -> urgency -> severity, as ServiceNow ships it, in our four steps.
MATRIX: Mapping[str, Mapping[str, int]] = {
    "high": {"high": 1, "medium": 2, "low": 3},
    "medium": {"high": 2, "medium": 3, "low": 4},
    "low": {"high": 3, "medium": 4, "low": 4},
}

#: When somebody is reminded of what they have to do (decision 18); 0 takes a rung away. ``reviews`` may be "daily" too.
NUDGES: Mapping[str, Any] = {
    "early_days": 7,
    "early_when_over": 14,
    "soon_days": 2,
    "late_working_days": 3,
    "decide_days": 30,
    "check_working_days": 3,
    "snooze_days": 7,
    "reviews": "at_once",
}

SMALL_TEAM: Mapping[str, Any] = {
    "name": "Small team",
    "review": {
        "opens_for_severity": [1],
        "proposed_for_severity": {"2": 120},  # minutes of impact from which a review is proposed
        "history_days": 14,
        "length_minutes": 30,
        "default_classification": "internal",
    },
    "clocks": {
        "session": {"window_from_hours": 48, "due_hours": 72},
        "pre_read": {"hours_before_session": 24},
        "approval": {"working_days": 5},
        "calendar": "calendar",  # or "working": hours run only while people work
        "calendar_id": None,  # of working hours and days; None is the organisation's own
    },
    "severity": {"matrix": MATRIX},
    "templates": {"p1": "short", "p2": "short", "p3": "short", "p4": "short", "near_miss": "near_miss", "exercise": "exercise"},
    "approvals": {"needed": 1},
    "gates": {
        "impact": "hint", "timeline": "hint", "milestones": "hint", "session_held": "hint", "factor": "hint",
        "decided_gates": "hint", "root_cause": "hint", "checks": "hint", "warnings": "hint", "action": "hint", "action_owned": "hint",
        "action_due": "hint", "strong_action": "hint", "open_combination": "hint", "comments": "hint", "signers": "hint",
    },
    "communications": {"first_minutes": {"1": 30, "2": 60}, "every_minutes": {"1": 60, "2": 120}},
    "response": {"on_call_minutes": 15},
    "actions": {
        "due_days": {"1": 90, "2": 90, "3": 180, "4": 180},
        "due_days_by_kind": {},
        "accept_days": 3,  # working days
        "moves": 2,  # the third asks the problem manager
        "strong_for_severity": [1],
        "least_strength": "engineer",
        "evidence_for_severity": [1],
        "full_check": "root_strong",
        "effect_days": 30,
        "full_verifier": "checker",
        "other_verifier": "raiser",
    },
    "nudges": NUDGES,
    "shows": {"probabilities": False, "dora": False},
}

REGULATED: Mapping[str, Any] = {
    "name": "Regulated",
    "review": {
        "opens_for_severity": [1, 2],
        "proposed_for_severity": {"3": 240},
        "history_days": 14,
        "length_minutes": 60,
        "default_classification": "confidential",
    },
    "clocks": {
        "session": {"window_from_hours": 48, "due_hours": 72},
        "pre_read": {"hours_before_session": 24},
        "approval": {"working_days": 5},
        "calendar": "calendar",  # or "working": hours run only while people work
        "calendar_id": None,  # of working hours and days; None is the organisation's own
    },
    "severity": {"matrix": MATRIX},
    "templates": {"p1": "full", "p2": "full", "p3": "short", "p4": "short", "near_miss": "near_miss", "exercise": "exercise"},
    "approvals": {"chain": ["service_owner", "problem_manager"], "order": "in_order"},
    "gates": {
        "impact": "block", "timeline": "block", "milestones": "block", "session_held": "block", "factor": "block",
        "decided_gates": "hint", "root_cause": "hint", "checks": "block", "warnings": "hint", "action": "block", "action_owned": "block",
        "action_due": "block", "strong_action": "hint", "open_combination": "hint", "comments": "block", "signers": "block",
    },
    "communications": {"first_minutes": {"1": 15, "2": 30}, "every_minutes": {"1": 30, "2": 60}},
    "response": {"on_call_minutes": 10},
    "actions": {
        "due_days": {"1": 90, "2": 90, "3": 180, "4": 180},
        "due_days_by_kind": {"repair": 30},
        "accept_days": 3,  # working days
        "moves": 2,  # the third asks the problem manager
        "strong_for_severity": [1, 2],
        "least_strength": "engineer",
        "evidence_for_severity": [1, 2],
        "full_check": "root_strong",
        "effect_days": 60,
        "full_verifier": "problem_manager",
        "other_verifier": "checker",
    },
    "nudges": NUDGES,
    "shows": {"probabilities": True, "dora": True},
}

#: Groups that are one decision: a version that says anything of them says all.
WHOLE = frozenset({"approvals"})

SHIPPED: Mapping[str, Mapping[str, Any]] = {"small_team": SMALL_TEAM, "regulated": REGULATED}


def completed(key: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """The terms of a version of set ``key``, with what it does not say yet as the set is shipped.

    Versions are never edited, so one written before a term existed follows the shipped one; a group is completed term
    by term, a term itself is taken whole, and so is a group in ``WHOLE``.

    >>> completed("small_team", {"approvals": {"needed": 2}})["approvals"]["needed"]
    2
    >>> completed("small_team", {})["review"]["length_minutes"]
    30
    """
    shipped = SHIPPED.get(key, SMALL_TEAM)
    whole = {**shipped, **written}
    for name, group in shipped.items():
        if isinstance(group, Mapping) and name not in WHOLE:
            whole[name] = {**group, **whole[name]}
    return whole
