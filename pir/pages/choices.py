"""Options of the fields that know more than their schema: people, services, zones."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from organisation.queries.person import active_people
from organisation.queries.service import all_services


def people(session: Session) -> list[tuple[int, str]]:
    """Everybody who is here; two of one name are told apart by their address."""
    found = active_people(session)
    names = Counter(p.name for p in found)
    return [(p.id, f"{p.name} ({p.email})" if names[p.name] > 1 and p.email else p.name) for p in found]


def services(session: Session) -> list[str]:
    return [service.name for service in all_services(session)]


@lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """The zones that are places, and UTC; all others are still understood when typed."""
    odd = ("Etc/", "posix/", "right/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")
    return ("UTC", *sorted(z for z in available_timezones() if "/" in z and not z.startswith(odd)))
