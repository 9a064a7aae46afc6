"""What happened, what nearly happened, and what it would have taken: the causes read on the day.

Gates that nobody has decided and states that nobody knows are carried as such. An answer is given
only when it holds for every way of deciding them; otherwise it is None, "not decided". This is
exact and quick because causes only ever add up: with every undecided gate read as *all* the fewest
things happen, as *any* the most, and every other way lies between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rca.causal_graph import CausalGraph, Factor, Focus
from rca.cut_sets import LISTED, minimal_cut_sets
from rca.errors import TooLarge
from rca.fault_tree import FaultTree, of
from rca.vocabulary import Gate, State

Combination = frozenset[str]


@dataclass(frozen=True)
class Near:
    """A combination of which one event did not occur: one step from happening."""

    combination: Combination
    missing: str


@dataclass(frozen=True)
class Deciding:
    """What answering the open question at `effect` would settle: the combinations certain under each answer."""

    effect: str
    if_all: tuple[Combination, ...]
    if_any: tuple[Combination, ...]


@dataclass(frozen=True)
class Disagreement:
    """A factor said to have been there, or not, although its causes say otherwise (`expected`). Never overwritten."""

    factor: str
    said: State
    expected: State


class Day:
    """The causes of one graph, read on the day. Raises TooLarge beyond 20,000 combinations.

    >>> from rca.causal_graph import CauseLink, Factor
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503", Gate.ANY),
    ...     [Factor("A", "Log volume filled"), Factor("B", "Standby was promoted twice", state=State.DID_NOT)],
    ...     [CauseLink("A", "focus"), CauseLink("B", "focus")],
    ... )
    >>> day = Day(graph)
    >>> [sorted(one) for one in day.fired], [near.missing for near in day.near], day.without("A")
    ([['A']], ['B'], False)
    """

    def __init__(self, graph: CausalGraph, sets: list[Combination] | None = None) -> None:
        """`sets` are the minimal cut sets of a graph without an open question, where somebody has worked them out already."""
        self.graph = graph
        self._is_bare = not graph.causes_of(graph.focus.id)
        self._given = sets

    @cached_property
    def undecided(self) -> tuple[str, ...]:
        """The ids of effects, the focus first, with two or more causes of which nobody has said how they combine."""
        counted = self.graph.counted()
        items: list[Focus | Factor] = [self.graph.focus, *(f for f in self.graph.factors if f.id in counted)]
        return tuple(i.id for i in items if i.gate is Gate.NOT_DECIDED and len(self.graph.causes_of(i.id)) > 1)

    @cached_property
    def least(self) -> FaultTree:
        """The tree with every undecided gate read as *all*."""
        return of(self.graph, undecided=Gate.ALL)

    @cached_property
    def most(self) -> FaultTree:
        """The tree with every undecided gate read as *any*."""
        return of(self.graph, undecided=Gate.ANY) if self.undecided else self.least

    @cached_property
    def combinations(self) -> tuple[Combination, ...]:
        """The minimal cut sets that are so under every way of deciding: those of both extremes. By order, then by name."""
        if self._is_bare:
            return ()
        return _common(self._least_sets, self._most_sets) if self.undecided else tuple(self._least_sets)

    @cached_property
    def _least_sets(self) -> list[Combination]:
        return _sets(self.least) if self._given is None else self._given

    @cached_property
    def _most_sets(self) -> list[Combination]:
        return _sets(self.most)

    @cached_property
    def enough_alone(self) -> tuple[str, ...]:
        """The events that are a combination of their own: single points of failure."""
        return tuple(next(iter(one)) for one in self.combinations if len(one) == 1)

    @cached_property
    def fired(self) -> tuple[Combination, ...]:
        """The combinations all of whose events occurred: this incident."""
        return tuple(one for one in self.combinations if all(self._state(e) is State.OCCURRED for e in one))

    @cached_property
    def near(self) -> tuple[Near, ...]:
        """The combinations of which all events but one occurred: the next outage, or the one that nearly was."""
        found = []
        for one in self.combinations:
            rest = [e for e in sorted(one) if self._state(e) is not State.OCCURRED]
            if len(rest) == 1 and self._state(rest[0]) is State.DID_NOT:
                found.append(Near(one, rest[0]))
        return tuple(found)

    @cached_property
    def unknown(self) -> tuple[Combination, ...]:
        """The combinations that may have fired or been near: what is not known of their events leaves it open."""
        return tuple(
            one
            for one in self.combinations
            if any(self._state(e) is State.UNKNOWN for e in one) and sum(self._state(e) is State.DID_NOT for e in one) <= 1
        )

    @cached_property
    def happened(self) -> bool | None:
        """Whether the recorded causes, with the states of the day, bring about the focus event."""
        return self._outcome(())

    def without(self, *factors: str) -> bool | None:
        """Tell whether the focus event would still have happened had these factors not been true (but-for test).

        Raises KeyError for an unknown factor.
        """
        for one in factors:
            self.graph.factor(one)
        return self._outcome(factors)

    def deciding(self, effects: Sequence[str] | None = None) -> tuple[Deciding, ...]:
        """Return for each undecided gate, or those of `effects`, what either answer would settle, the others still open.

        Each answer leaves one of the two extremes as it is, so that only the other is worked out anew.
        """
        found = []
        for effect in self.undecided if effects is None else effects:
            fewest = _sets(of(self.graph.deciding({effect: Gate.ANY}), undecided=Gate.ALL))
            most = _sets(of(self.graph.deciding({effect: Gate.ALL}), undecided=Gate.ANY))
            found.append(Deciding(effect, _common(self._least_sets, most), _common(fewest, self._most_sets)))
        return tuple(found)

    def extremes(self) -> tuple[Day, Day]:
        """Return the day with every undecided gate read as *all*, and as *any*."""
        if not self.undecided:
            return self, self
        low, high = (self.graph.deciding(dict.fromkeys(self.undecided, gate)) for gate in (Gate.ALL, Gate.ANY))
        return Day(low, self._least_sets), Day(high, self._most_sets)

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return the factors whose own state is not what their causes make of it, whatever way is decided."""
        if self._is_bare:
            return ()
        low, high = (_held(tree, self._known(most=most)) for tree, most in ((self.least, False), (self.most, True)))
        found = []
        for factor in self.graph.factors:
            if factor.id in low and self.graph.causes_of(factor.id) and low[factor.id] == high[factor.id]:
                expected = State.OCCURRED if low[factor.id] else State.DID_NOT
                if factor.state not in (expected, State.UNKNOWN):
                    found.append(Disagreement(factor.id, factor.state, expected))
        return tuple(found)

    def each_without(self, combinations: Sequence[Combination], gone: Iterable[Iterable[str]]) -> list[list[bool | None]]:
        """Return `brings_about` of these combinations for each choice of factors that are gone, each choice worked out in one walk."""
        cases = (1 << len(combinations)) - 1
        true: dict[str, int] = {}
        for number, one in enumerate(combinations):
            for event in one:
                true[event] = true.get(event, 0) | 1 << number
        return [self._brought_about(true, cases, frozenset(without)) for without in gone]

    def _brought_about(self, true: Mapping[str, int], cases: int, gone: frozenset[str]) -> list[bool | None]:
        """One answer a bit of `cases`, `true` telling in which of them an event stands."""
        top = self.graph.focus.id
        low = self.least.states_at_once(true, cases, gone)[top] if cases else 0
        high = self.most.states_at_once(true, cases, gone)[top] if cases and self.undecided else low
        return [bool(low >> n & 1) if (low ^ high) >> n & 1 == 0 else None for n in range(cases.bit_length())]

    def brings_about(self, events: Iterable[str], without: Iterable[str] = ()) -> bool | None:
        """Tell whether these events alone bring about the focus event, factors of `without` never being true."""
        given, gone = set(events), set(without)
        low = _held(self.least, given, gone)[self.graph.focus.id]
        high = _held(self.most, given, gone)[self.graph.focus.id]
        return low if low == high else None

    def _outcome(self, gone: Iterable[str]) -> bool | None:
        if self._is_bare:
            return None
        low = _held(self.least, self._known(most=False), set(gone))[self.graph.focus.id]
        high = _held(self.most, self._known(most=True), set(gone))[self.graph.focus.id]
        return low if low == high else None

    def _known(self, *, most: bool) -> set[str]:
        wanted = {State.OCCURRED, State.UNKNOWN} if most else {State.OCCURRED}
        return {f.id for f in self.graph.factors if f.state in wanted}

    def _state(self, factor: str) -> State:
        return self.graph.factor(factor).state


def _sets(tree: FaultTree) -> list[Combination]:
    found = minimal_cut_sets(tree)
    if found.count > LISTED:
        raise TooLarge("combinations", found.count, LISTED)
    return found.page(0, LISTED)


def _common(one: list[Combination], two: list[Combination]) -> tuple[Combination, ...]:
    """A set is minimal under every way of deciding exactly when it is under both extremes.

    It brings the event about under *all*, so under every way; nothing smaller does under *any*, so under none.
    """
    both = set(two)
    return tuple(found for found in one if found in both)


def _held(tree: FaultTree, true: set[str], gone: Iterable[str] = ()) -> Mapping[str, bool]:
    """Whether each item is there when these events are and the `gone` items never are."""
    return tree.states(true, frozenset(gone))
