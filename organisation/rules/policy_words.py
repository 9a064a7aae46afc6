"""A policy set in words: what choosing it does, line by line, so that two sets can be read side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Terms = Mapping[str, Any]

#: Gate name -> what it asks for.
GATES = {
    "impact": "an impact", "timeline": "a timeline", "milestones": "the main times", "session_held": "a session held",
    "factor": "a contributing factor", "decided_gates": "decided questions", "root_cause": "a root cause",
    "checks": "causes without a blocker of the checks", "warnings": "warnings of the checks mended or dismissed",
    "action": "an action, or a reason for none, for every cause", "action_owned": "an owner for every action", "action_due": "a due date for every action",
    "strong_action": "an action that eliminates or engineers", "open_combination": "an action against what happened",
    "comments": "settled comments", "signers": "somebody to sign each step",
}


def in_words(terms: Terms) -> dict[str, str]:
    """Question -> answer of one policy set, in the order in which they are read."""
    return {question: answer(terms) for question, answer in QUESTIONS.items()}


def _severities(numbers: list[int]) -> str:
    return " and ".join(f"P{n}" for n in numbers) or "none"


def _proposed(terms: Terms) -> str:
    found = [f"P{s} from {_length(m)}" for s, m in terms["review"]["proposed_for_severity"].items()]
    return ", ".join(found) or "none"


def _length(minutes: int) -> str:
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _session(terms: Terms) -> str:
    clock = terms["clocks"]["session"]
    return f"within {clock['due_hours']} h, best after {clock['window_from_hours']} h"


def _approvers(terms: Terms) -> str:
    approvals = terms["approvals"]
    if approvals.get("chain"):
        joined = ", then " if approvals.get("order", "in_order") == "in_order" else " and "
        return f"{joined.join(str(role).replace('_', ' ') for role in approvals['chain'])}, none of them the submitter"
    needed = approvals["needed"]
    return "1 person, not the submitter" if needed == 1 else f"{needed} people, not the submitter"


def _gates(setting: str) -> Callable[[Terms], str]:
    def answer(terms: Terms) -> str:
        found = [words for gate, words in GATES.items() if terms["gates"].get(gate) == setting]
        return "all parts" if len(found) == len(GATES) else ", ".join(found) or "nothing"

    return answer


def _updates(terms: Terms) -> str:
    first, every = terms["communications"]["first_minutes"], terms["communications"]["every_minutes"]
    found = [f"P{s} first within {_length(m)}" for s, m in first.items()] + [f"P{s} every {_length(m)}" for s, m in every.items()]
    return ", ".join(found) or "not asked for"


def _shown(terms: Terms) -> str:
    shows = terms["shows"]
    found = [words for key, words in (("probabilities", "probabilities"), ("dora", "DORA codes")) if shows[key]]
    return " and ".join(found) or "neither"


def _templates(terms: Terms) -> str:
    """Such as "P1 and P2 full, P3 and P4 short"."""
    named = terms["templates"]
    by_template: dict[str, list[int]] = {}
    for severity in (1, 2, 3, 4):
        by_template.setdefault(named[f"p{severity}"], []).append(severity)
    if len(by_template) == 1:
        return f"{next(iter(by_template)).replace('_', ' ')} review for every incident"
    return ", ".join(f"{_severities(found)} {key.replace('_', ' ')}" for key, found in by_template.items())


QUESTIONS: Mapping[str, Callable[[Terms], str]] = {
    "A review opens by itself for": lambda t: _severities(t["review"]["opens_for_severity"]),
    "A review is proposed for": _proposed,
    "Template": _templates,
    "Length of a session": lambda t: f"{t['review']['length_minutes']} min",
    "Session held": _session,
    "Review approved": lambda t: f"within {t['clocks']['approval']['working_days']} working days",
    "Approval by": _approvers,
    "Stops a review from being submitted when missing": _gates("block"),
    "Is only pointed out when missing": _gates("hint"),
    "Updates to stakeholders": _updates,
    "On-call reached": lambda t: f"within {t['response']['on_call_minutes']} min",
    "Marking of a new review": lambda t: str(t["review"]["default_classification"]).capitalize(),
    "Probabilities and DORA codes shown": _shown,
}
