"""The facts that the checks of a review look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.queries import strong_factor_refs
from actions.rules.lifecycle import Shown
from actions.rules.policy import Expectation, counts_as_strong
from incidents.models import EntryKind, Incident, TimelineEntry
from incidents.queries.incident import facts_of as time_facts
from incidents.rules import times
from pir.models import CommentThread, Finding, Impact, Review
from pir.queries.answers import coverage
from pir.queries.checks import checked, dismissals_of, not_met, unanswered
from pir.queries.comments import is_open
from pir.queries.document import about_causes
from pir.queries.timeline import belongs_to
from pir.rules.completeness import ReviewFacts
from pir.rules.corrections import NARRATIVE
from rca import document
from rca.causal_graph import CausalGraph
from rca.errors import TooLarge
from rca.quality import Level
from rca.vocabulary import Gate


def facts_of(session: Session, review: Review, shown: Mapping[str, Any] | None = None) -> ReviewFacts:
    """``shown`` is the document, where the caller has it already."""
    held = shown or about_causes(session, review)
    graphs = [document.read(q["causes"]) for q in held["analysis"]["questions"]]
    why = graphs[0]
    actions = [a for a in held["actions"] if a["shown_as"] != Shown.DROPPED]
    counts = _counts(session, review)
    found = checked(held, dismissals_of(session, review.id))
    ends = unanswered(found)
    reasons = {f["id"] for q in held["analysis"]["questions"] for f in q["causes"]["factors"] if f.get("no_action_reason")}
    terms = review.policy.terms["actions"]
    signed = {row["factor"] for row in held["analysis"]["questions"][0].get("left", ())}
    settled = strong_factor_refs(actions, counts_as_strong(Expectation(review.severity, terms))) | signed
    return ReviewFacts(
        title=review.record.title,
        summary=review.summary,
        told=tuple(part for part in NARRATIVE if getattr(review, part).strip()),
        findings=counts["findings"],
        impacts=counts["impacts"],
        entries=counts["entries"],
        open_comments=counts["open_comments"],
        milestones_missing=_missing(session, review),
        session_held=review.session_held_at is not None,
        factors=sum(not f.is_refuted for g in graphs for f in g.factors),
        undecided=undecided(why),
        root_causes=len(why.root_causes()),
        result=review.result.value if review.result else None,
        actions=len(actions),
        actions_without_owner=tuple(a["ref"] for a in actions if not a["owner"]),
        actions_without_due=tuple(a["ref"] for a in actions if not a["due"]),
        # One with nothing at all is among the ends without an action, and is not asked of twice.
        root_causes_without_strong_action=tuple(
            (f.id, f.statement) for f in why.root_causes() if f.id not in settled | set(ends)
        ) if review.severity in terms["strong_for_severity"] else (),
        open_combinations=open_combinations(why, actions),
        reasons_for_no_action=len(reasons),
        ends_without_action=tuple(ends.values()),
        blockers=not_met(found, Level.BLOCK),
        warnings=not_met(found, Level.WARN),
    )


def open_combinations(graph: CausalGraph, actions: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The combinations that happened and that no action will stop, in words; none where there are too many to tell."""
    try:
        covered = coverage(graph, actions)
        happened = [one for one in covered.open if one in covered.day.fired]
    except TooLarge:
        return ()
    return tuple(" · ".join(graph.statement(event) for event in sorted(one)) for one in happened)


def undecided(graph: CausalGraph) -> tuple[str, ...]:
    """Statements of the effects with two or more causes whose gate nobody has decided."""
    effects = [(graph.focus.id, graph.focus.statement, graph.focus.gate)]
    counted = graph.counted()
    effects += [(f.id, f.statement, f.gate) for f in graph.factors if f.id in counted]
    return tuple(
        statement or "the event itself"
        for effect, statement, gate in effects
        if gate is Gate.NOT_DECIDED and len(graph.causes_of(effect)) > 1
    )


def _missing(session: Session, review: Review) -> tuple[str, ...]:
    """Names of the milestones of the lead incident about which nobody has said anything."""
    lead = next((link.incident_id for link in review.incidents if link.is_lead), None)
    if lead is None:
        return ()
    said = times.effective(time_facts(session.get_one(Incident, lead).times))
    return tuple(times.NAMES[m] for m in times.MILESTONES if m not in said)


def _counts(session: Session, review: Review) -> dict[str, int]:
    """How many rows of each kind the review has, in one statement."""
    told = {
        "findings": sa.select(Finding.id).where(Finding.review_id == review.id),
        "impacts": sa.select(Impact.id).where(Impact.review_id == review.id),
        "entries": sa.select(TimelineEntry.id).where(
            belongs_to(review), TimelineEntry.kind != EntryKind.GAP
        ),
        "open_comments": sa.select(CommentThread.id).where(CommentThread.review_id == review.id, is_open(review.edition)),
    }
    counts = [sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery().label(key) for key, rows in told.items()]
    return dict(session.execute(sa.select(*counts)).one()._mapping)
