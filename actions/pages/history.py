"""The history of an action as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from actions.queries.history import Happening
from web.filters import short_day

#: verb in the audit trail -> what the person did. Verbs of transitions are "<name> action".
SAID: dict[str, str] = {
    "add action": "wrote it down",
    "bring in action": "brought it in from a spreadsheet",
    "confirm action": "confirmed it",
    "decide in action meeting": "decided about it in the action meeting",
    "accept action": "accepted it",
    "start action": "started work",
    "block action": "said that it is blocked",
    "claim done action": "reported it done",
    "verify action": "checked it",
    "send back action": "sent it back",
    "await effect action": "asked for the effectiveness check",
    "find effective action": "found that it worked",
    "find partly effective action": "found that it worked in part",
    "find not effective action": "found that it did not work",
    "refuse action": "refused it",
    "cancel action": "cancelled it",
    "accept risk action": "accepted the risk instead",
    "risk expires action": "brought it back",
    "supersede action": "replaced it",
    "dispute owner action": "said that it is not theirs",
    "keep owner action": "left it with its owner",
    "add evidence": "added evidence",
    "ticket changed": "heard that the ticket changed",
    "link action": "linked it with another action",
}
#: What changes by itself with something else that is told.
SILENT = frozenset({"state", "original_due"})
NAMES = {
    "external_ref": "ticket", "external_url": "address of the ticket", "expected_evidence": "expected evidence", "measure_threshold": "threshold",
    "measure_source": "source of the data", "effect_window_days": "days that it is watched",
}


def lines(found: list[Happening]) -> list[dict[str, Any]]:
    """Rows of the macro ``history``: when, and a sentence that begins with the person."""
    return [{"at": h.at, "text": f"{h.who} {_WORDS.get(h.verb, _said)(h)}"} for h in found]


def _said(happening: Happening) -> str:
    what = SAID.get(happening.verb, happening.verb)
    after = happening.after
    if after.get("superseded_by"):
        what += f" by {after['superseded_by']}"
    if after.get("expires_on"):
        what += f" until {_day(after['expires_on'], happening)}"
    said = after.get("claim") or after.get("reason") or after.get("words")
    pieces = "; ".join(after.get("evidence") or ())
    return "".join([what, f": “{said}”" if said else "", f" ({pieces})" if pieces else ""])


def _added(happening: Happening) -> str:
    owner = happening.names.get(happening.after.get("owner_id", 0))
    due = happening.after.get("due")
    more = [f"owner {owner}" if owner else "no owner yet", *([f"due {_day(due, happening)}"] if due else [])]
    return f"wrote it down, {', '.join(more)}"


def _edited(happening: Happening) -> str:
    """The state changes by itself when the owner does, and both dates at once: neither is told twice."""
    told = [key for key in happening.after if key not in SILENT]
    return "changed " + ", ".join(_change(key, happening) for key in told)


def _change(key: str, happening: Happening) -> str:
    name = NAMES.get(key, key.replace("_", " "))
    if key == "owner_id":
        return f"the owner to {happening.names.get(happening.after[key] or 0, 'nobody')}"
    if key == "due":
        return f"the first due date to {_day(happening.after[key], happening)}"
    return f"the {name}"


def _moved(happening: Happening) -> str:
    start, end = happening.before.get("due"), happening.after.get("due")
    return f"moved the due date from {_day(start, happening)} to {_day(end, happening)}: “{happening.after.get('reason', '')}”"


def _asked(happening: Happening) -> str:
    return f"asked to move the due date to {_day(happening.after.get('due'), happening)}: “{happening.after.get('reason', '')}”"


def _declined(happening: Happening) -> str:
    return f"left the due date at {_day(happening.before.get('due'), happening)}: “{happening.after.get('reason', '')}”"


def _day(text: Any, happening: Happening) -> str:
    """"4 Dec", with the year when it is not the year in which it was said."""
    day = date.fromisoformat(str(text))
    return short_day(day) if day.year == happening.at.year else f"{short_day(day)} {day.year}"


_WORDS: Mapping[str, Callable[[Happening], str]] = {
    "add action": _added, "edit action": _edited, "move due date": _moved, "ask move": _asked, "decline move": _declined,
}

#: Parts of the success measure, which is agreed when the action is made.
MEASURE = ("measure", "measure_threshold", "measure_source", "effect_window_days")


class MeasureChange(NamedTuple):
    """``was`` is what had been agreed before."""

    at: datetime
    who: str
    was: str


def measure_changes(found: list[Happening]) -> list[MeasureChange]:
    """When the measure of success was changed after it had been agreed, newest first."""
    told = [(h, [str(h.before[key]) for key in MEASURE if key in h.after and h.before.get(key)]) for h in found if h.verb == "edit action"]
    return [MeasureChange(h.at, h.who, "; ".join(was)) for h, was in told if was]
