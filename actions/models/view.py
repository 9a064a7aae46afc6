"""A filter of the register that a person kept under a name."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base


class SavedView(Base):
    """``query`` is the filter as it stands in the address, written anew from the schema and so never anything else."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    query: Mapped[str] = mapped_column(sa.String(500))

    __table_args__ = (sa.UniqueConstraint("person_id", "name"), sa.CheckConstraint("length(trim(name)) > 0", name="name"))
