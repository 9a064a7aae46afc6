"""The timeline strip: the whole incident on one axis that is true to scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from drawing.svg import Picture
from pir.pictures import facts as facts_of
from pir.pictures import strip_paper, strip_screen, window

Style = Literal["screen", "paper", "mini"]
"""For a page (1200 wide, classes of the house style, light and dark), for a report (482 wide,
explicit colours, 1 unit is 1 pt), and for a one-page report (as paper, without entries and measures)."""


def draw(document: Mapping[str, Any], style: Style = "screen") -> Picture | None:
    """Draw the strip of a snapshot document; None when nothing in it has a time.

    Latent and after stand beyond a break of the axis ("not to scale") when they lie far away. Times
    are local to `document["zone"]`. One strip in this style fits on a page: its patterns have ids.
    """
    facts = facts_of.read(document)
    if facts is None:
        return None
    shown = window.choose(facts)
    if style == "screen":
        return strip_screen.draw(facts, shown)
    return strip_paper.draw(facts, shown, mini=style == "mini")
