"""A verdict on a service level as the document keeps it, and in the words of pages and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from incidents.rules.service_level import START, Standing, Verdict
from incidents.rules.times import NAMES
from kernel.clock import stamp

Level = Mapping[str, Any]
LABELS = {"response": "Response", "restore": "Restore"}
#: mark of a page by standing (``macros/state.html``) and tone
MARKS = {"met": ("tick", ""), "missed": ("triangle", "late"), "running": ("clock", ""), "late": ("triangle", "late"), "unknown": ("dashed", "idle")}
MINUTES_OF_HOUR = 60


def level_of(verdict: Verdict) -> dict[str, Any]:
    """Plain JSON values: what was asked, between which ends, and what became of it."""
    promise = verdict.promise
    return {
        "measure": promise.measure.value, "minutes": promise.minutes, "hours": "support" if promise.support else "calendar",
        "of": promise.of, "from": START, "to": verdict.end, "due_at": stamp(verdict.due_at) if verdict.due_at else None,
        "standing": verdict.standing.value, "span_minutes": None if verdict.span is None else verdict.span // timedelta(minutes=1),
        "missing": list(verdict.missing),
    }


def in_short(levels: Sequence[Level], made_sla: bool | None) -> dict[str, Any]:
    """Ready for a template: each level in words with its mark, and where the ticket tool says otherwise."""
    return {"levels": [_shown(level) for level in levels], "disagreement": disagreement(levels, made_sla)}


def _shown(level: Level) -> dict[str, Any]:
    mark, tone = MARKS[level["standing"]]
    return {
        "label": LABELS[level["measure"]], "standing": standing_words(level), "asked": asked_words(level), "mark": mark,
        "tone": tone, "due_at": level["due_at"],
    }


def standing_words(level: Level) -> str:
    """What became of it, for example "Missed by 35 min"."""
    span = _length(level["span_minutes"] or 0)
    match Standing(level["standing"]):
        case Standing.MET:
            return "Met"
        case Standing.MISSED:
            return f"Missed by {span}"
        case Standing.RUNNING:
            return f"Running, {span} left"
        case Standing.LATE:
            return f"Running and late by {span}"
        case _:
            names = " and ".join(NAMES[name].lower() for name in level["missing"])
            return f"Not known: {names} {'is' if len(level['missing']) == 1 else 'are'} not recorded"


def asked_words(level: Level) -> str:
    """What was asked, with both ends.

    >>> asked_words({"minutes": 240, "hours": "support", "from": "detected", "to": "restored", "of": "P1, Checkout"})
    'within 4 h of support hours, detected to restored (P1, Checkout)'
    """
    hours = " of support hours" if level["hours"] == "support" else ""
    return f"within {_length(level['minutes'])}{hours}, {level['from']} to {level['to']} ({level['of']})"


def disagreement(levels: Sequence[Level], made_sla: bool | None) -> str | None:
    """A sentence when the ticket tool says otherwise about the restore target; None when it agrees or says nothing."""
    restore = next((level["standing"] for level in levels if level["measure"] == "restore"), None)
    kept = {"met": True, "missed": False, "late": False}.get(restore or "")
    if made_sla is None or kept is None or kept is made_sla:
        return None
    said = "kept" if made_sla else "missed"
    return f"The ticket tool says that the service level was {said}. It may count from other times or in other hours"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, MINUTES_OF_HOUR)
    if not hours:
        return f"{rest} min" if rest else "less than a minute"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
