"""The two looks of a drawing of causes: explicit ink for paper, classes of the house style for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from drawing import fonts, svg
from drawing.svg import Markup, Value

Style = Literal["paper", "screen"]

Anchor = Literal["start", "middle", "end"]

Ink = Mapping[str, Mapping[str, Value]]

_INK, _NAVY, _GREY, _RED, _WHITE = "#1A2026", "#14324F", "#505A5F", "#A32A00", "#FFFFFF"

_PAPER: Ink = {
    "focus": {"fill": _NAVY},
    "focus-text": {"fill": _WHITE, "font_weight": "700"},
    "box": {"fill": _WHITE, "stroke": _INK, "stroke_width": 1.1},
    "box-unsupported": {"fill": _WHITE, "stroke": _INK, "stroke_width": 1.1, "stroke_dasharray": "4 2.5"},
    "box-quiet": {"fill": _WHITE, "stroke": _GREY, "stroke_width": 0.6},
    "id": {"fill": _NAVY, "font_weight": "700"},
    "about": {"fill": _GREY},
    "warning": {"fill": _RED, "font_weight": "700"},
    "say": {},
    "say-quiet": {"fill": _GREY},
    "say-refuted": {"fill": _GREY, "text_decoration": "line-through"},
    "owned": {"fill": _NAVY},
    "owned-text": {"fill": _WHITE, "font_weight": "700"},
    "other": {"fill": _WHITE, "stroke": _INK, "stroke_width": 1.1},
    "other-text": {"font_weight": "700"},
    "plate": {"fill": _WHITE, "stroke": _INK, "stroke_width": 1.1},
    "plate-text": {"font_weight": "700"},
    "because": {"fill": _GREY, "font_style": "italic"},
    "link": {"stroke": _INK, "stroke_width": 1.1, "fill": "none"},
    "link-open": {"stroke": _INK, "stroke_width": 1.1, "fill": "none", "stroke_dasharray": "4 2.5"},
    "arrow": {"fill": _INK},
    "event": {"fill": _WHITE, "stroke": _GREY, "stroke_width": 0.8},
    "event-hot": {"fill": "#E8EEF3", "stroke": _NAVY, "stroke_width": 2.1},
    "symbol": {"fill": _WHITE, "stroke": _GREY, "stroke_width": 0.8},
    "symbol-hot": {"fill": _WHITE, "stroke": _NAVY, "stroke_width": 2.1},
    "wire": {"fill": "none", "stroke": _GREY, "stroke_width": 0.8},
    "wire-hot": {"fill": "none", "stroke": _NAVY, "stroke_width": 2.1},
    "happened": {"fill": _INK},
    "happened-tick": {"fill": "none", "stroke": _WHITE, "stroke_width": 1.6},
    "did-not": {"fill": "none", "stroke": _GREY, "stroke_width": 1.4},
    "bone": {"fill": "none", "stroke": _INK, "stroke_width": 1.6},
    "twig": {"fill": "none", "stroke": _GREY, "stroke_width": 0.8},
}

_SCREEN: Ink = {
    "focus": {"class_": "entry"},
    "focus-text": {"class_": "on"},
    "box": {"class_": "box"},
    "box-unsupported": {"class_": "box", "stroke_dasharray": "6 4"},
    "box-quiet": {"class_": "box", "stroke_dasharray": "1 3"},
    "id": {"class_": "b"},
    "about": {"class_": "soft"},
    "warning": {"class_": "b"},
    "say": {},
    "say-quiet": {"class_": "soft"},
    "say-refuted": {"class_": "soft", "text_decoration": "line-through"},
    "owned": {"class_": "entry"},
    "owned-text": {"class_": "on"},
    "other": {"class_": "box"},
    "other-text": {"class_": "b"},
    "plate": {"class_": "box"},
    "plate-text": {"class_": "b"},
    "because": {"class_": "soft"},
    "link": {"class_": "link"},
    "link-open": {"class_": "link", "stroke_dasharray": "6 4"},
    "arrow": {"class_": "pennant"},
    "event": {"class_": "box"},
    "event-hot": {"class_": "box hot"},
    "symbol": {"class_": "sym"},
    "symbol-hot": {"class_": "sym hot"},
    "wire": {"class_": "link"},
    "wire-hot": {"class_": "link hot"},
    "happened": {"class_": "tick-on"},
    "happened-tick": {"class_": "tick-line"},
    "did-not": {"class_": "cross"},
    "bone": {"class_": "stem"},
    "twig": {"class_": "link"},
}


@dataclass(frozen=True)
class Look:
    """Sizes in SVG units, and the ink of each part by its role."""

    ink: Ink
    root: Mapping[str, Value]
    column: float
    gap: float
    small: float
    text: float
    head: float
    pad: float
    leading: float
    page: float

    def words(
        self, x: float, y: float, said: str, role: str, size: float | None = None, *, anchor: Anchor = "start"
    ) -> Markup:
        """Return a line of text on the baseline y that begins, has its middle or ends at x."""
        ink = dict(self.ink[role])
        size = size or self.text
        if self.is_styled_by_class:
            # The house style sets font and size, and knows the anchors as classes.
            classes = [ink.pop("class_", None), {"start": None, "middle": "mid", "end": "end"}[anchor]]
            named = " ".join(str(name) for name in classes if name) or None
            return svg.element(
                "text", svg.words(said), class_=named, x=x, y=y, font_size=None if size == self.text else size, **ink
            )
        anchored = None if anchor == "start" else anchor
        return svg.element("text", svg.words(said), x=x, y=y, font_size=size, text_anchor=anchored, **ink)

    @property
    def is_styled_by_class(self) -> bool:
        """Whether a style sheet gives the ink."""
        return not self.root

    def box(self, x: float, y: float, width: float, height: float, role: str, *, rx: float | None = None) -> Markup:
        """Return a rectangle."""
        return svg.element("rect", x=x, y=y, width=width, height=height, rx=rx, **self.ink[role])

    def line(self, *steps: str | float, role: str = "link") -> Markup:
        """Return a line."""
        return svg.path(*steps, **self.ink[role])

    def arrow(self, x: float, y: float) -> Markup:
        """Return an arrow head whose tip points down at (x, y)."""
        half, long = self.small * 0.45, self.small * 0.75
        return svg.path("M", x, y, "L", x - half, y - long, "H", x + half, "Z", **self.ink["arrow"])


PAPER = Look(
    ink=_PAPER, root={"font_family": f"{fonts.FAMILY}, Arial, sans-serif", "fill": _INK},
    column=149.4, gap=16, small=8, text=8.5, head=9.5, pad=5, leading=10.5, page=610,
)  # fmt: skip
"""One unit is one point. `page` is how much height a figure may take on A4 with its caption."""

SCREEN = Look(
    ink=_SCREEN, root={}, column=236, gap=24, small=13, text=13, head=15, pad=8, leading=17, page=4_000,
)  # fmt: skip


def look(style: Style) -> Look:
    """Return the look of a style."""
    return PAPER if style == "paper" else SCREEN
