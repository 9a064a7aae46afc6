"""Many things, so many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
#: Ids in one IN (…): both databases take many more, a plan does not get better by it.
CHUNK = 500


def chunks(things: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """In their order; the last is shorter, and none is empty.

    >>> list(chunks("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    left = iter(things)
    while chunk := list(islice(left, size)):
        yield chunk
