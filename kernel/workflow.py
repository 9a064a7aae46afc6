"""Lifecycles as data: which transition leads from which states to which, and what stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from kernel.errors import Obstacle, Refused

Facts = TypeVar("Facts")
Guard = Callable[[Any], Obstacle | None | list[Obstacle]]


class Gate(StrEnum):
    """How strictly a policy takes a guard (decision 4)."""

    OFF = "off"
    HINT = "hint"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of a lifecycle. ``label`` is the words of its button; ``verb`` the permission it needs."""

    name: str
    from_: tuple[StrEnum, ...]
    to: StrEnum
    label: str
    verb: str
    guards: tuple[Guard, ...] = ()
    gated: tuple[tuple[str, Guard], ...] = ()  # (gate name in the policy, guard): hint or block by policy
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check of one transition found: obstacles stop it, hints are only told."""

    obstacles: tuple[Obstacle, ...] = ()
    hints: tuple[Obstacle, ...] = ()


class Workflow(Generic[Facts]):
    """A lifecycle: a table of transitions over one StrEnum of states."""

    def __init__(self, *transitions: Transition) -> None:
        names = [t.name for t in transitions]
        if len(set(names)) != len(names):
            raise ValueError("a transition name stands twice")
        self.transitions = transitions
        self._by_name = {t.name: t for t in transitions}

    def __getitem__(self, name: str) -> Transition:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def offered(self, state: StrEnum) -> list[Transition]:
        """The transitions that leave ``state``, in the order of the table."""
        return [t for t in self.transitions if state in t.from_]

    def check(self, name: str, state: StrEnum, facts: Facts, gates: Mapping[str, str] | None = None) -> Findings:
        """Obstacles and hints of transition ``name`` out of ``state``; ``gates`` maps gate names to off, hint, block."""
        transition = self._by_name[name]
        if state not in transition.from_:
            text = f"This cannot be done while the state is “{state.value.replace('_', ' ')}”."
            return Findings(obstacles=(Obstacle(text),))
        obstacles = _run(transition.guards, facts)
        hints: list[Obstacle] = []
        for gate, guard in transition.gated:
            setting = Gate((gates or {}).get(gate, Gate.HINT))
            if setting is not Gate.OFF:
                (obstacles if setting is Gate.BLOCK else hints).extend(_run((guard,), facts))
        return Findings(tuple(obstacles), tuple(hints))

    def require(self, name: str, state: StrEnum, facts: Facts, gates: Mapping[str, str] | None = None) -> Transition:
        """The transition, or ``Refused`` with every obstacle."""
        found = self.check(name, state, facts, gates)
        if found.obstacles:
            raise Refused(found.obstacles)
        return self._by_name[name]


def _run(guards: Iterable[Guard], facts: Any) -> list[Obstacle]:
    found: list[Obstacle] = []
    for guard in guards:
        answer = guard(facts)
        if isinstance(answer, Obstacle):
            found.append(answer)
        elif answer:
            found.extend(answer)
    return found
