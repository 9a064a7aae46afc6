"""The seven times as a page tells them: the value that counts, and the import's beside it where a person says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.rules.times import NAMES, ORDER, TimeFact, effective


@dataclass(frozen=True, slots=True)
class ToldTime:
    """``counts`` is None when no source says anything; ``imported`` is None unless it differs from a person's value."""

    moment: str
    counts: TimeFact | None
    imported: TimeFact | None = None

    @property
    def name(self) -> str:
        return NAMES[self.moment]


def told_times(facts: Iterable[TimeFact]) -> list[ToldTime]:
    """One for each of the seven moments, in their order."""
    given = list(facts)
    counts = effective(given)
    imports = {fact.moment: fact for fact in given if fact.source == "import"}
    return [ToldTime(name, counts.get(name), _differing(counts.get(name), imports.get(name))) for name in ORDER]


def _differing(counts: TimeFact | None, imported: TimeFact | None) -> TimeFact | None:
    if counts is None or imported is None or counts.source == "import":
        return None
    return None if (counts.at, counts.precision) == (imported.at, imported.precision) else imported
