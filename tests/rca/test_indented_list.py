"""Causes as people type them: what stands below what, how they combine, and what is refused with its line."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rca.errors import CausesError, Malformed, TooLarge
from rca.indented_list import read


def shape(text: str, *, first_is_event: bool = False) -> dict[str, tuple[str, list[str]]]:
    """Statement (the event: "") → its gate and the statements of its causes."""
    graph = read(text, first_is_event=first_is_event).graph
    items = [(graph.focus.statement, graph.focus), *((f.statement, f) for f in graph.factors)]
    return {words: (item.gate.value if item.k is None else f"{item.k} of {len(graph.causes_of(item.id))}",
                    [f.statement for f in graph.causes_of(item.id)]) for words, item in items if graph.causes_of(item.id)}


@pytest.mark.parametrize("text", [
    "A\n  B\n    C\n  D\nE", "A\n\tB\n\t\tC\n\tD\nE", "- A\n  - B\n    - C\n  - D\n- E", "* A\n    * B\n          * C\n    * D\n* E",
    "1. A\n   a) B\n      1) C\n   b) D\n2. E", "• A\n  ◦ B\n    ‣ C\n  ◦ D\n• E", "A\n├── B\n│   └── C\n└── D\nE", "\n\nA\n\n  B\n\n    C\n  D\n\n\nE\n\n",
    "A\n\u00a0\u00a0B\n\u00a0\u00a0\u00a0\u00a0C\n\u00a0\u00a0D\nE", "- [ ] A\n  - [x] B\n    - C\n  - [] D\n- E", "   A\n      B\n        C\n      D\n   E", "A\r\n  B\r\n    C\r\n  D\r\nE",
])  # fmt: skip
def test_one_shape_however_it_is_typed(text: str) -> None:
    assert shape(text) == {"": ("not_decided", ["A", "E"]), "A": ("not_decided", ["B", "D"]), "B": ("not_decided", ["C"])}


@pytest.mark.parametrize(("text", "gates"), [
    ("A (all)\n  B\n  C", {"A": "all"}), ("A [ANY]:\n  B\n  C", {"A": "any"}), ("A (2 of 3)\n  B\n  C\n  D", {"A": "2 of 3"}),
    ("A\n  AND\n  B\n  C", {"A": "all"}), ("A\n  B\n  or\n  C", {"A": "any"}), ("A\n  AND\n    B\n    C", {"A": "all"}),
    ("A\n  B\n  OR\n  C\n  OR\n  D", {"A": "any"}), ("A (1 of 2)\n  B\n  C", {"A": "any"}), ("A (2 of 2)\n  B\n  C", {"A": "all"}),
    ("A\nB\nAND", {"": "all"}), ("A (and)\n  B (or)\n    C\n    D\n  E", {"A": "all", "B": "any"}),
])  # fmt: skip
def test_how_causes_combine(text: str, gates: dict[str, str]) -> None:
    assert {words: gate for words, (gate, _) in shape(text).items() if gate != "not_decided"} == gates


@pytest.mark.parametrize("text", ["Alarms were off (all)", "3 servers failed", "2.5 GB was left", "-5 °C in the room", "A. Smith was away", "and so on", "Either (any)"])
def test_nothing_is_taken_from_a_statement(text: str) -> None:
    assert [f.statement for f in read(text).graph.factors] == [text]


def test_the_first_line_as_the_event() -> None:
    assert shape("Checkout down (all)\n  A\n  B (any)\n    C\n    D", first_is_event=True) == {"Checkout down": ("all", ["A", "B"]), "B": ("any", ["C", "D"])}


def test_a_statement_that_stands_twice_is_one_cause() -> None:
    found = read("A\n  Disk full\nB\n  disk FULL")
    assert [f.statement for f in found.graph.factors] == ["A", "Disk full", "B"]
    assert found.graph.effects_of("line 2") == ("line 1", "line 3")
    assert found.notes == ("Line 4 is the same statement as line 2: one cause with two effects.",)


@pytest.mark.parametrize(("text", "line", "reason"), [
    ("", "line 1", "nothing stands here"), (" \n\t\n", "line 1", "nothing stands here"), ("AND", "line 1", "names no cause"),
    ("A\n  B\n  B", "line 3", "the same stands on line 2 already, below the same effect"), ("A\n  A", "line 2", "cannot be a cause of itself"),
    ("A\n  B\n    C\n      a", "line 4", "“A” cannot be a cause of itself (see line 1)"),
    ("A\n  B\n  AND\n  OR\n  C", "line 4", "says “any one of these was enough”, and line 3 says"),
    ("A (2 of 4)\n  B\n  C", "line 1", "says 2 of 4, and 2 causes stand below that effect"), ("A (3 of 2)\n  B\n  C", "line 1", "has to be from 1 to 2"),
    ("A (0 of 2)\n  B\n  C", "line 1", "has to be from 1 to 2"), (f"A\n  {'x' * 201}", "line 2", "has 201 characters; a statement has 200 or fewer"),
    ("A\n  x" + "y" * 10_000, "line 2", "has 10001 characters"),
])  # fmt: skip
def test_what_is_refused_names_its_line(text: str, line: str, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        read(text)
    assert refused.value.item == line
    assert reason in refused.value.reason


def test_a_line_beside_the_event() -> None:
    with pytest.raises(Malformed, match="line 3: stands beside the event; indent it below"):
        read("Down\n  A\nB", first_is_event=True)


def test_too_many_lines() -> None:
    assert len(read("\n".join(f"cause {n}" for n in range(500))).graph.factors) == 500
    with pytest.raises(TooLarge, match="501 lines"):
        read("\n".join(f"cause {n}" for n in range(501)))


def test_a_very_deep_list_is_read() -> None:
    assert read("\n".join(" " * n + f"cause {n}" for n in range(500))).graph.depth() == 500


@given(st.lists(st.tuples(st.integers(0, 6), st.text(string.ascii_letters, min_size=4, max_size=12)), min_size=1, max_size=25, unique_by=lambda row: row[1].casefold()))
def test_every_line_becomes_one_cause(rows: list[tuple[int, str]]) -> None:
    """Whatever the indentation: nothing is lost, each cause has one effect, which is the nearest line above that stands further left."""
    rows = [(indent, f"It {words}") for indent, words in rows]
    graph = read("\n".join(" " * indent + words for indent, words in rows)).graph
    assert [f.statement for f in graph.factors] == [words for _, words in rows]
    for place, (indent, words) in enumerate(rows):
        above = next((rows[n][1] for n in range(place - 1, -1, -1) if rows[n][0] < indent), "")
        (effect,) = graph.effects_of(f"line {place + 1}")
        assert graph.statement(effect) == above, words


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read(text)
    except CausesError:
        pass
