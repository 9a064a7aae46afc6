"""Settings, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kernel.environment import Misconfigured, number, switch
from kernel.intake import kinds
from kernel.relay import Relay

__all__ = ["Misconfigured", "Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the environment may decide. Times in seconds, sizes in bytes."""

    home: Path
    database_url: str
    secret_key: str
    audit_key_file: Path
    https: bool = False
    demo: bool = False
    idle_timeout: int = 12 * 3600
    max_upload: int = 20 * 1024 * 1024
    max_evidence: int = 10 * 1024 * 1024
    evidence_types: tuple[str, ...] = kinds.USUAL
    base_url: str = "http://127.0.0.1:8000"
    relay: Relay | None = None
    chat_hosts: tuple[str, ...] = ()
    testing: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read ``DEBRIEF_*``; the secret key may come from a file that ``debrief init`` made in DEBRIEF_HOME."""
        home = Path(environ.get("DEBRIEF_HOME", "var")).resolve()
        return cls(
            home=home,
            database_url=environ.get("DEBRIEF_DATABASE_URL") or f"sqlite:///{home / 'debrief.db'}",
            secret_key=environ.get("DEBRIEF_SECRET_KEY") or _secret_of(home),
            audit_key_file=Path(environ.get("DEBRIEF_AUDIT_KEY_FILE", home / "audit.key")),
            https=switch(environ, "DEBRIEF_HTTPS"),
            demo=switch(environ, "DEBRIEF_DEMO"),
            idle_timeout=number(environ, "DEBRIEF_IDLE_TIMEOUT", 12 * 3600),
            max_upload=number(environ, "DEBRIEF_MAX_UPLOAD", 20 * 1024 * 1024),
            max_evidence=number(environ, "DEBRIEF_MAX_EVIDENCE", 10 * 1024 * 1024),
            evidence_types=_types(environ.get("DEBRIEF_EVIDENCE_TYPES", "")),
            base_url=_url(environ.get("DEBRIEF_URL", "")),
            relay=Relay.from_environment(environ),
            chat_hosts=tuple(environ.get("DEBRIEF_CHAT_HOSTS", "").lower().replace(",", " ").split()),
        )


def _types(text: str) -> tuple[str, ...]:
    """Endings in any order, parted by blanks or commas; in the order in which a person is told of them."""
    wanted = text.lower().replace(",", " ").replace(".", " ").split()
    unknown = [name for name in wanted if name not in kinds.KINDS]
    if unknown:
        raise Misconfigured(f"DEBRIEF_EVIDENCE_TYPES names {unknown[0]!r}. Use some of: {', '.join(kinds.KINDS)}.")
    return tuple(name for name in kinds.KINDS if name in wanted) if wanted else kinds.USUAL


def _url(text: str) -> str:
    """Where people reach the product: what links in messages begin with."""
    found = urlsplit(text.strip().rstrip("/") or "http://127.0.0.1:8000")
    if found.scheme not in {"http", "https"} or not found.netloc or found.query or found.fragment:
        raise Misconfigured(f"DEBRIEF_URL is {text!r}. Use the address that people open, for example https://debrief.example.com.")
    return found.geturl()


def _secret_of(home: Path) -> str:
    path = home / "secret.key"
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    raise Misconfigured(f"No secret key. Set DEBRIEF_SECRET_KEY, or run 'debrief init', which writes {path}.")
