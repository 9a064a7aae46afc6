"""What the actions stop: combinations broken, being broken and open, and what would close the rest.

An action *eliminates* a factor, *reduces* it to a probability, or *detects*: detecting shortens an
outage and breaks nothing. All statements are about the causes recorded here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from rca.closing import ClosingSet
from rca.closing import closing_set as _closing_set
from rca.errors import Malformed
from rca.fault_tree import Event, EventKind, FaultTree
from rca.occurrence import Combination, Day
from rca.probability import exact
from rca.solution import solve, unknown_probabilities
from rca.vocabulary import StopReason


class Effect(StrEnum):
    """What an action does to a factor."""

    ELIMINATES = "eliminates"
    REDUCES = "reduces"
    DETECTS = "detects"


class Cover(StrEnum):
    """How a combination stands. `NOT_DECIDED`: an undecided gate leaves open whether the actions break it."""

    STOPPED = "stopped"
    BEING_FIXED = "being_fixed"
    OPEN = "open"
    NOT_DECIDED = "not_decided"


@dataclass(frozen=True)
class Stop:
    """One link of an action to a factor. `is_verified`: somebody else has checked that it worked; `to` for REDUCES."""

    action: str
    factor: str
    effect: Effect
    is_verified: bool = False
    to: float | None = None


@dataclass(frozen=True)
class Covered:
    """A combination, how it stands, and which actions alone break it. With one of them it rests on one action only."""

    combination: Combination
    cover: Cover
    actions: tuple[str, ...]


@dataclass(frozen=True)
class NextAction:
    """A factor whose elimination would break `breaks` open combinations, more than any other's."""

    factor: str
    breaks: int
    probability_after: float | None


@dataclass(frozen=True)
class Residual:
    """Probability of the focus event: without any action, today, with every open action done, and if one slips."""

    before: float
    today: float
    when_all_done: float
    if_it_slips: Mapping[str, float]


class Coverage:
    """The actions held against the causes of one day. Raises Malformed for a factor that is not there.

    >>> from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
    >>> from rca.vocabulary import Gate
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503", Gate.ANY), [Factor("A", "Disk full"), Factor("B", "Lock held")],
    ...     [CauseLink("A", "focus"), CauseLink("B", "focus")],
    ... )
    >>> coverage = Coverage(Day(graph), [Stop("ACT-1", "A", Effect.ELIMINATES)])
    >>> [(sorted(one.combination), str(one.cover), one.actions) for one in coverage.combinations]
    [(['A'], 'being_fixed', ('ACT-1',)), (['B'], 'open', ())]
    >>> sorted(coverage.closing().items), coverage.next_action().factor
    (['B'], 'B')
    """

    def __init__(self, day: Day, stops: Iterable[Stop]) -> None:
        self.day, self.stops = day, tuple(stops)
        for stop in self.stops:
            if stop.factor not in day.graph:
                raise Malformed(stop.factor, f"{stop.action} names it, and there is no such factor")
            if stop.effect is Effect.REDUCES and not (stop.to is None or 0 <= stop.to <= 1):
                raise Malformed(stop.action, f"reduces to {stop.to}, and a probability is from 0 to 1")

    @cached_property
    def combinations(self) -> tuple[Covered, ...]:
        """Every certain combination, as it stands."""
        found = self.day.combinations
        of_one = [self._eliminated(lambda s, a=a: s.action == a) for a in self._actions]  # type: ignore[misc]
        verified, planned, *by_one = self.day.each_without(found, [self._eliminated(lambda s: s.is_verified), self._eliminated(lambda _: True), *of_one])
        alone = dict(zip(self._actions, by_one, strict=True))
        return tuple(
            Covered(one, _cover(verified[n], planned[n]), tuple(a for a in alone if alone[a][n] is False)) for n, one in enumerate(found)
        )

    @property
    def counts(self) -> dict[Cover, int]:
        """How many combinations stand how, each kind named."""
        return {cover: sum(one.cover is cover for one in self.combinations) for cover in Cover}

    @property
    def open(self) -> tuple[Combination, ...]:
        """The combinations that no action breaks or will break."""
        return tuple(one.combination for one in self.combinations if one.cover is Cover.OPEN)

    @cached_property
    def detecting(self) -> tuple[str, ...]:
        """The actions that only detect, which stop nothing: said plainly."""
        others = {stop.action for stop in self.stops if stop.effect is not Effect.DETECTS}
        return tuple(dict.fromkeys(s.action for s in self.stops if s.effect is Effect.DETECTS and s.action not in others))

    def closing(self, effort: Mapping[str, float] | None = None) -> ClosingSet | None:
        """Return the smallest further set of ends whose elimination breaks every open combination, however gates are decided.

        `effort` weighs them, 1 where it says nothing. A factor outside our control is in no set.
        None: nothing that we control closes it.
        """
        weights = effort or {}
        graph = self.day.graph
        outside = {f.id for f in graph.factors if f.stop_reason is StopReason.OUTSIDE_OUR_CONTROL}
        if not graph.causes_of(graph.focus.id):
            return ClosingSet(frozenset(), 0.0)
        tree = _without(self.day.most, self._eliminated(lambda _: True))
        if tree is None:
            return ClosingSet(frozenset(), 0.0)
        return _closing_set(tree, lambda item: math.inf if item in outside else weights.get(item, 1.0))

    def closings(self, effort: Mapping[str, float] | None = None) -> tuple[frozenset[str], ...]:
        """Return the smallest sets to choose from: every single end that alone closes the rest, else one smallest set."""
        found = self.closing(effort)
        if found is None or not found.items:
            return ()
        if len(found.items) > 1:
            return (found.items,)
        gone = self._eliminated(lambda _: True)
        controlled = [f.id for f in self.day.graph.ends() if f.stop_reason is not StopReason.OUTSIDE_OUR_CONTROL]
        everything = {f.id for f in self.day.graph.ends()}
        return tuple(frozenset([e]) for e in controlled if self.day.brings_about(everything, gone | {e}) is False)

    def next_action(self) -> NextAction | None:
        """Return the factor whose elimination breaks most open combinations, then lowers the probability most."""
        wanted = self.open
        graph, counted = self.day.graph, self.day.graph.counted()
        candidates = [f.id for f in graph.factors if f.id in counted and f.stop_reason is not StopReason.OUTSIDE_OUR_CONTROL]
        if not wanted or not candidates:
            return None
        broken = self.day.each_without(wanted, ([f] for f in candidates))
        breaks = {f: outcomes.count(False) for f, outcomes in zip(candidates, broken, strict=True)}
        best = max(breaks.values())
        if not best:
            return None
        tied = [f for f in candidates if breaks[f] == best]
        if not self._has_probabilities:
            return NextAction(tied[0], best, None)
        after = {f: self._probability([*self.stops, Stop("", f, Effect.ELIMINATES)]) for f in tied}
        chosen = min(tied, key=after.__getitem__)
        return NextAction(chosen, best, after[chosen])

    def residual(self) -> Residual | None:
        """Return the probabilities; None while an event has none or a gate is not decided."""
        if not self._has_probabilities:
            return None
        due = tuple(dict.fromkeys(stop.action for stop in self.stops if not stop.is_verified))
        return Residual(
            before=self._probability(()),
            today=self._probability([s for s in self.stops if s.is_verified]),
            when_all_done=self._probability(self.stops),
            if_it_slips={one: self._probability([s for s in self.stops if s.is_verified or s.action != one]) for one in due},
        )

    def would_have_happened(self, actions: Sequence[str]) -> bool | None:
        """Tell whether the focus event would still have happened that day with what these actions eliminate gone."""
        return self.day.without(*sorted(self._eliminated(lambda stop: stop.action in actions)))

    @property
    def _actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(stop.action for stop in self.stops))

    def _eliminated(self, which: Callable[[Stop], bool]) -> frozenset[str]:
        return frozenset(s.factor for s in self.stops if s.effect is Effect.ELIMINATES and which(s))

    @property
    def _has_probabilities(self) -> bool:
        graph = self.day.graph
        return bool(graph.causes_of(graph.focus.id)) and not self.day.undecided and not unknown_probabilities(self.day.least)

    def _probability(self, stops: Iterable[Stop]) -> float:
        """With these links in effect. Reducing counts for events: an intermediate factor's probability is that of its causes."""
        stops = tuple(stops)
        tree = self.day.least
        gone = {s.factor: False for s in stops if s.effect is Effect.ELIMINATES}
        chance = {e.id: e.probability for e in tree.events if e.probability is not None}
        for stop in stops:
            if stop.effect is Effect.REDUCES and stop.to is not None and stop.factor in chance:
                chance[stop.factor] = min(chance[stop.factor], stop.to)
        return exact(solve(tree, gone), chance)


def _cover(verified: bool | None, planned: bool | None) -> Cover:
    """How a combination stands that still brings the event about, or not, with the verified and with all actions."""
    if verified is False:
        return Cover.STOPPED
    if planned is False:
        return Cover.BEING_FIXED
    return Cover.OPEN if planned else Cover.NOT_DECIDED


def _without(tree: FaultTree, gone: frozenset[str]) -> FaultTree | None:
    """The tree in which these items never are; None when nothing can bring the top about any more."""
    if tree.top in gone or solve(tree, dict.fromkeys(gone, False)).never:
        return None
    gates = [gate for gate in tree.gates if gate.id not in gone]
    events = [replace(e, kind=EventKind.HOUSE, value=False, probability=None) if e.id in gone else e for e in tree.events]
    events += [Event(gate.id, kind=EventKind.HOUSE, value=False) for gate in tree.gates if gate.id in gone]
    return FaultTree.build(tree.top, gates, events, tree.name)
