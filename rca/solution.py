"""A fault tree worked out once, for all that is asked of it: modules, their diagrams, their minimal cut sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rca.circuit import EVENT, Circuit, circuit, modules
from rca.diagram import Builder, Diagram, grow, leaves_of
from rca.fault_tree import EventKind, FaultTree
from rca.zero_suppressed import NONE, Families

#: Makes the diagram of a module: circuit, literal of the module, its variables in a first order.
Engine = Callable[[Circuit, int, list[int]], Diagram]


def plain_engine(made: Circuit, literal: int, variables: list[int]) -> Diagram:
    """Build in plain Python in the order given: for the trees of reviews. Raises TooLarge."""
    builder = Builder(variables)
    gate = literal if literal >= 0 else ~literal
    root = grow(made, gate, builder.leaves(), builder)
    return builder.diagram(root if literal >= 0 else builder.negated(root))


@dataclass(frozen=True)
class Module:
    """An independent part: the node of its gate, and its function over events and inner modules."""

    gate: int
    diagram: Diagram


@dataclass
class Solution:
    """`modules` stand after those inside them; the last is the whole. Made by `solve`."""

    tree: FaultTree
    circuit: Circuit
    modules: tuple[Module, ...]
    tick: Callable[[], None] = lambda: None
    families: Families = field(init=False)

    def __post_init__(self) -> None:
        """The families of all modules share their nodes."""
        self.families = Families(tick=self.tick)

    @property
    def is_coherent(self) -> bool:
        """Whether the cut sets are minimal cut sets in the strict sense, not minimal positive parts."""
        return self.circuit.is_coherent

    def event_of(self, variable: int) -> str | None:
        """Return the event that a variable stands for, None for an inner module."""
        node = self.circuit.nodes[variable]
        return node.event if node.kind == EVENT else None

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """Where each event is asked: (index of the module, level). Events that make no difference are absent."""
        return {
            event: (number, level)
            for number, module in enumerate(self.modules)
            for level, variable in enumerate(module.diagram.variables)
            if (event := self.event_of(variable)) is not None
        }

    @cached_property
    def inner(self) -> dict[int, int]:
        """Index of a module by the node of its gate."""
        return {module.gate: number for number, module in enumerate(self.modules)}

    @cached_property
    def outer(self) -> dict[int, tuple[int, int]]:
        """Where the module of this index is asked: (index of the module around it, level)."""
        return {
            self.inner[variable]: (number, level)
            for number, module in enumerate(self.modules)
            for level, variable in enumerate(module.diagram.variables)
            if variable in self.inner and variable != module.gate
        }

    @cached_property
    def minimal(self) -> tuple[int, ...]:
        """The family of minimal solutions of each module."""
        return tuple(self.families.minimal_solutions(module.diagram) for module in self.modules)

    @property
    def never(self) -> bool:
        """Whether the top event cannot happen at all."""
        return self.modules[-1].diagram.root == NONE



def solve(
    tree: FaultTree,
    given: Mapping[str, bool] | None = None,
    *,
    engine: Engine = plain_engine,
    tick: Callable[[], None] = lambda: None,
) -> Solution:
    """Work a tree out. `given` sets events or gates true or false; `tick` is called often and may raise.

    Raises TooLarge when the engine gives up: `rca.large` goes further.

    >>> from rca.fault_tree import Event, Gate, Operator
    >>> tree = FaultTree.build("t", [Gate("t", Operator.AND, ("a", "b"))], [Event("a"), Event("b")])
    >>> solve(tree).places, solve(tree, {"a": False}).never
    ({'a': (0, 0), 'b': (0, 1)}, True)
    """
    made = circuit(tree, given)
    found = modules(made)
    inner = frozenset(found)
    solved = []
    for gate in found:
        literal = made.top if gate == found[-1] else gate
        solved.append(Module(gate, engine(made, literal, leaves_of(made, gate, inner - {gate}))))
    return Solution(tree, made, tuple(solved), tick)


def unknown_probabilities(tree: FaultTree) -> tuple[str, ...]:
    """Return the events below the top that have no probability, in order: they are named, never guessed."""
    found = (tree.event(item) for item in tree.below())
    return tuple(e.id for e in found if e is not None and e.kind is not EventKind.HOUSE and e.probability is None)
