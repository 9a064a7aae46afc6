"""Factors that many paths share: what everything rests on, and what is met more than once."""

from __future__ import annotations

import networkx as nx  # type: ignore[import-untyped,unused-ignore]  # networkx ships no hints

from rca.causal_graph import CausalGraph, Factor

_END = object()


def dominators(graph: CausalGraph) -> tuple[Factor, ...]:
    """Return the factors through which every path from an end to the focus runs, the nearest to the focus first.

    Dominators of a flow graph (Lengauer and Tarjan 1979, as networkx computes them): without one of
    them no path of causes is left, however the gates are decided.

    >>> from rca.causal_graph import CauseLink, Focus
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503"),
    ...     [Factor("A", "Writes stopped"), Factor("B", "Disk full"), Factor("C", "Lock held")],
    ...     [CauseLink("A", "focus"), CauseLink("B", "A"), CauseLink("C", "A")],
    ... )
    >>> [factor.id for factor in dominators(graph)]
    ['A']
    """
    down = nx.DiGraph()
    counted = graph.counted()
    for effect in (graph.focus.id, *sorted(counted)):
        down.add_edges_from((effect, cause.id) for cause in graph.causes_of(effect))
    ends = graph.ends()
    if not ends:
        return ()
    down.add_edges_from((end.id, _END) for end in ends)
    above = nx.immediate_dominators(down, graph.focus.id)
    found, at = [], above[_END]
    while at != graph.focus.id:
        found.append(graph.factor(at))
        at = above[at]
    return tuple(reversed(found))


def shared(graph: CausalGraph) -> tuple[Factor, ...]:
    """Return the factors with more than one counted effect, in their order: repeated events."""
    alive = graph.counted() | {graph.focus.id}
    return tuple(f for f in graph.factors if f.id in alive and sum(e in alive for e in graph.effects_of(f.id)) > 1)
