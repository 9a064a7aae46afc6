"""Both doors of the product for every person of the world, and a file that is put back after each change."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from conftest import AUDIT_KEY, settings_for
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from kernel import clock
from kernel.db import Database
from tests.security.world import NOW, World, token_of

ORIGIN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Doors:
    """``send`` knocks; ``put_back`` undoes what was written. ``changed`` is true when any commit changed the file."""

    world: World
    app: Flask
    database: Database
    path: Path
    watch: sa.Connection
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    seen: int = 0

    @classmethod
    def open(cls, world: World, home: Path, **settings: Any) -> Doors:
        from wsgi import create_app

        path = home / "debrief.db"
        shutil.copy(world.path, path)
        (home / "audit.key").write_text(AUDIT_KEY.hex())
        database = Database(f"sqlite:///{path}")
        app = create_app(settings_for(database, home, **settings), database=database)
        watch = sa.create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT").connect()
        found = cls(world, app, database, path, watch)
        found.seen = found._data_version()
        return found

    def close(self) -> None:
        self.watch.close()
        self.watch.engine.dispose()
        self.database.dispose()

    def changed(self) -> bool:
        """True when somebody committed a change since the last question (SQLite's own counter, not ours)."""
        now, before = self._data_version(), self.seen
        self.seen = now
        return now != before

    def put_back(self) -> None:
        """The file as the world was built, written over the live one page by page (sqlite's own backup)."""
        source = sa.create_engine(f"sqlite:///{self.world.path}")
        with source.connect() as original, self.database.engine.connect() as live:
            live.rollback()
            original.connection.dbapi_connection.backup(live.connection.dbapi_connection)  # type: ignore[union-attr]
        source.dispose()
        self.changed()

    def send(
        self, who: str | None, method: str, url: str, *, form: Any = None, body: Any = None, headers: Any = None,
        csrf: bool = True, client: FlaskClient | None = None,
    ) -> TestResponse:
        """One request: under /api/ with the bearer token of ``who``, elsewhere with the cookie and a CSRF token."""
        # a stranger comes from elsewhere: what is typed on a page of ours is kept for after signing in, and that writes
        given = {**(ORIGIN if who else {}), **(headers or {})}
        if url.startswith("/api/"):
            if who is not None:
                given["Authorization"] = f"Bearer {token_of(who)}"
            client = client or self.app.test_client(use_cookies=False)
            return client.open(url, method=method, json=body, headers=given)
        client = client or self.client(who)
        data = None
        if method not in {"GET", "HEAD", "OPTIONS"}:
            pairs = {k: _upload(v) for k, v in (form or {}).items()}
            data = {**pairs, **({"csrf_token": self._cookie(who)[1]} if csrf else {})}
        return client.open(url, method=method, data=data, headers=given)

    def client(self, who: str | None) -> FlaskClient:
        client = self.app.test_client()
        client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self._cookie(who)[0], domain="localhost")
        return client

    def _cookie(self, who: str | None) -> tuple[str, str]:
        """(cookie, CSRF token) of a session that has been signed in; of an empty session for a stranger."""
        if (who or "") not in self.cookies:
            with self.app.test_request_context():
                from flask import session

                from web.session import sign_in

                if who is not None:
                    sign_in(self.world.people[who], 1)
                token = generate_csrf()
                serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
                self.cookies[who or ""] = (serializer.dumps(dict(session)), token)
        return self.cookies[who or ""]

    def _data_version(self) -> int:
        return int(self.watch.exec_driver_sql("PRAGMA data_version").scalar_one())


def _upload(value: Any) -> Any:
    """Bytes become a file; a list is sent as several values."""
    return (io.BytesIO(value), "export.csv") if isinstance(value, bytes) else value


__all__ = ["NOW", "Doors", "clock"]
