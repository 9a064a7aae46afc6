"""Measuring and breaking text, against the renderer's own idea of it and by hand."""

import io
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from drawing import fonts, png, svg, text

SIZES = st.floats(8, 40)


def ink_width(said, size, weight="400"):
    """How far the ink of a rendered line reaches, in units: an M at each end marks both edges."""
    words = svg.element(
        "text", svg.words(f"M{said}M"), x=10, y=50, font_family=fonts.FAMILY, font_size=size, font_weight=weight
    )
    drawn = png.to_png(svg.drawing(900, 70, "x", words), dpi=144)
    box = Image.open(io.BytesIO(drawn)).convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    return (box[2] - box[0]) / 2


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "said", ["Impact started 14:03", "Wójcik, Größe, façade", "αβγ Ωμέγα", "тест базы данных", "✓ ▲ → ≥", ""]
)
def test_text_is_as_wide_as_it_is_drawn(said, bold):
    weight = "700" if bold else "400"
    drawn = ink_width(said, 20, weight) - ink_width("", 20, weight)
    assert text.measure(said, 20, bold) == pytest.approx(drawn, rel=0.02, abs=1.5)


def test_kerned_pairs_are_drawn_narrower_than_measured_so_they_always_fit():
    drawn = ink_width("AVATAR To Ty", 20) - ink_width("", 20)
    assert drawn < text.measure("AVATAR To Ty", 20) < drawn * 1.1


def test_widths_are_those_of_arial():
    # Advances of Arial in 1/2048 em: digits 1139, M 1706, i 455.
    assert text.measure("0123456789", 2048) == pytest.approx(11390, abs=12)
    assert text.measure("M", 2048) == pytest.approx(1706, abs=2)
    assert text.measure("i", 2048) == pytest.approx(455, abs=2)


def test_a_wide_letter_that_no_font_has_counts_one_em():
    assert text.measure("障害", 10) == 20
    assert text.measure("\U0010fffd", 10) > 0


@given(st.text(max_size=60), st.floats(20, 300), SIZES, st.booleans())
def test_wrapping_loses_no_letter_and_keeps_to_the_width(said, width, size, bold):
    lines = text.wrap(said, width, size, bold)
    assert re.sub(r"[ \t\n\r\f\v]", "", "".join(lines)) == re.sub(r"[ \t\n\r\f\v]", "", said)
    for line in lines:
        assert line == line.strip(" \t\n\r\f\v")
        assert line
        assert text.measure(line, size, bold) <= width or len(line) == 1


@given(st.lists(st.text("abcdefg", min_size=1, max_size=6), min_size=1, max_size=12), SIZES)
def test_words_are_kept_whole_where_they_fit(words, size):
    width = max(text.measure(word, size) for word in words) + 1
    lines = text.wrap(" ".join(words), width, size)
    assert " ".join(lines) == " ".join(words)
    for line, following in zip(lines, lines[1:], strict=False):
        assert text.measure(f"{line} {following.split(' ')[0]}", size) > width


def test_long_addresses_break_after_their_signs():
    lines = text.wrap("see https://grafana.example.org/d/abcdefghijklmnop/checkout", 120, 10)
    assert lines[0] == "see"
    assert lines[1].endswith(("/", "."))
    assert text.wrap("x" * 30, 40, 10) == ["x" * 8, "x" * 8, "x" * 8, "x" * 6]


def test_white_space_collapses_but_no_break_spaces_hold():
    assert text.wrap(" a \n b\t", 100, 10) == ["a b"]
    assert text.wrap("", 100, 10) == []
    assert text.wrap("20\xa0Nov was", 40, 10) == ["20\xa0Nov", "was"]


@given(st.text(max_size=80), st.floats(0, 200), SIZES)
def test_shortening_keeps_to_the_width_and_to_the_beginning(said, width, size):
    short = text.shorten(said, width, size)
    flat = " ".join(said.split())
    assert text.measure(short, size) <= width or not short
    if short != flat:
        assume(short)
        assert short.endswith("…")
        assert flat.startswith(short[:-1])
