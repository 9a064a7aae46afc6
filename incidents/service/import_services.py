"""The services that a file names, found or added many at a time."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from incidents.service.import_tables import SERVICES
from organisation.models import Service


class ServiceShelf:
    """Ids by name, remembered over one import; capital letters do not matter. ``added`` are the names that were new."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids: dict[str, int] = {}
        self.added: list[str] = []

    def fetch(self, names: Iterable[str]) -> None:
        """Make all these names known, adding those that no service has; at most three statements however many they are."""
        wanted: dict[str, str] = {}
        for name in names:
            if name.lower() not in self._ids:
                wanted.setdefault(name.lower(), name)
        if not wanted:
            return
        self._ids |= self._stored(wanted.values())
        missing = [name for key, name in wanted.items() if key not in self._ids]
        if missing:
            self._session.connection().execute(sa.insert(SERVICES), [{"name": name} for name in missing])
            self._ids |= self._stored(missing)
            self.added += missing

    def __getitem__(self, name: str) -> int:
        return self._ids[name.lower()]

    def _stored(self, names: Iterable[str]) -> dict[str, int]:
        # SQLite's lower() knows only ASCII, so the exact name is asked for as well.
        whole, small = list(names), [name.lower() for name in names]
        same = sa.or_(Service.name.in_(whole), sa.func.lower(Service.name).in_(small))
        rows = self._session.execute(sa.select(Service.name, Service.id).where(same).order_by(Service.id.desc()))
        return {row.name.lower(): row.id for row in rows}
