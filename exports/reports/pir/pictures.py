"""The drawings of the report, each with its alternative text and its text equivalent."""

from __future__ import annotations

from exports.model import APPENDIX, Figure
from exports.reports.pir.facts import Facts
from pir.pictures import strip as timeline_strip
from pir.schemas.causes import CATEGORIES
from rca import ishikawa
from rca.five_whys import walk
from rca.pictures import fault_tree, fishbone, why_ladder


def strip(facts: Facts) -> Figure | None:
    """Return the timeline to scale, or None where nothing has a time."""
    picture = timeline_strip.draw(facts.document, style="paper")
    if picture is None:
        return None
    words_in = "entries" if facts.document["timeline"]["entries"] else APPENDIX
    day = f", {facts.local.long_day(facts.start[1]).split(' ', 1)[1]}" if facts.start else ""
    return Figure("strip", f"Timeline to scale{day}, {facts.local.label}", picture, words_in)


WIDTH, HEIGHT = 482.0, 590.0
"""The room of a figure with its caption on a portrait page, in points."""


def fault_trees(facts: Facts) -> tuple[Figure, ...]:
    """Return the fault tree of the first question; a large one is several drawings that refer to each other."""
    graph = facts.graphs.get("why")
    drawn = fault_tree.pages(graph, WIDTH, HEIGHT) if graph else []
    return tuple(
        Figure(f"fault-tree-{number}", "Fault tree" if len(drawn) == 1 else f"Fault tree, drawing {number} of {len(drawn)}", picture)
        for number, picture in enumerate(drawn, start=1)
    )


def bones(facts: Facts) -> tuple[Figure, ...]:
    """Return the fishbone, once anybody has sorted factors into categories and it fits the page."""
    graph = facts.graphs.get("why")
    if graph is None or not any(factor.category for factor in graph.factors):
        return ()
    picture = fishbone.draw(ishikawa.fishbone(graph, CATEGORIES), "paper", WIDTH)
    return (Figure("fishbone", "Causes by their kind", picture, "factors"),) if picture.width <= WIDTH else ()


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
        Figure(f"ladder-{number}", title, picture, "factors")
        for number, (title, picture) in enumerate(zip(titles, pictures, strict=True), start=1)
    )
