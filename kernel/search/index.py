"""The index: a row for each record and for each part of one that is a text by itself, kept by the writes themselves.

What is indexed is declared once (``Source``) and read by SQL, so that one entry, an import of 25,000 and a rebuild are the
same statement. After a flush the session knows which rows changed; before the commit their texts are written anew, in the
same transaction. What writes beneath the session (an import) calls ``index`` with the ids. A newly written text comes last:
the order of ids is the order of the last change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, mapped_column

from kernel.chunks import chunks
from kernel.db import Base

_COLUMNS = ("source", "source_id", "record_id", "place", "title", "body")


class SearchText(Base):
    """``record_id`` says who may see it: whoever may see that record; none is open to all. ``place`` finds it on its page.

    The database's own index hangs on it and is in no model of ours: ``search_index``, a table of FTS5 kept by triggers, or a
    generated tsvector.
    """

    __tablename__ = "search_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(sa.String(20))
    source_id: Mapped[int]
    record_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id", ondelete="CASCADE"), index=True)
    place: Mapped[str] = mapped_column(sa.String(60), default="")
    title: Mapped[str]
    body: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.UniqueConstraint("source", "source_id"),)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of text. ``select`` has the columns id, record_id, place, title, body, in this order, and ``key`` is its id.

    ``touched``: a class of rows -> the ids of this source that a changed row of it concerns.
    ``address``: from a hit (``kernel.search.finding.Hit``) to where it is read. ``weight``: how far up among others.
    """

    name: str
    label: str
    select: Any
    key: Any
    touched: Mapping[type[Base], Callable[[Any], Iterable[int | None]]]
    address: Callable[[Any], str]
    weight: float = 1.0


_sources: dict[str, Source] = {}


def use(sources: Iterable[Source]) -> None:
    """Replace all sources; called once by the composition root."""
    _sources.clear()
    _sources.update({source.name: source for source in sources})


def sources() -> Mapping[str, Source]:
    return _sources


def lines(*columns: Any) -> sa.ColumnElement[str]:
    """Texts of several columns under each other, as SQL; what is not there is left out."""
    joined: sa.ColumnElement[str] = sa.literal("", sa.Text)
    for number, column in enumerate(columns):
        joined = joined + sa.literal("\n" if number else "", sa.Text) + sa.func.coalesce(sa.cast(column, sa.Text), "")
    return joined


def index(session: Session, name: str, ids: Sequence[int]) -> None:
    """Write the texts of these ids anew; those of rows that are gone go too."""
    source, table = _sources[name], SearchText.__table__
    connection = session.connection()
    for part in chunks(ids):
        connection.execute(sa.delete(table).where(table.c.source == name, table.c.source_id.in_(part)))  # type: ignore[arg-type]
        connection.execute(_insert().from_select(_COLUMNS, _texts(source).where(source.key.in_(part))))


def rebuild(session: Session) -> dict[str, int]:
    """Throw the whole index away and write it anew; the number of texts by source."""
    connection = session.connection()
    connection.execute(sa.delete(SearchText.__table__))  # type: ignore[arg-type]
    for source in _sources.values():
        connection.execute(_insert().from_select(_COLUMNS, _texts(source).order_by(source.key)))
    counts = sa.select(SearchText.source, sa.func.count()).group_by(SearchText.source)
    return {**dict.fromkeys(_sources, 0), **dict(session.execute(counts).all())}


def is_filled(session: Session) -> bool:
    """False in a database that was written before there was an index."""
    return session.scalar(sa.select(SearchText.id).limit(1)) is not None


def _insert() -> Any:
    return sa.insert(SearchText.__table__)  # type: ignore[arg-type]


def _texts(source: Source) -> Any:
    """The source's rows as those of the index."""
    key, *others = source.select.selected_columns
    return source.select.with_only_columns(sa.literal(source.name), key, *others)


@event.listens_for(Session, "after_flush")
def _remember(session: Session, _context: Any) -> None:
    for thing in (*session.new, *session.dirty, *session.deleted):
        for source in _sources.values():
            ids = source.touched.get(type(thing))
            if ids is not None:
                session.info.setdefault("search", {}).setdefault(source.name, set()).update(ids(thing))


@event.listens_for(Session, "before_commit")
def _keep_up(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    touched = session.info.pop("search", {})
    for name in _sources:  # in one order, whatever order the changes came in
        if name in touched:
            index(session, name, sorted(touched[name] - {None}))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if not previous.nested:
        session.info.pop("search", None)
