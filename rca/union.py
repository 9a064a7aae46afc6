"""Several analyses as one graph: factors that people said are the same cause become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.vocabulary import Confidence, Gate, State

_SURE = (Confidence.CONFIRMED, Confidence.LIKELY, Confidence.SUSPECTED, Confidence.REFUTED)
_HELD = (State.OCCURRED, State.UNKNOWN, State.DID_NOT)


def union(focus: Focus, graphs: Mapping[str, CausalGraph]) -> CausalGraph:
    """Return one graph of several: each focus event becomes a factor, any of which brings about `focus`.

    `graphs` by a name that is unique, such as the reference of a review. A factor's id becomes
    "name/id"; factors with the same known `cause` become one, whose id is the cause. Their gates
    stay when they agree and are *not decided* when they do not; evidence is put together. Refuted
    in one analysis and not in another is not refuted.

    Raises Cyclic when what one analysis calls a cause is an effect in another, Malformed, TooLarge.

    >>> from rca.causal_graph import CauseLink
    >>> one = CausalGraph.build(Focus("f", "Checkout down"), [Factor("A", "Disk full", cause="CAU-1")], [CauseLink("A", "f")])
    >>> two = CausalGraph.build(Focus("f", "Search down"), [Factor("B", "Volume full", cause="CAU-1")], [CauseLink("B", "f")])
    >>> both = union(Focus("focus", "Outages of a full disk"), {"PIR-1": one, "PIR-2": two})
    >>> [factor.id for factor in both.factors], both.effects_of("CAU-1")
    (['PIR-1', 'CAU-1', 'PIR-2'], ('PIR-1', 'PIR-2'))
    """
    factors: dict[str, Factor] = {}
    links: dict[tuple[str, str], CauseLink] = {}
    for name, graph in graphs.items():
        place = {graph.focus.id: name, **{f.id: f.cause or f"{name}/{f.id}" for f in graph.factors}}
        top = graph.focus
        factors[name] = Factor(name, top.statement or name, gate=top.gate, k=top.k)
        links[name, focus.id] = CauseLink(name, focus.id)
        for factor in graph.factors:
            moved = replace(factor, id=place[factor.id], evidence=tuple(f"{name} {e}" for e in factor.evidence))
            held = factors.get(moved.id)
            factors[moved.id] = _joined(held, moved) if held else moved
        for link in graph.links:
            pair = (place[link.cause], place[link.effect])
            links.setdefault(pair, replace(link, cause=pair[0], effect=pair[1]))
    return CausalGraph.build(replace(focus, gate=Gate.ANY, k=None), _voting(factors.values(), links), links.values())


def _joined(one: Factor, two: Factor) -> Factor:
    agree = (one.gate, one.k) == (two.gate, two.k)
    return replace(
        one,
        evidence=tuple(dict.fromkeys((*one.evidence, *two.evidence))),
        confidence=min(one.confidence, two.confidence, key=_SURE.index),
        state=min(one.state, two.state, key=_HELD.index),
        gate=one.gate if agree else Gate.NOT_DECIDED,
        k=one.k if agree else None,
        stop_reason=one.stop_reason or two.stop_reason,
    )


def _voting(factors: Iterable[Factor], links: Mapping[tuple[str, str], CauseLink]) -> list[Factor]:
    """A cause that gained causes from another analysis is no longer "k of n" of its own ones."""
    count: dict[str, int] = {}
    for _, effect in links:
        count[effect] = count.get(effect, 0) + 1
    return [
        replace(f, gate=Gate.NOT_DECIDED, k=None) if f.gate is Gate.K_OF_N and (f.k or 0) > count.get(f.id, 0) else f
        for f in factors
    ]
