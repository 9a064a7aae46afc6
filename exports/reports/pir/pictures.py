"""The drawings of the report, each with its alternative text and its text equivalent."""

from __future__ import annotations

from exports.model import Figure
from exports.reports.pir.facts import Facts
from pir.pictures import strip as timeline_strip
from rca.five_whys import walk
from rca.pictures import why_ladder


def strip(facts: Facts) -> Figure | None:
    """Return the timeline to scale, or None where nothing has a time."""
    picture = timeline_strip.draw(facts.document, style="paper")
    if picture is None:
        return None
    day = f", {facts.local.long_day(facts.start[1]).split(' ', 1)[1]}" if facts.start else ""
    return Figure("strip", f"Timeline to scale{day}, {facts.local.label}", picture)


def ladders(facts: Facts) -> tuple[Figure, ...]:
    """Return the ladder of whys; a wide one is several drawings, in the order of reading."""
    graph = facts.graphs.get("why")
    if graph is None:
        return ()
    pictures = why_ladder.draw(walk(graph), style="paper")
    titles = ["Why it happened"] if len(pictures) == 1 else [
        f"Why it happened, drawing {number} of {len(pictures)}" for number in range(1, len(pictures) + 1)
    ]
    return tuple(
        Figure(f"ladder-{number}", title, picture)
        for number, (title, picture) in enumerate(zip(titles, pictures, strict=True), start=1)
    )
