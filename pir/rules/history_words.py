"""What one audit entry of a review changed, in the words of its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from incidents.rules.times import NAMES
from organisation.rules import audit_words

MOST_LINES = 6
#: Said by the sentence already, or of no use to a reader.
SILENT = frozenset({"ref", "review", "incident", "id", "parts", "source"})


def changes(fact: Mapping[str, Any], names: Mapping[int, str], zone: str) -> list[str]:
    """Lines such as "Title: Down → Checkout down"; instants in ``zone``; added entries as "14:03 Checkout down"."""
    before, after = ({k: v for k, v in (fact.get(side) or {}).items() if k not in SILENT} for side in ("before", "after"))
    lines = [f"{_when(e.get('at'), zone)} {e.get('text', '')}".strip() for e in after.pop("entries", [])]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"and {len(lines) - MOST_LINES} more"]
    told = {"before": _readable(before, zone), "after": _readable(after, zone)}
    return [*audit_words.changes(told, names), *lines]


def _readable(side: Mapping[str, Any], zone: str) -> dict[str, Any]:
    return {NAMES.get(key, key): _value(value, zone) for key, value in side.items()}


def _value(value: Any, zone: str) -> Any:
    return _when(value, zone) if isinstance(value, str) and _is_instant(value) else value


def _is_instant(text: str) -> bool:
    return len(text) >= 20 and text[4] == "-" and text[10] == "T" and text.endswith("Z")  # noqa: PLR2004 - 2026-11-20T14:03:00Z


def _when(text: str | None, zone: str) -> str:
    if not text:
        return ""
    local = datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %H:%M}"
