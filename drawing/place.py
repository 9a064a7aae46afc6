"""Where boxes go and how the lines between them run.

graphlay does the work. It is young and one person's, so `drawing.tidy_tree` can place trees on its
own, and does when graphlay refuses or lets two boxes overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import graphlay

from drawing import tidy_tree
from drawing.placement import Placement, Point, Rectangle, Size

Kind = Literal["tree", "layered"]
Direction = Literal["down", "right"]

MAX_BOXES = 150
"""Layered drawings beyond this take seconds and nobody reads them (measured in the design)."""

_FAST_BEYOND = 60


class TooMany(ValueError):
    """More boxes than a layered drawing may have; `found` of them, at most `MAX_BOXES`."""

    def __init__(self, found: int) -> None:
        super().__init__(f"{found} boxes, more than the {MAX_BOXES} that one drawing holds")
        self.found = found


@dataclass(frozen=True)
class Spacing:
    """Free room in SVG units: `between` boxes of one layer, `along` from layer to layer."""

    between: float = 16.0
    along: float = 32.0


def place(
    boxes: Mapping[str, Size],
    edges: Sequence[tuple[str, str]],
    kind: Kind = "tree",
    direction: Direction = "down",
    spacing: Spacing = Spacing(),
) -> Placement:
    """Return where each box stands and how each edge runs, in SVG units from (0, 0).

    `boxes` are (width, height) by name; `edges` lead from a box to one further down or right. A
    tree keeps the order in which the edges name siblings; each box has one edge into it at most.
    Layered takes any graph. Raises KeyError for an edge to nowhere, ValueError for a "tree" that
    is none, TooMany beyond 150 layered boxes.

    >>> placed = place({"top": (40, 20), "a": (40, 20), "b": (40, 20)}, [("top", "a"), ("top", "b")])
    >>> placed.boxes["a"].x < placed.boxes["top"].x < placed.boxes["b"].x
    True
    """
    for edge in edges:
        for name in edge:
            if name not in boxes:
                raise KeyError(name)
    if kind == "tree":
        tidy_tree.check(boxes, edges)
    elif len(boxes) > MAX_BOXES:
        raise TooMany(len(boxes))
    if not boxes:
        return Placement({}, (), 0.0, 0.0)
    try:
        placed = _by_graphlay(boxes, edges, kind, direction, spacing)
    except graphlay.GraphlayError:
        placed = None
    if kind == "tree" and (placed is None or overlaps(placed)):
        return tidy_tree.place(boxes, edges, direction == "right", spacing.between, spacing.along)
    if placed is None:
        raise ValueError("these boxes cannot be placed")
    return placed


def overlaps(placed: Placement) -> list[tuple[str, str]]:
    """Return the pairs of boxes that share area."""
    return [(one, two) for one, two in combinations(placed.boxes, 2) if placed.boxes[one].meets(placed.boxes[two])]


def _by_graphlay(
    boxes: Mapping[str, Size], edges: Sequence[tuple[str, str]], kind: Kind, direction: Direction, spacing: Spacing
) -> Placement:
    graph = graphlay.Graph()
    for name, (width, height) in boxes.items():
        graph.node(name, width=width, height=height)
    for one, two in edges:
        graph.edge(one, two)
    facing = "topbottom" if direction == "down" else "leftright"
    if kind == "tree":
        gaps = {"sibling_gap": spacing.between, "subtree_gap": spacing.between, "row_gap": spacing.along}
        return _read(boxes, graphlay.layout_tree(graph, options={"direction": facing, **gaps}).to_dict())
    options = {
        "direction": facing,
        "spacing": {"node_gap": spacing.between, "layer_gap": spacing.along},
        "effort": "balanced" if len(boxes) <= _FAST_BEYOND else "fast",
    }
    return _read(boxes, graphlay.layout(graph, options=options).to_dict())


def _read(boxes: Mapping[str, Size], layout: Mapping[str, Any]) -> Placement:
    low, high = layout["bounds"]["min"], layout["bounds"]["max"]
    placed = {
        name: Rectangle(
            node["center"]["x"] - size[0] / 2 - low["x"], node["center"]["y"] - size[1] / 2 - low["y"], size[0], size[1]
        )
        for (name, size), node in zip(boxes.items(), layout["nodes"], strict=True)
    }
    return Placement(
        placed, tuple(_line(edge, low) for edge in layout["edges"]), high["x"] - low["x"], high["y"] - low["y"]
    )


def _line(edge: Mapping[str, Any], low: Mapping[str, float]) -> tuple[Point, ...]:
    return tuple((point["x"] - low["x"], point["y"] - low["y"]) for point in edge["points"])
