"""What an owner answered from a mail, and what stood before: so that it can be taken back for some days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from actions.rules.answers import Answer
from kernel import clock
from kernel.db import Base, enum_column


class GivenAnswer(Base):
    """``before``: the columns of the action that the answer changed, as they were; ``version``: of the record after it."""

    __tablename__ = "action_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(sa.ForeignKey("link_token.id"), index=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    answer: Mapped[Answer] = mapped_column(enum_column(Answer, "answer"))
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    taken_back_at: Mapped[datetime | None]
