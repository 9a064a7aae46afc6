"""Tables of the post-incident review."""

from pir.models.analysis import Analysis, CauseLink, Factor, FactorEvidence, FocusEvent
from pir.models.comment import Comment, CommentThread
from pir.models.finding import Finding, FindingKind, Impact
from pir.models.review import ClockKind, Review, ReviewClock, ReviewClockEvent, ReviewIncident
from pir.models.sign_off import Approval, Decision, Snapshot
from pir.rules.marking import Classification

__all__ = [
    "Analysis", "Approval", "CauseLink", "Classification", "ClockKind", "Comment", "CommentThread", "Decision", "Factor", "FactorEvidence",
    "Finding", "FindingKind", "FocusEvent", "Impact", "Review", "ReviewClock", "ReviewClockEvent", "ReviewIncident", "Snapshot",
]
