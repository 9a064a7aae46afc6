"""Lifecycles as data: what is offered, what stands in the way, and how strictly a policy takes it."""

from __future__ import annotations

from enum import StrEnum

import pytest

from kernel.errors import Obstacle, Refused
from kernel.workflow import Findings, Transition, Workflow


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    HALF_OPEN = "half_open"


def has_key(facts: set[str]) -> Obstacle | None:
    return None if "key" in facts else Obstacle("There is no key.", "key")


def is_dry(facts: set[str]) -> list[Obstacle]:
    return [Obstacle(f"The {part} is wet.") for part in ("hinge", "handle") if f"dry {part}" not in facts]


def is_painted(facts: set[str]) -> Obstacle | None:
    return None if "paint" in facts else Obstacle("It is not painted.")


DOORS: Workflow[set[str]] = Workflow(
    Transition("shut", (Door.OPEN, Door.HALF_OPEN), Door.SHUT, "Shut", "push", gated=(("paint", is_painted),)),
    Transition("open", (Door.SHUT,), Door.OPEN, "Open", "pull", guards=(has_key, is_dry)),
)


@pytest.mark.parametrize(("state", "names"), [(Door.OPEN, ["shut"]), (Door.HALF_OPEN, ["shut"]), (Door.SHUT, ["open"])])
def test_offered(state: Door, names: list[str]) -> None:
    assert [t.name for t in DOORS.offered(state)] == names


def test_the_order_is_that_of_the_table() -> None:
    both: Workflow[None] = Workflow(*(Transition(n, (Door.OPEN,), Door.SHUT, n, "push") for n in ("z", "a", "m")))
    assert [t.name for t in both.offered(Door.OPEN)] == ["z", "a", "m"]


def test_every_obstacle_is_told_in_the_order_of_the_guards() -> None:
    assert DOORS.check("open", Door.SHUT, set()) == Findings(
        obstacles=(Obstacle("There is no key.", "key"), Obstacle("The hinge is wet."), Obstacle("The handle is wet."))
    )
    assert DOORS.check("open", Door.SHUT, {"key", "dry hinge", "dry handle"}) == Findings()


def test_from_another_state_nothing_else_is_asked() -> None:
    found = DOORS.check("open", Door.HALF_OPEN, set())
    assert [o.text for o in found.obstacles] == ["This cannot be done while the state is “half open”."]


@pytest.mark.parametrize(
    ("gates", "obstacles", "hints"),
    [({"paint": "block"}, 1, 0), ({"paint": "hint"}, 0, 1), ({"paint": "off"}, 0, 0), ({}, 0, 1), (None, 0, 1)],
)
def test_a_gate_blocks_hints_or_is_off(gates: dict[str, str] | None, obstacles: int, hints: int) -> None:
    found = DOORS.check("shut", Door.OPEN, set(), gates)
    assert (len(found.obstacles), len(found.hints)) == (obstacles, hints)
    assert DOORS.check("shut", Door.OPEN, {"paint"}, gates) == Findings()


def test_a_gate_of_an_unknown_word_is_no_silent_hint() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        DOORS.check("shut", Door.OPEN, set(), {"paint": "perhaps"})


def test_require_returns_the_transition_or_refuses_with_everything() -> None:
    assert DOORS.require("shut", Door.OPEN, set()).to is Door.SHUT
    with pytest.raises(Refused) as refused:
        DOORS.require("open", Door.SHUT, {"key"})
    assert [o.text for o in refused.value.obstacles] == ["The hinge is wet.", "The handle is wet."]
    with pytest.raises(Refused):
        DOORS.require("shut", Door.OPEN, set(), {"paint": "block"})


def test_names() -> None:
    assert "shut" in DOORS
    assert "slam" not in DOORS
    assert DOORS["open"].label == "Open"
    with pytest.raises(KeyError):
        DOORS.check("slam", Door.OPEN, set())
    with pytest.raises(ValueError, match="twice"):
        Workflow(DOORS["shut"], DOORS["shut"])
