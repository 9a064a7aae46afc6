"""The lifecycle of a review as a table (decision 7): Draft → In review → Approved → Published; beside it Waived."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kernel.errors import Obstacle
from kernel.workflow import Transition, Workflow
from pir.rules import chain
from pir.rules import completeness as check
from pir.rules.chain import Signing
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
    """What the guards look at: the review, who acts, who may sign, and what was said with it.

    ``as_role`` is the step of the chain that the person means, where they could sign more than one.
    """

    review: ReviewFacts
    actor_id: int | None = None
    signing: Signing = field(default_factory=Signing)
    reason: str = ""
    as_role: str | None = None
    merged_into: str = ""  # reference of the review that took this one in


def says_why(step: Step) -> Obstacle | None:
    return None if step.reason.strip() else Obstacle("Enter a reason.", "reason")


def is_not_merged(step: Step) -> Obstacle | None:
    if not step.merged_into:
        return None
    return Obstacle(f"This review was merged into {step.merged_into}, which has its incidents now.", f"/reviews/{step.merged_into}")


def may_sign_now(step: Step) -> Obstacle | None:
    """A second pair of eyes, in its turn, with the role of the step, and not twice (pir.rules.chain)."""
    text = chain.why_not(step.signing, step.actor_id)
    if not text and step.as_role and step.as_role not in {w.role for w in chain.ways(step.signing, step.actor_id)}:
        text = f"You cannot sign as {chain.ROLE_WORDS.get(step.as_role, step.as_role)} now."
    return Obstacle(text, "approval") if text else None


def may_return(step: Step) -> Obstacle | None:
    """Whoever may sign at some time may return as well; the operator too, who is nobody's person."""
    if step.actor_id is None or chain.is_signer(step.signing, step.actor_id):
        return None
    return Obstacle("You own none of the services of this review. Its approvers return it.", "approval")


S = ReviewState

REVIEW_LIFECYCLE: Workflow[Step] = Workflow(
    Transition(
        "submit", (S.DRAFT,), S.IN_REVIEW, "Submit for approval", "submit a review",
        guards=(check.of(check.has_title),),
        gated=tuple((gate, check.of(guard)) for gate, guard in check.CHECKS),
    ),
    Transition("return_to_author", (S.IN_REVIEW,), S.DRAFT, "Return with a reason", "approve a review",
               guards=(may_return, says_why), needs_reason=True),
    Transition("withdraw", (S.IN_REVIEW,), S.DRAFT, "Take back to draft", "submit a review"),
    Transition("approve", (S.IN_REVIEW,), S.APPROVED, "Approve", "approve a review",
               guards=(may_sign_now,), gated=(("checks", check.of(check.has_sound_causes)), ("comments", check.of(check.has_no_open_comments)))),
    Transition("publish", (S.APPROVED,), S.PUBLISHED, "Publish", "publish a review"),
    Transition("amend", (S.APPROVED, S.PUBLISHED), S.DRAFT, "Amend as a new version", "submit a review",
               guards=(says_why,), needs_reason=True),
    Transition("waive", (S.DRAFT,), S.WAIVED, "Waive", "waive a review", guards=(says_why,), needs_reason=True),
    Transition("unwaive", (S.WAIVED,), S.DRAFT, "Take the waiver back", "waive a review", guards=(is_not_merged, says_why),
               needs_reason=True),
)

#: States in which the content may be changed.
EDITABLE = (S.DRAFT,)
#: States in which a version is signed.
SIGNED = (S.APPROVED, S.PUBLISHED)
#: States in which comments are written and settled.
COMMENTABLE = (S.DRAFT, S.IN_REVIEW)
#: States in which its clocks can still be missed.
RUNNING = (S.DRAFT, S.IN_REVIEW)
#: States in which a review counts as live for its lead incident.
LIVE = (S.DRAFT, S.IN_REVIEW, S.APPROVED, S.PUBLISHED)
