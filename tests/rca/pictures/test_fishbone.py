"""Fishbone drawings: six bones, five ribs each, words inside, the list complete."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from drawing.inspection import cut_off, text_boxes
from rca import ishikawa
from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.pictures import fishbone
from rca.vocabulary import Confidence, State


def graph(*factors: Factor, links: tuple[tuple[str, str], ...] = ()) -> CausalGraph:
    pairs = links or tuple((f.id, "focus") for f in factors)
    return CausalGraph.build(Focus("focus", "Checkout answered 503 to every customer"), factors, [CauseLink(*p) for p in pairs])


@pytest.mark.parametrize("style", ["paper", "screen"])
@pytest.mark.parametrize("count", [0, 1, 5, 17, 60])
def test_no_word_is_cut_off_or_stands_on_another(style: str, count: int) -> None:
    names = [*ishikawa.BONES, "Regulator", "Building"]
    words = "Statement logging stayed at full detail after the change that was rolled back in the night before the outage"
    factors = [Factor(f"F{i}", words[: 20 + i * 7 % 90], category=names[i * 5 % 8], state=list(State)[i % 3]) for i in range(count)]
    picture = fishbone.draw(ishikawa.fishbone(graph(*factors)), style)
    assert cut_off(picture.svg) == []
    boxes = text_boxes(picture.svg)
    for at, one in enumerate(boxes):
        for two in boxes[at + 1 :]:
            apart = one.right <= two.left + 0.5 or two.right <= one.left + 0.5 or one.bottom <= two.top + 2.5 or two.bottom <= one.top + 2.5
            assert apart, (one, two)
    assert sum(line.count("(F") for line in picture.text) == count


def test_more_than_five_ribs_and_six_bones_are_counted_and_stand_in_the_list() -> None:
    factors = [Factor(f"F{i}", f"Fact {i}", category="Data & config") for i in range(8)]
    factors += [Factor(f"G{i}", f"Thing {i}", category=f"Kind {i}") for i in range(7)]
    picture = fishbone.draw(ishikawa.fishbone(graph(*factors)))
    words = [t.text for t in ET.fromstring(picture.svg).iter() if t.text]
    assert "3 more in the list" in words
    assert any(word.startswith("In the list only: Kind 5 (1), Kind 6 (1)") for word in words)
    assert "4.8 Fact 7 (F7; suspected)." in picture.text


def test_a_cause_of_the_same_category_hangs_below_its_effect() -> None:
    one = graph(Factor("A", "Disk full", category="Data"), Factor("B", "Kept 14 days", category="Data"), Factor("C", "No check", category="Process"),
                links=(("A", "focus"), ("B", "A"), ("C", "B")))
    fish = ishikawa.fishbone(one, ("Data", "Process"))
    assert [(bone.category, [(d, f.id) for d, f in bone.factors()]) for bone in fish.bones] == [("Data", [(0, "A"), (1, "B")]), ("Process", [(0, "C")])]


def test_refuted_is_struck_through_and_unsorted_is_last() -> None:
    fish = ishikawa.fishbone(graph(Factor("A", "Disk full", confidence=Confidence.REFUTED), Factor("B", "Lock", category="Data")), ("Data",))
    assert fish.bones[-1].category == ishikawa.UNSORTED
    assert "line-through" in fishbone.draw(fish).svg


@pytest.mark.parametrize("width", [None, 1200.0, 2000.0])
def test_the_last_bones_stand_beside_the_head_whatever_the_width(width: float | None) -> None:
    factors = [Factor(f"F{i}", "Disk full", category=name) for i, name in enumerate(ishikawa.BONES[:4])]
    picture = fishbone.draw(ishikawa.fishbone(graph(*factors), ishikawa.BONES[:4]), "paper", width)
    lines = [path.get("d") for path in ET.fromstring(picture.svg).iter() if path.get("stroke-width") == "1.6"]
    spine_end = float(lines[0].partition("H")[2])
    feet = sorted({float(line[1:].partition(" ")[0]) for line in lines[1:]})
    assert len(feet) == 2
    assert spine_end - feet[-1] < 60
