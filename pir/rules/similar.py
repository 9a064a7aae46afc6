"""Which known causes look like a factor: an offer to a person, who alone says that two are the same (decision 13)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Share of the words of the shorter text that both have, from which two texts look alike.
ALIKE = 0.5
MOST = 5

_WORD = re.compile(r"[^\W_]{3,}")
_SMALL = frozenset(["and", "are", "but", "for", "from", "had", "has", "have", "into", "not", "that", "the", "then", "there", "this", "was", "were", "when", "which", "while", "with"])


@dataclass(frozen=True, slots=True)
class Named:
    """A known cause as it is offered: its reference, its name, and the control that it names."""

    ref: str
    name: str
    control: str | None = None

    @property
    def words(self) -> str:
        """As it stands in the box of a form.

        >>> Named("CAU-0003", "Log volume fills unseen").words
        'CAU-0003 Log volume fills unseen'
        """
        return f"{self.ref} {self.name}"


def similar(statement: str, control: str | None, known: Iterable[Named]) -> list[Named]:
    """Those of ``known`` that name the same control, then those whose name shares words with the statement; at most five.

    >>> found = similar("The log volume was full", None, [Named("CAU-1", "Log volume fills"), Named("CAU-2", "Certificate expired")])
    >>> [one.ref for one in found]
    ['CAU-1']
    """
    scored = [(_likeness(statement, control, one), place, one) for place, one in enumerate(known)]
    return [one for score, _, one in sorted(scored, key=lambda row: (-row[0], row[1])) if score >= ALIKE][:MOST]


def _likeness(statement: str, control: str | None, one: Named) -> float:
    if control and one.control and control.strip().casefold() == one.control.strip().casefold():
        return 2.0
    said, named = _words(statement), _words(one.name)
    shorter = min(len(said), len(named))
    shared = len(said & named)
    return shared / shorter if shorter and shared > 1 else 0.0  # one common word says nothing


def _words(text: str) -> frozenset[str]:
    """The words that carry a meaning, without the ending that a plural or a verb gives them."""
    return frozenset(re.sub(r"(?:es|s|ed|ing)$", "", word) or word for word in _WORD.findall(text.casefold()) if word not in _SMALL)
