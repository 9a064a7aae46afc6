"""The lifecycle of a review as a table (decision 7): Draft → In review → Approved → Published; beside it Waived."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kernel.errors import Obstacle
from kernel.workflow import Transition, Workflow
from pir.rules import completeness as check
from pir.rules.completeness import ReviewFacts


class ReviewState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    WAIVED = "waived"


class ReviewKind(StrEnum):
    """Near misses and exercises are reviewed too, and never count in incident KPIs (decision 3)."""

    INCIDENT = "incident"
    NEAR_MISS = "near_miss"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class Step:
    """What the guards look at: the review, who acts, and what was said with it."""

    review: ReviewFacts
    actor_id: int | None = None
    submitter_id: int | None = None
    earlier_approver_ids: frozenset[int] = field(default_factory=frozenset)
    reason: str = ""


def says_why(step: Step) -> Obstacle | None:
    return None if step.reason.strip() else Obstacle("Enter a reason.", "reason")


def is_second_pair_of_eyes(step: Step) -> Obstacle | None:
    if step.actor_id is not None and step.actor_id == step.submitter_id:
        return Obstacle("You submitted this review. Somebody else has to approve it.", "approval")
    return None


def has_not_approved_before(step: Step) -> Obstacle | None:
    if step.actor_id in step.earlier_approver_ids:
        return Obstacle("You have approved this version already. It waits for another person.", "approval")
    return None


S = ReviewState

REVIEW_LIFECYCLE: Workflow[Step] = Workflow(
    Transition(
        "submit", (S.DRAFT,), S.IN_REVIEW, "Submit for approval", "submit a review",
        guards=(check.of(check.has_title),),
        gated=tuple((gate, check.of(guard)) for gate, guard in check.CHECKS),
    ),
    Transition("return_to_author", (S.IN_REVIEW,), S.DRAFT, "Return with a reason", "approve a review",
               guards=(says_why,), needs_reason=True),
    Transition("withdraw", (S.IN_REVIEW,), S.DRAFT, "Take back to draft", "submit a review"),
    Transition("approve", (S.IN_REVIEW,), S.APPROVED, "Approve", "approve a review",
               guards=(is_second_pair_of_eyes, has_not_approved_before)),
    Transition("publish", (S.APPROVED,), S.PUBLISHED, "Publish", "publish a review"),
    Transition("amend", (S.APPROVED, S.PUBLISHED), S.DRAFT, "Amend as a new version", "submit a review",
               guards=(says_why,), needs_reason=True),
    Transition("waive", (S.DRAFT,), S.WAIVED, "Waive", "waive a review", guards=(says_why,), needs_reason=True),
    Transition("unwaive", (S.WAIVED,), S.DRAFT, "Take the waiver back", "waive a review", guards=(says_why,),
               needs_reason=True),
)

#: States in which the content may be changed.
EDITABLE = (S.DRAFT,)
#: States in which a review counts as live for its lead incident.
LIVE = (S.DRAFT, S.IN_REVIEW, S.APPROVED, S.PUBLISHED)
