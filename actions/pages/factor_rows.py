"""The causes that an action may act on as rows of its form: one row a cause, blank means "not this one"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from web.forms.submitted import row_numbers

PREFIX = "factors"


class FactorRow(NamedTuple):
    """Row ``number`` of the form: ``factors-3-factor``, ``factors-3-effect``, ``factors-3-probability``."""

    number: int
    ref: str
    statement: str


def rows(offered: Sequence[tuple[str, str]], values: MultiDict[str, str]) -> list[FactorRow]:
    """A row for each cause. One that the form holds keeps its number, so that its value and its error stay with it."""
    held = {values.get(f"{PREFIX}-{n}-factor", ""): n for n in row_numbers(values, PREFIX)}
    free = max(held.values(), default=-1) + 1
    found = []
    for ref, statement in offered:
        if ref not in held:
            held[ref], free = free, free + 1
        found.append(FactorRow(held[ref], ref, statement))
    return found


def chosen(values: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form without the rows that chose no effect; a probability stays only beside "Reduces it"."""
    effects = {n: values.get(f"{PREFIX}-{n}-effect", "").strip() for n in row_numbers(values, PREFIX)}
    left_out = {f"{PREFIX}-{n}-{part}" for n, effect in effects.items() if not effect
                for part in ("factor", "effect", "probability")}
    left_out |= {f"{PREFIX}-{n}-probability" for n, effect in effects.items() if effect != "reduces"}
    return MultiDict([(key, value) for key, value in values.items(multi=True) if key not in left_out])


