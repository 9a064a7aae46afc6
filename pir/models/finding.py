"""What went well, badly, luckily; and the impact, row by row with its source."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, enum_column
from pir.rules.impact import ImpactKind


class FindingKind(StrEnum):
    WELL = "well"
    BADLY = "badly"
    LUCKY = "lucky"


class Finding(Base):
    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    kind: Mapped[FindingKind] = mapped_column(enum_column(FindingKind, "kind"))
    text: Mapped[str] = mapped_column(sa.String(1000))
    position: Mapped[int] = mapped_column(default=0)


class Impact(Base):
    __tablename__ = "impact"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    kind: Mapped[ImpactKind] = mapped_column(enum_column(ImpactKind, "kind"), default=ImpactKind.OTHER)
    measure: Mapped[str] = mapped_column(sa.String(120))
    value: Mapped[str] = mapped_column(sa.String(60))
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    is_exact: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
