"""What has to be known of a whole pasted text before its lines are read one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pir.rules.chat_heads import chat_heads, heads_of_two_lines, heads_with_name_behind
from pir.rules.code_blocks import Output, output_of
from pir.rules.line_shape import shaped
from pir.rules.sections import Sections, sections_of
from pir.rules.times import Stamp, leading

TIME_COLUMN = re.compile(r"[*_]{0,2}(?:date(?:\s?(?:and|/|&)\s?|\s)?)?(?:time|when|timestamp|clock|zeit|uhrzeit)\b", re.IGNORECASE)
FEWEST_CLOCKS = 3


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Numbers of lines (from 1). `no_entries`: heads of tables, fences, front matter. `heads`: of chat messages, with name and
    time. `clocks`: lines whose 1403 or 14.03 is a time by what stands around it.
    """

    sections: Sections
    output: Output
    heads: dict[int, tuple[str, Stamp]]
    no_entries: frozenset[int]
    clocks: frozenset[int]


def surroundings(lines: Sequence[str]) -> Surroundings:
    """Look at all lines once."""
    output, sections = output_of(lines), sections_of(lines)
    table_heads = {number for number in range(1, len(lines)) if _is_table_head(lines, number)}
    columns = {number for number in table_heads if any(TIME_COLUMN.match(cell) for cell in shaped(lines[number - 1]).cells)}
    two_lines = {} if output.logs or sections.headed else heads_of_two_lines(lines)
    heads = {} if output.logs else {**chat_heads(lines), **heads_with_name_behind(lines), **two_lines}
    return Surroundings(
        sections, output, heads, frozenset(table_heads | output.marks | sections.front | {number - 1 for number in two_lines}),
        frozenset(_below(lines, columns) | _run(lines)),
    )  # fmt: skip


def _is_table_head(lines: Sequence[str], number: int) -> bool:
    """Whether the line (from 1) is the row above a table's rule."""
    return lines[number - 1].lstrip().startswith("|") and "|" in lines[number] and shaped(lines[number]).shape == "rule"


def _below(lines: Sequence[str], heads: set[int]) -> set[int]:
    """The rows of the tables whose head has a column for the time."""
    rows: set[int] = set()
    for head in heads:
        number = head + 1
        while number <= len(lines) and lines[number - 1].lstrip().startswith("|"):
            rows.add(number)
            number += 1
    return rows


def _run(lines: Sequence[str]) -> set[int]:
    """Lines that begin with 1403 or 14.03 and a separator, where there are three of them and they never go back."""
    found = [
        (number, stamp) for number, line in enumerate(lines, start=1)
        if line[:12].strip() and any(c.isdigit() for c in line[:12]) and (stamp := leading(shaped(line[:300]).body)) and stamp.weak
    ]  # fmt: skip
    clocks = [f"{stamp.parts.get('year') or ''}{stamp.parts['hour']}{stamp.parts['minute']}" for _, stamp in found]
    is_run = len(found) >= FEWEST_CLOCKS and all(stamp.separated for _, stamp in found) and clocks == sorted(clocks)
    return {number for number, _ in found} if is_run else set()
