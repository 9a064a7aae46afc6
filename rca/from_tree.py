"""An imported fault tree as an analysis: each gate and each event becomes a factor, the top event the focus.

The way back of `fault_tree.of`. A cause graph knows *all*, *any* and *k of n*; the other operators have no
place in it and are refused by name, never turned into something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.errors import Malformed
from rca.fault_tree import Event, EventKind, FaultTree, Gate, Operator
from rca.vocabulary import Gate as Combination
from rca.vocabulary import State

FOCUS = "focus"
LONGEST_SOURCE = 200
LONGEST_PART = 160
_READ_AS = {Operator.AND: Combination.ALL, Operator.OR: Combination.ANY, Operator.AT_LEAST: Combination.K_OF_N}
READ = frozenset(_READ_AS)
"""The operators that a cause graph has."""


@dataclass(frozen=True)
class Drafted:
    """The graph of a tree, and what a reader should know of what became of it."""

    graph: CausalGraph
    notes: tuple[str, ...]


def drafted(tree: FaultTree) -> Drafted:
    """Return the analysis of a tree. Nobody has said yet what was true on the day: states are *unknown*.

    A house event has happened or not, as it is set. What nothing uses becomes a factor without a link.
    Raises Malformed naming a gate whose operator a cause graph does not have.

    >>> tree = FaultTree.build("t", [Gate("t", Operator.AND, ("a", "b"), label="Down")], [Event("a", 0.1, label="Pump off"), Event("b")])
    >>> found = drafted(tree).graph
    >>> found.focus.statement, found.focus.gate.value, [(f.statement, f.probability) for f in found.factors]
    ('Down', 'all', [('Pump off', 0.1), ('b', None)])
    """
    for gate in tree.gates:
        if gate.operator not in READ:
            raise Malformed(gate.id, f"is a gate of {gate.operator}; causes combine by all, any, or k of n")
    left_out = _above_top(tree)
    kept = [item for item in _in_reading_order(tree) if item != tree.top and item not in left_out]
    source = f"Open-PSA model {tree.name}"[:LONGEST_SOURCE]
    factors = [_of_gate(tree, found) if (found := tree.gate(i)) else _of_event(tree, i, source) for i in kept]
    links = [link for item in (tree.top, *kept) for link in _links(tree, item)]
    top = tree.gate(tree.top)
    focus = Focus(FOCUS, tree.label(tree.top), *(_combination(top) if top else ()))
    return Drafted(CausalGraph.build(focus, factors, links), tuple(_notes(tree, left_out, kept)))


def _above_top(tree: FaultTree) -> list[str]:
    """What rests on the chosen top event: another top of the model, which this analysis does not explain."""
    found: dict[str, None] = {}
    for item in tree.order:
        gate = tree.gate(item)
        if gate and any(one == tree.top or one in found for one in gate.inputs):
            found[item] = None
    return list(found)


def _in_reading_order(tree: FaultTree) -> Iterator[str]:
    """Every item once: from the top down, each before what it rests on first; then what the top does not need."""
    seen: set[str] = set()
    waiting = [*tree.order, tree.top]
    while waiting:
        item = waiting.pop()
        if item not in seen:
            seen.add(item)
            yield item
            gate = tree.gate(item)
            waiting += reversed(gate.inputs if gate else ())


def _of_gate(tree: FaultTree, gate: Gate) -> Factor:
    combined, k = _combination(gate)
    return Factor(gate.id, _words(tree, gate), state=State.UNKNOWN, gate=combined, k=k)


def _of_event(tree: FaultTree, item: str, source: str) -> Factor:
    event = tree.event(item) or Event(item)
    is_set = event.kind is EventKind.HOUSE
    state = (State.OCCURRED if event.value else State.DID_NOT) if is_set else State.UNKNOWN
    given = event.probability
    return Factor(item, tree.label(item), state=state, probability=given, probability_source=None if given is None else source)


def _words(tree: FaultTree, gate: Gate) -> str:
    """The words of a gate; one that stands without a name inside another is called after that one."""
    if gate.is_named or gate.label:
        return tree.label(gate.id)
    outer, _, number = gate.id.rpartition("/")
    held = tree.gate(outer)
    words = tree.label(outer) if held and held.is_named else outer
    return f"Part {number} of “{words[:LONGEST_PART]}”"


def _combination(gate: Gate) -> tuple[Combination, int | None]:
    causes = len(dict.fromkeys(gate.inputs))
    if gate.operator is Operator.AT_LEAST and gate.k in (1, causes):
        return (Combination.ANY if gate.k == 1 else Combination.ALL), None
    return _READ_AS[gate.operator], gate.k


def _links(tree: FaultTree, item: str) -> list[CauseLink]:
    gate = tree.gate(item)
    effect = FOCUS if item == tree.top else item
    return [CauseLink(cause, effect) for cause in dict.fromkeys(gate.inputs)] if gate else []


def _notes(tree: FaultTree, left_out: list[str], kept: list[str]) -> Iterator[str]:
    for item in left_out:
        yield f"{item} stands above the chosen top event and is left out."
    below = set(tree.below())
    for item in kept:
        gate, event = tree.gate(item), tree.event(item)
        if item not in below:
            yield f"Nothing uses {item}: it comes without a link."
        if gate and not gate.is_named:
            yield f"“{_words(tree, gate)}” is a gate without a name: say what it is."
        if event and event.kind is EventKind.HOUSE:
            yield f"{item} is set to {'true' if event.value else 'false'}: it comes as a cause that {'happened' if event.value else 'did not happen'}."
