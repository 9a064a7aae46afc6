"""The sections of a pasted review: which lines stand under "Timeline", and which under a heading that promises none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf

from pir.rules.labelled_times import behind
from pir.rules.line_shape import Shaped, html_rows, shaped
from pir.rules.times import date_alone, leading

TIMELINE = re.compile(
    r"time\s?-?lines?|chronology|chronological|sequence of events|key events|events?\b|incident log|play-by-play"
    r"|zeitleiste|(?:zeitlicher )?(?:ab|ver)lauf|chronologie|zeitachse|déroulement|historique",
    re.IGNORECASE,
)
#: Under these stands a timeline or a story in sentences: the number of times tells.
STORY = re.compile(r"what happened|how did we (?:respond|react)|response\b|narrative|details|was ist passiert|was geschah", re.IGNORECASE)
OTHER = re.compile(
    r"summary|overview|context|abstract|impact|effects?\b|(?:root|proximate) causes?|causes?\b|contributing|trigger|resolution|lessons|learn|actions?\b|follow.?ups?"
    r"|corrective|prevent|remediation|mitigations?\b|glossary|background|statistics|stats|attendees|participants|supporting|references|appendix"
    r"|what (?:went|worked|didn)|where we got lucky|next steps|recommendations?|metadata|questions|closing|why did|5 whys|five whys|commits"
    r"|less (?:likely|impactful|frequent)|how (?:can|could|will|do|are) (?:we|you|customers)|what (?:will|are) we|improve|numbers\b|metrics"
    r"|zusammenfassung|auswirkung|ursache|maßnahmen|erkenntnisse|hintergrund|beteiligte|résumé|conséquences|enseignements|plan d.action",
    re.IGNORECASE,
)
LABEL = re.compile(r"[*_]{0,3}(?P<words>[^*_:0-9]{3,60}?)[*_]{0,3}:?[*_]{0,3}")
#: "- **Impact**: …": an item that opens a part of the text, for the items set in below it.
BOLD_LABEL = re.compile(r"(?:\*\*|__)(?P<words>[^*_:0-9]{3,60}):?(?:\*\*|__)")
FRONT_MATTER = frozenset({"---", "+++"})
DEEPEST = 9


#: With so many lines with times a section of that name is a timeline: one called so for certain, one that may be a story.
FEWEST, FEWEST_TOLD = 2, 3


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
    """Part a text. The sections that promise no entries are left out as soon as there are enough elsewhere."""
    front = _front_matter(lines)
    title = _title(lines, len(front))
    found = {number: heading for number, line in enumerate(lines, start=1) if number not in front
             and (heading := _heading(html_rows(line)[0], lines[number] if number < len(lines) else ""))}  # fmt: skip
    if title in found and not _is_timeline_of_its_own(title, found):
        found[title] = ("", 1)
    parts = _parts(len(lines), found)
    counts = [sum(_timed(row) for number in part for row in html_rows(lines[number - 1])) for _, part in parts]
    timelines = [part for (kind, part), count in zip(parts, counts, strict=True) if count >= {"timeline": FEWEST, "story": FEWEST_TOLD}.get(kind, inf)]
    elsewhere = sum(count for (kind, _), count in zip(parts, counts, strict=True) if kind != "other")
    other = [part for kind, part in parts if kind == "other"] if timelines or elsewhere >= FEWEST_TOLD else []
    return Sections(frozenset(chain(*timelines)), frozenset(chain(*other)), front, bool(found), title, bool(timelines))


def _is_timeline_of_its_own(title: int, headings: Mapping[int, tuple[str, int]]) -> bool:
    """Whether the title of a text names a timeline: in "Summary of the event" the parts have names of their own."""
    others = (words for number, (words, _) in headings.items() if number != title)
    return TIMELINE.search(headings[title][0]) is not None and not any(TIMELINE.search(words) for words in others)


def _parts(count: int, headings: Mapping[int, tuple[str, int]]) -> list[tuple[str, range]]:
    """The kind of each section and the numbers of its lines, its heading first; what stands above the first heading is of kind ""."""
    starts: list[tuple[str, int]] = [("", 1)]
    inside: tuple[str, int] = ("", DEEPEST)
    for number, (words, depth) in headings.items():
        entered = _entered(inside, words, depth)
        if entered != inside or depth <= inside[1]:
            starts.append((entered[0], number))
        inside = entered
    ends = [*(number for _, number in starts[1:]), count + 1]
    return [(kind, range(number, end)) for (kind, number), end in zip(starts, ends, strict=True)]


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
    if STORY.search(words):
        return "story", depth
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
