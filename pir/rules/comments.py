"""Comments: what may be commented on, how it is called, and whether a thread is open, resolved or carried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

LONGEST_LABEL = 200

#: Parts that are commented on as a whole, in the order in which they are read.
PARTS = {
    "review": "The review as a whole", "summary": "Summary", "trigger": "Trigger", "detection": "Detection",
    "response": "Response", "recovery": "Recovery", "impact": "Impact", "people": "Who takes part",
    "timeline": "Timeline", "findings": "What was learned", "causes": "Why", "result": "Result",
    "actions": "Corrective actions",
}


class Standing(StrEnum):
    OPEN = "open"
    CARRIED = "carried"
    RESOLVED = "resolved"


def standing(edition: int, *, is_resolved: bool, carried_edition: int | None) -> Standing:
    """How a thread stands in version ``edition`` of its review.

    >>> standing(1, is_resolved=False, carried_edition=1).value, standing(2, is_resolved=False, carried_edition=1).value
    ('carried', 'open')
    """
    if is_resolved:
        return Standing.RESOLVED
    return Standing.CARRIED if carried_edition is not None and carried_edition >= edition else Standing.OPEN


def label(document: Mapping[str, Any], part: str, item: str) -> str | None:
    """How a part of this document is called; None when there is no such part."""
    if part in PARTS:
        return PARTS[part] if not item else None
    found = ITEMS[part](document).get(item) if part in ITEMS else None
    return f"{found[: LONGEST_LABEL - 1]}…" if found and len(found) > LONGEST_LABEL else found


def _entries(document: Mapping[str, Any]) -> dict[str, str]:
    zone = ZoneInfo(document["zone"])
    return {
        str(e["id"]): f"{datetime.fromisoformat(e['at']).astimezone(zone):%H:%M} {e['text']}"
        for e in document["timeline"]["entries"]
    }


def _factors(document: Mapping[str, Any]) -> dict[str, str]:
    return {f["id"]: f["statement"] for q in document["analysis"]["questions"] for f in q["causes"]["factors"]}


def _actions(document: Mapping[str, Any]) -> dict[str, str]:
    return {a["ref"]: f"{a['ref']} {a['title']}" for a in document["actions"]}


#: Parts that have items of their own: item -> how it is called.
ITEMS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    "entry": _entries, "factor": _factors, "action": _actions,
}
