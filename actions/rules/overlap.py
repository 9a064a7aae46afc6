"""Two actions that say the same: by the words of their titles, without small words and endings (A10)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

#: So much of their words two titles have in common when they say the same (share of all words of both).
ALIKE = 0.6
SMALL = frozenset(
    ["a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "as", "is", "are", "be", "all", "every", "each", "that", "it", "its", "our"]
)
_WORD = re.compile(r"[^\W_]+")
#: Endings that do not change what a word is about, the longest first.
_ENDINGS = ("ings", "ing", "ies", "es", "ed", "s")
_SHORTEST_STEM = 3


class Other(NamedTuple):
    """Another action, as a reader may know of it."""

    ref: str
    title: str


def stems(title: str) -> frozenset[str]:
    """The words that say what a title is about, in small letters and without endings.

    >>> sorted(stems("Adding alerts on the replicas")) == sorted(stems("Add an alert on every replica"))
    True
    """
    return frozenset(_stem(word) for word in _WORD.findall(title.lower()) if word not in SMALL)


def alike(title: str, others: Iterable[Other], *, most: int = 3) -> tuple[Other, ...]:
    """Those that say the same, the most alike first."""
    own = stems(title)
    if not own:
        return ()
    scored = [(len(own & theirs) / len(own | theirs), other) for other in others if (theirs := stems(other.title))]
    found = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].ref))
    return tuple(other for _, other in found[:most])


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word
