"""What a review still misses. Obstacles at submit, never at create (decision 6); a policy makes each a hint or a block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kernel.errors import Obstacle


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """Counts and names that the checks need; no rows."""

    title: str = ""
    summary: str = ""
    told: tuple[str, ...] = ()  # parts of the narrative that are written
    findings: int = 0
    impacts: int = 0
    entries: int = 0
    milestones_missing: tuple[str, ...] = ()
    session_held: bool = False
    factors: int = 0
    undecided: tuple[str, ...] = ()
    root_causes: int = 0
    result: str | None = None  # of pir.rules.result
    actions: int = 0
    actions_without_owner: tuple[str, ...] = ()
    actions_without_due: tuple[str, ...] = ()
    root_causes_without_strong_action: tuple[tuple[str, str], ...] = ()  # (reference, statement)
    reasons_for_no_action: int = 0
    ends_without_action: tuple[str, ...] = ()  # where a path ends with neither an action nor a reason for none
    blockers: tuple[tuple[str, int], ...] = ()  # what a check of the causes asks, and in how many places it is not met
    warnings: tuple[tuple[str, int], ...] = ()  # likewise, without those that were let stand with a reason
    open_combinations: tuple[str, ...] = ()  # that happened, and that no action stops
    open_comments: int = 0
    roles_without_person: tuple[str, ...] = ()  # steps of the approval chain that nobody is left to sign


Check = Callable[[ReviewFacts], Obstacle | None | list[Obstacle]]


def of(check: Check) -> Callable[[Any], Obstacle | None | list[Obstacle]]:
    """The check as a guard over a lifecycle step, which carries the review's facts."""

    def guard(step: Any) -> Obstacle | None | list[Obstacle]:
        return check(step.review)

    return guard


def has_title(facts: ReviewFacts) -> Obstacle | None:
    return None if facts.title.strip() else Obstacle("Give the review a title.", "summary")


def has_impact(facts: ReviewFacts) -> Obstacle | None:
    if facts.impacts or facts.summary.strip():
        return None
    return Obstacle("Say what happened and to whom.", "summary")


def has_timeline(facts: ReviewFacts) -> Obstacle | None:
    return None if facts.entries else Obstacle("The timeline has no entry.", "timeline")


def has_milestones(facts: ReviewFacts) -> list[Obstacle]:
    return [Obstacle(f"The time “{name}” is neither given nor marked as not known.", "times")
            for name in facts.milestones_missing]


def has_session(facts: ReviewFacts) -> Obstacle | None:
    return None if facts.session_held else Obstacle("The session has not been recorded as held.", "session")


def has_contributing_factor(facts: ReviewFacts) -> Obstacle | None:
    return None if facts.factors else Obstacle("No contributing factor is recorded.", "causes")


def has_decided_gates(facts: ReviewFacts) -> list[Obstacle]:
    return [Obstacle(f"Not decided: did all causes of “{name}” have to be true?", "causes") for name in facts.undecided]


def has_root_cause(facts: ReviewFacts) -> Obstacle | None:
    """A root cause, or an honest result without one: probable and analysed further elsewhere, or unknown (decision 1)."""
    if facts.root_causes or facts.result in {"probable", "unknown"}:
        return None
    if facts.result == "confirmed":
        return Obstacle("The result says that the cause is confirmed, but no path of causes ends, with evidence, at a "
                        "control that we own.", "result")
    if not facts.factors:
        return None
    return Obstacle("No path of causes ends, with evidence, at a control that we own. If the analysis goes on "
                    "elsewhere, say so in the result.", "result")


def has_sound_causes(facts: ReviewFacts) -> list[Obstacle]:
    return [_not_met(check, places) for check, places in facts.blockers]


def has_answered_warnings(facts: ReviewFacts) -> list[Obstacle]:
    return [_not_met(check, places) for check, places in facts.warnings]


def _not_met(check: str, places: int) -> Obstacle:
    """How often and not where: what is found in whose words is for those who edit (pir.queries.checks)."""
    times = "in one place" if places == 1 else f"in {places} places"
    return Obstacle(f"A check of the causes is not met {times}: {check[0].lower()}{check[1:]}.", "checks")


def has_action(facts: ReviewFacts) -> Obstacle | None | list[Obstacle]:
    """An action or a recorded reason for none, wherever a path of causes ends."""
    if not facts.actions and not facts.reasons_for_no_action:
        return Obstacle("No corrective action is recorded.", "actions")
    return [Obstacle(f"“{name}” has neither an action nor a reason for none.", "actions") for name in facts.ends_without_action]


def every_action_is_owned(facts: ReviewFacts) -> list[Obstacle]:
    return [Obstacle(f"{ref} has no owner.", f"actions/{ref}") for ref in facts.actions_without_owner]


def every_action_is_due(facts: ReviewFacts) -> list[Obstacle]:
    return [Obstacle(f"{ref} has no due date.", f"actions/{ref}") for ref in facts.actions_without_due]


def every_root_cause_is_stopped(facts: ReviewFacts) -> list[Obstacle]:
    """One gate, here and nowhere else (A07): a strong action, or a signed reason."""
    return [Obstacle(f"No action eliminates or engineers away the root cause “{name}”. Add one, or sign the reason for none.",
                     f"no-action/{ref}") for ref, name in facts.root_causes_without_strong_action]


def every_combination_is_stopped(facts: ReviewFacts) -> list[Obstacle]:
    """Not asked while there is no action at all: that is asked already."""
    if not facts.actions:
        return []
    return [Obstacle(f"What happened can happen again: no action stops “{words}”.", "actions") for words in facts.open_combinations]


def has_no_open_comments(facts: ReviewFacts) -> Obstacle | None:
    if not facts.open_comments:
        return None
    count = "One comment is open. Resolve it, or carry it to the next version."
    if facts.open_comments > 1:
        count = f"{facts.open_comments} comments are open. Resolve each, or carry it to the next version."
    return Obstacle(count, "comments")


def has_signers(facts: ReviewFacts) -> list[Obstacle]:
    return [Obstacle(f"Nobody is left who may sign as {role}. Name an owner of the service, or somebody with this role.",
                     "people") for role in facts.roles_without_person]


#: gate name in the policy → check, in the order in which a person works
CHECKS: tuple[tuple[str, Check], ...] = (
    ("impact", has_impact),
    ("milestones", has_milestones),
    ("timeline", has_timeline),
    ("session_held", has_session),
    ("factor", has_contributing_factor),
    ("decided_gates", has_decided_gates),
    ("root_cause", has_root_cause),
    ("checks", has_sound_causes),
    ("warnings", has_answered_warnings),
    ("action", has_action),
    ("action_owned", every_action_is_owned),
    ("action_due", every_action_is_due),
    ("strong_action", every_root_cause_is_stopped),
    ("open_combination", every_combination_is_stopped),
    ("comments", has_no_open_comments),
    ("signers", has_signers),
)
