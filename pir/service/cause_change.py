"""Every act on the causes keeps what it changed, row by row, and its author may take it back for ten minutes.

Kept from the rows themselves, before and after the act: a new act needs no undo of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import ActionFactor
from kernel import clock
from kernel.db import Base
from kernel.permission import Actor
from kernel.record import Record
from pir.models import Analysis, CauseChange, CauseLink, CommentThread, Factor, FactorEvidence, FocusEvent, Review
from pir.service.editing import CONTRIBUTE, open_for_change

UNDO_FOR = timedelta(minutes=10)

#: (table, key) → column → plain value
Rows = dict[tuple[str, tuple[Any, ...]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One table: which of its rows belong to an analysis, and which columns an undo puts back (all but key and version)."""

    model: type[Base]
    of: Callable[[Analysis], Any]
    columns: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[Any, ...]:
        return tuple(column for column in self.model.__table__.columns if column.primary_key)

    @property
    def names(self) -> tuple[str, ...]:
        table = self.model.__table__
        return self.columns or tuple(c.name for c in table.columns if not c.primary_key and c.name != "version")


def _factors(analysis: Analysis) -> Any:
    return sa.select(Factor.id).where(Factor.focus_id.in_([focus.id for focus in analysis.focuses]))


KEPT: Mapping[str, Kept] = {
    "focus_event": Kept(FocusEvent, lambda a: FocusEvent.analysis_id == a.id),
    "record": Kept(Record, lambda a: Record.id.in_(_factors(a)), ("title",)),
    "factor": Kept(Factor, lambda a: Factor.focus_id.in_([focus.id for focus in a.focuses])),
    "cause_link": Kept(CauseLink, lambda a: CauseLink.focus_id.in_([focus.id for focus in a.focuses])),
    "factor_evidence": Kept(FactorEvidence, lambda a: FactorEvidence.factor_id.in_(_factors(a))),
    "action_factor": Kept(ActionFactor, lambda a: ActionFactor.factor_id.in_(_factors(a))),
    "comment_thread": Kept(
        CommentThread, lambda a: sa.and_(CommentThread.review_id == a.record_id, CommentThread.part == "factor"), ("item",)
    ),
}  # fmt: skip


@contextmanager
def changing(session: Session, actor: Actor, ref: str, words: str) -> Iterator[Review]:
    """The review, locked and open for change; what the block changes is kept under ``words`` ("added a cause").

    A machine's acts are not kept: nobody stands before a button.
    """
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    if actor.person_id is None:
        yield review
        return
    analysis = analysis_of(session, review)
    before = rows_of(session, analysis)
    yield review
    session.flush()
    changed = _difference(before, rows_of(session, analysis))
    if changed:
        now = clock.now()
        session.execute(sa.delete(CauseChange).where(CauseChange.analysis_id == analysis.id, CauseChange.at < now - UNDO_FOR))
        session.add(CauseChange(analysis_id=analysis.id, person_id=actor.person_id, at=now, words=words, rows=changed))
        session.flush()


def analysis_of(session: Session, review: Review) -> Analysis:
    return session.scalars(sa.select(Analysis).where(Analysis.record_id == review.id)).one()


def rows_of(session: Session, analysis: Analysis) -> Rows:
    """Every row of the causes as plain values, in one statement for each table."""
    found: Rows = {}
    for table, kept in KEPT.items():
        keys = kept.keys
        columns = [*keys, *(kept.model.__table__.columns[name] for name in kept.names)]
        for row in session.execute(sa.select(*columns).where(kept.of(analysis))):
            values = [_plain(value) for value in row]
            found[table, tuple(values[: len(keys)])] = dict(zip(kept.names, values[len(keys) :], strict=True))
    return found


def _difference(before: Rows, after: Rows) -> list[list[Any]]:
    """``[table, key, before, after]`` of each row that differs; its own columns only where both sides have it."""
    return [
        [table, list(key), before.get((table, key)), after.get((table, key))]
        for table, key in {**before, **after}
        if before.get((table, key)) != after.get((table, key))
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return clock.stamp(value)
    return value.value if isinstance(value, StrEnum) else value
