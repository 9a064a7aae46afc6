"""Causes typed as lines: "a => b => c" says that a led to b, and b to c."""

from __future__ import annotations

import re

from kernel.errors import Invalid

LONGEST = 200
MOST_CAUSES = 60
_ARROW = re.compile(r"=>|->|→")


def chains(text: str) -> list[list[str]]:
    """The statements of each line, the first cause first. Raises Invalid naming the line (field ``lines``).

    >>> chains("Logging stayed on => Volume full => Writes stopped")
    [['Logging stayed on', 'Volume full', 'Writes stopped']]
    """
    found = [(number, _ARROW.split(line)) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    chained = [_chain(number, parts) for number, parts in found]
    if not chained:
        raise Invalid({"lines": ["Enter at least one line, for example: the volume was full => writes stopped"]})
    if sum(len(chain) for chain in chained) > MOST_CAUSES:
        raise Invalid({"lines": [f"Enter {MOST_CAUSES} causes or fewer at a time"]})
    return chained


def _chain(number: int, parts: list[str]) -> list[str]:
    statements = [" ".join(part.split()) for part in parts]
    if not all(statements):
        raise Invalid({"lines": [f"Line {number}: something is missing beside an arrow"]})
    for statement in statements:
        if len(statement) > LONGEST:
            raise Invalid({"lines": [f"Line {number}: a statement must be {LONGEST} characters or fewer"]})
    if len({statement.casefold() for statement in statements}) < len(statements):
        raise Invalid({"lines": [f"Line {number}: a statement cannot lead to itself"]})
    return statements
