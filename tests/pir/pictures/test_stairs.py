"""Flags and labels: whatever the positions, none crosses a pole or another label, none leaves the drawing."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pir.pictures.stairs import Flag, Flown, Label, rows, stairs

RIGHT = 480.0


def span(flag, flown):
    return (flag.x - flag.width, flag.x) if flown.to_the_left else (flag.x, flag.x + flag.width)


@given(st.lists(st.tuples(st.floats(0, RIGHT), st.floats(40, 140)), max_size=8))
def test_no_flag_crosses_a_pole_or_another_flag(drawn):
    flags = [Flag(*pair) for pair in sorted(drawn)]
    flown = stairs(flags, RIGHT, 4)
    for i, flag in enumerate(flags):
        low, high = span(flag, flown[i])
        assert high <= RIGHT
        for j, other in enumerate(flags):
            if i == j:
                continue
            if flown[i].lane == flown[j].lane:
                other_low, other_high = span(other, flown[j])
                assert high <= other_low or other_high <= low
            # The pole of the other rises from the band to its own lane.
            if flown[j].lane >= flown[i].lane:
                assert not low < other.x < high


def test_stairs_by_hand():
    # A reaches B, B does not reach C: A one step up, the others below.
    assert stairs([Flag(0, 50), Flag(30, 50), Flag(200, 50)], 480, 4) == [
        Flown(1, False),
        Flown(0, False),
        Flown(0, False),
    ]
    # Three at one moment stand one above the other, the first on top.
    assert [flag.lane for flag in stairs([Flag(10, 50)] * 3, 480, 4)] == [2, 1, 0]
    # At the right edge they fly to the left, the last on top.
    assert stairs([Flag(460, 50), Flag(470, 50)], 480, 4) == [Flown(0, True), Flown(1, True)]
    assert stairs([], 480, 4) == []


@given(st.lists(st.tuples(st.floats(0, RIGHT), st.floats(0, 100), st.floats(10, 200)), max_size=12), st.integers(1, 4))
def test_labels_in_rows_never_overlap_and_stay_inside(drawn, most):
    labels = [Label(start, min(start + length, RIGHT), width) for start, length, width in drawn]
    placed = rows(labels, 0, RIGHT, 6, most)
    boxes = [
        (s.row, min(s.x, la.start), max(s.x + la.width, la.end)) for la, s in zip(labels, placed, strict=True) if s
    ]
    for one, two in combinations(boxes, 2):
        assert one[0] != two[0] or one[2] + 6 <= two[1] + 1e-9 or two[2] + 6 <= one[1] + 1e-9
    for label, found in zip(labels, placed, strict=True):
        if found:
            assert 0 <= found.x <= RIGHT - label.width + 1e-9
            assert 0 <= found.row < most
            assert found.x - 1e-9 <= (label.start + label.end) / 2 <= found.x + label.width + 1e-9


def test_a_label_without_room_is_left_out_and_the_first_has_the_first_row():
    labels = [Label(100, 110, 80), Label(105, 115, 80), Label(110, 120, 80)]
    assert [found.row if found else None for found in rows(labels, 0, 480, 6, 2)] == [0, 1, None]
