"""Asking the index: what one may see, newest change first among the candidates, the best of them first.

The score of a text depends on that text alone. bm25 would weigh a word by how many texts hold it, those that the person may
not see among them, and the order of what is found would tell of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session, aliased

from kernel.permission import Actor, visible
from kernel.record import Record
from kernel.ref import RecordKind
from kernel.search.index import SearchText, sources
from kernel.search.words import Asked, Term

#: The newest so many that fit are looked at: beyond them a person adds a word, and the database does not sort a million.
MOST = 1000
_FTS = sa.table("search_index", sa.column("rowid", sa.Integer), sa.column("search_index", sa.Text))
_TSV: Any = sa.literal_column("search_text.search_index", TSVECTOR)
#: Marks a word in ``highlight``: counting the marks counts the words.
_MARK = "\x01"


@dataclass(frozen=True, slots=True)
class Hit:
    """``ref`` and ``kind`` of the record that it belongs to, ``guard`` the reference of the review above that."""

    source: str
    source_id: int
    place: str
    title: str
    body: str
    ref: str | None
    kind: RecordKind | None
    guard: str | None

    @property
    def address(self) -> str:
        return sources()[self.source].address(self)


@dataclass(frozen=True, slots=True)
class Found:
    """``counts`` by source, over all; ``has_more`` when only the newest ``MOST`` were looked at."""

    hits: Sequence[Hit]
    counts: Mapping[str, int]
    has_more: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def search(
    session: Session, actor: Actor, wanted: Asked, *, source: str | None = None, offset: int = 0, size: int = 20
) -> Found:
    """What the actor may see of it. What is restricted to others is neither found nor counted."""
    if not wanted.terms:
        return Found((), {}, has_more=False)
    every = session.execute(_candidates(session, actor, wanted.terms)).all()
    counted = Counter(row.source for row in every)
    ours = session.execute(_candidates(session, actor, wanted.terms, source)).all() if source else every
    best = sorted(ours, key=lambda row: (-row.score, -row.id))[offset : offset + size]
    return Found(
        _hits(session, [row.id for row in best]), {name: counted[name] for name in sources() if name in counted},
        has_more=len(every) >= MOST,
    )


def jump(session: Session, actor: Actor, wanted: Asked) -> str | None:
    """Where the record with exactly this reference is read; None when there is none, or none that the actor may see."""
    guard = aliased(Record)
    text = SearchText
    row = session.execute(
        sa.select(text.source, text.source_id, text.place, text.title, text.body, Record.ref, Record.kind, guard.ref)
        .join(Record, Record.id == text.record_id)
        .outerjoin(guard, guard.id == Record.guard_id)
        .where(Record.ref.in_({wanted.text, wanted.text.upper()}), text.source_id == Record.id, text.source == _source_of(Record.kind),
               visible(actor))
        .limit(1)
    ).first()
    return Hit(*row).address if row else None


def _source_of(kind: Any) -> sa.ColumnElement[str]:
    """A source of records has the name of its kind."""
    return sa.cast(kind, sa.String)


def _hits(session: Session, ids: Sequence[int]) -> list[Hit]:
    """In the order of ``ids``."""
    if not ids:
        return []
    guard, text = aliased(Record), SearchText
    rows = session.execute(
        sa.select(text.id, text.source, text.source_id, text.place, text.title, text.body, Record.ref, Record.kind, guard.ref)
        .outerjoin(Record, Record.id == text.record_id)
        .outerjoin(guard, guard.id == Record.guard_id)
        .where(text.id.in_(ids))
    )
    found = {row[0]: Hit(*row[1:]) for row in rows}
    return [found[i] for i in ids]


def _candidates(session: Session, actor: Actor, terms: Sequence[Term], source: str | None = None) -> Any:
    """The newest ``MOST`` texts that fit and that the actor may see, with their score: the higher the better.

    Only those few are scored: the database sorts keys, and reads no text that is not among them.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    fits, score = _in_sqlite(terms) if is_sqlite else _in_postgresql(session, terms)
    query = (
        fits.outerjoin(Record, Record.id == SearchText.record_id)
        .where(sa.or_(SearchText.record_id.is_(None), visible(actor)))
        .limit(MOST)
    )
    if source:
        query = query.where(SearchText.source == source)
    if is_sqlite:  # reads the index backwards and stops by itself; a score is only known there
        return query.add_columns((score * _weight()).label("score"))
    newest = query.subquery()
    return sa.select(newest.c.id, newest.c.source, (score * _weight()).label("score")).join(SearchText, SearchText.id == newest.c.id)


def _in_sqlite(terms: Sequence[Term]) -> tuple[Any, Any]:
    """Words are letters and digits only, so that nothing in them can be taken for a command of FTS5."""
    typed = " AND ".join(f'"{" ".join(term.words)}"' + ("*" if term.is_open else "") for term in terms)
    query = (
        sa.select(SearchText.id, SearchText.source)
        .select_from(_FTS)
        .join(SearchText, SearchText.id == _FTS.c.rowid)
        .where(_FTS.c.search_index.op("MATCH")(typed))
        .order_by(_FTS.c.rowid.desc())
    )
    marks = sa.func.length(sa.func.highlight(_FTS.c.search_index, 0, _MARK, "")) - sa.func.length(SearchText.title)
    return query, 1.0 + marks


def _in_postgresql(session: Session, terms: Sequence[Term]) -> tuple[Any, Any]:
    """The parser that read the texts reads the words, first and by itself: the planner knows how rare a fixed query is."""
    query = _tsquery(terms[0])
    for term in terms[1:]:
        query = query.op("&&")(_tsquery(term))
    told = session.scalar(sa.select(sa.cast(query, sa.Text)))
    fixed = sa.cast(sa.bindparam("fixed", told, sa.Text, literal_execute=True), TSQUERY)
    fits = sa.select(SearchText.id, SearchText.source).where(_TSV.op("@@")(fixed)).order_by(SearchText.id.desc())
    return fits, sa.func.ts_rank(_TSV, fixed)


def _tsquery(term: Term) -> sa.ColumnElement[Any]:
    """A term that is open ends in ``:*``."""
    phrase = sa.func.phraseto_tsquery(sa.literal_column("'simple'::regconfig"), " ".join(term.words))
    return sa.cast(sa.cast(phrase, sa.Text) + ":*", TSQUERY) if term.is_open else phrase


def _weight() -> sa.ColumnElement[float]:
    return sa.case({name: source.weight for name, source in sources().items()}, value=SearchText.source, else_=1.0)
