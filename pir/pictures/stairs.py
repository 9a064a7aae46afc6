"""Where labels stand so that none crosses another: flags in stairs, labels in rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """A label of `width` that flies from a pole at `x`."""

    x: float
    width: float


@dataclass(frozen=True)
class Flown:
    """Lane 0 is the lowest. A flag that would leave the drawing flies to the left."""

    lane: int
    to_the_left: bool


@dataclass(frozen=True)
class Label:
    """A text of `width` for the stretch from `start` to `end`."""

    start: float
    end: float
    width: float


@dataclass(frozen=True)
class Set:
    """The row of a label, 0 the uppermost, and the x where its text begins."""

    row: int
    x: float


def stairs(flags: Sequence[Flag], right: float, gap: float) -> list[Flown]:
    """Return the lane of each flag, so that no label touches a pole or another label.

    A flag that reaches the next pole stands above that pole's flag; flags are in the order of x.
    """
    left = _to_the_left(flags, right, gap)
    indices = range(len(flags))
    above = {i: [j for j in indices if i != j and _stands_above(flags, i, j, left, gap)] for i in indices}
    floor = [0] * len(flags)
    lanes = _lanes(above, floor)
    # A lifted flag stays clear of what it was lifted over, so there are fewer lifts than pairs.
    for _ in range(len(flags) ** 2):
        met = next((i for i in indices if i not in left and _meets_in_its_lane(flags, i, left, lanes, gap)), None)
        if met is None:
            break
        floor[met] = lanes[met] + 1
        lanes = _lanes(above, floor)
    return [Flown(lane, i in left) for i, lane in enumerate(lanes)]


def rows(labels: Sequence[Label], left: float, right: float, gap: float, most: int) -> list[Set | None]:
    """Set labels in rows, the earlier in the list first; None for a label that no row has room for.

    A label stands under the middle of its stretch, and moves aside only to stay inside the drawing.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in range(most)]
    found: list[Set | None] = []
    for label in labels:
        x = min(max((label.start + label.end - label.width) / 2, left), right - label.width)
        low, high = min(x, label.start), max(x + label.width, label.end)
        row = next((r for r in range(most) if all(high + gap <= a or b + gap <= low for a, b in taken[r])), None)
        if row is not None:
            taken[row].append((low, high))
        found.append(None if row is None else Set(row, x))
    return found


def _to_the_left(flags: Sequence[Flag], right: float, gap: float) -> set[int]:
    left = {i for i, flag in enumerate(flags) if flag.x + flag.width > right}
    while True:
        # A flag between them would be both above and below its neighbour: it turns as well.
        torn = {
            j
            for j in range(len(flags))
            if j not in left
            and any(_reaches(flags[j], flags[i], gap) and _reaches_back(flags[i], flags[j], gap) for i in left)
        }
        if not torn:
            return left
        left |= torn


def _lanes(above: Mapping[int, Sequence[int]], floor: Sequence[int]) -> list[int]:
    lanes = list(floor)
    # Each round settles at least one flag, so as many rounds as flags are enough.
    for _ in above:
        lanes = [max([floor[i], *(lanes[j] + 1 for j in below)]) for i, below in above.items()]
    return lanes


def _stands_above(flags: Sequence[Flag], i: int, j: int, left: set[int], gap: float) -> bool:
    """Tell whether flag `i` flies across the pole of `j`, so that it has to be higher."""
    if i in left:
        return i > j and _reaches_back(flags[i], flags[j], gap)
    return i < j and _reaches(flags[i], flags[j], gap)


def _meets_in_its_lane(flags: Sequence[Flag], i: int, left: set[int], lanes: Sequence[int], gap: float) -> bool:
    """Tell whether flag `i` runs into one that flies towards it; two such flags only need different lanes."""
    one = flags[i]
    towards = (flags[j] for j in left if lanes[i] == lanes[j])
    return any(one.x <= two.x and one.x + one.width + gap > two.x - two.width for two in towards)


def _reaches(one: Flag, two: Flag, gap: float) -> bool:
    return one.x <= two.x <= one.x + one.width + gap


def _reaches_back(one: Flag, two: Flag, gap: float) -> bool:
    return one.x - one.width - gap <= two.x <= one.x
