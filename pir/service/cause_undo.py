"""Taking back one's last change to the causes, unless somebody changed the same since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.db import Base, UtcTime
from kernel.errors import Obstacle, Refused
from kernel.permission import Actor
from kernel.record import Record, touch
from pir.models import Analysis, CauseChange, Factor, Review
from pir.queries.causes import questions_of
from pir.service.cause_change import KEPT, UNDO_FOR, Rows, analysis_of, rows_of
from pir.service.editing import CONTRIBUTE, name_of, open_for_change
from rca import document
from rca.errors import CausesError

NOTHING = "There is nothing to undo: your last change to the causes is more than ten minutes old, or was undone."
TAKEN = "What stood there before cannot come back: something else has taken its place."
#: table → its columns that name a factor: a factor that goes must leave none of them behind.
NAMES_A_FACTOR = {"cause_link": ("cause_id", "effect_id"), "factor_evidence": ("factor_id",), "action_factor": ("factor_id",)}


def last_change(session: Session, actor: Actor, review_id: int) -> CauseChange | None:
    """What the actor's undo would take back, in one statement."""
    return session.scalar(
        sa.select(CauseChange)
        .join(Analysis, Analysis.id == CauseChange.analysis_id)
        .where(Analysis.record_id == review_id, CauseChange.person_id == actor.person_id, CauseChange.at >= clock.now() - UNDO_FOR)
        .order_by(CauseChange.id.desc())
        .limit(1)
    )


def undo(session: Session, actor: Actor, ref: str) -> str:
    """Put every row of the last change back as it was; returns what was undone, in words. ``Refused`` says what is in the way."""
    review = open_for_change(session, actor, ref, CONTRIBUTE)
    change = last_change(session, actor, review.id)
    if change is None:
        raise Refused([Obstacle(NOTHING, "causes")])
    analysis = analysis_of(session, review)
    _require_untouched(session, analysis, change)
    words, rows = change.words, change.rows
    session.delete(change)
    session.flush()
    session.expire_all()
    try:
        with session.begin_nested():
            _put_back(session, actor, rows)
    except IntegrityError:
        raise Refused([Obstacle(TAKEN, "causes")]) from None
    session.expire_all()
    _require_sound(session, review, analysis, rows)
    audit.note(session, actor, "undo change of causes", record_id=review.id, after={"undone": words})
    return words


def _require_untouched(session: Session, analysis: Analysis, change: CauseChange) -> None:
    now = rows_of(session, analysis)
    differing = {(table, tuple(key)) for table, key, _, after in change.rows if now.get((table, tuple(key))) != after}
    if differing:
        by = _who_changed(session, change, differing) or "Somebody"
        raise Refused([Obstacle(f"{by} has changed the same since. Undo would take that back as well.", "causes")])


def _who_changed(session: Session, change: CauseChange, differing: set[tuple[str, tuple[Any, ...]]]) -> str | None:
    later = sa.select(CauseChange).where(CauseChange.analysis_id == change.analysis_id, CauseChange.id > change.id)
    for other in session.scalars(later.order_by(CauseChange.id.desc())):
        if differing & {(table, tuple(key)) for table, key, _, _ in other.rows}:
            return name_of(session, other.person_id)
    return None


def _put_back(session: Session, actor: Actor, rows: list[list[Any]]) -> None:
    """What came goes first, then what changed, then what went comes back: so that no two rows claim one place."""
    for table, key, before, _ in rows:
        if before is None:
            _take_away(session, session.get_one(KEPT[table].model, tuple(key)))
    session.flush()
    for table, key, before, after in rows:
        if before is not None and after is not None:
            row = session.get_one(KEPT[table].model, tuple(key))
            for name, value in _typed(type(row), before).items():
                setattr(row, name, value)
    for record_id in {key[0] for table, key, _, _ in rows if table in ("record", "factor")}:
        touch(session.get_one(Record, record_id), actor.person_id)
    session.flush()
    for table, key, before, after in rows:
        if before is not None and after is None:
            model = KEPT[table].model
            keys = [column.name for column in KEPT[table].keys]
            session.add(model(**dict(zip(keys, key, strict=True)), **_typed(model, before)))
    session.flush()


def _take_away(session: Session, row: Any) -> None:
    """A factor keeps its reference, and so its row; everything else goes."""
    if isinstance(row, Factor):
        row.removed_at = clock.now()
    elif not isinstance(row, Record):
        session.delete(row)


def _typed(model: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(model.__table__.columns[name].type, value) for name, value in values.items()}


def _value(kind: Any, value: Any) -> Any:
    if value is not None and isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    if value is not None and isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return value


def _require_sound(session: Session, review: Review, analysis: Analysis, rows: list[list[Any]]) -> None:
    """Others may have built on what now went, or around what came back: then it stays as it is."""
    gone = {key[0] for table, key, before, _ in rows if table == "factor" and before is None}
    left = _left_behind(rows_of(session, analysis), gone)
    if left:
        text = f"Something has been added to {', '.join(_refs(session, left))} since. Undo would take that back as well."
        raise Refused([Obstacle(text, "causes")])
    try:
        for question in questions_of(session, review.id):
            document.read(question["causes"])
    except CausesError as wrong:
        raise Refused([Obstacle(f"This cannot be undone any more: {wrong}.", "causes")]) from None


def _left_behind(now: Rows, gone: set[int]) -> set[int]:
    """The factors among ``gone`` that a link, evidence or an action still names."""
    named: set[Any] = set()
    for (table, key), values in now.items():
        held = {"factor_id": key[-1], **values}
        named |= {held[column] for column in NAMES_A_FACTOR.get(table, ())}
    return gone & named


def _refs(session: Session, ids: set[int]) -> list[str]:
    return list(session.scalars(sa.select(Record.ref).where(Record.id.in_(ids)).order_by(Record.id)))
