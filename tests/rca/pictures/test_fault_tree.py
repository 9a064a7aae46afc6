"""Fault tree drawings: shapes where they belong, every word inside, nothing on top of anything else."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from random_trees import random_graph, random_tree

from drawing.inspection import cut_off
from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.fault_tree import Event, EventKind, FaultTree, Gate, Operator
from rca.pictures import fault_tree
from rca.vocabulary import Gate as Combination
from rca.vocabulary import State

SVG = "{http://www.w3.org/2000/svg}"


def outage(gate: Combination = Combination.ANY) -> CausalGraph:
    return CausalGraph.build(
        Focus("focus", "Checkout answered 503 to every customer", Combination.ALL),
        [
            Factor("A", "Writes stopped", gate=gate), Factor("B", "No standby took over", state=State.UNKNOWN),
            Factor("C", "Log volume full"), Factor("D", "Storage path lost", state=State.DID_NOT),
        ],
        [CauseLink("A", "focus"), CauseLink("B", "focus"), CauseLink("C", "A"), CauseLink("D", "A")],
    )  # fmt: skip


@pytest.mark.parametrize("style", ["paper", "screen"])
@pytest.mark.parametrize("shapes", ["nureg", "iec"])
@pytest.mark.parametrize("direction", ["down", "right"])
def test_no_word_is_cut_off_and_no_boxes_meet(style: str, shapes: str, direction: str) -> None:
    for seed in range(40):
        for picture in (fault_tree.draw(random_tree(seed, coherent=False), style=style, shapes=shapes, direction=direction), fault_tree.of_graph(random_graph(seed), style, shapes, direction)):
            root = ET.fromstring(picture.svg)
            assert cut_off(picture.svg) == [], seed
            boxes = [tuple(float(r.get(k)) for k in ("x", "y", "width", "height")) for r in root.iter(f"{SVG}rect")]
            wide = [b for b in boxes if b[2] > b[3] * 1.01 or b[2] > 60]
            for i, (x, y, w, h) in enumerate(wide):
                assert x >= 0
                assert y >= 0
                assert x + w <= picture.width + 0.1
                assert y + h <= picture.height + 0.1
                for x2, y2, w2, h2 in wide[i + 1 :]:
                    assert x + w <= x2 + 0.01 or x2 + w2 <= x + 0.01 or y + h <= y2 + 0.01 or y2 + h2 <= y + 0.01, seed


def test_an_and_is_flat_below_and_round_above_an_or_hollow_below_and_pointed_above() -> None:
    """As read from the top (NUREG-0492, fig. IV): y grows downwards in SVG."""
    tree = FaultTree.build("t", [Gate("t", Operator.AND, ("a", "g")), Gate("g", Operator.OR, ("b", "c"))], [Event(e) for e in "abc"])
    paths = [p.get("d") for p in ET.fromstring(fault_tree.draw(tree).svg).iter(f"{SVG}path")]
    arcs = [p for p in paths if "A" in p]
    assert len(arcs) == 1
    start, arc_end = re.match(r"M(\S+) (\S+)V(\S+)A.* (\S+) (\S+)V(\S+)Z", arcs[0]).groups()[1:3]
    assert float(start) > float(arc_end), "the base lies below the arc"
    curve = next(p for p in paths if p.count("Q") == 3)
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", curve)]
    base, tip, hollow = numbers[1], numbers[5], numbers[11]
    assert tip < hollow < base, "pointed on top, and the base bends up into the shape"


@pytest.mark.parametrize(
    ("operator", "k", "sign"),
    [(Operator.AT_LEAST, 2, "2/3"), (Operator.XOR, None, "=1")],
)
def test_signs_inside_gates(operator: Operator, k: int | None, sign: str) -> None:
    tree = FaultTree.build("t", [Gate("t", operator, ("a", "b", "c"), k)], [Event(e) for e in "abc"])
    assert sign in [t.text for t in ET.fromstring(fault_tree.draw(tree).svg).iter(f"{SVG}text")]
    boxed = [t.text for t in ET.fromstring(fault_tree.draw(tree, shapes="iec").svg).iter(f"{SVG}text")]
    assert sign in boxed


def test_states_are_a_mark_and_a_word() -> None:
    words = [t.text for t in ET.fromstring(fault_tree.of_graph(outage()).svg).iter(f"{SVG}text")]
    assert {"happened", "did not happen", "not known", "all of these", "any of these"} <= set(words)
    assert "?" in words


def test_an_undecided_gate_is_drawn_as_such_and_told_as_such() -> None:
    picture = fault_tree.of_graph(outage(Combination.NOT_DECIDED))
    assert "not decided" in [t.text for t in ET.fromstring(picture.svg).iter(f"{SVG}text")]
    assert picture.text[1] == "1 Writes stopped, not decided how these combine:"


def test_what_happened_is_drawn_thick_up_to_the_top() -> None:
    one = outage()
    happened = CausalGraph.build(one.focus, [f if f.id != "B" else Factor("B", f.statement) for f in one.factors], one.links)
    root = ET.fromstring(fault_tree.of_graph(happened, "screen").svg)
    hot = [e.get("class") for e in root.iter() if "hot" in (e.get("class") or "").split()]
    assert hot.count("box hot") == 4, "focus, A, B, C; D did not happen"
    assert not [e for e in ET.fromstring(fault_tree.of_graph(one, "screen").svg).iter() if (e.get("class") or "") == "box hot"][4:], "B is not known"


def test_a_shared_gate_is_told_once_and_a_repeated_event_is_counted() -> None:
    tree = FaultTree.build(
        "t", [Gate("t", Operator.AND, ("g", "h")), Gate("h", Operator.OR, ("g", "a")), Gate("g", Operator.AND, ("a", "b"))],
        [Event("a"), Event("b")],
    )  # fmt: skip
    picture = fault_tree.draw(tree)
    words = [t.text for t in ET.fromstring(picture.svg).iter(f"{SVG}text")]
    assert "told elsewhere" in words
    assert words.count("a ×2") == 2
    assert "2.1 g (g; told at 1)." in picture.text


def test_beyond_150_boxes_branches_are_collapsed_and_the_list_tells_all() -> None:
    gates = [Gate("t", Operator.OR, tuple(f"g{i}" for i in range(40)))]
    gates += [Gate(f"g{i}", Operator.AND, tuple(f"e{i}.{j}" for j in range(10))) for i in range(40)]
    events = [Event(f"e{i}.{j}", kind=EventKind.BASIC) for i in range(40) for j in range(10)]
    picture = fault_tree.draw(FaultTree.build("t", gates, events))
    words = [t.text for t in ET.fromstring(picture.svg).iter(f"{SVG}text")]
    assert words.count("10 more below") == 30
    assert len(picture.text) == 1 + 40 + 400


def test_on_paper_it_is_cut_into_figures_that_fit_and_refer_to_each_other() -> None:
    for seed in range(60):
        graph = random_graph(seed, most=14)
        found = fault_tree.pages(graph, 260.0, 300.0)
        assert all(p.width <= 260.5 or "rect" in p.svg for p in found)
        words = [t.text for p in found for t in ET.fromstring(p.svg).iter(f"{SVG}text")]
        named = {w for w in words if re.fullmatch(r"drawing \d+", w or "")}
        assert named == {f"drawing {n}" for n in range(2, len(found) + 1)}, seed
        assert all(cut_off(p.svg) == [] for p in found)


def test_a_wide_gate_is_drawn_from_left_to_right() -> None:
    wide = CausalGraph.build(Focus("focus", "Down", Combination.ANY), [Factor(f"F{i}", f"Fact number {i}") for i in range(8)], [CauseLink(f"F{i}", "focus") for i in range(8)])
    (picture,) = fault_tree.pages(wide, 482.0, 610.0)
    assert picture.width <= 482
    assert picture.height > 300


def test_labels_are_words_never_markup() -> None:
    tree = FaultTree.build("t", [Gate("t", Operator.OR, ("a",), label="<script>alert(1)</script>\x00")], [Event("a", label='"><image href=x>' + "long " * 3000)])
    svg = fault_tree.draw(tree).svg
    assert [e.tag for e in ET.fromstring(svg).iter() if e.tag.endswith(("script", "image"))] == []
    assert cut_off(svg) == []


def test_the_condition_of_an_inhibit_gate_is_an_ellipse_and_is_read_last() -> None:
    """Marked on the first link: the gate reads it last, as its condition; the others stay in their order."""
    graph = CausalGraph.build(
        Focus("focus", "The queue overflowed", Combination.INHIBIT),
        [Factor("A", "The cache was cold"), Factor("B", "Load doubled"), Factor("C", "One worker was down")],
        [CauseLink("A", "focus", is_condition=True), CauseLink("B", "focus"), CauseLink("C", "focus")],
    )
    picture = fault_tree.of_graph(graph)
    assert picture is not None
    assert len(list(ET.fromstring(picture.svg).iter(f"{SVG}ellipse"))) == 1
    assert "happened, condition" in picture.svg
    assert picture.text == (
        "0 The queue overflowed, these, under the condition:", "1 Load doubled (B; happened).", "2 One worker was down (C; happened).",
        "3 Under the condition: The cache was cold (A; happened).",
    )
    assert cut_off(picture.svg) == []
