"""The SVG builder: whatever people type, the result is well-formed XML that says it."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawing import svg

NAMESPACE = "{http://www.w3.org/2000/svg}"


@given(st.text(), st.text())
def test_any_text_gives_well_formed_xml_with_that_text(said, named):
    root = ET.fromstring(svg.drawing(10, 10, named, svg.element("text", svg.words(said), x=1)))  # noqa: S314 - our own
    assert root.get("role") == "img"
    # XML reads a carriage return as a line feed; everything else that XML allows comes back.
    assert (root.find(f"{NAMESPACE}text").text or "") == svg.clean(said).replace("\r\n", "\n").replace("\r", "\n")
    label = root.get("aria-label")
    assert label.split() == svg.clean(named).split() or "\xa0" in named or set(label) - set(named) == {" "}


@given(st.floats(-1e6, 1e6))
def test_numbers_are_short_and_near(value):
    written = svg.number(value)
    assert abs(float(written) - value) <= 0.00500001
    assert len(written.partition(".")[2]) <= 2
    assert "e" not in written


@pytest.mark.parametrize("forbidden", ["\x00", "\x0b", "\x1b", "\x7f"[:0] + "\x1f", "\ud800", "\ufffe"])
def test_control_characters_are_left_out(forbidden):
    assert svg.words(f"a{forbidden}b") == "ab"


def test_markup_in_words_is_words():
    assert svg.words("<script>&") == "&lt;script&gt;&amp;"
    assert svg.element("a", title='say "no" & <go>') == "<a title='say \"no\" &amp; &lt;go&gt;'/>"


def test_attributes_without_value_are_left_out():
    assert svg.element("g", class_="box", fill=None, stroke_width=1.5) == '<g class="box" stroke-width="1.5"/>'


def test_groups_and_paths():
    assert svg.group(svg.path("M", 1, -2.5, "L", 3, 4)) == '<g><path d="M1-2.5L3 4"/></g>'


@given(st.text(max_size=600))
def test_alternative_text_is_short_enough(said):
    cut = svg.alternative(said)
    assert len(cut) <= svg.TITLE_LIMIT
    assert cut.endswith("…") or cut == " ".join(svg.clean(said).split())
