"""Blocks of code and lines of logs in a pasted text: what in them is a timeline, and what is output that only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pir.rules.line_shape import shaped
from pir.rules.times import leading

FENCE = re.compile(r"(?P<mark>```|~~~)[`~]*(?P<words>[^`]*)")
PLAIN_WORDS = frozenset({"", "text", "txt", "plain", "plaintext", "markdown", "md", "timeline", "none"})
#: What a program writes behind the time of a line: its level, its process number, thousandths, keys with values.
LOG = re.compile(
    r"[\s\[][0-9]{2}:[0-9]{2}:[0-9]{2}[.,][0-9]{3}|^[0-9]{2}:[0-9]{2}:[0-9]{2}[.,][0-9]{3}|\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|NOTICE|SEVERE)\b"
    r"|\[(?:trace|debug|info|warn|warning|error|fatal|notice)\]|\w\[[0-9]{1,7}\]:|\blevel=|HTTP/[12]"
    r"|^[A-Za-z]{3}\s+[0-9]{1,2}\s[0-9]{2}:[0-9]{2}:[0-9]{2}\s[\w.-]+\s[\w./-]+:"
)
LONGEST_SEARCHED = 300


@dataclass(frozen=True, slots=True)
class Output:
    """Numbers of lines (from 1): `code` in fences that hold no timeline, `marks` the fences of those that do, `logs` log lines.

    `doubtful` is the number of a fence that opens inside an open one, 0 for none: behind it nobody can tell code from text.
    """

    code: frozenset[int]
    marks: frozenset[int]
    logs: frozenset[int]
    doubtful: int = 0


def output_of(lines: Sequence[str]) -> Output:
    """Tell timelines from output.

    A fence holds a timeline when most of its lines have a time, when they are no log, and when there are more of them in it
    than outside of all fences. Log lines outside count as output as soon as any other line has a time.
    """
    timed = {number for number, line in enumerate(lines, start=1) if _has_time(line)}
    logs = {number for number in timed if is_log(lines[number - 1])}
    blocks = list(_fences(lines))
    fenced = {number for block, _ in blocks for number in block}
    outside = len(timed - fenced - logs)
    code: set[int] = set()
    marks: set[int] = set()
    for block, words in blocks:
        inside = [number for number in block[1:-1] if lines[number - 1].strip()]
        count = sum(number in timed and number not in logs for number in inside)
        if words in PLAIN_WORDS and count > 1 and count * 2 >= len(inside) and count > outside:
            marks |= {block[0], block[-1]}
        else:
            code |= set(block)
    told = timed - logs - code
    return Output(frozenset(code), frozenset(marks), frozenset(logs - code) if told else frozenset(), _opened_inside(lines, blocks))


def is_log(line: str) -> bool:
    """Whether a line is written like one of a log, and is no item, heading or row."""
    return shaped(line[:LONGEST_SEARCHED]).shape == "bare" and LOG.search(line.strip()[:LONGEST_SEARCHED]) is not None


def _has_time(line: str) -> bool:
    shape = shaped(line[:LONGEST_SEARCHED])
    return any((stamp := leading(body)) and not stamp.weak for body in (shape.cells or (shape.body,)))


def _opened_inside(lines: Sequence[str], blocks: Sequence[tuple[range, str]]) -> int:
    """The first line of a block that opens one more of the same marks, which only a slip does; 0 for none."""
    for block, _ in blocks:
        mark = lines[block[0] - 1].strip()[:3]
        for number in block[1:-1]:
            found = FENCE.fullmatch(lines[number - 1].strip()) if mark in lines[number - 1] else None
            if found and found["mark"] == mark and found["words"].strip().isalnum():
                return number
    return 0


def _fences(lines: Sequence[str]) -> Iterator[tuple[range, str]]:
    """The fenced blocks, fences included, with the words after the opening fence.

    As in CommonMark a fence with words after it only opens, and "```code```" on one line is no fence. Other than there, a
    fence that is never closed opens no block: a forgotten one must not hide the rest of a timeline.
    """
    opened: tuple[int, str, str] | None = None
    for number, line in enumerate(lines, start=1):
        found = FENCE.fullmatch(line.strip()) if "```" in line or "~~~" in line else None
        if found and opened is None:
            opened = number, found["mark"], found["words"].strip().lower()
        elif found and opened and found["mark"] == opened[1] and not found["words"].strip():
            yield range(opened[0], number + 1), opened[2]
            opened = None
