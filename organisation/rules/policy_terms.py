"""Every term of a policy as a row: where it stands, what it is called, and which values it takes.

The form, the API, the words of a version and the list of what a version changed are all made from ``GROUPS``. A new term is
one more ``Term`` here and its value in ``organisation.rules.policy`` for both shipped sets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from organisation.rules.policy_words import GATES

Terms = Mapping[str, Any]

SEVERITIES = (1, 2, 3, 4)
LEVELS = {"high": "High", "medium": "Medium", "low": "Low"}
GATE_SETTINGS = {"off": "Off", "hint": "Hint", "block": "Block"}
#: Who may stand as a step of an approval chain.
SIGNERS = {
    "approver": "Anybody who approves", "service_owner": "Service owner", "problem_manager": "Problem manager",
    "incident_manager": "Incident manager",
}
#: Templates that a policy can name; what is in them, the problem manager changes.
TEMPLATES = {"short": "Short review", "full": "Full review", "near_miss": "Near miss", "exercise": "Exercise"}
#: What an action is for, as ``actions`` has it.
ACTION_KINDS = {
    "prevent": "Prevent", "mitigate": "Mitigate", "detect": "Detect", "repair": "Repair", "investigate": "Investigate",
    "respond": "Respond", "communicate": "Communicate", "supplier": "Supplier",
}
STRENGTHS = {"eliminate": "Eliminate", "engineer": "Engineer", "detect": "Detect", "administrative": "Administrative"}
#: Which actions have their effect checked when the window is over (decision 17).
FULL_CHECKS = {
    "root_strong": "Those that eliminate or engineer on a root cause", "strong": "All that eliminate or engineer", "all": "All", "none": "None",
}
#: Who says that an action was done; never its owner.
VERIFIERS = {
    "checker": "Anybody who checks actions", "raiser": "Whoever raised it, or anybody who checks actions", "problem_manager": "The problem manager",
}
STEPS = ("first", "second", "third", "fourth", "fifth")
ORDERS = {"in_order": "In this order", "any": "In any order"}
SENTENCE = "{} must be a whole number from {} to {}"


class Kind(StrEnum):
    """What a term's value is; the schema and the template have a row for each."""

    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    SEVERITIES = "severities"  # a list of those that are meant
    BY_SEVERITY = "by_severity"  # {"2": 120}; a severity that is absent has none
    BY_KIND = "by_kind"  # {"repair": 30}; a kind of action that is absent has none
    MATRIX = "matrix"  # impact -> urgency -> severity
    CHAIN = "chain"  # {"chain": [roles], "order": …}, or {"needed": n} people of any role
    CALENDAR = "calendar"  # id of a calendar, None for the organisation's own


@dataclass(frozen=True, slots=True)
class Term:
    """``path`` is dotted, as the terms are nested. ``unit`` is said behind a number; ``low`` and ``high`` are its limits."""

    path: str
    label: str
    kind: Kind
    hint: str = ""
    unit: str = ""
    low: int = 0
    high: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The term's name in a form."""
        return self.path.replace(".", "-")

    def of(self, terms: Terms) -> Any:
        """Its value in a set of terms."""
        value: Any = terms
        for key in self.path.split("."):
            value = value[key]
        return value


K = Kind

GROUPS: Mapping[str, tuple[Term, ...]] = {
    "Which incidents need a review": (
        Term("review.opens_for_severity", "A review opens by itself for", K.SEVERITIES, "A major incident always opens one"),
        Term("review.proposed_for_severity", "A review is proposed for", K.BY_SEVERITY,
             "From so many minutes of impact. Empty: never proposed", "min", 0, 100_000),
        Term("review.history_days", "Older incidents are history", K.NUMBER,
             "Restored longer ago than this, an incident opens nothing and starts no clock", "days", 1, 365),
    ),
    "The review": (
        Term("review.length_minutes", "Length of a session", K.NUMBER, "", "min", 10, 480),
        Term("review.default_classification", "Marking of a new review", K.CHOICE,
             choices={"public": "Public", "internal": "Internal", "confidential": "Confidential"}),
        Term("approvals", "Approval by", K.CHAIN, "One step after another; never the person who submits, and nobody twice"),
    ),
    "Which template a review follows": tuple(
        Term(f"templates.{kind}", words, K.CHOICE, choices=TEMPLATES)
        for kind, words in (*((f"p{s}", f"Incident, P{s}") for s in SEVERITIES), ("near_miss", "Near miss"), ("exercise", "Exercise"))
    ),
    "The three clocks": (
        Term("clocks.calendar", "Hours are counted", K.CHOICE, "Working hours stop at night, at weekends and on holidays",
             choices={"calendar": "Round the clock", "working": "In working hours"}),
        Term("clocks.calendar_id", "Calendar of working hours and days", K.CALENDAR,
             "Working days are always counted with it"),
        Term("clocks.session.window_from_hours", "Best time for the session begins after", K.NUMBER, "", "hours", 0, 2000),
        Term("clocks.session.due_hours", "Session held within", K.NUMBER, "From the moment the service was restored", "hours", 1, 2000),
        Term("clocks.pre_read.hours_before_session", "Pre-read sent before the session", K.NUMBER, "", "hours", 0, 500),
        Term("clocks.approval.working_days", "Review approved within", K.NUMBER, "", "working days", 1, 250),
    ),
    "Severity": (
        Term("severity.matrix", "Severity by impact and urgency", K.MATRIX, "Used when the severity is judged in hindsight"),
    ),
    "The response": (
        Term("communications.first_minutes", "First update to stakeholders within", K.BY_SEVERITY, "From detection. Empty: not asked for", "min", 1, 10_000),
        Term("communications.every_minutes", "Then an update every", K.BY_SEVERITY, "Until the all-clear. Empty: not asked for", "min", 1, 10_000),
        Term("response.on_call_minutes", "On-call reached within", K.NUMBER, "From the first page", "min", 1, 1_000),
    ),
    "Before a review is submitted": tuple(
        Term(f"gates.{gate}", words[0].upper() + words[1:], K.CHOICE, choices=GATE_SETTINGS) for gate, words in GATES.items()
    ),
    "Actions": (
        Term("actions.due_days", "An action is due within", K.BY_SEVERITY, "By the severity of its review. Empty: no expectation", "days", 1, 3650),
        Term("actions.due_days_by_kind", "An action of this kind is due within", K.BY_KIND,
             "Whatever the severity; the shorter of the two counts. Empty: no expectation", "days", 1, 3650),
        Term("actions.accept_days", "An owner accepts within", K.NUMBER, "After it the facilitator is asked", "working days", 1, 60),
        Term("actions.moves", "A due date is moved without asking", K.NUMBER, "The next move waits for the problem manager", "times", 0, 20),
        Term("actions.strong_for_severity", "A root cause needs a strong action for", K.SEVERITIES,
             "Or a signed reason. How strictly is said above, before a review is submitted"),
        Term("actions.least_strength", "The weakest action that counts as strong", K.CHOICE, choices=STRENGTHS),
        Term("actions.evidence_for_severity", "Done needs evidence for", K.SEVERITIES, "Without it nobody can check the action"),
        Term("actions.full_check", "The effect is checked of", K.CHOICE, choices=FULL_CHECKS),
        Term("actions.effect_days", "The effect is checked after", K.NUMBER, "From the day on which it was checked as done", "days", 30, 90),
        Term("actions.full_verifier", "Those are checked as done by", K.CHOICE, choices=VERIFIERS),
        Term("actions.other_verifier", "All others are checked as done by", K.CHOICE, choices=VERIFIERS),
    ),
    "Reminders": (
        Term("nudges.early_days", "An early reminder comes before the due date by", K.NUMBER, "0: none", "days", 0, 60),
        Term("nudges.early_when_over", "But only when that was set ahead by more than", K.NUMBER, "", "days", 0, 365),
        Term("nudges.soon_days", "The next one by", K.NUMBER, "0: none. On the due date there is always one", "days", 0, 30),
        Term("nudges.late_working_days", "The owner is warned when it is late by", K.NUMBER,
             "From the Monday after, it is asked every week, and stands on the list of the owner’s team lead", "working days", 1, 20),
        Term("nudges.decide_days", "The problem manager decides when it is late by", K.NUMBER,
             "A new date, cancelled, or the risk accepted. Nobody is reminded after that", "days", 7, 365),
        Term("nudges.check_working_days", "A check that was asked for is asked for again after", K.NUMBER, "Then every week", "working days", 1, 20),
        Term("nudges.snooze_days", "An owner can put a reminder off for at most", K.NUMBER, "Once for each due date, with a reason", "days", 1, 60),
        Term("nudges.reviews", "Clocks of a review remind", K.CHOICE, "At once: by a mail of its own, on any day, but not in quiet hours",
             choices={"at_once": "At once", "daily": "In the daily mail"}),
    ),
    "What is shown": (
        Term("shows.probabilities", "Probabilities", K.FLAG),
        Term("shows.dora", "DORA codes", K.FLAG),
    ),
}  # fmt: skip


def all_terms() -> Iterator[Term]:
    """Every term, in the order of the form."""
    for terms in GROUPS.values():
        yield from terms


def words(term: Term, value: Any, calendars: Mapping[int, str]) -> str:
    """A value as a person reads it; ``calendars`` are names by id.

    >>> words(Term("a", "", Kind.BY_SEVERITY, unit="min"), {"2": 120}, {})
    'P2 120 min'
    """
    return _WORDS[term.kind](term, value, calendars)


def changed(before: Terms, after: Terms, calendars: Mapping[int, str]) -> list[tuple[str, str, str]]:
    """(label, was, is) of every term that differs, in the order of the form."""
    return [
        (term.label, words(term, term.of(before), calendars), words(term, term.of(after), calendars))
        for term in all_terms() if term.of(before) != term.of(after)
    ]


def contradictions(terms: Terms) -> dict[str, list[str]]:
    """Messages by form name for values that are each allowed, but not together."""
    session = terms["clocks"]["session"]
    if session["window_from_hours"] > session["due_hours"]:
        return {"clocks-session-window_from_hours": ["The best time must not begin after the session is due"]}
    nudges = terms["nudges"]
    if nudges["soon_days"] and nudges["early_days"] and nudges["soon_days"] >= nudges["early_days"]:
        return {"nudges-soon_days": ["The next reminder must come after the early one"]}
    opens = [s for s in terms["review"]["opens_for_severity"] if str(s) in terms["review"]["proposed_for_severity"]]
    if opens:
        text = f"P{opens[0]} opens a review by itself. Take it out of one of the two"
        return {f"review-proposed_for_severity-p{opens[0]}": [text]}
    return {}


def _number(term: Term, value: Any, _calendars: Mapping[int, str]) -> str:
    unit = term.unit.removesuffix("s") if value == 1 else term.unit
    return f"{value} {unit}".strip()


def _choice(term: Term, value: Any, _calendars: Mapping[int, str]) -> str:
    return term.choices.get(value, str(value))


def _flag(_term: Term, value: Any, _calendars: Mapping[int, str]) -> str:
    return "Yes" if value else "No"


def _severities(_term: Term, value: Any, _calendars: Mapping[int, str]) -> str:
    return ", ".join(f"P{s}" for s in sorted(value)) or "none"


def _by_severity(term: Term, value: Any, _calendars: Mapping[int, str]) -> str:
    return ", ".join(f"P{s} {value[s]} {term.unit}" for s in sorted(value)) or "none"


def _by_kind(term: Term, value: Any, _calendars: Mapping[int, str]) -> str:
    return ", ".join(f"{words} {value[kind]} {term.unit}" for kind, words in ACTION_KINDS.items() if kind in value) or "none"


def _matrix(_term: Term, value: Any, _calendars: Mapping[int, str]) -> str:
    """For example "High impact P1, P2, P3; …", urgency from high to low."""
    rows = [f"{LEVELS[impact]} impact {', '.join(f'P{value[impact][urgency]}' for urgency in LEVELS)}" for impact in LEVELS]
    return "; ".join(rows)


def _chain(_term: Term, value: Any, _calendars: Mapping[int, str]) -> str:
    if not value.get("chain"):
        needed = value["needed"]
        return "1 person" if needed == 1 else f"{needed} people"
    joined = ", then " if value["order"] == "in_order" else " and "
    return joined.join(SIGNERS[role] for role in value["chain"])


def _calendar(_term: Term, value: Any, calendars: Mapping[int, str]) -> str:
    return "The organisation’s own" if value is None else calendars.get(value, f"Calendar {value}")


_WORDS = {
    Kind.NUMBER: _number, Kind.CHOICE: _choice, Kind.FLAG: _flag, Kind.SEVERITIES: _severities,
    Kind.BY_SEVERITY: _by_severity, Kind.BY_KIND: _by_kind, Kind.MATRIX: _matrix, Kind.CHAIN: _chain, Kind.CALENDAR: _calendar,
}
