"""A finding of the checks of an analysis that a person looked at and let stand, with the reason."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base


class CheckDismissal(Base):
    """Holds for one finding as it was: ``fingerprint`` is that of ``rca.quality.Finding``.

    The row stays when the text changes, so that an edit that is taken back finds its answer again.
    """

    __tablename__ = "check_dismissal"

    id: Mapped[int] = mapped_column(primary_key=True)
    focus_id: Mapped[int] = mapped_column(sa.ForeignKey("focus_event.id"))
    code: Mapped[str] = mapped_column(sa.String(3))  # Q04
    item: Mapped[str | None] = mapped_column(sa.String(40))  # reference of the factor; none for the whole
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    reason: Mapped[str] = mapped_column(sa.String(500))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        sa.UniqueConstraint("focus_id", "fingerprint"),
        sa.CheckConstraint("length(trim(reason)) > 0", name="reason"),
    )
