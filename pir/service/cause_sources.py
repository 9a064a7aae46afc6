"""Causes from outside as a graph: a list that people typed, a fault tree of another tool, a document of ours.

Nothing is stored here. Files are read in a process of their own, with a cap and a budget, because nobody knows
what they hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from kernel.errors import Invalid
from rca import document, indented_list, worker
from rca.causal_graph import CausalGraph
from rca.errors import CausesError, OutOfTime, TooLarge

#: Gates and events, or lines, that a review takes: more is no starting point for a conversation.
MOST_CAUSES = 500
MOST_BYTES = 5 * 1024 * 1024
LONGEST_STATEMENT = 200
SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read, before anything is stored; ``notes`` tell a person what became of it."""

    graph: CausalGraph
    notes: tuple[str, ...]
    source: str


def from_list(text: str, *, first_is_event: bool = False) -> Draft:
    """An indented list. ``Invalid`` on ``text`` names the line."""
    try:
        found = indented_list.read(text, first_is_event=first_is_event, most=MOST_CAUSES)
    except TooLarge as large:
        raise Invalid({"text": [f"Too large: {large}"]}) from None
    except CausesError as wrong:
        raise Invalid({"text": [_sentence(str(wrong))]}) from None
    return Draft(found.graph, found.notes, "a pasted list")


def from_file(content: bytes, name: str, top: str | None = None) -> Draft:
    """A model in Open-PSA XML, or the JSON document that a review gives out. ``Invalid`` on ``file`` names the line or the item."""
    if len(content) > MOST_BYTES:
        raise Invalid({"file": [f"Too large: the file is larger than {MOST_BYTES // 1024 // 1024} MB"]})
    options = ("--most", str(MOST_CAUSES), "--longest", str(LONGEST_STATEMENT), *(("--top", top) if top else ()))
    try:
        told = worker.ask("convert", content, seconds=SECONDS, options=options)
        graph = document.read(told["causes"])
    except OutOfTime:
        raise Invalid({"file": [f"Too large: it was not read within {SECONDS:g} seconds"]}) from None
    except TooLarge as large:
        raise Invalid({"file": [f"Too large: {large}"]}) from None
    except CausesError as wrong:
        raise Invalid({"file": [_sentence(str(wrong))]}) from None
    return Draft(graph, tuple(told["notes"]), f"the file {name}" if name else "a file")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
