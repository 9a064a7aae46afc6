"""1 Executive summary: a strip of facts and a box that can be read alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from exports.model import Block, Fact, FactStrip, Paragraph, Part, Ref, Role, Text, paragraph
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import lasted, written_day
from pir.rules.result import in_words
from rca.causal_graph import Factor
from rca.vocabulary import plain

_CAUSES, _ACTIONS, _MEASURES = 3, 5, 3
_SHORT = {"occurred": "impact started", "detected": "detected", "restored": "restored", "resolved": "resolved"}


def part(facts: Facts) -> Part:
    """Return the summary. What does not fit a page is left to the parts that tell it all."""
    return Part(
        "summary",
        "Executive summary",
        (_strip(facts), *_what(facts), *_impact(facts), *_why(facts), *_changed(facts), *_remains(facts)),
        new_page=True,
    )


def _strip(facts: Facts) -> FactStrip:
    level = facts.review["severity"]
    return FactStrip(
        "Key facts",
        "Four key facts of the incident: label, value and note",
        (
            Fact("Severity", f"P{level}", words.SEVERITY[level]),
            _between("Impact lasted", facts.start, facts.end),
            _between("Time to detect", *(_named(facts, name) for name in ("occurred", "detected"))),
            _fourth(facts),
        ),
    )


def _named(facts: Facts, name: str) -> tuple[str, datetime] | None:
    return (name, facts.times[name]) if name in facts.times else None


def _between(label: str, start: tuple[str, datetime] | None, end: tuple[str, datetime] | None) -> Fact:
    if start is None or end is None:
        return Fact(label, "Unknown", "start not recorded" if start is None else "end not recorded")
    note = f"{_SHORT[start[0]]} to {_SHORT[end[0]]}"
    return Fact(label, lasted(end[1] - start[1]), note)


def _fourth(facts: Facts) -> Fact:
    impact = facts.document["impact"]
    if impact:
        first = impact[0]
        about = "about " if first["precision"] == "about" else ""
        unit, measure = words.plain(first["unit"], "Impact"), words.plain(first["measure"])
        # "Customers: 41,200, refused at checkout" says the unit once
        note = measure[len(unit) :].strip() if measure.lower().startswith(f"{unit.lower()} ") else measure
        return Fact(unit[0].upper() + unit[1:], f"{about}{words.plain(first['value'])}", note)
    if not facts.document["actions"]:
        return Fact("Actions", "None", "recorded yet")
    still_open = [action for action in facts.document["actions"] if action["shown_as"] in words.OPEN_ACTION]
    total = len(facts.document["actions"])
    return Fact("Actions", str(total), f"{len(still_open)} of them open")


def _head(text: str) -> Paragraph:
    return paragraph(text, role=Role.SUMMARY_HEAD, keep=True)


def _what(facts: Facts) -> list[Block]:
    told = paragraphs(facts.document["narrative"]["summary"]) or [words.NONE_RECORDED]
    return [_head("What happened"), *(paragraph(text, role=Role.SUMMARY) for text in told)]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a narrative: its lines that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _impact(facts: Facts) -> list[Block]:
    measures = facts.document["impact"]
    if not measures:
        return []
    told = "; ".join(_measured(measure) for measure in measures[:_MEASURES])
    more = len(measures) - _MEASURES
    end = (". ", f"{words.count(more, 'more measure')} in part ", Ref("impact"), ".") if more > 0 else (".",)
    return [_head("Impact"), paragraph(told, *end, role=Role.SUMMARY)]


def _measured(measure: Mapping[str, Any]) -> str:
    about = "about " if measure["precision"] == "about" else ""
    return f"{words.plain(measure['measure'])}: {about}{words.plain(measure['value'])} {measure['unit']}".strip()


def _why(facts: Facts) -> list[Block]:
    graph = facts.graphs.get("why")
    result = facts.document["result"]
    if graph is None and result["kind"] is None:
        return []
    head = _head("Why it happened")
    told = _result(result)
    roots = graph.root_causes() if graph else ()
    if roots:
        bullets = [_cause(factor) for factor in roots[:_CAUSES]]
        return [head, *told, *bullets, *_rest(len(roots) - _CAUSES, "root cause", "causes")]
    if graph is None:
        return [head, *told]
    counted = words.count(len(graph.factors), "cause is", "causes are")
    return [
        head, *told,
        paragraph(f"No root cause is established yet. {counted} recorded in part ", Ref("causes"), ".", role=Role.SUMMARY),
    ]


def _result(result: Mapping[str, Any]) -> list[Block]:
    """Return the result in its own words; that a cause is confirmed needs no line, its causes say it."""
    if result["kind"] in (None, "confirmed") and not result["words"]:
        return []
    told = words.sentence(in_words(result["kind"], result["continues_in"]))
    return [paragraph(" ".join([told, *paragraphs(result["words"])]), role=Role.SUMMARY)]


def _cause(factor: Factor) -> Paragraph:
    control = factor.control.strip() if factor.control else ""
    state = f" ({plain(factor.control_state)})" if factor.control_state else ""
    content: list[Text] = [Text(words.sentence(factor.statement))]
    if control:
        content.append(Text(f" Control: {control.rstrip('.')}{state}."))
    return Paragraph(tuple(content), Role.SUMMARY_BULLET)


def _changed(facts: Facts) -> list[Block]:
    done = [action for action in facts.document["actions"] if action["shown_as"] in ("checked", "done")]
    return _actions("What we changed already", done, lambda action: words.SHOWN_AS[action["shown_as"]])


def _remains(facts: Facts) -> list[Block]:
    waiting = [action for action in facts.document["actions"] if action["shown_as"] in words.OPEN_ACTION]
    waiting.sort(key=lambda action: action["due"] or "9999")
    return _actions(
        "What remains, and by when", waiting, lambda action: f"due {written_day(action['due'], 'date not set')}"
    )


def _actions(head: str, actions: Sequence[Mapping[str, Any]], note: Any) -> list[Block]:
    if not actions:
        return []
    bullets = [
        paragraph(f"{action['title'].strip().rstrip('.')} ({action['ref']}, {note(action)}).", role=Role.SUMMARY_BULLET)
        for action in actions[:_ACTIONS]
    ]
    return [_head(head), *bullets, *_rest(len(actions) - _ACTIONS, "action", "actions")]


def _rest(number: int, noun: str, part_key: str) -> list[Block]:
    if number <= 0:
        return []
    return [paragraph(f"{words.count(number, noun)} more in part ", Ref(part_key), ".", role=Role.SUMMARY_BULLET)]
