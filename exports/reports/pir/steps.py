"""Lines of a text equivalent as steps of a nested list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exports.model import Step

_NUMBERED = re.compile(r"(\d+(?:\.\d+)*) (.*)", re.DOTALL)


def steps(lines: Iterable[str]) -> tuple[Step, ...]:
    """Return the steps; a line keeps the number it has where all the numbers are those of a nested list.

    >>> [step.number for step in steps(["1 Writes stopped, because:", "1.1 The log volume filled."])]
    ['1', '1.1']
    >>> [step.number for step in steps(["14 customers called.", "Nobody answered."])]
    ['', '']
    """
    told = [text for text in lines if text.strip()]
    found = [match for text in told if (match := _NUMBERED.fullmatch(text))]
    if len(found) < len(told) or not _is_nested([match.group(1) for match in found]):
        return tuple(Step("", text) for text in told)
    return tuple(Step(match.group(1), match.group(2)) for match in found)


def _is_nested(numbers: list[str]) -> bool:
    """Tell whether each number follows from the one before: a child, or the next sibling of it or of an ancestor."""
    path: list[int] | None = None
    for number in numbers:
        place = [int(digits) for digits in number.split(".")]
        if path is not None and not _follows(path, place):
            return False
        path = place
    return path is not None


def _follows(path: list[int], place: list[int]) -> bool:
    if place == [*path, 1]:
        return True
    depth = len(place)
    return depth <= len(path) and place[:-1] == path[: depth - 1] and place[-1] == path[depth - 1] + 1
