"""The task list of a review: its template's parts as steps, each with one of four words (screens.md 1A) and what it waits for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from incidents.rules.times import MILESTONES
from pir.rules.completeness import ReviewFacts
from pir.rules.corrections import NARRATIVE
from pir.rules.result import WORDS, Result
from pir.rules.template import WHOLE, Template


class Progress(StrEnum):
    NOT_YET_STARTED = "not_yet_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANNOT_START_YET = "cannot_start_yet"


P = Progress

STEPS = {
    "story": "Say what happened and to whom",
    "impact": "Tell the impact",
    "paste": "Bring in the chat and the tickets",
    "times": "Set milestones and phases",
    "gaps": "Explain the gaps",
    "session": "Hold the session",
    "why": "Why did it happen",
    "findings": "Say what was learned",
    "actions": "Agree corrective actions",
    "submit": "Check and submit",
}

#: Part of a template -> the steps that make it.
OF_PART = {
    **dict.fromkeys(NARRATIVE, ("story",)), "impact": ("impact",), "timeline": ("paste", "times", "gaps"),
    "session": ("session",), "causes": ("why",), "findings": ("findings",), "actions": ("actions",),
}


Look = Callable[["Facts", Template], tuple[Progress, str]]


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
    is_required: bool = True


def steps(facts: Facts, template: Template = WHOLE) -> tuple[Step, ...]:
    """The steps of the template's parts in their order, submitting last.

    >>> from pir.rules.template import Part
    >>> [step.key for step in steps(Facts(ReviewFacts()), Template("", 1, (Part("causes"), Part("summary"))))]
    ['why', 'story', 'submit']
    """
    required: dict[str, bool] = {}
    for part in template.parts:
        for key in OF_PART[part.key]:
            required[key] = required.get(key, False) or part.is_required
    return tuple(Step(key, STEPS[key], *_FOUND[key](facts, template), required.get(key, True)) for key in (*required, "submit"))


def _story(facts: Facts, template: Template) -> tuple[Progress, str]:
    """Complete when every part of the story that the template requires is written."""
    wanted = [part.key for part in template.parts if part.key in NARRATIVE and part.is_required]
    missing = [NARRATIVE[key].lower() for key in wanted if key not in facts.review.told]
    if not missing and facts.review.told:
        return P.COMPLETED, ""
    if not facts.review.told:
        return P.NOT_YET_STARTED, ""
    return P.IN_PROGRESS, f"Not written yet: {', '.join(missing)}"


def _impact(review: ReviewFacts) -> tuple[Progress, str]:
    if not review.impacts:
        return P.NOT_YET_STARTED, ""
    return P.COMPLETED, _count(review.impacts, "measure", "measures")


def _findings(review: ReviewFacts) -> tuple[Progress, str]:
    return (P.COMPLETED, _count(review.findings, "finding", "findings")) if review.findings else (P.NOT_YET_STARTED, "")


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
    blockers = sum(places for _, places in review.blockers)
    if review.root_causes and not review.undecided and not blockers:
        return P.COMPLETED, _count(review.factors, "factor", "factors")
    open_ends = []
    if review.undecided:
        open_ends.append(_count(len(review.undecided), "question not decided", "questions not decided"))
    if not review.root_causes:
        open_ends.append("no root cause yet")
    if blockers:
        open_ends.append(_count(blockers, "blocker of the checks", "blockers of the checks"))
    return P.IN_PROGRESS, ", ".join([_count(review.factors, "factor", "factors"), *open_ends])


def _actions(facts: Facts, template: Template) -> tuple[Progress, str]:
    review, most = facts.review, template.most_actions
    if not review.actions:
        return P.NOT_YET_STARTED, ""
    missing = []
    if review.actions_without_owner:
        missing.append(f"{len(review.actions_without_owner)} without an owner")
    if review.actions_without_due:
        missing.append(f"{len(review.actions_without_due)} without a due date")
    words = _count(review.actions, "action", "actions")
    if most and review.actions > most:
        words += f"; {most} are enough for this kind of review"
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


def _of_review(look: Callable[[ReviewFacts], tuple[Progress, str]]) -> Look:
    return lambda facts, _: look(facts.review)


def _of_facts(look: Callable[[Facts], tuple[Progress, str]]) -> Look:
    return lambda facts, _: look(facts)


_FOUND: Mapping[str, Look] = {
    "story": _story, "impact": _of_review(_impact), "paste": _of_review(_paste), "times": _of_review(_times),
    "gaps": _of_facts(_gaps), "session": _of_facts(_session), "why": _of_review(_why), "findings": _of_review(_findings),
    "actions": _actions, "submit": _of_facts(_submit),
}
