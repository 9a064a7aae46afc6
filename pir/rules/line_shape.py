"""What surrounds the text of a pasted line: bullets, headings, quotes, table cells, chat brackets, code fences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Shape = Literal["bare", "heading", "table", "rule"]

# A bullet, a number, a check box, a quote mark: whatever a list puts before its text.
LEAD = re.compile(r"(?:(?:[-*+•‣◦▪·]|[0-9]{1,3}[.)]|>|\[[ xX]\])[ \t]+)+")
HEADING = re.compile(r"#{1,6}[ \t]+")
CELL_BORDER = re.compile(r"(?<!\\)\|")
RULE_CELL = re.compile(r":?-{2,}:?")
FENCE = re.compile(r"(?P<mark>```|~~~)[`~]*(?P<words>[^`]*)")
# Blanks that text editors and chat programs put where a plain one is meant.
ODD_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "))
# "anna: text", "<anna> text", "Anna Kowalski: text": a name of up to four words, never an address such as "https://…".
SPEAKER = re.compile(r"(?:<(?P<nick>[^<>\n]{1,60})>:?\s*|@?(?P<name>[^\W\d_][^\s:<>|]*(?:[ ][^\s:<>|]+){0,3}):(?!//)\s*)(?P<text>.*)", re.DOTALL)
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Shaped:
    """The text of a line without what surrounds it; `cells` only of a table row."""

    shape: Shape
    body: str
    cells: tuple[str, ...] = ()


def shaped(line: str) -> Shaped:
    """Take a line out of its list, heading or table; a table's rule (`|---|---|`) is of shape "rule"."""
    body = line.translate(ODD_BLANKS).strip()
    if body.startswith("|"):
        cells = tuple(cell.strip().replace("\\|", "|") for cell in CELL_BORDER.split(body.removeprefix("|").removesuffix("|")))
        rule = all(RULE_CELL.fullmatch(cell) for cell in cells)
        return Shaped("rule" if rule else "table", body, cells)
    if found := HEADING.match(body):
        return Shaped("heading", body[found.end() :].rstrip("#").strip())
    if found := LEAD.match(body):
        return Shaped("bare", body[found.end() :])
    return Shaped("bare", body)


def lines_of_code(lines: list[str]) -> frozenset[int]:
    """The numbers (from 1) of the lines in fenced blocks of code, fences included.

    As in CommonMark a fence with words after it only opens, and "```code```" on one line is no fence. Other than there, a
    fence that is never closed opens no block: a forgotten one must not hide the rest of a timeline.
    """
    inside: set[int] = set()
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines, start=1):
        found = FENCE.fullmatch(line.strip())
        if found and opened is None:
            opened = number, found["mark"]
        elif found and opened and found["mark"] == opened[1] and not found["words"]:
            inside.update(range(opened[0], number + 1))
            opened = None
    return frozenset(inside)


def is_indented(line: str) -> bool:
    """Whether the line is set in, as the second line of a bullet is, and is no bullet itself."""
    return line[:2] in {"  ", " \t"} or line[:1] == "\t"


def speaker(text: str) -> tuple[str | None, str]:
    """Who says it in a chat log, and what; (None, text) when no name stands before it."""
    found = SPEAKER.fullmatch(text)
    if not found:
        return None, text
    name = (found["nick"] or found["name"] or "").strip()
    return (name, found["text"].strip()) if 0 < len(name) <= LONGEST_NAME else (None, text)
