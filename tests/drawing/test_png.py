"""Rendering: the right size, text that is really there, the same bytes twice, fonts as promised."""

import io
import struct

import pytest
from PIL import Image

from drawing import fonts, png, svg


def page(*children):
    return svg.drawing(72, 36, "Test", *children)


def test_an_inch_has_as_many_dots_as_asked():
    assert Image.open(io.BytesIO(png.to_png(page()))).size == (300, 150)
    assert Image.open(io.BytesIO(png.to_png(page(), dpi=96))).size == (96, 48)


def test_text_is_drawn_and_twice_the_same():
    words = svg.element("text", svg.words("Restored"), x=5, y=20, font_family=fonts.FAMILY, font_size=10)
    drawn = png.to_png(page(words))
    assert drawn != png.to_png(page())
    assert drawn == png.to_png(page(words))


def test_the_ground_is_white():
    assert Image.open(io.BytesIO(png.to_png(page()))).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("broken", ["", "hello", "<svg/>"])
def test_what_is_no_drawing_is_refused(broken):
    with pytest.raises(ValueError, match="not an SVG"):
        png.to_png(broken)


@pytest.mark.parametrize("file", fonts.FILES)
def test_fonts_are_shipped_with_a_free_licence(file):
    """Liberation 1.x is under the GPL: only 2.x may be here. Version and licence as the file says."""
    tables = read_tables(file.read_bytes())
    version = struct.unpack(">I", tables["head"][4:8])[0] / 65536
    assert version >= 2
    licence = "SIL OPEN FONT LICENSE" if "Liberation" in file.name else "Bitstream"
    beside = "LICENSE-liberation.txt" if "Liberation" in file.name else "LICENSE-dejavu.txt"
    assert licence in (file.parent / beside).read_text(encoding="utf-8")


def read_tables(font):
    count = struct.unpack(">H", font[4:6])[0]
    rows = (struct.unpack(">4sIII", font[12 + 16 * row : 28 + 16 * row]) for row in range(count))
    return {tag.decode(): font[start : start + length] for tag, _, start, length in rows}
