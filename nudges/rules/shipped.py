"""The ladders of a policy (decision 18), from its numbers: ``organisation.rules.policy``, group ``nudges``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nudges.rules.rung import Audience, Counted, Ladder, Rung, Weekly

ASKED, COPY, STEWARD, DECIDER = Audience.ASKED, Audience.COPY, Audience.STEWARD, Audience.DECIDER
HOURS, DAYS, WORKING_DAYS = Counted.HOURS, Counted.DAYS, Counted.WORKING_DAYS

ACCEPT, DUE, CHECK, BLOCKED = "action_accept", "action_due", "action_check", "action_blocked"
EFFECT, RISK, MOVE = "action_effect", "action_risk", "action_move"
UNOWNED, DISPUTED = "action_unowned", "action_disputed"
SESSION, PRE_READ, APPROVAL = "review_session", "review_pre_read", "review_approval"
#: Days before an accepted risk runs out at which its approver hears of it.
RISK_AHEAD = 14
#: Working days of being blocked after which the problem manager hears of it.
BLOCKED_FOR = 5


def ladders(policy: Mapping[str, Any]) -> dict[str, Ladder]:
    """Name -> ladder under the terms of a policy. A number of days that is 0 takes its rung away.

    >>> from organisation.rules.policy import SMALL_TEAM
    >>> [(r.offset, r.to.value) for r in ladders(SMALL_TEAM)["action_due"].rungs]
    [(-7, 'asked'), (-2, 'asked'), (0, 'asked'), (3, 'asked'), (30, 'decider')]
    """
    terms = policy["nudges"]
    late, decide, accept = terms["late_working_days"], terms["decide_days"], policy["actions"]["accept_days"]
    at_once = terms["reviews"] == "at_once"
    made = (
        Ladder(ACCEPT, (
            Rung(0, HOURS, ASKED, "accept"),
            Rung(accept, WORKING_DAYS, STEWARD, "not_accepted"),
        )),
        Ladder(UNOWNED, (Rung(accept, WORKING_DAYS, STEWARD, "no_owner"),)),
        Ladder(DISPUTED, (Rung(0, HOURS, STEWARD, "disputed"), Rung(accept, WORKING_DAYS, DECIDER, "disputed_decide"))),
        Ladder(MOVE, (Rung(0, HOURS, DECIDER, "move"), Rung(accept, WORKING_DAYS, DECIDER, "move_late"))),
        Ladder(DUE, (
            *_days_ahead(terms["early_days"], when_over=terms["early_when_over"]),
            *_days_ahead(terms["soon_days"]),
            Rung(0, DAYS, ASKED, "due_today"),
            Rung(late, WORKING_DAYS, ASKED, "late"),
            Rung(decide, DAYS, DECIDER, "decide"),
        ), Weekly(late, decide, (ASKED, COPY), "still_late")),
        Ladder(CHECK, (
            Rung(0, HOURS, ASKED, "check"),
            Rung(terms["check_working_days"], WORKING_DAYS, ASKED, "check_late"),
            Rung(decide, DAYS, DECIDER, "check_decide"),
        ), Weekly(terms["check_working_days"], decide, (ASKED,), "check_late")),
        Ladder(EFFECT, (
            Rung(0, DAYS, ASKED, "effect"),
            Rung(late, WORKING_DAYS, ASKED, "effect_late"),
            Rung(decide, DAYS, DECIDER, "effect_decide"),
        ), Weekly(late, decide, (ASKED,), "effect_late")),
        Ladder(RISK, (
            Rung(-RISK_AHEAD, DAYS, ASKED, "risk_soon"),
            Rung(0, DAYS, ASKED, "risk_over"),
            Rung(late, WORKING_DAYS, DECIDER, "risk_decide"),
        )),
        Ladder(BLOCKED, (
            Rung(0, HOURS, STEWARD, "blocked"),
            Rung(BLOCKED_FOR, WORKING_DAYS, DECIDER, "blocked_decide"),
        )),
        Ladder(SESSION, _hours("session", before=24, decide=72), urgent=at_once),
        Ladder(PRE_READ, _hours("pre_read", before=4), urgent=at_once),
        Ladder(APPROVAL, _hours("approval", before=24, decide=72), urgent=at_once),
    )  # fmt: skip
    return {ladder.name: ladder for ladder in made}


def _days_ahead(days: int, when_over: int = 0) -> tuple[Rung, ...]:
    return (Rung(-days, DAYS, ASKED, "due_soon", when_over),) if days else ()


def _hours(what: str, *, before: int, decide: int = 0) -> tuple[Rung, ...]:
    """Warned before, told when it is over and a day later; then the problem manager hears of it."""
    late = (Rung(24, HOURS, ASKED, f"{what}_late"), Rung(decide, HOURS, DECIDER, f"{what}_decide")) if decide else ()
    return (Rung(-before, HOURS, ASKED, f"{what}_soon"), Rung(0, HOURS, ASKED, f"{what}_over"), *late)
