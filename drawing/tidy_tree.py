"""A tidy tree of our own: parents centred over their children, layers aligned, nothing overlaps.

After Reingold and Tilford, Tidier Drawings of Trees (1981): each subtree is known by its outline,
one pair of edges a layer, and is pushed right until its outline clears those before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drawing.placement import Placement, Point, Rectangle, Size

# Across is the direction in which siblings stand, along the one in which layers follow each other.
_Outline = list[tuple[float, float]]


def check(boxes: Mapping[str, Size], edges: Sequence[tuple[str, str]]) -> None:
    """Raise ValueError, naming a box, unless the edges make a tree or several."""
    parent: dict[str, str] = {}
    for above, below in edges:
        if below in parent:
            raise ValueError(f"{below!r} stands below {parent[below]!r} and {above!r}: not a tree")
        parent[below] = above
    if len(_reading_order(boxes, edges)) < len(boxes):
        raise ValueError("a box stands below itself: not a tree")


def place(
    boxes: Mapping[str, Size], edges: Sequence[tuple[str, str]], to_the_right: bool, between: float, along: float
) -> Placement:
    """Return the placed tree. `between` boxes of a layer and `along` the layers is free room."""
    sizes = {name: (size[1], size[0]) if to_the_right else size for name, size in boxes.items()}
    order = _reading_order(boxes, edges)
    centres = _centres(sizes, order, between)
    starts = _layer_starts(sizes, order, along)
    left = min((centres[name] - sizes[name][0] / 2 for name in boxes), default=0.0)
    placed = {}
    for name in boxes:
        across = centres[name] - sizes[name][0] / 2 - left
        layer = starts[order[name][0]]
        x, y = (layer, across) if to_the_right else (across, layer)
        placed[name] = Rectangle(x, y, *boxes[name])
    return Placement(
        placed,
        tuple(_elbow(placed[one], placed[two], to_the_right, along) for one, two in edges),
        max((box.right for box in placed.values()), default=0.0),
        max((box.bottom for box in placed.values()), default=0.0),
    )


def _reading_order(boxes: Mapping[str, Size], edges: Sequence[tuple[str, str]]) -> dict[str, tuple[int, list[str]]]:
    """Return (layer, children) by name, each box before those below it."""
    children: dict[str, list[str]] = {name: [] for name in boxes}
    for above, below in edges:
        children[above].append(below)
    lower = {below for _, below in edges}
    waiting = [(name, 0) for name in reversed(list(boxes)) if name not in lower]
    order: dict[str, tuple[int, list[str]]] = {}
    while waiting:
        name, layer = waiting.pop()
        order[name] = (layer, children[name])
        waiting += [(child, layer + 1) for child in reversed(children[name])]
    return order


def _centres(sizes: Mapping[str, Size], order: Mapping[str, tuple[int, list[str]]], between: float) -> dict[str, float]:
    outlines: dict[str, _Outline] = {}
    offsets: dict[str, float] = {}
    for name in reversed(list(order)):
        children = order[name][1]
        shifts, below = _side_by_side([outlines.pop(child) for child in children], between)
        middle = (shifts[0] + shifts[-1]) / 2 if shifts else 0.0
        for child, shift in zip(children, shifts, strict=True):
            offsets[child] = shift - middle
        half = sizes[name][0] / 2
        outlines[name] = [(-half, half), *((low - middle, high - middle) for low, high in below)]
    roots = [name for name in order if name not in offsets]
    shifts, _ = _side_by_side([outlines[name] for name in roots], between)
    centres = dict(zip(roots, shifts, strict=True))
    for name, (_, children) in order.items():
        centres.update((child, centres[name] + offsets[child]) for child in children)
    return centres


def _side_by_side(outlines: Sequence[_Outline], between: float) -> tuple[list[float], _Outline]:
    """Push outlines clear of each other; return their shifts and the outline of all together."""
    shifts: list[float] = []
    whole: _Outline = []
    for outline in outlines:
        shift = max((one[1] + between - two[0] for one, two in zip(whole, outline, strict=False)), default=0.0)
        moved = [(low + shift, high + shift) for low, high in outline]
        joined = [(one[0], two[1]) for one, two in zip(whole, moved, strict=False)]
        whole = joined + whole[len(moved) :] + moved[len(whole) :]
        shifts.append(shift)
    return shifts, whole


def _layer_starts(sizes: Mapping[str, Size], order: Mapping[str, tuple[int, list[str]]], along: float) -> list[float]:
    deepest = max((layer for layer, _ in order.values()), default=-1)
    starts = [0.0]
    for layer in range(deepest):
        starts.append(starts[-1] + max(sizes[name][1] for name in order if order[name][0] == layer) + along)
    return starts


def _elbow(above: Rectangle, below: Rectangle, to_the_right: bool, along: float) -> tuple[Point, ...]:
    (x1, y1), (x2, y2) = above.middle, below.middle
    if to_the_right:
        turn = below.x - along / 2
        bent: tuple[Point, ...] = ((above.right, y1), (turn, y1), (turn, y2), (below.x, y2))
        return (bent[0], bent[-1]) if y1 == y2 else bent
    turn = below.y - along / 2
    bent = ((x1, above.bottom), (x1, turn), (x2, turn), (x2, below.y))
    return (bent[0], bent[-1]) if x1 == x2 else bent
