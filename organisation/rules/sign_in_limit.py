"""How many failed sign-ins are allowed, and under what name a failure is counted."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
#: One IPv6 customer holds a whole network of this size, so single addresses would be no limit.
IPV6_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """``most`` failures of one ``subject`` (SHA-256, never the mail address itself) within ``WINDOW``."""

    subject: str
    most: int


def limits(email: str, address: str) -> tuple[Limit, Limit]:
    """5 failures for a mail address, known or not, and 20 for a network address."""
    return Limit(_hashed("mail", email), 5), Limit(_hashed("address", _network(address)), 20)


def wait(failures: Sequence[datetime], most: int, now: datetime) -> timedelta | None:
    """How long a subject with these failures has to wait; None when it may try.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    >>> wait([noon - timedelta(minutes=m) for m in (1, 2, 3)], 3, noon)
    datetime.timedelta(seconds=720)
    """
    recent = sorted((at for at in failures if at > now - WINDOW), reverse=True)
    if len(recent) < most:
        return None
    return recent[most - 1] + WINDOW - now


def _hashed(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode("utf-8", "replace")).hexdigest()


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:  # noqa: PLR2004 - the version of the protocol
        return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))
    return address
