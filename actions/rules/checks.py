"""Checks A01 to A11 over one action or the actions of a review: private hints with their reason, never a refusal.

A07 (a root cause without a strong action) is the gate of the review: ``pir.rules.completeness``.

What must not be stored at all (a due date in the past, an owner who has left) is refused by schema and service.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from actions.rules.overlap import Other

#: First words that promise nothing that anybody could check (screens.md, A01).
VAGUE = frozenset(
    ["investigate", "consider", "discuss", "improve", "remind", "ensure", "explore", "evaluate", "assess", "look", "think", "try", "be", "better", "understand", "encourage"]
)
#: First words that begin a noun: "The alert", "New runbook".
NO_VERBS = frozenset(["a", "an", "the", "no", "new", "additional", "all", "our", "their", "this", "that", "it", "we", "they", "there", "please", "should"])
#: Verbs that end like a noun made of a verb ("Adding an alert").
VERBS_IN_ING = frozenset({"bring", "ping", "ring", "string", "swing"})
#: Kinds that may hang on a lesson instead of a factor (decision 17).
WITHOUT_FACTOR = frozenset({"respond", "communicate", "supplier"})
STRONG = frozenset({"eliminate", "engineer"})
MOSTLY = 0.6
#: More other actions than these, open or late, are more than one person brings to an end (A09).
MOST_OPEN, MOST_LATE = 5, 2

_NUMBER = re.compile(r"\d|\b(?:no|none|never|zero|every|all|always|once|twice)\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
    r"|\b(?:by|within|after|for|until)\s+(?:the\s+)?(?:next\s+)?(?:\d+\s+)?"
    r"(?:working\s+)?(?:day|week|month|quarter|year|Q[1-4])s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """What the checks look at. ``severity`` and ``due_days`` come from the source record, None where it has none.

    ``owner_open`` and ``owner_late`` count the owner's other actions; ``days_asked`` are working days in which a new owner
    has not accepted, of the ``accept_days`` that the policy gives; ``same`` are open actions elsewhere that say the same.
    """

    title: str
    kind: str
    strength: str | None = None
    owner: str | None = None
    due: date | None = None
    counted_from: date | None = None
    severity: int | None = None
    due_days: int | None = None
    measure: str = ""
    threshold: str = ""
    window: int | None = None
    factors: int = 0
    owner_open: int = 0
    owner_late: int = 0
    days_asked: int = 0
    accept_days: int | None = None
    same: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """``check`` is the number in screens.md, ``field`` the field of the form that mends it; ``other`` an action to link with."""

    check: str
    text: str
    field: str
    other: str = ""


def starts_with_a_verb(draft: ActionDraft) -> Hint | None:
    words = draft.title.split()
    first = words[0].strip(".,:;\"“”'").lower() if words else ""
    if first in VAGUE and first != draft.kind:
        return Hint("A01", f"“{words[0]}” names no result. Start with what will be different: add, remove, change, "
                           "limit, automate, test", "title")
    is_noun = first.endswith("ing") and first not in VERBS_IN_ING
    if first in NO_VERBS or is_noun or not first[:1].isalpha():
        return Hint("A01", "Enter what will be done, starting with a verb", "title")
    return None


def has_one_owner(draft: ActionDraft) -> Hint | None:
    return None if draft.owner else Hint("A02", "Select a person, not a team", "owner")


def is_due_in_time(draft: ActionDraft) -> Hint | None:
    if draft.due is None:
        return Hint("A03", "Enter a due date", "due")
    if draft.due_days is None or draft.counted_from is None:
        return None
    if draft.due <= draft.counted_from + timedelta(days=draft.due_days):
        return None
    whose = f"P{draft.severity} actions" if draft.severity else "Actions like this"
    return Hint("A03", f"{whose} are due within {draft.due_days} days. "
                       "Choose an earlier date or give a reason", "due")


def is_measurable(draft: ActionDraft) -> Hint | None:
    if not draft.measure.strip():
        return Hint("A04", "Say how we will know that it worked: signal, threshold and date", "measure")
    has = {"threshold": bool(draft.threshold or _NUMBER.search(draft.measure)), "date": bool(draft.window or _DATE.search(draft.measure))}
    missing = [word for word, there in has.items() if not there]
    if not missing:
        return None
    return Hint("A04", f"The measure names no {' and no '.join(missing)}. For example: “Replica lag > 60 s pages "
                       "within 2 min, shown by a test on 11 Dec”", "measure")


def acts_on_a_factor(draft: ActionDraft) -> Hint | None:
    if draft.factors or draft.kind in WITHOUT_FACTOR:
        return None
    return Hint("A05", "Say which cause this acts on", "factors")


def has_strength(draft: ActionDraft) -> Hint | None:
    return None if draft.strength else Hint("A06", "Say how strong this action is", "strength")


def is_not_overloaded(draft: ActionDraft) -> Hint | None:
    if draft.owner is None or (draft.owner_open <= MOST_OPEN and draft.owner_late <= MOST_LATE):
        return None
    late = f", {draft.owner_late} of them late" if draft.owner_late else ""
    return Hint("A09", f"{draft.owner} has {draft.owner_open} other open actions{late}. Who else could do this?", "owner")


def is_not_said_elsewhere(draft: ActionDraft) -> Hint | None:
    if not draft.same:
        return None
    named = ", ".join(f"{other.ref} “{other.title}”" for other in draft.same)
    return Hint("A10", f"An open action of another review says the same: {named}. Link them, or do it once", "title", draft.same[0].ref)


def is_accepted_in_time(draft: ActionDraft) -> Hint | None:
    if draft.owner is None or draft.accept_days is None or draft.days_asked <= draft.accept_days:
        return None
    return Hint("A11", f"{draft.owner} has not accepted in {draft.days_asked} working days. Ask, or name somebody else", "owner")


CHECKS: tuple[Callable[[ActionDraft], Hint | None], ...] = (
    starts_with_a_verb, has_one_owner, is_due_in_time, is_measurable, acts_on_a_factor, has_strength,
    is_not_overloaded, is_not_said_elsewhere, is_accepted_in_time,
)


def hints(draft: ActionDraft) -> list[Hint]:
    """Every hint on one action, in the order of the form.

    >>> [h.check for h in hints(ActionDraft("Improve monitoring", "detect", "detect", "Anna", date(2026, 12, 4),
    ...     measure="Lag > 60 s pages within 2 min, tested on 11 Dec", factors=1))]
    ['A01']
    """
    return [found for check in CHECKS if (found := check(draft)) is not None]


def are_not_mostly_administrative(strengths: Sequence[str | None]) -> Hint | None:
    """A08 over the live actions of one source: more than 60 % of those with a strength are administrative."""
    chosen = [s for s in strengths if s]
    weak = sum(s == "administrative" for s in chosen)
    if not chosen or weak <= MOSTLY * len(chosen):
        return None
    return Hint("A08", f"{weak} of {len(chosen)} actions are administrative: runbooks, training and reminders. "
                       "Which of them could a guard in the system replace?", "strength")
