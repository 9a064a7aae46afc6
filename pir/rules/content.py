"""Canonical JSON of a document and the hash that a signature names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from pir.rules.template import PARTS, WHOLE


def canonical(document: Mapping[str, Any]) -> str:
    """One text for one content: sorted keys, no blanks.

    >>> canonical({"b": 1, "a": "ü"})
    '{"a":"ü","b":1}'
    """
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, as 64 hex digits."""
    return hashlib.sha256(canonical(content).encode("utf-8", "surrogatepass")).hexdigest()


def thawed(text: str) -> dict[str, Any]:
    """A frozen document as readers take it: what documents did not hold yet when it was frozen is there, and empty.

    >>> thawed('{"approvals": [], "findings": {}}')["result"]["kind"] is None
    True
    """
    found: dict[str, Any] = json.loads(text)
    for key, empty in LATER.items():
        found.setdefault(key, empty())
    for clock in found.get("clocks", ()):
        clock.setdefault("stopped_at", None)
        clock.setdefault("counts", "")
    for approval in found["approvals"]:
        approval.setdefault("for", None)
        approval.setdefault("step", None)
    return found


#: Parts that came after the first frozen documents.
LATER: Mapping[str, Callable[[], Any]] = {
    "result": lambda: {"kind": None, "words": "", "continues_in": ""},
    "chain": list,
    "regulator": lambda: {"reportable": None, "authority": "", "reference": "", "due_at": None},
    "clock_events": list,
    "corrections": list,
    "template": lambda: {"name": WHOLE.name, "version": WHOLE.version, "parts": list(PARTS)},
    "severity": lambda: {"assigned": None, "changes": [], "warranted": None, "impact": None, "urgency": None, "reason": "", "triage": ""},
}
