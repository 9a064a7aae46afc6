"""Reviews in the search, and the parts of them that are texts by themselves: causes, timeline entries, evidence."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from incidents.models import TimelineEntry
from kernel.evidence import Evidence
from kernel.record import Record
from kernel.ref import RecordKind
from kernel.search import Source, lines
from pir.models import Cause, Comment, CommentThread, Factor, Finding, FocusEvent, Impact, Review


def _under(column: Any, of: Any) -> Any:
    """The texts of rows that hang on a review, as one text of it."""
    return sa.select(sa.func.aggregate_strings(column, "\n")).where(of == Review.id).correlate(Review).scalar_subquery()


def _kind(kind: RecordKind) -> Any:
    return lambda row: [row.id] if row.kind is kind else []


def _entry_address(hit: Any) -> str:
    return f"/incidents/{hit.ref}" if hit.kind is RecordKind.INCIDENT else f"/reviews/{hit.ref}/timeline#entry-{hit.source_id}"


SOURCES = (
    Source(
        "review", "Reviews",
        sa.select(
            Review.id, Review.id, sa.literal("", sa.Text), Record.title,
            lines(Record.ref, Review.summary, Review.trigger, Review.detection, Review.response, Review.recovery,
                  _under(Finding.text, Finding.review_id), _under(Impact.measure, Impact.review_id)),
        ).join(Record, Record.id == Review.id),
        Review.id,
        {Review: lambda row: [row.id], Record: _kind(RecordKind.REVIEW), Finding: lambda row: [row.review_id], Impact: lambda row: [row.review_id]},
        lambda hit: f"/reviews/{hit.ref}", weight=2.0,
    ),
    Source(
        "factor", "Causes",
        sa.select(
            Factor.id, Factor.id, sa.cast(FocusEvent.question, sa.Text), Record.title,
            lines(Record.ref, Factor.control, Factor.category, Factor.no_action_reason),
        ).join(Record, Record.id == Factor.id).join(FocusEvent, FocusEvent.id == Factor.focus_id)
        .where(Factor.removed_at.is_(None)),
        Factor.id,
        {Factor: lambda row: [row.id], Record: _kind(RecordKind.FACTOR)},
        lambda hit: f"/reviews/{hit.guard}/why/{hit.place}#{hit.ref}",
    ),
    Source(
        "cause", "Known causes",
        sa.select(Cause.id, Cause.id, sa.literal("", sa.Text), Record.title, lines(Record.ref, Cause.control, Cause.description))
        .join(Record, Record.id == Cause.id).where(Cause.merged_into_id.is_(None)),
        Cause.id,
        {Cause: lambda row: [row.id], Record: _kind(RecordKind.CAUSE)},
        lambda hit: f"/causes/{hit.ref}",
    ),
    Source(
        "entry", "Timeline",
        sa.select(TimelineEntry.id, TimelineEntry.record_id, sa.literal("", sa.Text), TimelineEntry.text, lines(TimelineEntry.actor)),
        TimelineEntry.id, {TimelineEntry: lambda row: [row.id]}, _entry_address,
    ),
    Source(
        "evidence", "Evidence",
        sa.select(
            Evidence.id, Evidence.record_id, sa.cast(Evidence.number, sa.Text), Evidence.description,
            lines(Evidence.filename, Evidence.source, Evidence.url),
        ).where(Evidence.removed_at.is_(None)),
        Evidence.id, {Evidence: lambda row: [row.id]}, lambda hit: f"/reviews/{hit.ref}/evidence#evidence-{hit.place}",
    ),
    Source(
        "comment", "Comments",
        sa.select(Comment.id, CommentThread.review_id, sa.cast(CommentThread.id, sa.Text), Comment.text, lines(CommentThread.label))
        .join(CommentThread, CommentThread.id == Comment.thread_id),
        Comment.id, {Comment: lambda row: [row.id]}, lambda hit: f"/reviews/{hit.ref}/comments#thread-{hit.place}",
    ),
)  # fmt: skip
