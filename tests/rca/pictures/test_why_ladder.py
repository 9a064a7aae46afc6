"""The why ladder: every rung once, nothing overlaps or leaves the drawing, any shape of graph."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing.inspection import cut_off, text_boxes
from drawing.placement import Rectangle
from drawing.png import to_png
from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.five_whys import outline, walk
from rca.pictures.face import about, gate_words
from rca.pictures.look import PAPER
from rca.pictures.why_ladder import draw
from rca.vocabulary import Confidence, Gate, State, StopReason

SVG = "{http://www.w3.org/2000/svg}"


def ladder(factors, *pairs, gate=Gate.ALL):
    focus = Focus("focus", "Every card payment was declined", gate, 2)
    return walk(CausalGraph.build(focus, factors, [CauseLink(*pair.split(">")) for pair in pairs]))


def plain(*ids, **members):
    return [Factor(item, f"Statement of {item}", **members) for item in ids]


def boxes(picture):
    """The boxes of rungs: those with an ink outline, without plates (rounded) and bands (which stand inside)."""
    found = []
    for rect in ET.fromstring(picture.svg).iter(f"{SVG}rect"):
        if rect.get("rx") is None:
            found.append(Rectangle(*(float(rect.get(side)) for side in ("x", "y", "width", "height"))))
    return [box for box in found if not any(inside(box, other) for other in found if other != box)]


def inside(one, two):
    return two.x - 1 <= one.x and one.right <= two.right + 1 and two.y - 1 <= one.y and one.bottom <= two.bottom + 1


def test_no_causes_give_no_figure():
    assert draw(ladder([])) == []


def test_three_paths_stand_side_by_side_with_rungs_of_one_height():
    steps = ladder(plain("A", "B", "C", "D"), "A>focus", "B>focus", "C>focus", "D>A")
    (picture,) = draw(steps)
    focus, *rungs = sorted(boxes(picture), key=lambda box: (box.y, box.x))
    assert [box.y for box in rungs[:3]] == [rungs[0].y] * 3
    assert [box.height for box in rungs[:3]] == [rungs[0].height] * 3
    assert rungs[3].x == pytest.approx(rungs[0].x)
    assert focus.bottom < rungs[0].y < rungs[3].y
    assert picture.width == 482
    assert "because ALL of these were true" in picture.svg


def test_five_branches_go_on_to_a_second_figure_that_says_so():
    first, second = draw(ladder(plain(*"ABCDE"), *(f"{name}>focus" for name in "ABCDE")))
    assert "(here 1 to 3 of 5)" in first.svg
    assert "(here 4 to 5 of 5)" in second.svg
    assert [len(first.text), len(second.text)] == [3, 2]
    assert first.title.startswith("Why ladder (part 1 of 2), 3 causes")


def test_a_single_branch_of_the_second_figure_still_says_how_it_combines():
    _, second = draw(ladder(plain(*"ABCD"), *(f"{name}>focus" for name in "ABCD")))
    assert "because ALL of these were true (here 4 of 4)" in second.svg


def test_more_than_two_figures_of_columns_become_an_outline():
    names = [f"F{number}" for number in range(8)]
    (picture,) = draw(ladder(plain(*names), *(f"{name}>focus" for name in names)))
    lefts = {round(box.x) for box in boxes(picture)[1:]}
    assert len(lefts) == 1
    assert len(picture.text) == 8


def test_what_a_rung_says_about_itself():
    factors = [
        Factor("A", "a", confidence=Confidence.CONFIRMED, evidence=("E 4",)),
        Factor("B", "b", stop_reason=StopReason.NEED_DATA, stop_owner="Raj Patel"),
        Factor("C", "c", confidence=Confidence.REFUTED, evidence=("E 5",)),
        Factor("D", "d", state=State.DID_NOT, evidence=("E 6",)),
        Factor("E", "e", evidence=("14:03 The log volume of the primary database was full", "E 7")),
    ]
    steps = ladder(factors, *(f"{name}>focus" for name in "ABCDE"), "A>B")
    said = [about(rung, 100, PAPER)[0] for rung in steps.causes]
    assert said == ["E 4 · confirmed", "unsupported", "E 5 · refuted", "E 6 · did not happen", "2 sources · suspected"]
    again = steps.causes[1].causes[0]
    assert about(again, 100, PAPER) == ("told above", "about")
    assert about(steps.causes[0], 20, PAPER)[0].startswith("co")
    drawn = "".join(picture.svg for picture in draw(steps))
    assert "line-through" in drawn
    assert "stroke-dasharray" in drawn


def test_path_ends_are_dark_only_for_a_control_that_we_own():
    (owned,) = draw(ladder(plain("A", stop_reason=StopReason.CONTROL_WE_OWN), "A>focus"))
    (other,) = draw(ladder(plain("A", stop_reason=StopReason.OUTSIDE_OUR_CONTROL), "A>focus"))
    assert "Path ends: a control that we own" in owned.svg
    assert "Path ends: outside our control" in other.svg
    assert owned.svg.count("#14324F") == other.svg.count("#14324F") + 1


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        (Gate.ALL, "because ALL of these were true"),
        (Gate.ANY, "because ANY ONE of these was enough"),
        (Gate.K_OF_N, "because ANY 2 of these 3 were enough"),
        (Gate.INHIBIT, "because these met UNDER ONE CONDITION"),
        (Gate.NOT_DECIDED, "because (NOT DECIDED whether all or any)"),
    ],
)
def test_how_causes_combine_is_written_between_them(gate, said):
    (picture,) = draw(ladder(plain(*"ABC"), "A>focus", "B>focus", "C>focus", gate=gate))
    assert said in picture.svg
    assert gate_words(gate, 1, 1) == "because"


def test_on_a_page_only_classes_give_colour():
    pictures = draw(ladder(plain(*"AB"), "A>focus", "B>focus"), 900, "screen")
    assert all("#" not in picture.svg.replace("http://", "") for picture in pictures)
    assert 'class="box"' in pictures[0].svg


def test_a_picture_can_be_rendered():
    (picture,) = draw(ladder(plain("A"), "A>focus"))
    assert to_png(picture.svg).startswith(b"\x89PNG")


LONG = (
    "The runbook https://wiki.example.org/operations/runbooks/payments/gateway/failover was served by the failed cluster "
    * 2
)


@st.composite
def walks(draw_):
    size = draw_(st.integers(1, 25))
    factors, pairs = [], []
    for number in range(size):
        factors.append(
            Factor(
                f"FAC-{number:04}",
                draw_(st.sampled_from(["No alert was set", LONG[:200], "x" * 200, "障害 " * 40])),
                confidence=draw_(st.sampled_from(Confidence)),
                state=draw_(st.sampled_from(State)),
                stop_reason=draw_(st.none() | st.sampled_from(StopReason)),
                stop_owner=draw_(
                    st.none() | st.just("Head of Cards and of everything else that has a long name, by 11 Dec")
                ),
                evidence=tuple(draw_(st.lists(st.sampled_from(["E 4", LONG]), max_size=2))),
                gate=draw_(st.sampled_from([Gate.ALL, Gate.ANY, Gate.NOT_DECIDED])),
            )
        )
        above = draw_(st.integers(-1, number - 1))
        pairs.append(f"FAC-{number:04}>{'focus' if above < 0 else f'FAC-{above:04}'}")
        again = draw_(st.integers(-1, number - 1))
        if again >= 0 and again != above:
            pairs.append(f"FAC-{number:04}>FAC-{again:04}")
    return ladder(factors, *pairs, gate=draw_(st.sampled_from([Gate.ALL, Gate.NOT_DECIDED])))


@settings(max_examples=40, deadline=None)
@given(walks(), st.sampled_from([("paper", 482.0), ("screen", 900.0)]))
def test_any_ladder_is_whole_readable_and_told_once(steps, looks):
    style, width = looks
    pictures = draw(steps, width, style)
    assert [line for picture in pictures for line in picture.text] == list(outline(steps))
    for picture in pictures:
        assert picture.width == width
        assert len(picture.title) <= 250
        assert style == "screen" or picture.height <= PAPER.page + 1
        assert cut_off(picture.svg) == []
        assert all(box.size >= 8 for box in text_boxes(picture.svg))
        for one, two in combinations(boxes(picture), 2):
            assert not one.meets(two)
    assert pictures == draw(steps, width, style)


def test_a_path_longer_than_a_page_becomes_an_outline_over_pages():
    names = [f"F{number}" for number in range(30)]
    pictures = draw(ladder(plain(*names), "F0>focus", *(f"{two}>{one}" for one, two in pairwise(names))))
    assert len(pictures) > 1
    assert all(picture.height <= PAPER.page for picture in pictures)
    assert "continued: why F" in pictures[1].svg


def test_a_page_that_is_narrower_than_a_column_gets_an_outline():
    (picture,) = draw(ladder(plain("A"), "A>focus"), 120)
    assert picture.width == 120
    assert cut_off(picture.svg) == []
