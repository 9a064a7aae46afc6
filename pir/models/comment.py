"""Comments on parts of a review, in threads. They are no content: nothing of them is frozen or printed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class CommentThread(Base):
    """What is said about one part. ``item`` names an entry, factor or action within it; ``label`` is how it read then.

    Open until it is resolved, or carried: a thread that was carried in version n is open again from version n+1 on.
    """

    __tablename__ = "comment_thread"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    part: Mapped[str] = mapped_column(sa.String(20))
    item: Mapped[str] = mapped_column(sa.String(40), default="")
    label: Mapped[str] = mapped_column(sa.String(200))
    edition: Mapped[int]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    carried_edition: Mapped[int | None]
    carried_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


class Comment(Base):
    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("comment_thread.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(sa.String(2000))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (sa.CheckConstraint("length(trim(text)) > 0", name="text"),)
