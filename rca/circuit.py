"""A fault tree made small for computing: constants folded, like gates merged, independent parts found.

Literals are whole numbers: `n` is node n, `~n` its negation, so NOT costs nothing. Nodes stand
after what they rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rca.fault_tree import EventKind, FaultTree, Gate, Operator

AND, OR, AT_LEAST, XOR, EVENT, CONSTANT = "and", "or", "atleast", "xor", "event", "constant"

TRUE, FALSE = 0, ~0

_MERGED = frozenset({AND, OR})


@dataclass(frozen=True)
class Node:
    """`inputs` are literals; `k` belongs to AT_LEAST; `event` is the id of an EVENT."""

    kind: str
    inputs: tuple[int, ...] = ()
    k: int = 0
    event: str = ""


@dataclass
class Circuit:
    """Nodes and the literal of the top event. Node 0 is the constant *true*."""

    nodes: list[Node] = field(default_factory=lambda: [Node(CONSTANT)])
    top: int = 0
    _known: dict[Node, int] = field(default_factory=dict)

    def add(self, node: Node) -> int:
        """Return the literal of a node, made once."""
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = len(self.nodes)
            self.nodes.append(node)
        return found

    @property
    def is_coherent(self) -> bool:
        """Whether no negation and no parity is left below the top."""
        if self.top == FALSE:
            return True
        below = reachable(self.nodes, self.top)
        return self.top >= 0 and all(self.nodes[n].kind != XOR and min(self.nodes[n].inputs, default=0) >= 0 for n in below)


def circuit(tree: FaultTree, given: Mapping[str, bool] | None = None) -> Circuit:
    """Return the circuit of a tree; `given` sets events or gates to true or false, houses are set as they are.

    >>> from rca.fault_tree import Event
    >>> tree = FaultTree.build("t", [Gate("t", Operator.OR, ("a", "b"))], [Event("a"), Event("b")])
    >>> circuit(tree, {"a": True}).top == TRUE, circuit(tree, {"a": False}).is_coherent
    (True, True)
    """
    made = Circuit()
    literal: dict[str, int] = {}
    for item in tree.below():
        gate, event = tree.gate(item), tree.event(item)
        if given and item in given:
            literal[item] = TRUE if given[item] else FALSE
        elif gate is not None:
            literal[item] = _gate(made, gate, [literal[i] for i in gate.inputs])
        elif event is not None and event.kind is EventKind.HOUSE:
            literal[item] = TRUE if event.value else FALSE
        else:
            literal[item] = made.add(Node(EVENT, event=item))
    made.top = literal[tree.top]
    return _merged(made)


def _gate(made: Circuit, gate: Gate, inputs: list[int]) -> int:  # noqa: PLR0911 - one line an operator
    match gate.operator:
        case Operator.AND | Operator.INHIBIT:
            return all_of(made, inputs)
        case Operator.OR:
            return any_of(made, inputs)
        case Operator.NAND:
            return ~all_of(made, inputs)
        case Operator.NOR:
            return ~any_of(made, inputs)
        case Operator.NOT:
            return ~inputs[0]
        case Operator.IMPLY:
            return any_of(made, [~inputs[0], inputs[1]])
        case Operator.AT_LEAST:
            return at_least(made, gate.k or 0, inputs)
        case Operator.XOR:
            return parity(made, inputs)
        case Operator.IFF:
            return ~parity(made, inputs)


def all_of(made: Circuit, inputs: Iterable[int]) -> int:
    """Return the conjunction of literals."""
    kept: dict[int, None] = {}
    for one in inputs:
        if one == FALSE or ~one in kept:
            return FALSE
        if one != TRUE:
            kept[one] = None
    if not kept:
        return TRUE
    return next(iter(kept)) if len(kept) == 1 else made.add(Node(AND, tuple(kept)))


def any_of(made: Circuit, inputs: Iterable[int]) -> int:
    """Return the disjunction of literals."""
    kept: dict[int, None] = {}
    for one in inputs:
        if one == TRUE or ~one in kept:
            return TRUE
        if one != FALSE:
            kept[one] = None
    if not kept:
        return FALSE
    return next(iter(kept)) if len(kept) == 1 else made.add(Node(OR, tuple(kept)))


def at_least(made: Circuit, k: int, inputs: Iterable[int]) -> int:
    """Return "k or more of these literals"."""
    kept = []
    for one in inputs:
        if one == TRUE:
            k -= 1
        elif one != FALSE:
            kept.append(one)
    if k <= 0:
        return TRUE
    if k > len(kept):
        return FALSE
    if k == 1:
        return any_of(made, kept)
    return all_of(made, kept) if k == len(kept) else made.add(Node(AT_LEAST, tuple(kept), k))


def parity(made: Circuit, inputs: Iterable[int]) -> int:
    """Return "an odd number of these literals"; negations are drawn out to the front."""
    kept: dict[int, None] = {}
    flip = False
    for one in inputs:
        node = one if one >= 0 else ~one
        flip ^= one < 0
        if node == TRUE:
            flip = not flip
        elif node in kept:
            del kept[node]
        else:
            kept[node] = None
    if not kept:
        return TRUE if flip else FALSE
    found = next(iter(kept)) if len(kept) == 1 else made.add(Node(XOR, tuple(kept)))
    return ~found if flip else found


def _merged(made: Circuit) -> Circuit:
    """The same circuit in which AND below AND, and OR below OR, are one gate where nothing else uses the lower."""
    below = reachable(made.nodes, made.top)
    uses = [0] * len(made.nodes)
    for number in below:
        for one in made.nodes[number].inputs:
            uses[one if one >= 0 else ~one] += 1
    slim = Circuit()
    moved = {TRUE: TRUE}
    flat: dict[int, tuple[int, ...]] = {}
    for number in below:
        node = made.nodes[number]
        inputs: list[int] = []
        for one in node.inputs:
            lower = flat.get(one) if one >= 0 and node.kind in _MERGED and made.nodes[one].kind == node.kind and uses[one] == 1 else None
            inputs.extend(lower if lower is not None else (_moved(moved, one),))
        if node.kind == AND:
            moved[number] = all_of(slim, inputs)
        elif node.kind == OR:
            moved[number] = any_of(slim, inputs)
        else:
            moved[number] = slim.add(Node(node.kind, tuple(inputs), node.k, node.event)) if number else TRUE
        if node.kind in _MERGED:
            flat[number] = tuple(inputs)
    slim.top = _moved(moved, made.top)
    return slim


def _moved(moved: Mapping[int, int], literal: int) -> int:
    return moved[literal] if literal >= 0 else ~moved[~literal]


def reachable(nodes: list[Node], literal: int) -> list[int]:
    """Return the numbers of the nodes below a literal, in their order."""
    start = literal if literal >= 0 else ~literal
    seen, waiting = {start}, [start]
    while waiting:
        for one in nodes[waiting.pop()].inputs:
            number = one if one >= 0 else ~one
            if number not in seen:
                seen.add(number)
                waiting.append(number)
    return sorted(seen)


def modules(made: Circuit) -> list[int]:
    """Return the gates that share nothing with the rest of the circuit, each after those inside it; the top last.

    Dutuit and Rauzy's linear-time method (IEEE Trans. Reliability 45, 1996): a gate is a module when
    no node below it is met before its first or after its last visit. Gates with a negation or a
    parity inside are no modules here, except the top: their minimal parts do not combine.
    """
    top = made.top if made.top >= 0 else ~made.top
    if not made.nodes[top].inputs:
        return [top]
    first, second, last = _visits(made.nodes, top)
    low, high = dict(first), dict(last)
    coherent: dict[int, bool] = {}
    found = []
    for number in reachable(made.nodes, top):
        node = made.nodes[number]
        below = [one if one >= 0 else ~one for one in node.inputs]
        coherent[number] = node.kind != XOR and all(one >= 0 and coherent[one] for one in node.inputs)
        inner_low = min((min(first[b], low[b]) for b in below), default=first[number])
        inner_high = max((max(last[b], high[b]) for b in below), default=last[number])
        low[number], high[number] = inner_low, inner_high
        if number == top or (below and coherent[number] and inner_low > first[number] and inner_high < second[number]):
            found.append(number)
    return found


def _visits(nodes: list[Node], top: int) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """The dates of the first visit, of the end of the first visit, and of the last one, of each node."""
    first: dict[int, int] = {}
    second: dict[int, int] = {}
    last: dict[int, int] = {}
    date = 0
    stack: list[tuple[int, Iterator[int]]] = []

    def enter(number: int) -> None:
        nonlocal date
        date += 1
        last[number] = date
        if number not in first:
            first[number] = date
            stack.append((number, iter([one if one >= 0 else ~one for one in nodes[number].inputs])))

    enter(top)
    while stack:
        number, inputs = stack[-1]
        following = next(inputs, None)
        if following is None:
            stack.pop()
            date += 1
            second[number] = last[number] = date
        else:
            enter(following)
    return first, second, last
