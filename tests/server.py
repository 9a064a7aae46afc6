"""A live server on an installation of its own, made with the command that people use.

    home = Installation(folder).init()                # debrief init, as a process
    home.call("user", "add", …)                       # any other command; answers its standard output
    with serving(home.app()) as address: …            # the product behind a real socket
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from kernel.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "correct horse battery staple"
#: Flags of Chromium in a container without a desktop.
CHROMIUM = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-quic",
]


class Installation:
    """A DEBRIEF_HOME with SQLite. ``audit_key`` is that of the tests: the key in memory is one for the process."""

    def __init__(self, home: Path, audit_key: bytes, zone: str = "UTC") -> None:
        self.home, self.zone = home, zone
        (home / "audit.key").write_text(audit_key.hex())
        (home / "secret.key").write_text("a secret of the tests only, and long enough")

    def run(self, *words: str) -> str:
        """``debrief words…`` as a process of its own; its standard output."""
        done = subprocess.run(
            [sys.executable, "-m", "cli", *words], cwd=ROOT, env={**os.environ, **self._environment()}, capture_output=True,
            text=True, check=False, timeout=120,
        )
        assert done.returncode == 0, f"debrief {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def call(self, *words: str) -> str:
        """The same in this process: a second saved each time."""
        from cli import main

        done = CliRunner().invoke(main, list(words), env=self._environment())
        assert done.exit_code == 0, f"debrief {' '.join(words)}: {done.exit_code}\n{done.output}\n{done.exception!r}"
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return {"DEBRIEF_HOME": str(self.home), "DEBRIEF_ADMIN_PASSWORD": PASSWORD, "PASSWORD": PASSWORD}

    def init(self, name: str = "Anna Kowalski", email: str = "anna@example.com") -> Installation:
        self.run("init", "--admin", name, "--email", email, "--organisation", "Nordwind", "--zone", self.zone)
        return self

    def add_person(self, name: str, email: str, role: str) -> None:
        self.call("user", "add", "--name", name, "--email", email, "--role", role, "--password-env", "PASSWORD")

    def import_servicenow(self, file: Path, zone: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.call("import", "servicenow", str(file), "--zone", zone, "--format", "json"))
        return answer

    def token(self, email: str) -> str:
        return self.call("token", "create", "--user", email).strip()

    def app(self, **changes: Any) -> Flask:
        from wsgi import create_app

        settings: dict[str, Any] = {
            "home": self.home, "database_url": f"sqlite:///{self.home / 'debrief.db'}",
            "secret_key": (self.home / "secret.key").read_text(), "audit_key_file": self.home / "audit.key",
        }
        return create_app(Settings(**{**settings, **changes}))


class _Silent(WSGIRequestHandler):
    def log(self, *_told: Any) -> None:
        """Requests are not told on standard error."""


def _read_whole(app: WSGIApplication) -> WSGIApplication:
    """``app`` with its answers read to the end before the first byte is sent.

    Werkzeug's server forgets to close a file when the browser leaves in the middle of it, as browsers do
    when a page is left before its fonts have come.
    """

    def call(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        answer = app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if hasattr(answer, "close"):
                answer.close()

    return call


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """``http://127.0.0.1:port`` as long as the block lasts."""
    server = make_server("127.0.0.1", 0, _read_whole(app), threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
        app.extensions["debrief"].database.dispose()
