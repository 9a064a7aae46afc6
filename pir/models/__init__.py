"""Tables of the post-incident review."""

from pir.models.analysis import Analysis, CauseLink, Factor, FactorEvidence, FocusEvent
from pir.models.cause_change import CauseChange
from pir.models.check import CheckDismissal
from pir.models.comment import Comment, CommentThread
from pir.models.correction import Correction
from pir.models.finding import Finding, FindingKind, Impact
from pir.models.known_cause import Cause
from pir.models.proposal import DeclinedProposal
from pir.models.reporting_code import ReportingCode
from pir.models.response import Answer, Hypothesis, OnCall, Outcome, ResponseCheck, RunbookUse, SupplierAnalysis
from pir.models.review import ClockKind, Review, ReviewClock, ReviewClockEvent, ReviewIncident
from pir.models.sign_off import Approval, Decision, Snapshot
from pir.models.template import ReviewTemplate
from pir.rules.marking import Classification

__all__ = [
    "Analysis", "Answer", "Approval", "Cause", "CauseChange", "CauseLink", "CheckDismissal", "Classification", "ClockKind",
    "Comment", "CommentThread",
    "Correction", "Decision", "DeclinedProposal", "Factor", "FactorEvidence", "Finding", "FindingKind", "FocusEvent", "Hypothesis",
    "Impact", "OnCall", "Outcome", "ReportingCode", "ResponseCheck", "Review", "ReviewClock", "ReviewClockEvent", "ReviewIncident",
    "ReviewTemplate", "RunbookUse", "Snapshot", "SupplierAnalysis",
]
