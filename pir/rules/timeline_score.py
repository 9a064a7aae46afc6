"""How well the reading of pasted texts agrees with a gold standard: found, false, empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pir.rules.paste_line import Line
from pir.rules.times import FULL_DAYS

#: From so many gold entries on a text that yields nothing counts as a failure of its own.
FEWEST = 3
IN_NAME = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:-(?P<month>[0-9]{2})-(?P<day>[0-9]{2}))?(?![0-9])")
IN_TEXT = re.compile(rf"(?<![0-9])(?:{FULL_DAYS['iso']})(?![0-9])")


@dataclass(frozen=True, slots=True)
class GoldEntry:
    """What a person found in a text: the line (from 1), and the local date and time as written, "2020-02-12" and "11:45[:10]".

    `time` is None where the text gives a date alone; such an entry counts as wanted, and can never be found.
    """

    line: int
    date: str
    time: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one text, or of many together.

    `gold`: entries wanted. `found`: of these, read from the same line with the same date and time. `wrong`: read from such a
    line with another. `false`: entries read from lines where there is none. `empty`: texts with three or more gold entries
    of which nothing was read.
    """

    gold: int = 0
    found: int = 0
    wrong: int = 0
    false: int = 0
    empty: int = 0
    missed_lines: tuple[int, ...] = field(default=(), compare=False)
    false_lines: tuple[int, ...] = field(default=(), compare=False)

    @property
    def found_share(self) -> float | None:
        """Found of gold, 0 to 1; None without gold."""
        return self.found / self.gold if self.gold else None

    @property
    def false_share(self) -> float | None:
        """False ones of all entries that were read, 0 to 1 (a wrong one is missing from the found); None when nothing was read."""
        read = self.found + self.wrong + self.false
        return self.false / read if read else None


def score(lines: Sequence[Line], gold: Sequence[GoldEntry]) -> Score:
    """Compare the reading of one text with its gold entries; several of either may stand on one line."""
    wanted = list(gold)
    left: list[Line] = []
    for line in (line for line in lines if line.kind == "entry"):
        match = next((entry for entry in wanted if _agrees(line, entry)), None)
        if match:
            wanted.remove(match)
        else:
            left.append(line)
    lines_wanted = {entry.line for entry in wanted}
    wrong = [line for line in left if line.number in lines_wanted]
    false = [line for line in left if line.number not in lines_wanted]
    found = len(gold) - len(wanted)
    return Score(
        len(gold), found, len(wrong), len(false), int(len(gold) >= FEWEST and not found and not left),
        tuple(entry.line for entry in wanted), tuple(line.number for line in false),
    )  # fmt: skip


def total(scores: Iterable[Score]) -> Score:
    """The sums of several scores."""
    rows = list(scores)
    return Score(*(sum(getattr(row, name) for row in rows) for name in ("gold", "found", "wrong", "false", "empty")))


def first_day(name: str, text: str, gold: Sequence[GoldEntry]) -> date | None:
    """The day that a person would give for a text: from the name of its file, else its first whole date, else its gold.

    A name with a year only gives the first of January, from which dates without a year are the nearest.
    """
    written = IN_NAME.search(name)
    named = _made(written.groupdict(default="01")) if written else None
    if named:
        return named
    days = (_made({**found.groupdict(), "month": found["number"]}) for found in IN_TEXT.finditer(text))
    in_gold = (_made(dict(zip(("year", "month", "day"), entry.date.split("-"), strict=False))) for entry in gold)
    return next((day for day in (*days, *in_gold) if day), None)


def _agrees(line: Line, entry: GoldEntry) -> bool:
    if line.number != entry.line or line.at is None or entry.time is None:
        return False
    return line.at.isoformat().startswith(f"{entry.date}T{entry.time}")


def _made(parts: Mapping[str, str | None]) -> date | None:
    try:
        return date(int(parts["year"] or 0), int(parts["month"] or 0), int(parts["day"] or 0))
    except (ValueError, KeyError):
        return None
