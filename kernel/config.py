"""Settings, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kernel.intake import kinds


class Misconfigured(Exception):
    """A setting is missing or makes no sense; the message names it and says what to do."""


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
            https=_switch(environ, "DEBRIEF_HTTPS"),
            demo=_switch(environ, "DEBRIEF_DEMO"),
            idle_timeout=_number(environ, "DEBRIEF_IDLE_TIMEOUT", 12 * 3600),
            max_upload=_number(environ, "DEBRIEF_MAX_UPLOAD", 20 * 1024 * 1024),
            max_evidence=_number(environ, "DEBRIEF_MAX_EVIDENCE", 10 * 1024 * 1024),
            evidence_types=_types(environ.get("DEBRIEF_EVIDENCE_TYPES", "")),
        )


def _switch(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "").strip().lower()
    if text not in {"", "0", "1", "no", "yes", "false", "true"}:
        raise Misconfigured(f"{name} is {text!r}. Use 1 or 0.")
    return text in {"1", "yes", "true"}


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or int(text) == 0:
        raise Misconfigured(f"{name} is {text!r}. Use a whole number above 0.")
    return int(text)


def _types(text: str) -> tuple[str, ...]:
    """Endings in any order, parted by blanks or commas; in the order in which a person is told of them."""
    wanted = text.lower().replace(",", " ").replace(".", " ").split()
    unknown = [name for name in wanted if name not in kinds.KINDS]
    if unknown:
        raise Misconfigured(f"DEBRIEF_EVIDENCE_TYPES names {unknown[0]!r}. Use some of: {', '.join(kinds.KINDS)}.")
    return tuple(name for name in kinds.KINDS if name in wanted) if wanted else kinds.USUAL


def _secret_of(home: Path) -> str:
    path = home / "secret.key"
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    raise Misconfigured(f"No secret key. Set DEBRIEF_SECRET_KEY, or run 'debrief init', which writes {path}.")
