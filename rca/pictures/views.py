"""The picture that was asked for by name."""

from __future__ import annotations

from drawing.svg import Picture
from rca import ishikawa
from rca.causal_graph import CausalGraph
from rca.errors import Malformed
from rca.fault_tree import FaultTree
from rca.five_whys import walk
from rca.pictures import fault_tree, fishbone, why_ladder
from rca.pictures.fault_tree import Direction
from rca.pictures.symbols import Shapes

VIEWS = ("fault-tree", "fishbone", "whys")


def drawn(given: FaultTree | CausalGraph, view: str, *, shapes: Shapes = "nureg", direction: Direction = "down") -> Picture:
    """Return the picture of a tree or an analysis in one of `VIEWS`, on paper.

    Raises Malformed where there is nothing to draw, and for a view that a bare fault tree does not have.
    """
    if isinstance(given, FaultTree):
        if view != "fault-tree":
            raise Malformed("view", "a fault tree without statements and categories has no other view")
        return fault_tree.draw(given, shapes=shapes, direction=direction)
    if view == "fishbone":
        return fishbone.draw(ishikawa.fishbone(given))
    found = [fault_tree.of_graph(given, shapes=shapes, direction=direction)] if view == "fault-tree" else why_ladder.draw(walk(given))
    if not found or found[0] is None:
        raise Malformed(given.focus.id, "has no cause yet, so there is nothing to draw")
    return found[0]
