"""Fault trees: events and the gates that combine them into one top event (IEC 61025, NUREG-0492).

A tree of people's causes is read from a `CausalGraph` with `of`; an imported one comes from
`rca.open_psa`. The graph may share gates and events (repeated events, transfers) and has no cycle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from operator import and_, or_, xor

from rca.causal_graph import CausalGraph, Factor, Focus
from rca.errors import Cyclic, Malformed, TooLarge
from rca.vocabulary import Gate as Combination

MAX_GATES = 100_000
"""Gates and events of an imported tree. The largest that anybody has published has a tenth of it."""


class Operator(StrEnum):
    """What a gate asks of its inputs. `XOR` is parity; the last input of `INHIBIT` is its condition."""

    AND = "and"
    OR = "or"
    AT_LEAST = "atleast"
    XOR = "xor"
    NOT = "not"
    NAND = "nand"
    NOR = "nor"
    IMPLY = "imply"
    IFF = "iff"
    INHIBIT = "inhibit"


class EventKind(StrEnum):
    """A basic event ends a path; an undeveloped one could go on; a house event is set true or false."""

    BASIC = "basic"
    UNDEVELOPED = "undeveloped"
    HOUSE = "house"


NOT_COHERENT = frozenset(set(Operator) - {Operator.AND, Operator.OR, Operator.AT_LEAST, Operator.INHIBIT})
"""Operators with which more failures can mean less failure: their cut sets are minimal positive parts."""

_INPUTS: Mapping[Operator, tuple[int, int | None]] = {
    **dict.fromkeys((Operator.AND, Operator.OR, Operator.NAND, Operator.NOR), (1, None)),
    Operator.INHIBIT: (2, None), Operator.AT_LEAST: (2, None), Operator.XOR: (2, None), Operator.NOT: (1, 1), Operator.IMPLY: (2, 2), Operator.IFF: (2, 2),
}  # fmt: skip

_EACH_ONCE = frozenset({Operator.AT_LEAST, Operator.XOR, Operator.IFF})


@dataclass(frozen=True)
class Event:
    """A leaf of the tree. `value` is set for house events only; `probability` per demand or mission, 0 to 1."""

    id: str
    probability: float | None = None
    kind: EventKind = EventKind.BASIC
    value: bool | None = None
    label: str = ""


@dataclass(frozen=True)
class Gate:
    """A named event that is the combination of others. `inputs` are ids; `k` belongs to `AT_LEAST`."""

    id: str
    operator: Operator
    inputs: tuple[str, ...]
    k: int | None = None
    label: str = ""
    is_named: bool = True


@dataclass(frozen=True)
class FaultTree:
    """Made by `FaultTree.build`, which validates; `order` names every item after all that it rests on.

    >>> tree = FaultTree.build("top", [Gate("top", Operator.AND, ("a", "b"))], [Event("a", 0.1), Event("b", 0.2)])
    >>> tree.order, tree.is_coherent
    (('a', 'b', 'top'), True)
    """

    top: str
    gates: tuple[Gate, ...]
    events: tuple[Event, ...]
    name: str = "tree"
    order: tuple[str, ...] = field(default=(), compare=False, repr=False)
    _gates: Mapping[str, Gate] = field(default_factory=dict, compare=False, repr=False)
    _events: Mapping[str, Event] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def build(cls, top: str, gates: Iterable[Gate], events: Iterable[Event], name: str = "tree") -> FaultTree:
        """Return the tree. Raises Malformed (naming the item), Cyclic (with its path) or TooLarge."""
        gates, events = tuple(gates), tuple(events)
        if len(gates) + len(events) > MAX_GATES:
            raise TooLarge("gates and events", len(gates) + len(events), MAX_GATES)
        _check_names(gates, events)
        by_gate, by_event = {g.id: g for g in gates}, {e.id: e for e in events}
        for event in events:
            _check_event(event)
        for gate in gates:
            _check_gate(gate, by_gate, by_event)
        if top not in by_gate and top not in by_event:
            raise Malformed(top, "is named as the top event and is not defined")
        order = _order([top, *by_gate], by_gate)
        return cls(top, gates, events, name, tuple(order), by_gate, by_event)

    def gate(self, item: str) -> Gate | None:
        """Return the gate of this id, None for an event."""
        return self._gates.get(item)

    def event(self, item: str) -> Event | None:
        """Return the event of this id, None for a gate."""
        return self._events.get(item)

    def label(self, item: str) -> str:
        """Return the words of a gate or an event; its id where it has none. Raises KeyError."""
        found = self._gates.get(item) or self._events[item]
        return found.label or item

    @property
    def is_coherent(self) -> bool:
        """Whether more failures never undo the top event: no NOT, XOR, NAND, NOR, IMPLY, IFF below it."""
        below = set(self.below())
        return not any(g.operator in NOT_COHERENT for g in self.gates if g.id in below)

    def below(self, item: str | None = None) -> tuple[str, ...]:
        """Return the ids below an item (the top event), itself last, in `order`."""
        seen, waiting = set(), [item or self.top]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                gate = self._gates.get(one)
                waiting.extend(gate.inputs if gate else ())
        return tuple(one for one in self.order if one in seen)

    def evaluate(self, true: Iterable[str]) -> bool:
        """Tell whether the top event is there when exactly these events are. House events keep their value.

        >>> tree = FaultTree.build("t", [Gate("t", Operator.XOR, ("a", "b"))], [Event("a"), Event("b")])
        >>> [tree.evaluate(given) for given in ((), ("a",), ("a", "b"))]
        [False, True, False]
        """
        return self.states(set(true))[self.top]

    def states(self, true: Container[str], never: Container[str] = ()) -> dict[str, bool]:
        """Return whether each item is there when the events of `true` are; items of `never`, gates among them, are not."""
        held: dict[str, bool] = {}
        for item in self.order:
            gate = self._gates.get(item)
            if item in never:
                held[item] = False
            elif gate is not None:
                held[item] = _holds(gate, [held[i] for i in gate.inputs])
            else:
                event = self._events[item]
                held[item] = bool(event.value) if event.kind is EventKind.HOUSE else item in true
        return held

    def states_at_once(self, true: Mapping[str, int], cases: int, never: Container[str] = ()) -> dict[str, int]:
        """Return the same for many cases in one walk: bit i of a number is case i, `cases` has every bit set.

        `true` holds for each event the cases in which it is.

        >>> tree = FaultTree.build("t", [Gate("t", Operator.AND, ("a", "b"))], [Event("a"), Event("b")])
        >>> bin(tree.states_at_once({"a": 0b011, "b": 0b110}, 0b111)["t"])
        '0b10'
        """
        held: dict[str, int] = {}
        for item in self.order:
            gate = self._gates.get(item)
            if item in never:
                held[item] = 0
            elif gate is not None:
                held[item] = _holds_at_once(gate, [held[i] for i in gate.inputs], cases)
            else:
                event = self._events[item]
                held[item] = (cases if event.value else 0) if event.kind is EventKind.HOUSE else true.get(item, 0)
        return held


def of(graph: CausalGraph, *, undecided: Combination | None = None) -> FaultTree:
    """Return the fault tree of an analysis: the focus on top, one event or gate for each counted factor.

    A gate that nobody has decided is read as `undecided` (ALL or ANY); without that it is refused,
    because it is never assumed. Refuted factors are left out, as if never linked. A single cause
    needs no gate and is passed through.

    Raises Malformed for an undecided gate and for a focus without causes.

    >>> from rca.causal_graph import CauseLink
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503", Combination.ALL),
    ...     [Factor("A", "Writes stopped"), Factor("B", "No standby took over")],
    ...     [CauseLink("A", "focus"), CauseLink("B", "focus")],
    ... )
    >>> of(graph).gate("focus").operator.value
    'and'
    """
    gates, events = [], []
    counted = graph.counted()
    items: list[Focus | Factor] = [graph.focus, *(f for f in graph.factors if f.id in counted)]
    for item in items:
        causes = _condition_last(graph, item)
        if causes:
            gates.append(_combined(item, causes, undecided))
        elif isinstance(item, Factor):
            kind = EventKind.BASIC if item.stop_reason else EventKind.UNDEVELOPED
            events.append(Event(item.id, item.probability, kind, label=item.statement))
        else:
            raise Malformed(item.id, "has no cause yet")
    return FaultTree.build(graph.focus.id, gates, events, name=graph.focus.statement or "tree")


def _condition_last(graph: CausalGraph, item: Focus | Factor) -> tuple[str, ...]:
    """The ids of its counted causes in their order; at an inhibit gate the marked condition ends them, as the gate reads it."""
    causes = tuple(factor.id for factor in graph.causes_of(item.id))
    if item.gate is not Combination.INHIBIT:
        return causes
    marked = {link.cause for link in graph.links_to(item.id) if link.is_condition}
    return tuple(sorted(causes, key=lambda cause: cause in marked))


def _combined(item: Focus | Factor, causes: tuple[str, ...], undecided: Combination | None) -> Gate:
    chosen = item.gate
    if len(causes) == 1:
        chosen = Combination.ALL
    elif chosen is Combination.NOT_DECIDED:
        if undecided is None:
            raise Malformed(item.id, "nobody has decided yet how its causes combine")
        chosen = undecided
    label = item.statement
    if chosen is Combination.K_OF_N:
        k = min(item.k or 1, len(causes))  # refuted causes may have left fewer than k was chosen for
        return Gate(item.id, Operator.AT_LEAST, causes, k, label)
    operator = _READ_AS.get(chosen, Operator.AND) if len(causes) > 1 else Operator.AND
    return Gate(item.id, operator, causes, None, label)


_READ_AS = {Combination.ANY: Operator.OR, Combination.INHIBIT: Operator.INHIBIT}


def _holds(gate: Gate, given: list[bool]) -> bool:
    operator, count = gate.operator, sum(given)
    if operator in (Operator.AND, Operator.NAND, Operator.INHIBIT):
        return (count == len(given)) is (operator is not Operator.NAND)
    if operator in (Operator.OR, Operator.NOR):
        return (count > 0) is (operator is Operator.OR)
    if operator is Operator.AT_LEAST:
        return count >= (gate.k or 0)
    if operator is Operator.IMPLY:
        return not given[0] or given[1]
    return (count % 2 == 1) is (operator is Operator.XOR)  # NOT and IFF hold for an even number


def _holds_at_once(gate: Gate, given: list[int], cases: int) -> int:
    operator = gate.operator
    if operator is Operator.AT_LEAST:
        row = [cases] + [0] * (gate.k or 0)
        for one in given:
            row = [cases, *(row[j] | (row[j - 1] & one) for j in range(1, len(row)))]
        return row[-1]
    if operator is Operator.IMPLY:
        return (given[0] ^ cases) | given[1]
    if operator in (Operator.OR, Operator.NOR):
        found = reduce(or_, given)
    elif operator in (Operator.AND, Operator.NAND, Operator.INHIBIT):
        found = reduce(and_, given)
    else:
        found = reduce(xor, given)  # NOT and IFF are the negations of parity
    return found ^ cases if operator in _NEGATED else found


_NEGATED = frozenset({Operator.NAND, Operator.NOR, Operator.NOT, Operator.IFF})


def _check_names(gates: Iterable[Gate], events: Iterable[Event]) -> None:
    for item, times in Counter([*(g.id for g in gates), *(e.id for e in events)]).items():
        if not item:
            raise Malformed("tree", "a gate or an event has no name")
        if times > 1:
            raise Malformed(item, f"is defined {times} times")


def _check_event(event: Event) -> None:
    if event.probability is not None and not 0 <= event.probability <= 1:
        raise Malformed(event.id, f"its probability is {event.probability}, and has to be from 0 to 1")
    if (event.kind is EventKind.HOUSE) is (event.value is None):
        raise Malformed(event.id, "a house event has a value, true or false, and no other event has one")


def _check_gate(gate: Gate, gates: Mapping[str, Gate], events: Mapping[str, Event]) -> None:
    for item in gate.inputs:
        if item not in gates and item not in events:
            raise Malformed(gate.id, f"its input {item!r} is not defined")
    least, most = _INPUTS[gate.operator]
    if len(gate.inputs) < least or (most is not None and len(gate.inputs) > most):
        wanted = f"{least}" if least == most else f"at least {least}"
        raise Malformed(gate.id, f"{gate.operator} has {len(gate.inputs)} inputs, and takes {wanted}")
    if gate.operator is Operator.AT_LEAST and not (gate.k is not None and 1 <= gate.k <= len(gate.inputs)):
        raise Malformed(gate.id, f"k is {gate.k}, and has to be from 1 to {len(gate.inputs)}, the number of its inputs")
    twice = next((i for i, times in Counter(gate.inputs).items() if times > 1), None)
    if twice is not None and gate.operator in _EACH_ONCE:
        raise Malformed(gate.id, f"{gate.operator} counts its inputs, and {twice!r} stands there twice")


def _order(starts: Iterable[str], gates: Mapping[str, Gate]) -> Iterator[str]:
    """Every item after its inputs; the first circle met is raised with its path."""
    done: set[str] = set()
    for start in starts:
        path: list[tuple[str, Iterator[str]]] = [(start, iter(gates[start].inputs if start in gates else ()))]
        on_path = {start: 0}
        while path and start not in done:
            item, inputs = path[-1]
            following = next((i for i in inputs if i not in done), None)
            if following is None:
                path.pop()
                del on_path[item]
                done.add(item)
                yield item
            elif following in on_path:
                circle = [name for name, _ in path[on_path[following]:]]
                closed = [*reversed(circle), circle[-1]]
                raise Cyclic(closed, [gates[name].label or name for name in closed])
            else:
                on_path[following] = len(path)
                path.append((following, iter(gates[following].inputs if following in gates else ())))
