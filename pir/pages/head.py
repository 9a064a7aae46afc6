"""What stands at the top and the foot of every page of one review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import Session

from incidents.models import Incident
from kernel.permission import Actor, visible
from kernel.record import Part, Record
from pir.models import Review, ReviewIncident
from pir.queries.comments import open_counts
from pir.queries.review import part_names
from pir.rules.lifecycle import ReviewState

#: mark and word of a review's state
STATE_MARKS = {
    ReviewState.DRAFT: ("half", "Draft"),
    ReviewState.IN_REVIEW: ("clock", "In review"),
    ReviewState.APPROVED: ("tick", "Approved"),
    ReviewState.PUBLISHED: ("tick", "Published"),
    ReviewState.WAIVED: ("struck", "Waived"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """Ready for the template: words and addresses, no rows."""

    ref: str
    title: str
    severity: int
    mark: str
    state: str
    edition: int
    marking: str
    zone: str
    version: int
    incident: str | None
    facilitator: str | None
    scribe: str | None
    tabs: tuple[tuple[str, str, bool], ...]
    comments: Mapping[tuple[str, str], int]

    @property
    def foot(self) -> str:
        return f"{self.ref} version {self.edition}, {self.state.lower()}"


#: (key, words, endpoint) of the parts of a review
TABS = (
    ("overview", "Overview", "pir.overview"),
    ("timeline", "Timeline", "pir.timeline"),
    ("evidence", "Evidence", "pir.evidence"),
    ("why", "Why", "causes.ladder"),
    ("actions", "Actions", "pir.actions"),
    ("comments", "Comments", "pir.comments"),
    ("sign_off", "Sign-off", "pir.sign_off"),
    ("history", "History", "pir.history"),
)


def head_of(session: Session, actor: Actor, review: Review, tab: str) -> Head:
    """Three statements, whatever the review holds."""
    names: dict[Part, str] = {}
    for part, name in part_names(session, review.id):
        names.setdefault(part, name)
    incident = session.scalar(
        sa.select(Record.ref)
        .join(Incident, Incident.id == Record.id)
        .join(ReviewIncident, ReviewIncident.incident_id == Incident.id)
        .where(ReviewIncident.review_id == review.id, ReviewIncident.is_lead, visible(actor))
    )
    mark, word = STATE_MARKS[review.state]
    counts = open_counts(session, review)
    ref = review.record.ref
    return Head(
        ref=ref, title=review.record.title, severity=review.severity, mark=mark, state=word, edition=review.edition,
        marking=review.classification.value, zone=review.zone, version=review.record.version, incident=incident,
        facilitator=names.get(Part.FACILITATOR), scribe=names.get(Part.SCRIBE),
        tabs=tuple((_words(key, words, counts), url_for(endpoint, ref=ref), key == tab) for key, words, endpoint in TABS),
        comments=counts,
    )


def _words(key: str, words: str, counts: Mapping[tuple[str, str], int]) -> str:
    """The tab of the comments says how many are open."""
    number = sum(counts.values()) if key == "comments" else 0
    return f"{words} ({number})" if number else words
