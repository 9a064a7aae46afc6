"""The inspection finds what is cut off: through groups, anchors, sizes and weights."""

import pytest

from drawing import svg
from drawing.inspection import cut_off, text_boxes
from drawing.text import measure


def page(*children):
    return svg.drawing(100, 50, "Test", *children)


def text(said, **attributes):
    return svg.element("text", svg.words(said), **attributes)


def test_a_text_box_is_where_its_letters_are():
    (box,) = text_boxes(page(text("Restored", x=10, y=20, font_size=10, font_weight="700")))
    assert box.left == 10
    assert box.right == pytest.approx(10 + measure("Restored", 10, bold=True))
    assert box.top < 20 < box.bottom


@pytest.mark.parametrize(
    "outside",
    [
        text("far", x=95, y=20, font_size=10),
        text("far", x=-3, y=20, font_size=10),
        text("far", x=10, y=3, font_size=10),
        text("far", x=10, y=50, font_size=10),
        text("far", x=3, y=20, font_size=10, text_anchor="middle"),
        text("far", x=5, y=20, font_size=10, class_="soft end"),
        svg.group(text("far", x=10, y=20, font_size=10), transform="translate(85 0)"),
    ],
)
def test_what_reaches_outside_is_found(outside):
    assert [box.text for box in cut_off(page(outside))] == ["far"]


def test_what_is_inside_is_not():
    assert (
        cut_off(page(text("near", x=98, y=20, font_size=10, text_anchor="end"), text("mid", x=50, y=40, class_="mid")))
        == []
    )
