"""What one action stops: the combinations that it alone breaks, as they stand and as they will once it has been checked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rca.coverage import Cover, Coverage
from rca.telling import COVER_WORDS, Told, number, told_of

_OFTEN = {2: "Stopped twice"}


@dataclass(frozen=True)
class Stopping:
    """``told`` is how the combination stands now; ``times`` is how many checked actions will break it, each alone."""

    told: Told
    when_checked: Cover
    times: int

    @property
    def when_checked_words(self) -> str:
        return COVER_WORDS[self.when_checked] if self.times in (0, 1) else _OFTEN.get(self.times, f"Stopped {number(self.times)} times")


@dataclass(frozen=True)
class Stopped:
    """``still_open``: combinations that neither this action nor another breaks. ``is_checked``: it has been already.

    ``would_have_happened``: on that day, with this action in place; None where that is not decided, or not known.
    """

    combinations: tuple[Stopping, ...]
    still_open: int
    is_checked: bool
    would_have_happened: bool | None


def stopped_by(coverage: Coverage, action: str) -> Stopped:
    """Return what ``action`` does to the combinations of the day.

    >>> from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
    >>> from rca.coverage import Effect, Stop
    >>> from rca.occurrence import Day
    >>> from rca.vocabulary import Gate
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503", Gate.ANY), [Factor("A", "Disk full"), Factor("B", "Lock held")],
    ...     [CauseLink("A", "focus"), CauseLink("B", "focus")],
    ... )
    >>> found = stopped_by(Coverage(Day(graph), [Stop("ACT-1", "A", Effect.ELIMINATES)]), "ACT-1")
    >>> [(one.told.events, one.told.cover_words, one.when_checked_words) for one in found.combinations], found.still_open
    ([((('A', 'Disk full'),), 'Being fixed', 'Stopped')], 1)
    >>> found.would_have_happened  # the lock alone was enough
    True
    """
    then = Coverage(coverage.day, [replace(s, is_verified=True) if s.action == action else s for s in coverage.stops])
    checked = {s.action for s in then.stops if s.is_verified}
    return Stopped(
        tuple(
            Stopping(told_of(coverage.day, now), later.cover, len(checked.intersection(later.actions)))
            for now, later in zip(coverage.combinations, then.combinations, strict=True) if action in now.actions
        ),
        sum(one.cover is Cover.OPEN for one in coverage.combinations),
        any(s.is_verified for s in coverage.stops if s.action == action),
        coverage.would_have_happened([action]) if coverage.day.happened else None,
    )  # fmt: skip
