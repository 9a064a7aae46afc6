"""The task list of a review: eight steps, each with one of four words (screens.md 1A) and what it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.rules.times import MILESTONES
from pir.rules.completeness import ReviewFacts
from pir.rules.result import WORDS, Result


class Progress(StrEnum):
    NOT_YET_STARTED = "not_yet_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANNOT_START_YET = "cannot_start_yet"


P = Progress

STEPS = {
    "story": "Say what happened and to whom",
    "paste": "Bring in the chat and the tickets",
    "times": "Set milestones and phases",
    "gaps": "Explain the gaps",
    "session": "Hold the session",
    "why": "Why did it happen",
    "actions": "Agree corrective actions",
    "submit": "Check and submit",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the steps look at beside the facts of the checks."""

    review: ReviewFacts
    has_bounds: bool = False  # detected and restored are known, so that gaps can be seen
    gaps: int = 0
    gaps_explained: int = 0
    is_session_planned: bool = False
    obstacles: int = 0
    hints: int = 0
    is_submitted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    name: str
    progress: Progress
    hint: str = ""


def steps(facts: Facts) -> tuple[Step, ...]:
    """The eight steps in their order.

    >>> [step.progress.value for step in steps(Facts(ReviewFacts(entries=3)))][:2]
    ['not_yet_started', 'completed']
    """
    found = {
        "story": _story(facts.review), "paste": _paste(facts.review), "times": _times(facts.review), "gaps": _gaps(facts),
        "session": _session(facts), "why": _why(facts.review), "actions": _actions(facts.review), "submit": _submit(facts),
    }
    return tuple(Step(key, STEPS[key], *found[key]) for key in STEPS)


def _story(review: ReviewFacts) -> tuple[Progress, str]:
    if review.summary.strip() and review.impacts:
        return P.COMPLETED, ""
    if review.summary.strip():
        return P.IN_PROGRESS, "The impact is not told yet"
    if review.impacts:
        return P.IN_PROGRESS, "The summary is not written yet"
    return P.NOT_YET_STARTED, ""


def _paste(review: ReviewFacts) -> tuple[Progress, str]:
    if review.entries:
        return P.COMPLETED, _count(review.entries, "entry", "entries")
    return P.NOT_YET_STARTED, "No entries yet"


def _times(review: ReviewFacts) -> tuple[Progress, str]:
    said = len(MILESTONES) - len(review.milestones_missing)
    if not review.milestones_missing:
        return P.COMPLETED, ""
    state = P.IN_PROGRESS if said else P.NOT_YET_STARTED
    return state, f"{said} of {len(MILESTONES)} said. Open: {', '.join(review.milestones_missing)}"


def _gaps(facts: Facts) -> tuple[Progress, str]:
    if not facts.has_bounds or not facts.review.entries:
        return P.CANNOT_START_YET, "Needs entries, and the times Detected and Restored"
    if not facts.gaps:
        return P.COMPLETED, "No gap to explain"
    if facts.gaps_explained == facts.gaps:
        return P.COMPLETED, ""
    state = P.IN_PROGRESS if facts.gaps_explained else P.NOT_YET_STARTED
    return state, f"{facts.gaps_explained} of {facts.gaps} explained"


def _session(facts: Facts) -> tuple[Progress, str]:
    if facts.review.session_held:
        return P.COMPLETED, ""
    return P.NOT_YET_STARTED, "" if facts.is_session_planned else "No time is planned yet"


def _why(review: ReviewFacts) -> tuple[Progress, str]:
    if review.result in {"probable", "unknown"} and not review.undecided:
        return P.COMPLETED, WORDS[Result(review.result)]
    if not review.factors:
        return P.NOT_YET_STARTED, ""
    if review.root_causes and not review.undecided:
        return P.COMPLETED, _count(review.factors, "factor", "factors")
    open_ends = []
    if review.undecided:
        open_ends.append(_count(len(review.undecided), "question not decided", "questions not decided"))
    if not review.root_causes:
        open_ends.append("no root cause yet")
    return P.IN_PROGRESS, ", ".join([_count(review.factors, "factor", "factors"), *open_ends])


def _actions(review: ReviewFacts) -> tuple[Progress, str]:
    if not review.actions:
        return P.NOT_YET_STARTED, ""
    missing = []
    if review.actions_without_owner:
        missing.append(f"{len(review.actions_without_owner)} without an owner")
    if review.actions_without_due:
        missing.append(f"{len(review.actions_without_due)} without a due date")
    words = _count(review.actions, "action", "actions")
    return (P.IN_PROGRESS, ", ".join([words, *missing])) if missing else (P.COMPLETED, words)


def _submit(facts: Facts) -> tuple[Progress, str]:
    if facts.is_submitted:
        return P.COMPLETED, ""
    found = [_count(facts.obstacles, "obstacle", "obstacles")] if facts.obstacles else []
    if facts.hints:
        found.append(_count(facts.hints, "hint", "hints"))
    return (P.CANNOT_START_YET if facts.obstacles else P.NOT_YET_STARTED), ", ".join(found)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
