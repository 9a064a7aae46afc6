"""The mail relay, as the environment names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path

from kernel.environment import Misconfigured, number, one_of

#: how the connection is protected → the port that goes with it (RFC 6409, RFC 8314)
SECURITY = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Relay:
    """Where mail is handed over. ``timeout``: seconds for each answer of the relay, but the last one has four times as long."""

    host: str
    port: int
    security: str
    sender: str
    user: str | None = None
    password: str | None = None
    timeout: int = 30

    def __repr__(self) -> str:
        """Without the password: a repr ends in logs."""
        return f"Relay({self.host}:{self.port}, {self.security}, from {self.sender})"

    @property
    def domain(self) -> str:
        """Of the sender's address, for the Message-ID."""
        return parseaddr(self.sender)[1].rpartition("@")[2]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Relay | None:
        """``DEBRIEF_SMTP_*`` and ``DEBRIEF_MAIL_FROM``; None when no host is named. Raises ``Misconfigured``."""
        host = environ.get("DEBRIEF_SMTP_HOST", "").strip()
        if not host:
            return None
        security = one_of(environ, "DEBRIEF_SMTP_SECURITY", tuple(SECURITY), "starttls")
        user, password = environ.get("DEBRIEF_SMTP_USER") or None, _password(environ)
        if user and not password:
            raise Misconfigured("DEBRIEF_SMTP_USER is set without a password. Set DEBRIEF_SMTP_PASSWORD or DEBRIEF_SMTP_PASSWORD_FILE.")
        if user and security == "none" and host not in {"localhost", "127.0.0.1", "::1"}:
            raise Misconfigured("DEBRIEF_SMTP_SECURITY is none: the password would travel in clear. Use starttls or tls.")
        return cls(
            host=host, port=number(environ, "DEBRIEF_SMTP_PORT", SECURITY[security]), security=security, sender=_sender(environ),
            user=user, password=password, timeout=number(environ, "DEBRIEF_SMTP_TIMEOUT", 30),
        )  # fmt: skip


def _password(environ: Mapping[str, str]) -> str | None:
    file = environ.get("DEBRIEF_SMTP_PASSWORD_FILE", "").strip()
    if not file:
        return environ.get("DEBRIEF_SMTP_PASSWORD") or None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as wrong:
        raise Misconfigured(f"DEBRIEF_SMTP_PASSWORD_FILE cannot be read: {wrong.strerror}.") from None


def _sender(environ: Mapping[str, str]) -> str:
    text = environ.get("DEBRIEF_MAIL_FROM", "").strip()
    try:
        Address(addr_spec=parseaddr(text)[1])
    except (HeaderParseError, ValueError, IndexError):
        text = ""
    if "@" not in text:
        raise Misconfigured("DEBRIEF_MAIL_FROM has to name the sender, for example: Debrief <debrief@example.com>.")
    return text
