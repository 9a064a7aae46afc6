"""Pasted lines as rows of a form: what was understood, what was not and why, all of it editable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pir.rules.line_shape import shaped
from pir.rules.paste import Line
from pir.rules.times import leading
from pir.rules.update_words import told_update
from web.forms import Form


def line_rows(lines: Sequence[Line], zone: str) -> list[dict[str, Any]]:
    """A row for each line that is an entry or needs a hand. ``raw`` and ``problem`` are shown, and not stored."""
    return [_row(line, zone) for line in lines if line.kind in {"entry", "unread"}]


def _row(line: Line, zone: str) -> dict[str, Any]:
    is_entry = line.kind == "entry" and line.at is not None
    is_read = is_entry or line.is_doubtful
    update_kind, audience = (is_read and told_update(line.text)) or ("", "")
    return {
        "at": written(line.at, zone) if is_read else "",
        "until": written(line.until, zone) if is_read else "",
        "text": _without_time(line) if line.choices else line.text, "actor": line.actor or "", "about": line.precision == "about", "leave_out": line.is_doubtful,
        "update_kind": update_kind, "audience": audience or "", "update": "yes" if update_kind else "",
        "choices": "|".join(written(at, zone) for at in line.choices),
        "raw": "" if is_entry else line.raw.strip(), "problem": line.problem or "", "number": line.number,
        "back": "yes" if line.order_break else "",
    }


def _without_time(line: Line) -> str:
    """What stands behind the time of a line whose time is still to be chosen."""
    stamp = leading(shaped(line.raw).body)
    return stamp.rest if stamp and stamp.rest else line.text


def written(at: datetime | None, zone: str) -> str:
    """An instant as a person types it in ``zone``; with its offset where the clocks show this time twice."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return local.isoformat(sep=" ")
    return f"{local.day} {local:%b %Y} {local:%H:%M:%S}".removesuffix(":00")


def shown_lines(form: Form) -> list[dict[str, Any]]:
    """The rows of a preview form as the table draws them."""
    return [
        {
            "n": n, "number": form.value(f"entries-{n}-number") or str(n + 1), "raw": form.value(f"entries-{n}-raw"),
            "problem": form.value(f"entries-{n}-problem"), "is_back": form.value(f"entries-{n}-back") == "yes",
            "is_held": form.value(f"entries-{n}-held") == "yes", "is_update": form.value(f"entries-{n}-update") == "yes",
            "choices": [c for c in form.value(f"entries-{n}-choices").split("|") if c],
        }
        for n in form.rows("entries", 0)
    ]


def preview_counts(form: Form) -> dict[str, int]:
    """How many lines would be added, of how many; how many stand in the timeline already."""
    numbers = form.rows("entries", 0)
    ready = [n for n in numbers if form.value(f"entries-{n}-at") and form.value(f"entries-{n}-leave_out") != "true"]
    held = sum(form.value(f"entries-{n}-held") == "yes" for n in ready)
    return {"line_count": len(numbers), "understood": sum(bool(form.value(f"entries-{n}-at")) for n in numbers),
            "to_add": len(ready) - held, "held": held}


def same(at: datetime, text: str) -> tuple[datetime, str]:
    """By what an entry is known to stand there already."""
    return at.astimezone(UTC), text
