"""Colours and patterns of the strip on paper: six patterns that survive a grey printer."""

from __future__ import annotations

from collections.abc import Mapping

from drawing import fonts, svg
from drawing.svg import Markup

INK, NAVY, GREY, RULE, WHITE = "#1A2026", "#14324F", "#505A5F", "#C3CBD3", "#FFFFFF"

FONT = {"font_family": f"{fonts.FAMILY}, Arial, sans-serif", "fill": INK}

SOLID: Mapping[str, str] = {
    "latent": "#505A5F", "undetected": "#A32A00", "diagnosis": "#7A5200",
    "mitigation": "#1D5AA6", "recovery": "#00614A", "after": "#4C2C92",
}  # fmt: skip

TINT: Mapping[str, str] = {
    "latent": "#EEEFEF", "undetected": "#FBE9E3", "diagnosis": "#FFF4D6",
    "mitigation": "#E5EFFA", "recovery": "#E0F2EC", "after": "#EEE9F7",
}  # fmt: skip


def _pattern(kind: str, size: float, *marks: Markup) -> Markup:
    ground = svg.element("rect", width=size, height=size, fill=TINT[kind])
    return svg.element(
        "pattern", ground, *marks, id=f"w-{kind}", width=size, height=size, patternUnits="userSpaceOnUse"
    )


def _dots(kind: str, size: float, radius: float) -> Markup:
    return _pattern(kind, size, svg.element("circle", cx=size / 2, cy=size / 2, r=radius, fill=SOLID[kind]))


def _lines(kind: str, size: float, d: str, width: float) -> Markup:
    return _pattern(kind, size, svg.element("path", d=d, stroke=SOLID[kind], stroke_width=width, fill="none"))


PATTERNS = svg.element(
    "defs",
    _dots("latent", 8, 0.8),
    _lines("undetected", 4, "M-1 5L5-1M-1 1L1-1M3 5L5 3", 1.1),
    _dots("diagnosis", 5.5, 1.5),
    _lines("mitigation", 4, "M0 2H4", 1.2),
    _lines("recovery", 4, "M2 0V4", 1.1),
    _lines("after", 6, "M0 3H6M3 0V6", 0.8),
)
