"""Graphs of causes for snapshot documents."""

from __future__ import annotations

from typing import Any

from tests.exports.document_rows import LAST, SEEN, WHY

Member = dict[str, Any]


def factor(ref: str, statement: str, **changed: Any) -> Member:
    """A factor that is confirmed and has evidence."""
    return {
        "id": ref,
        "statement": statement,
        "role": "contributing",
        "category": None,
        "control": None,
        "control_state": None,
        "state": "occurred",
        "confidence": "confirmed",
        "stop_reason": None,
        "stop_owner": None,
        "evidence": ["E 1"],
        "gate": "not_decided",
        "k": None,
        **changed,
    }


def causes(statement: str, factors: list[Member], links: list[tuple[str, str]], gate: str = "not_decided") -> Member:
    """The document of one graph."""
    return {
        "schema": "debrief/causes@1",
        "focus": {"id": "focus", "statement": statement, "gate": gate, "k": None},
        "factors": factors,
        "links": [{"cause": cause, "effect": effect, "forward": "yes", "reverse": "unsure"} for cause, effect in links],
    }


def questions(why: Member | None = None, seen: Member | None = None, last: Member | None = None) -> list[Member]:
    """The three questions, always in this order."""
    return [
        {"question": "why", "name": "Why did it happen?", "causes": why or causes("", [], [])},
        {"question": "seen", "name": "Why was it not seen earlier?", "causes": seen or causes("", [], [])},
        {"question": "last", "name": "Why did it last so long?", "causes": last or causes("", [], [])},
    ]


def rich_questions() -> list[Member]:
    """A branching ladder of ten, and short answers to the other two questions."""
    return questions(*(
        causes(statement, [factor(ref, text, **changed) for ref, text, changed in factors], links, gate)
        for statement, gate, factors, links in (WHY, SEEN, LAST)
    ))


def wide_causes(count: int) -> Member:
    """A tree in which every factor has three causes."""
    factors = [factor(f"FAC-{number:04d}", f"Factor {number} was true on the day of the outage") for number in range(1, count + 1)]
    links = [
        (f"FAC-{number:04d}", "focus" if number <= 3 else f"FAC-{(number - 1) // 3:04d}") for number in range(1, count + 1)
    ]
    effects = {effect for _, effect in links}
    for made in factors:
        if made["id"] not in effects:
            made.update(stop_reason="control_we_own", control="Capacity review")
    return causes("Checkout answered 503 to every customer", factors, links, "all")
