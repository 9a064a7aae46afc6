"""What happened to a review and to what hangs on it, from the audit trail: who, when, what changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from kernel.record import Record
from organisation.queries.person import names_of
from organisation.rules import audit_words
from pir.models import Review
from pir.rules import history_words

#: Verb of an audit entry -> the sentence's words, where the verb alone would not do.
VERBS = {
    "open review": "opened the review", "edit review": "changed the story", "set impact": "changed the impact",
    "set findings": "changed what was learned", "set people": "changed who takes part", "comment on review": "commented",
    "reply to comment": "answered a comment", "resolve comment": "resolved a comment",
    "carry comment": "carried a comment to the next version", "reopen comment": "opened a comment again",
    "correct review": "corrected a typing error", "set result": "stated the result",
    "plan session": "planned the session", "hold session": "recorded the session as held",
    "send pre-read": "recorded the pre-read as sent", "classify review": "changed the classification",
    "add timeline entries": "added to the timeline", "edit timeline entry": "changed an entry of the timeline",
    "remove timeline entry": "took an entry out of the timeline", "explain gap": "explained a gap",
    "add evidence": "added evidence", "edit evidence": "described evidence anew", "remove evidence": "took evidence out",
    "judge severity": "judged the severity in hindsight", "record severity": "recorded a change of severity",
    "follow severity": "let the review follow the severity of its incident", "keep severity": "kept the severity of the review",
    "hear of severity": "was told that the severity of the incident changed", "change severity": "changed the severity of the incident",
    "join incident": "let an incident join", "take out incident": "took an incident out", "change lead": "let another incident lead",
    "merge review": "merged the review into another", "take in review": "took in another review", "decline review": "declined the proposed review of",
    "pause clocks": "paused the clocks", "resume clocks": "let the clocks run on", "extend clock": "gave a clock more time",
    "record reopening": "recorded that the incident was reopened", "stop clocks": "stopped the clocks: the incident is open again",
    "set times": "set times of the incident", "add incident": "wrote the incident down",
    "submit review": "submitted the review", "approve review": "approved the review",
    "return to author review": "returned the review", "withdraw review": "took the review back to draft",
    "publish review": "published the review", "amend review": "began a new version", "waive review": "waived the review",
    "unwaive review": "took the waiver back", "set focus event": "described the event to explain",
    "dismiss finding": "let a warning of the checks stand", "restore finding": "took back that a warning of the checks may stand",
    "add factor": "added a cause", "edit factor": "changed a cause", "link factor": "linked a cause",
    "unlink factor": "took a link between causes away", "decide gate": "decided how causes combine", "import causes": "imported causes",
    "change link": "changed a link between causes", "move factor": "moved a cause", "insert factor": "put a cause between two",
    "add factors": "added several causes", "split factor": "split a cause in two", "merge factor": "merged a cause into another",
    "remove factor": "took a cause out", "refute factor": "refuted a cause", "reinstate factor": "reinstated a cause",
    "undo change of causes": "undid the last change to the causes",
    "add action": "wrote down", "edit action": "changed", "move due date": "moved the due date of",
    "accept action": "accepted", "start action": "started work on", "block action": "said what blocks",
    "claim done action": "reported done", "verify action": "checked", "send back action": "sent back",
    "await effect action": "asked for the effectiveness check of", "find effective action": "found effective",
    "find partly effective action": "found partly effective", "find not effective action": "found not effective",
    "refuse action": "refused", "cancel action": "cancelled", "accept risk action": "accepted the risk instead of",
    "dispute owner action": "said that somebody else owns", "keep owner action": "left the owner of", "ticket changed": "heard of a change of the ticket of", "link action": "linked with another action", "ask move": "asked to move the due date of",
    "decline move": "left the due date of", "leave cause": "signed why no strong action is taken on", "take back reason": "took back the reason for no strong action on", "hear of action": "was told that an action did not work", "risk expires action": "brought back", "supersede action": "replaced",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry; ``changes`` are lines such as "Title: Down → Checkout down"."""

    at: datetime
    who: str
    did: str
    ref: str | None
    door: str
    changes: tuple[str, ...]


def count(session: Session, review: Review) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(AuditEntry).where(_of(review))) or 0


def happenings(session: Session, review: Review, *, offset: int, size: int) -> list[Happening]:
    """Newest first, in two statements. The caller has found the review for its reader."""
    rows = session.execute(
        sa.select(AuditEntry.at, AuditEntry.actor_id, AuditEntry.verb, AuditEntry.canonical, Record.ref, Record.id)
        .join(Record, Record.id == AuditEntry.record_id)
        .where(_of(review))
        .order_by(AuditEntry.seq.desc())
        .offset(offset)
        .limit(size)
    ).all()
    facts = [json.loads(row.canonical) for row in rows]
    names = names_of(session, {i for fact in facts for i in audit_words.people_in(fact)})
    return [
        Happening(
            at=row.at, who=names.get(row.actor_id, "Debrief"), did=VERBS.get(row.verb, row.verb),
            ref=row.ref if row.id != review.id else None, door=fact["door"],
            changes=tuple(history_words.changes(fact, names, review.zone)),
        )
        for row, fact in zip(rows, facts, strict=True)
    ]


def _of(review: Review) -> sa.ColumnElement[bool]:
    """The review itself, its incidents, its causes and its actions."""
    guarded = sa.select(Record.id).where(Record.guard_id == review.id)
    own = [review.id, *(link.incident_id for link in review.incidents)]
    return sa.or_(AuditEntry.record_id.in_(own), AuditEntry.record_id.in_(guarded))
