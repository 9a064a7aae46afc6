"""Codes that causes are classified by for reporting: a tree of rows, apart from known causes (decision 13)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base


class ReportingCode(Base):
    """One code. ``code`` is what factors and documents keep, so it never changes and no row is deleted; ``label`` is read."""

    __tablename__ = "reporting_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(120), unique=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reporting_code.id"), index=True)
    label: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int]
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("length(trim(label)) > 0", name="label"),
        sa.CheckConstraint("length(trim(code)) > 0", name="code"),
        sa.CheckConstraint("parent_id <> id", name="not_itself"),
    )
    __mapper_args__ = {"version_id_col": version}
