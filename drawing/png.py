"""Render a drawing as a picture for a document, the same bytes on every machine."""

from __future__ import annotations

import re

import resvg_py

from drawing import fonts

POINTS_PER_INCH = 72

_WIDTH = re.compile(r'<svg[^>]*? width="([0-9.]+)"')


def to_png(svg: str, dpi: float = 300) -> bytes:
    """Return PNG bytes of an SVG document whose unit is one point (1/72 inch), on white.

    Only the shipped fonts are used, so text never vanishes on a machine without fonts. Raises
    ValueError for anything but an SVG document with a width.
    """
    found = _WIDTH.search(svg)
    if found is None:
        raise ValueError("not an SVG document with a width")
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=round(float(found.group(1)) * dpi / POINTS_PER_INCH),
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(file) for file in fonts.FILES],
            font_family=fonts.FAMILY,
            sans_serif_family=fonts.FAMILY,
        )
    )
