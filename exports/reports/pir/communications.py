"""How stakeholders were kept informed: the drawing, and a row for each audience against the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exports.model import Block, Figure, Heading, cell, paragraph, table
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import instant
from pir.pictures import cadence
from pir.rules.cadence_words import asked

_COLUMNS = (("For whom", 38), ("Updates", 18, True), ("First update", 40), ("Longest silence", 38), ("All-clear", 36))
_DESCRIPTION = "For each audience: number of updates, first update after detection, longest stretch without one, all-clear"


def blocks(facts: Facts) -> list[Block]:
    """Return the heading with what follows it; nothing for a document without updates of which the policy asks none."""
    told = facts.document.get("communications")
    if not told or not (told["updates"] or told["target"]):
        return []
    made: list[Block] = [Heading("Updates to stakeholders", "updates"), paragraph(asked(told["target"], facts.review["severity"]))]
    if not told["updates"]:
        return [*made, paragraph("No update to stakeholders is recorded.")]
    picture = cadence.draw(facts.document, paper=True)
    if picture is not None:
        made.append(Figure("updates-strip", "Updates to stakeholders to scale", picture))
    return [*made, table("updates-table", "Updates by audience", _DESCRIPTION, _COLUMNS, [_row(facts, row) for row in told["audiences"]])]


def _row(facts: Facts, row: Mapping[str, Any]) -> list[Any]:
    longest = max(row["silences"], key=lambda silence: silence["minutes"], default=None)
    first = words.NOTHING
    if row["first_minutes"] is not None:
        first = f"{row['first_minutes']} min after detection"
    elif row["first_at"]:
        first = facts.local.short(instant(row["first_at"]))
    return [
        cadence.AUDIENCES[row["audience"]], str(row["count"]),
        cell(first, "Late") if row["first_late"] else first,
        words.NOTHING if longest is None else cell(f"{longest['minutes']} min", "Too long") if longest["long"] else f"{longest['minutes']} min",
        facts.local.short(instant(row["all_clear_at"])) if row["all_clear_at"] else "Not recorded" if row["all_clear_missing"] else words.NOTHING,
    ]  # fmt: skip
