"""The columns and keys by which a timeline in CSV or JSON is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

#: Role -> the names that a column or key of that role may have, in lower case without what stands in brackets.
NAMES: Mapping[str, tuple[str, ...]] = {
    "time": ("time", "at", "when", "timestamp", "ts", "datetime", "date time", "date/time", "date and time", "start", "start time", "started at", "from",
             "occurred at", "created at", "zeit", "uhrzeit", "zeitpunkt"),
    "date": ("date", "day", "datum", "tag"),
    "end": ("end", "until", "to", "end time", "ended at", "ende", "bis"),
    "text": ("text", "what", "message", "event", "what happened", "description", "entry", "note", "notes", "summary", "details", "comment", "action", "title",
             "ereignis", "beschreibung", "was", "text/message"),
    "who": ("who", "actor", "name", "user", "author", "person", "by", "wer", "username", "owner"),
}  # fmt: skip
LISTS = ("timeline", "entries", "events", "items", "messages", "timeline entries", "timeline items")
BRACKETS = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")


def simple(name: str) -> str:
    """A name of a column as the table has it: "Time (UTC)" is "time", "created_at" is "created at"."""
    return " ".join(BRACKETS.sub(" ", name).replace("_", " ").strip("\ufeff\"' ").lower().split())


def roles(names: Sequence[str]) -> dict[str, str]:
    """Which name has which role; the likelier name of a role wins. Empty when there is no time or no text among them."""
    known = {simple(name): name for name in reversed(names)}
    found = {role: known[word] for role, words in NAMES.items() if (word := next((w for w in words if w in known), None))}
    if "time" not in found and "date" in found:
        found["time"] = found.pop("date")
    return found if {"time", "text"} <= found.keys() else {}
