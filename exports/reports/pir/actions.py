"""7 Actions: the corrective actions with one owner each, and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from exports.model import Cell, Paragraph, Part, Role, Row, Tone, cell, paragraph, table
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import written_day

Action = Mapping[str, Any]

_LASTING = ("eliminate", "engineer")


def part(facts: Facts) -> Part:
    """Return the actions in the order of the document, with their totals."""
    actions = facts.document["actions"]
    if not actions:
        return Part("actions", "Actions", (paragraph(words.NONE_RECORDED),))
    made = table(
        "actions-table",
        "Corrective actions",
        "Reference, action and its measure, owner, due date, strength and state of each action",
        (("Reference", 19), ("Action, and how we will know", 61), ("Owner", 22), ("Due", 23), ("Strength", 24), ("State", 21)),
        [_row(facts, action) for action in actions],
    )
    return Part("actions", "Actions", (_intro(facts), made, _totals(facts)))


def is_late(facts: Facts, action: Action) -> bool:
    """Tell whether the action is open after its due date, in the zone of the document."""
    today = facts.calendar.at(facts.as_of).date()
    return action["shown_as"] in words.OPEN_ACTION and bool(action["due"]) and date.fromisoformat(action["due"]) < today


def _intro(facts: Facts) -> Paragraph:
    return paragraph(" ".join([_coverage(facts), _owners(facts)]).strip())


def _coverage(facts: Facts) -> str:
    graph = facts.graphs.get("why")
    roots = [factor.id for factor in graph.root_causes()] if graph else []
    if not roots:
        return ""
    reached = {
        factor["ref"]
        for action in facts.document["actions"]
        if action["shown_as"] != "dropped" and action["strength"] in _LASTING
        for factor in action["factors"]
    }
    left = [ref for ref in roots if ref not in reached]
    if not left:
        return "Every root cause has at least one action that eliminates it or engineers it out."
    return f"No action eliminates or engineers out {words.listed(left)} yet."


def _owners(facts: Facts) -> str:
    without = [action["ref"] for action in facts.document["actions"] if not action["owner"]]
    return f"No owner yet: {words.listed(without)}." if without else "Each action has one owner."


def _row(facts: Facts, action: Action) -> Row:
    return Row(
        (
            cell(action["ref"], anchor=action["ref"]),
            cell(*_told(action)),
            cell(words.plain(action["owner"], "No owner yet")),
            cell(*_due(action)),
            cell(words.STRENGTH.get(action["strength"] or "", "Not rated")),
            _state(facts, action),
        )
    )


def _told(action: Action) -> list[str]:
    told = [words.sentence(action["title"])]
    effects: dict[str, list[str]] = {}
    for factor in action["factors"]:
        effects.setdefault(words.EFFECT.get(factor["effect"], "Bears on"), []).append(factor["ref"])
    told += [f"{effect} {words.listed(refs)}" for effect, refs in effects.items()]
    told += [f"Measure: {action['measure'].strip()}"] if (action["measure"] or "").strip() else []
    told += [f"Reason: {action['reason'].strip()}"] if (action["reason"] or "").strip() else []
    return told + ([f"Ticket: {action['external_ref']}"] if action["external_ref"] else [])


def _due(action: Action) -> list[str]:
    due = [written_day(action["due"], "Not set")]
    if action["moves"] and action["original_due"]:
        due.append(f"{words.count(action['moves'], 'move')} from {written_day(action['original_due'], '')}")
    return due


def _state(facts: Facts, action: Action) -> Cell:
    word, tone = words.ACTION_STATE[action["state"]]
    if not is_late(facts, action):
        return cell(word, tone=tone)
    return cell("Late", tone=Tone.LATE) if tone is Tone.ON_TRACK else cell("Late", word, tone=Tone.LATE)


def _totals(facts: Facts) -> Paragraph:
    actions = facts.document["actions"]
    counted = Counter(action["shown_as"] for action in actions)
    told = [f"{counted[shown]} {said}" for shown, said in words.SHOWN_AS.items() if counted[shown]]
    late = sum(is_late(facts, action) for action in actions)
    moved = sum(bool(action["moves"]) for action in actions)
    sentences = [f"{words.count(len(actions), 'action')}: {', '.join(told)}."]
    sentences.append(f"{late} {'is' if late == 1 else 'are'} late." if late else "None is late.")
    sentences.append(
        f"{words.count(moved, 'due date has', 'due dates have')} moved; the first dates are kept." if moved
        else "No due date has moved."
    )
    return paragraph(" ".join(sentences), role=Role.NOTE)
