"""The acyclic graph of causal factors that explains one focus event.

A link points from a cause to its effect. A refuted factor stays in the graph with its links, so
that it can be shown and taken back, and counts in no answer: as if it had never been linked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import networkx as nx  # type: ignore[import-untyped,unused-ignore]  # networkx ships no hints

from rca.errors import Cyclic, Malformed, TooLarge
from rca.vocabulary import Answer, Confidence, ControlState, FactorRole, Gate, ProbabilityUnit, State, StopReason

MAX_FACTORS = 5_000
"""An analysis made by people has dozens; imported fault trees have hundreds."""


@dataclass(frozen=True)
class Focus:
    """The focus event: what the analysis explains. The statement may still be blank in a draft."""

    id: str
    statement: str
    gate: Gate = Gate.NOT_DECIDED
    k: int | None = None


@dataclass(frozen=True)
class Factor:
    """One statement that had to be true, in the past tense. `gate` and `k` combine its causes.

    `cause` is the known cause (an id that people gave it) by which it is the same in other analyses;
    `classification` is a code for reporting and never says that two factors are one. `refuted_by` is
    the evidence that speaks against the statement, apart from that which supports it.
    """

    id: str
    statement: str
    role: FactorRole | None = None
    category: str | None = None
    control: str | None = None
    control_state: ControlState | None = None
    state: State = State.OCCURRED
    confidence: Confidence = Confidence.SUSPECTED
    stop_reason: StopReason | None = None
    stop_owner: str | None = None
    evidence: tuple[str, ...] = ()
    gate: Gate = Gate.NOT_DECIDED
    k: int | None = None
    cause: str | None = None
    classification: str | None = None
    probability: float | None = None
    probability_source: str | None = None
    probability_unit: ProbabilityUnit | None = None
    refuted_by: tuple[str, ...] = ()

    @property
    def is_refuted(self) -> bool:
        """Whether evidence spoke against it: shown, never counted."""
        return self.confidence is Confidence.REFUTED


@dataclass(frozen=True)
class CauseLink:
    """`cause` led to `effect` (ids); the two-way check asks both directions of it.

    `is_condition` marks the condition under which the other causes of an inhibit gate take effect.
    """

    cause: str
    effect: str
    forward: Answer | None = None
    reverse: Answer | None = None
    is_condition: bool = False


@dataclass(frozen=True)
class CausalGraph:
    """A focus, its factors and their links; made by `CausalGraph.build`, which validates.

    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503"),
    ...     [Factor("F1", "The log volume filled"), Factor("F2", "Logs were kept for 14 days")],
    ...     [CauseLink("F1", "focus"), CauseLink("F2", "F1")],
    ... )
    >>> [factor.id for factor in graph.causes_of("F1")]
    ['F2']
    >>> would_cycle(graph, "F1", "F2")
    ('F1', 'F2', 'F1')
    """

    focus: Focus
    factors: tuple[Factor, ...]
    links: tuple[CauseLink, ...]
    _by_id: dict[str, Factor] = field(repr=False, compare=False)
    _digraph: nx.DiGraph = field(repr=False, compare=False)

    @classmethod
    def build(cls, focus: Focus, factors: Iterable[Factor], links: Iterable[CauseLink]) -> CausalGraph:
        """Return the graph. The order of `links` is the order of siblings.

        Raises Malformed (naming the item), Cyclic (with its path) or TooLarge.
        """
        factors, links = tuple(factors), tuple(links)
        if len(factors) > MAX_FACTORS:
            raise TooLarge("factors", len(factors), MAX_FACTORS)
        _check_items(focus, factors)
        by_id = {factor.id: factor for factor in factors}
        _check_links(focus, by_id, links)
        digraph = nx.DiGraph()
        digraph.add_nodes_from([focus.id, *by_id])
        digraph.add_edges_from((link.cause, link.effect, {"link": link}) for link in links)
        graph = cls(focus, factors, links, by_id, digraph)
        _check_acyclic(graph)
        _check_voting(graph)
        return graph

    def deciding(self, gates: Mapping[str, Gate]) -> CausalGraph:
        """Return the same graph with these gates (id of an effect to gate), which take no `k`. Nothing else is looked at again.

        >>> graph = CausalGraph.build(Focus("focus", "Checkout answered 503"), [Factor("A", "Disk full")], [])
        >>> graph.deciding({"focus": Gate.ANY}).focus.gate.value
        'any'
        """
        focus = replace(self.focus, gate=gates[self.focus.id]) if self.focus.id in gates else self.focus
        factors = tuple(replace(f, gate=gates[f.id]) if f.id in gates else f for f in self.factors)
        return CausalGraph(focus, factors, self.links, {f.id: f for f in factors}, self._digraph)

    def __contains__(self, factor_id: object) -> bool:
        """Tell whether a factor has this id (the focus is none)."""
        return factor_id in self._by_id

    def factor(self, factor_id: str) -> Factor:
        """Return the factor with this id. Raises KeyError."""
        return self._by_id[factor_id]

    def statement(self, item_id: str) -> str:
        """Return the words of a factor or of the focus. Raises KeyError."""
        return self.focus.statement if item_id == self.focus.id else self._by_id[item_id].statement

    def links_to(self, effect_id: str) -> tuple[CauseLink, ...]:
        """Return the links into an effect, refuted causes included, in their order."""
        # The adjacency keeps the order in which the links were added: no second index is needed.
        wanted = self._digraph.pred[effect_id]
        return tuple(wanted[cause]["link"] for cause in wanted)

    def causes_of(self, effect_id: str, *, refuted: bool = False) -> tuple[Factor, ...]:
        """Return the causes of a factor or the focus in their order, without the refuted ones unless asked."""
        return self._all_causes[effect_id] if refuted else self._causes[effect_id]

    # Asked thousands of times in telling one analysis; a graph never changes.
    @cached_property
    def _all_causes(self) -> dict[str, tuple[Factor, ...]]:
        return {effect: tuple(self._by_id[cause] for cause in causes) for effect, causes in self._digraph.pred.items()}

    @cached_property
    def _causes(self) -> dict[str, tuple[Factor, ...]]:
        return {effect: tuple(f for f in causes if not f.is_refuted) for effect, causes in self._all_causes.items()}

    def effects_of(self, factor_id: str) -> tuple[str, ...]:
        """Return the ids of what a factor led to, the focus included."""
        return tuple(self._digraph.succ[factor_id])

    def counted(self) -> frozenset[str]:
        """Return the ids of the factors with a path to the focus on which nothing is refuted."""
        return self._counted

    @cached_property
    def _counted(self) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [self.focus.id]
        while waiting:
            for cause in self.causes_of(waiting.pop()):
                if cause.id not in seen:
                    seen.add(cause.id)
                    waiting.append(cause.id)
        return frozenset(seen)

    def ends(self) -> tuple[Factor, ...]:
        """Return the counted factors without a counted cause: where the paths end, in their order."""
        counted = self.counted()
        return tuple(f for f in self.factors if f.id in counted and not self.causes_of(f.id))

    def root_causes(self) -> tuple[Factor, ...]:
        """Return the root causes; several are normal.

        A root cause is the end of a path, is not known to have stayed away on the day, rests on
        evidence, and stops at a control that we own.
        """
        return tuple(
            factor
            for factor in self.ends()
            if factor.evidence and factor.stop_reason is StopReason.CONTROL_WE_OWN and factor.state is not State.DID_NOT
        )

    def unlinked(self) -> tuple[Factor, ...]:
        """Return the factors that a reader of the paths never meets, in their order.

        Those without a link, and those that only a refuted factor leads to. A refuted factor is
        itself met where its effect is.
        """
        met = self.counted() | {self.focus.id}
        return tuple(
            factor
            for factor in self.factors
            if factor.id not in met and not (factor.is_refuted and met.intersection(self.effects_of(factor.id)))
        )

    def depth(self) -> int:
        """Return the number of links on the longest path."""
        return int(nx.dag_longest_path_length(self._digraph))

    def paths_between(self, cause: str, effect: str) -> Iterator[list[str]]:
        """Yield every path of ids from a cause to an effect, both included."""
        yield from nx.all_simple_paths(self._digraph, cause, effect)


def would_cycle(graph: CausalGraph, cause: str, effect: str) -> tuple[str, ...] | None:
    """Return the circle that a new link would close, or None when the link may be made.

    The circle is ids, each a cause of the next, the first repeated at the end. Refuted factors
    count here, because a refutation can be taken back. Raises KeyError for an unknown id.
    """
    for item in (cause, effect):
        graph.statement(item)
    if cause == effect:
        return (cause, cause)
    if not nx.has_path(graph._digraph, effect, cause):
        return None
    return (cause, *nx.shortest_path(graph._digraph, effect, cause))


def _check_items(focus: Focus, factors: Sequence[Factor]) -> None:
    if not focus.id:
        raise Malformed("focus", "needs an id")
    for item_id, times in Counter([focus.id, *(factor.id for factor in factors)]).items():
        if times > 1:
            raise Malformed(item_id, f"stands {times} times; an id names one factor")
    for index, factor in enumerate(factors):
        if not factor.id:
            raise Malformed(f"factors[{index}]", "needs an id")
        if not factor.statement.strip():
            raise Malformed(factor.id, "needs a statement")


def _check_links(focus: Focus, by_id: dict[str, Factor], links: Sequence[CauseLink]) -> None:
    met: set[tuple[str, str]] = set()
    for link in links:
        name = f"{link.cause} -> {link.effect}"
        for end in (link.cause, link.effect):
            if end != focus.id and end not in by_id:
                raise Malformed(name, f"there is no factor {end!r}")
        if link.cause == focus.id:
            raise Malformed(name, "the focus event is what is explained, never a cause")
        if link.cause == link.effect:
            raise Cyclic([link.cause] * 2, [by_id[link.cause].statement] * 2)
        if (link.cause, link.effect) in met:
            raise Malformed(name, "is linked twice")
        met.add((link.cause, link.effect))


def _check_acyclic(graph: CausalGraph) -> None:
    if nx.is_directed_acyclic_graph(graph._digraph):  # far quicker than looking for the circle that nearly never is there
        return
    circle = [edge[0] for edge in nx.find_cycle(graph._digraph)]
    closed = [*circle, circle[0]]
    raise Cyclic(closed, [graph.statement(item) for item in closed])


def _check_voting(graph: CausalGraph) -> None:
    items: tuple[Focus | Factor, ...] = (graph.focus, *graph.factors)
    for item in items:
        causes = len(graph.causes_of(item.id, refuted=True))
        # With one cause or none there is nothing to combine, and the gate means nothing.
        if item.gate is Gate.K_OF_N and causes > 1 and not (item.k is not None and 1 <= item.k <= causes):
            raise Malformed(item.id, f"k is {item.k}, and has to be from 1 to {causes}, the number of its causes")
