"""6 Causes, continued: which combinations bring the incident about, how they stand, and the fault tree behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exports.model import (
    Block,
    Cell,
    Figure,
    Heading,
    Inline,
    Paragraph,
    Ref,
    Role,
    Row,
    Table,
    Tone,
    cell,
    paragraph,
    table,
)
from exports.model import words as line
from exports.reports.pir import pictures, words
from exports.reports.pir.facts import Facts
from pir.queries.answers import telling
from rca.coverage import Cover
from rca.telling import Telling, Told

_TONES = {Cover.STOPPED: Tone.GOOD, Cover.BEING_FIXED: Tone.RISK, Cover.NOT_DECIDED: Tone.DROPPED, Cover.OPEN: Tone.LATE}


def blocks(facts: Facts) -> list[Block]:
    """Return the answers in words, the table of combinations and the fault tree; nothing where no cause is linked."""
    graph = facts.graphs.get("why")
    if graph is None or not graph.causes_of(graph.focus.id):
        return []
    told = telling(graph, facts.document["actions"])
    trees = pictures.fault_trees(facts)
    head = Heading("Combinations", "combinations-heading")
    if told is None:
        return [head, paragraph("There are too many combinations to tell one by one; the fault tree stands below."), *trees]
    listed: list[Block] = [_table(facts, told), _note(told)] if told.combinations else []
    return [head, _intro(told, trees), *trees, *listed]


def _intro(told: Telling, trees: Sequence[Figure]) -> Paragraph:
    content: list[str | Inline] = ["What follows holds for the causes recorded here. ", " ".join(told.sentences)]
    if trees:
        content += [" ", Ref(trees[0].key), " shows how they combine."]
    return paragraph(*content)


def _table(facts: Facts, told: Telling) -> Table:
    due = {action["ref"]: action for action in facts.document["actions"]}
    return table(
        "combinations",
        "Combinations, how they stood on the day, and what the actions stop",
        "Number, the events that together are enough, how it was on the day, how it stands now and by which action",
        (("No.", 12), ("All of these together", 74), ("On the day", 34), ("State", 24), ("By", 26)),
        [_row(number, one, due) for number, one in enumerate(told.combinations, start=1)],
        head_column=True,
    )


def _row(number: int, one: Told, actions: dict[str, dict[str, Any]]) -> Row:
    events = Cell(tuple(line(f"{statement} ({ref})") for ref, statement in one.events))
    waits = [f"{'Not known' if one.on_the_day == 'not known' else 'Missing'}: {words.listed(list(one.waits_for))}"] if one.waits_for else []
    by = cell(one.rests_on, "this one alone") if one.rests_on in actions else cell("More than one action" if one.cover in (Cover.STOPPED, Cover.BEING_FIXED) else "None yet")
    return Row((cell(str(number)), events, cell(one.on_the_day.capitalize(), *waits), cell(one.cover_words, tone=_TONES[one.cover]), by))


def _note(told: Telling) -> Paragraph:
    counts = ", ".join(f"{_range(told, cover)} {word}" for cover, word in ((Cover.STOPPED, "stopped"), (Cover.BEING_FIXED, "being fixed"), (Cover.OPEN, "still open")))
    more = f" {told.untold} further combinations are not listed." if told.untold else ""
    return paragraph(f"Stopped means that an action was checked by somebody else; being fixed, that it is open. {counts.capitalize()}.{more}", role=Role.NOTE)


def _range(told: Telling, cover: Cover) -> str:
    low, high = told.counts[cover]
    return str(low) if low == high else f"{low} to {high}"
