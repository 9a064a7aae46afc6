"""Lines of a paste that tell of an update to stakeholders: proposed as one in the preview, never made one unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping

MESSAGE = r"(?:updates?|notices?|notifications?|communications?|comms|messages?|statements?|bulletins?|(?:e-?)?mails?|posts?)"
SENT = r"(?:sent|posted|published|issued|went out|given|shared|released|informed|notified|told)"
TO = r"(?:customers?|clients?|users|executives?|management|leadership|the board|regulators?|staff|stakeholders|partners?|the (?:supplier|vendor|provider))"
PAGE = r"status ?page"
KINDS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "all_clear": rf"\ball[- ]clear\b|\bfinal {MESSAGE}\b|{PAGE}.{{0,30}}\bresolved\b",
        "initial": rf"\b(?:first|initial|holding)\b.{{0,20}}\b{MESSAGE}\b|{PAGE}.{{0,30}}\binvestigating\b",
        "status": rf"\b(?:status|stakeholder|customer|client|progress|executive)\b.{{0,20}}\b{MESSAGE}\b|\b{MESSAGE}\b.{{0,40}}\b{SENT}\b|\b{SENT}\b.{{0,30}}\b{MESSAGE}\b"
        rf"|\b(?:informed|notified|told|{MESSAGE} to)\s(?:the\s|all\s|our\s)?{TO}\b|{PAGE}.{{0,20}}\b(?:set|updated|posted|changed)\b|\b(?:updated|posted)\b.{{0,20}}{PAGE}",
    }.items()
}
AUDIENCES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{pattern})", re.IGNORECASE)
    for name, pattern in {
        "regulator": r"regulat|supervis|authorit|bafin\b|fca\b|ecb\b|ico\b", "executives": r"exec|board\b|management|leadership|directors?\b|c-level",
        "supplier": r"supplier|vendor|provider", "partners": r"partner|reseller", "customers": rf"customer|client|users?\b|public|{PAGE}",
        "internal": r"internal|staff|employee|colleague|service desk|stakeholder",
    }.items()
}
LONGEST = 400


def told_update(text: str) -> tuple[str, str | None] | None:
    """What kind of update a line tells of, and for whom, where it says so; None when it tells of none.

    >>> told_update("Status page set to Investigating"), told_update("All clear given"), told_update("update the driver")
    (('initial', 'customers'), ('all_clear', None), None)
    """
    head = text[:LONGEST]
    kind = next((name for name, pattern in KINDS.items() if pattern.search(head)), None)
    if kind is None:
        return None
    return kind, next((name for name, pattern in AUDIENCES.items() if pattern.search(head)), None)
