"""The updates to stakeholders on the axis of the timeline strip: a lane for each audience, long silences hatched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from drawing import svg
from drawing.svg import Markup, Picture
from drawing.text import measure
from pir.pictures import facts as facts_of
from pir.pictures import paper_ink, window
from pir.pictures.facts import Facts
from pir.pictures.scale import Scale, Stretch
from pir.pictures.ticks import ticks
from pir.pictures.window import Window
from pir.pictures.words import clock
from pir.rules.cadence import ALL

KINDS: Mapping[str, str] = {"initial": "First update", "status": "Status update", "all_clear": "All-clear"}
AUDIENCES: Mapping[str, str] = {
    ALL: "All audiences", "": "Not said for whom", "customers": "Customers", "internal": "Internal", "executives": "Executives",
    "regulator": "Regulator", "supplier": "Supplier", "partners": "Partners",
}  # fmt: skip
_STEMS = {"detected": "Detected", "restored": "Restored"}


@dataclass(frozen=True)
class _Ink:
    """How one style draws: its measures, and the attributes of each mark."""

    width: float
    size: float
    lane: float
    label: float
    marks: Mapping[str, Mapping[str, str | float]]
    font: Mapping[str, str]
    defs: Markup


_HATCH = svg.Markup('<defs><pattern id="p-silence" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 6L6 0M0 0L6 6" ')
_SCREEN = _Ink(
    1200.0, 13.0, 30.0, 150.0,
    {
        "line": {"class_": "axis"}, "grid": {"class_": "grid"}, "mark": {"class_": "entry"}, "stem": {"class_": "stem"}, "soft": {"class_": "soft"},
        "bold": {"class_": "b"}, "long": {"class_": "silence"}, "hollow": {"class_": "box stem"},
    },
    {}, svg.Markup(_HATCH + 'class="l-gap" stroke-width=".8"/></pattern></defs>'),
)  # fmt: skip
_PAPER = _Ink(
    482.0, 8.5, 20.0, 76.0,
    {
        "line": {"stroke": paper_ink.INK, "stroke_width": 0.8, "fill": "none"}, "grid": {"stroke": paper_ink.RULE, "stroke_width": 0.8, "fill": "none"},
        "mark": {"fill": paper_ink.NAVY}, "stem": {"stroke": paper_ink.INK, "stroke_width": 1.0, "fill": "none"}, "soft": {"fill": paper_ink.GREY},
        "bold": {"font_weight": "700"}, "long": {"fill": "url(#p-silence)", "stroke": paper_ink.INK, "stroke_width": 0.6},
        "hollow": {"fill": paper_ink.WHITE, "stroke": paper_ink.NAVY, "stroke_width": 1.2},
    },
    paper_ink.FONT, svg.Markup(_HATCH + f'stroke="{paper_ink.GREY}" stroke-width=".8" fill="none"/></pattern></defs>'),
)  # fmt: skip


def draw(document: Mapping[str, Any], *, paper: bool = False) -> Picture | None:
    """Draw the updates of a snapshot document; None when there are none, or in documents from before they were kept."""
    told = document.get("communications") or {"audiences": ()}
    facts = facts_of.read(document)
    lanes = [row for row in told["audiences"] if row["audience"] != ALL and row["count"]]
    if facts is None or not lanes:
        return None
    shown = _wide_enough(window.choose(facts), told["updates"])
    ink = _PAPER if paper else _SCREEN
    placed = Scale(shown, Stretch(ink.label, ink.width - 2), None, None)
    top = ink.size * 1.8
    foot = top + ink.lane * len(lanes)
    parts = [ink.defs, *_stems(facts, placed, ink, foot)]
    for number, row in enumerate(lanes):
        parts += _lane(row, told["updates"], placed, ink, top + ink.lane * (number + 0.5))
    parts += _axis(facts, placed, ink, foot)
    key_at = foot + ink.size * 3.4
    parts += _key(ink, key_at, has_long=any(silence["long"] for row in lanes for silence in row["silences"]))
    height = key_at + ink.size
    title = svg.alternative(f"Updates to stakeholders to scale: {', '.join(_count(row) for row in lanes)}")
    return Picture(svg.drawing(ink.width, height, title, *parts, **ink.font), ink.width, height, title, tuple(equivalent(told, facts)))


def equivalent(told: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    """The same in words, a line for each update."""
    for update in told["updates"]:
        at = clock(datetime.fromisoformat(update["at"]), facts.zone, with_day=True)
        yield f"{at}: {KINDS[update['kind']]}, {AUDIENCES[update['audience']].lower()}"


def _count(row: Mapping[str, Any]) -> str:
    return f"{AUDIENCES[row['audience']].lower()} {row['count']}"


def _wide_enough(chosen: Window, updates: Sequence[Mapping[str, Any]]) -> Window:
    """The window of the strip without its breaks, and with the first and the last update inside."""
    told = [datetime.fromisoformat(update["at"]) for update in updates]
    margin = timedelta(minutes=2)
    return Window(min(chosen.start, min(told) - margin), max(chosen.end, max(told) + margin), None, None)


def _text(ink: _Ink, x: float, y: float, said: str, role: str = "") -> Markup:
    size = None if ink is _SCREEN else ink.size
    return svg.element("text", svg.words(said), x=x, y=y, font_size=size, **(ink.marks[role] if role else {}))


def _stems(facts: Facts, placed: Scale, ink: _Ink, foot: float) -> Iterator[Markup]:
    """When the incident was detected and service restored: what the first and the last update are measured by."""
    taken = 0.0
    for kind, word in _STEMS.items():
        at = facts.at(kind)
        if at is None or not placed.window.holds(at):
            continue
        x, said = placed.x(at), f"{word} {clock(at, facts.zone)}"
        width = measure(said, ink.size, bold=True)
        start = max(min(x - 2, ink.width - width - 2), taken)
        taken = start + width + 8
        yield svg.path("M", x, ink.size * 1.4, "V", foot, **ink.marks["stem"])
        yield _text(ink, start, ink.size, said, "bold")


def _lane(row: Mapping[str, Any], updates: Sequence[Mapping[str, Any]], placed: Scale, ink: _Ink, y: float) -> Iterator[Markup]:
    yield _text(ink, 2, y + ink.size * 0.35, AUDIENCES[row["audience"]], "bold")
    yield svg.path("M", placed.axis.left, y, "H", placed.axis.right, **ink.marks["grid"])
    for silence in row["silences"]:
        if silence["long"]:
            box = placed.stretch(datetime.fromisoformat(silence["from"]), datetime.fromisoformat(silence["until"]))
            yield svg.element("rect", x=box.left, y=y - ink.size * 0.5, width=box.width, height=ink.size, **ink.marks["long"])
            said = f"{silence['minutes']} min"
            width = measure(said, ink.size, bold=True)
            if width + 3 * ink.size < box.width:
                plate = {"class_": "plate"} if ink is _SCREEN else {"fill": paper_ink.WHITE}
                yield svg.element("rect", x=box.middle - width / 2 - 4, y=y - ink.size * 0.5 + 0.7, width=width + 8, height=ink.size - 1.4, **plate)
                yield _text(ink, box.middle - width / 2, y + ink.size * 0.35, said, "bold")
    for update in updates:
        if update["audience"] == row["audience"]:
            yield _mark(update["kind"], placed.x(datetime.fromisoformat(update["at"])), y, ink)


def _mark(kind: str, x: float, y: float, ink: _Ink) -> Markup:
    """Full circle for the first, a stroke for a status update, hollow circle for the all-clear."""
    radius = ink.size * 0.42
    if kind == "status":
        return svg.element("rect", x=x - 1.5, y=y - radius, width=3, height=2 * radius, **ink.marks["mark"])
    return svg.element("circle", cx=x, cy=y, r=radius, **ink.marks["mark" if kind == "initial" else "hollow"])


def _axis(facts: Facts, placed: Scale, ink: _Ink, y: float) -> Iterator[Markup]:
    yield svg.path("M", placed.axis.left, y, "H", placed.axis.right, **ink.marks["line"])
    taken = placed.axis.left - 2
    for tick in ticks(placed.window, facts.zone, placed.axis.width, lambda said: measure(said, ink.size)):
        x, half = placed.x(tick.at), measure(tick.label, ink.size) / 2
        yield svg.path("M", x, y, "v", 6 if tick.label else 3, **ink.marks["line"])
        if tick.label and x - half >= taken and x + half <= ink.width:
            yield _text(ink, x - half, y + ink.size * 1.6, tick.label, "soft")
            taken = x + half + 6


def _key(ink: _Ink, y: float, *, has_long: bool) -> Iterator[Markup]:
    x = ink.label + ink.size
    for kind, said in KINDS.items():
        yield _mark(kind, x, y - ink.size * 0.35, ink)
        yield _text(ink, x + ink.size, y, said, "soft")
        x += ink.size * 2.6 + measure(said, ink.size)
    if has_long:
        yield svg.element("rect", x=x - ink.size * 0.5, y=y - ink.size * 0.85, width=ink.size * 1.6, height=ink.size, **ink.marks["long"])
        yield _text(ink, x + ink.size * 1.6, y, "Longer without an update than the policy asks", "soft")
