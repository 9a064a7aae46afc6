"""How one person wants to be reminded; who has no row is reminded as shipped."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base
from kernel.outbox import MAIL
from nudges.rules.hours import DIGEST_AT, QUIET_FROM, QUIET_UNTIL


class NudgeWishes(Base):
    """Minutes after local midnight. ``channel`` is one of ``kernel.outbox``. ``calendar_id`` None: the organisation's."""

    __tablename__ = "nudge_wishes"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(sa.String(40), default=MAIL)
    digest_at: Mapped[int] = mapped_column(default=DIGEST_AT)
    quiet_from: Mapped[int] = mapped_column(default=QUIET_FROM)
    quiet_until: Mapped[int] = mapped_column(default=QUIET_UNTIL)
    calendar_id: Mapped[int | None] = mapped_column(sa.ForeignKey("calendar.id"))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("quiet_until >= 0 AND quiet_until <= digest_at AND digest_at < quiet_from AND quiet_from <= 1440",
                           name="hours"),
    )
    __mapper_args__ = {"version_id_col": version}
