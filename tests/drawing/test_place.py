"""Placing boxes: nothing overlaps, nothing lies outside, siblings keep their order, both engines."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import place as placing
from drawing import tidy_tree
from drawing.place import MAX_BOXES, Spacing, TooMany, overlaps, place
from drawing.placement import Rectangle

SIZES = st.tuples(st.integers(1, 200), st.integers(1, 90))


@st.composite
def trees(draw):
    """Boxes and edges of any forest: each box stands below an earlier one, or below none."""
    sizes = draw(st.lists(SIZES, min_size=1, max_size=25))
    names = [f"n{index}" for index in range(len(sizes))]
    edges = []
    for index, name in enumerate(names[1:], start=1):
        above = draw(st.integers(-1, index - 1))
        if above >= 0:
            edges.append((names[above], name))
    return dict(zip(names, sizes, strict=True)), edges


def sound(placed, boxes, edges, direction):
    assert overlaps(placed) == []
    for name, box in placed.boxes.items():
        assert (box.width, box.height) == boxes[name]
        assert box.x >= -0.001
        assert box.y >= -0.001
        assert box.right <= placed.width + 0.001
        assert box.bottom <= placed.height + 0.001
    for (one, two), line in zip(edges, placed.edges, strict=True):
        assert touches(placed.boxes[one], line[0])
        assert touches(placed.boxes[two], line[-1])
        if direction == "down":
            assert placed.boxes[one].bottom < placed.boxes[two].y
        else:
            assert placed.boxes[one].right < placed.boxes[two].x


def touches(box, point, slack=0.001):
    x, y = point
    inside = box.x - slack <= x <= box.right + slack and box.y - slack <= y <= box.bottom + slack
    return inside and min(abs(x - box.x), abs(x - box.right), abs(y - box.y), abs(y - box.bottom)) <= slack


@given(trees(), st.sampled_from(["down", "right"]))
def test_our_own_tree_never_overlaps(tree, direction):
    boxes, edges = tree
    placed = tidy_tree.place(boxes, edges, direction == "right", 16, 32)
    sound(placed, boxes, edges, direction)


@given(trees(), st.sampled_from(["down", "right"]))
def test_a_placed_tree_never_overlaps(tree, direction):
    boxes, edges = tree
    sound(place(boxes, edges, "tree", direction), boxes, edges, direction)


@pytest.mark.parametrize("engine", ["graphlay", "ours"])
def test_siblings_keep_the_order_of_their_edges_and_parents_stand_over_them(engine, monkeypatch):
    if engine == "ours":
        monkeypatch.setattr(placing, "_by_graphlay", refuse)
    boxes = dict.fromkeys("abcd", (30, 10))
    placed = place(boxes, [("a", "d"), ("a", "b"), ("a", "c")])
    assert placed.boxes["d"].x < placed.boxes["b"].x < placed.boxes["c"].x
    assert placed.boxes["a"].middle[0] == pytest.approx((placed.boxes["d"].middle[0] + placed.boxes["c"].middle[0]) / 2)


def refuse(*_):
    raise placing.graphlay.GraphlayError("no")


def test_our_own_tree_takes_over_when_the_engine_refuses_or_overlaps(monkeypatch):
    boxes, edges = dict.fromkeys("ab", (30, 10)), [("a", "b")]
    expected = tidy_tree.place(boxes, edges, False, 16, 32)
    monkeypatch.setattr(placing, "_by_graphlay", refuse)
    assert place(boxes, edges) == expected
    on_one_spot = placing.Placement(dict.fromkeys("ab", Rectangle(0, 0, 30, 10)), ((),), 30, 10)
    monkeypatch.setattr(placing, "_by_graphlay", lambda *_: on_one_spot)
    assert place(boxes, edges) == expected


def test_spacing_by_hand():
    placed = tidy_tree.place({"a": (10, 10), "b": (20, 10), "c": (40, 10)}, [("a", "b"), ("a", "c")], False, 5, 30)
    # b is 20 wide from 0, c 40 wide from 25; a stands over the middle of 10 and 45.
    assert placed.boxes["b"] == Rectangle(0, 40, 20, 10)
    assert placed.boxes["c"] == Rectangle(25, 40, 40, 10)
    assert placed.boxes["a"] == Rectangle(22.5, 0, 10, 10)
    assert placed.edges[0] == ((27.5, 10), (27.5, 25), (10, 25), (10, 40))
    assert (placed.width, placed.height) == (65, 50)


@given(st.lists(SIZES, min_size=1, max_size=12), st.data())
def test_layered_takes_any_graph_and_never_overlaps(sizes, data):
    boxes = {f"n{index}": size for index, size in enumerate(sizes)}
    pair = st.tuples(st.sampled_from(sorted(boxes)), st.sampled_from(sorted(boxes)))
    edges = data.draw(st.lists(pair.filter(lambda ends: ends[0] != ends[1]), max_size=15, unique=True))
    placed = place(boxes, edges, "layered", "right", Spacing(20, 40))
    assert overlaps(placed) == []
    assert len(placed.edges) == len(edges)
    assert placed == place(boxes, edges, "layered", "right", Spacing(20, 40))


def test_layered_lines_are_square():
    placed = place(dict.fromkeys("abcd", (40, 20)), [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")], "layered")
    for line in placed.edges:
        assert all(one[0] == two[0] or one[1] == two[1] for one, two in pairwise(line))


def test_what_cannot_be_placed_is_told():
    with pytest.raises(KeyError, match="nowhere"):
        place({"a": (1, 1)}, [("a", "nowhere")])
    with pytest.raises(ValueError, match="'c' stands below 'a' and 'b'"):
        place(dict.fromkeys("abc", (1, 1)), [("a", "c"), ("b", "c")])
    with pytest.raises(ValueError, match="stands below itself"):
        place(dict.fromkeys("ab", (1, 1)), [("a", "b"), ("b", "a")])
    with pytest.raises(TooMany):
        place({str(number): (1, 1) for number in range(MAX_BOXES + 1)}, [], "layered")
    with pytest.raises(ValueError, match="cannot be placed"):
        place({"a": (0, 0)}, [], "layered")


def test_nothing_is_placed_as_nothing():
    assert place({}, []).boxes == {}
    assert (place({}, []).width, tidy_tree.place({}, [], False, 1, 1).width) == (0, 0)
