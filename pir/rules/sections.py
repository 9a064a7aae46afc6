"""The sections of a pasted review: which lines stand under "Timeline", and which under a heading that promises none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pir.rules.labelled_times import behind
from pir.rules.line_shape import Shaped, shaped
from pir.rules.times import date_alone, leading

TIMELINE = re.compile(
    r"time\s?-?lines?|chronology|chronological|sequence of events|key events|events?\b|incident log|what happened|play-by-play"
    r"|zeitleiste|(?:zeitlicher )?(?:ab|ver)lauf|chronologie|zeitachse",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"summary|overview|context|abstract|impact|effects?\b|(?:root|proximate) causes?|causes?\b|contributing|trigger|resolution|lessons|learn|actions?\b|follow.?ups?"
    r"|corrective|prevent|remediation|mitigations?\b|glossary|background|statistics|stats|attendees|participants|supporting|references|appendix"
    r"|what (?:went|worked|didn)|where we got lucky|next steps|recommendations?|metadata|questions"
    r"|zusammenfassung|auswirkung|ursache|maßnahmen|erkenntnisse|hintergrund|beteiligte",
    re.IGNORECASE,
)
LABEL = re.compile(r"[*_]{0,3}(?P<words>[^*_:0-9]{3,60}?)[*_]{0,3}:?[*_]{0,3}")
#: "- **Impact**: …": an item that opens a part of the text, for the items set in below it.
BOLD_LABEL = re.compile(r"(?:\*\*|__)(?P<words>[^*_:0-9]{3,60}):?(?:\*\*|__)")
FRONT_MATTER = frozenset({"---", "+++"})
DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Sections:
    """Numbers of lines (from 1): `timeline` under such a heading; `other` where no entries are looked for; `front` matter.

    `sure`: a timeline section holds two lines with times. `title` is the number of the heading that names the whole text, 0 for none. `headed`: a chat has no headings at all.
    """

    timeline: frozenset[int]
    other: frozenset[int]
    front: frozenset[int]
    headed: bool
    title: int
    sure: bool


def sections_of(lines: Sequence[str]) -> Sections:
    """Part a text. Only where a section called timeline holds two lines with times, the others are left out."""
    front = _front_matter(lines)
    timeline: set[int] = set()
    other: set[int] = set()
    inside: tuple[str, int] = ("", DEEPEST)
    headed = False
    for number, line in enumerate(lines, start=1):
        found = None if number in front else _heading(line, lines[number] if number < len(lines) else "")
        if found:
            headed = True
            inside = _entered(inside, *found)
        {"timeline": timeline, "other": other}.get(inside[0], set()).add(number)
    timed = sum(_timed(lines[number - 1]) for number in timeline)
    sure = timed > 1
    return Sections(frozenset(timeline), frozenset(other) if sure else frozenset(), front, headed, _title(lines, len(front)), sure)


def _title(lines: Sequence[str], front: int) -> int:
    """The number of a heading at the top of the text when deeper ones follow: it may name the day, and is no entry."""
    first = next((number for number, line in enumerate(lines, start=1) if number > front and line.strip()), 0)
    depth = shaped(lines[first - 1]).depth if first else 0
    deeper = depth == 1 and any(line.lstrip()[:1] in "#=hH*" and shaped(line).depth > depth for line in lines[first:])
    return first if deeper else 0


def _entered(inside: tuple[str, int], words: str, depth: int) -> tuple[str, int]:
    """The section after a heading: one that is deeper than the timeline's own stays within the timeline."""
    if inside[0] == "timeline" and depth > inside[1]:
        return inside
    if TIMELINE.search(words):
        return "timeline", depth
    if OTHER.search(words):
        return "other", depth
    return inside if depth > inside[1] else ("", depth)


def _heading(line: str, following: str) -> tuple[str, int] | None:
    """The words and the depth of a heading; None for any other line, and for a heading that is a time or a day."""
    text = line.strip()
    if not text or len(text) > 200:  # noqa: PLR2004 - no heading is as long
        return None
    shape = shaped(text)
    if shape.shape == "heading":
        return None if leading(shape.body) or date_alone(shape.body) else (shape.body, shape.depth)
    if shape.shape == "item":
        found = BOLD_LABEL.match(shape.body)
        return (found["words"], DEEPEST - 2 + min(len(line) - len(line.lstrip()), 1)) if found else None
    if shape.shape != "bare" or leading(shape.body) or date_alone(shape.body):
        return None
    if following.strip() and shaped(following).shape == "rule" and "|" not in following and set(following.strip()) <= set("=-~^"):
        return shape.body, 1 if "=" in following else 2
    found = LABEL.fullmatch(text)
    is_label = found and text[-1] in ":*_" and (TIMELINE.match(found["words"]) or OTHER.match(found["words"]))
    return (found["words"], DEEPEST - 1) if found and is_label else None


def _front_matter(lines: Sequence[str]) -> frozenset[int]:
    """The lines of the block of settings that a file of a web site begins with."""
    if not lines or lines[0].strip("\ufeff \t") not in FRONT_MATTER:
        return frozenset()
    mark = lines[0].strip("\ufeff \t")
    for number, line in enumerate(lines[1:60], start=2):
        if line.strip() == mark:
            return frozenset(range(1, number + 1)) if not any(leading(inner) for inner in lines[1 : number - 1]) else frozenset()
    return frozenset()


def _timed(line: str) -> bool:
    shape: Shaped = shaped(line[:300])
    return any((leading(body) or behind(body)) is not None for body in (shape.cells or (shape.body,)))
