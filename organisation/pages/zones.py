"""Zones to suggest; reading them from the system takes a moment, so it is done once."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def zone_names() -> list[str]:
    """UTC first, then every zone of the form Area/Place."""
    places = (z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix/", "right/", "SystemV/")))
    return ["UTC", *sorted(places)]
