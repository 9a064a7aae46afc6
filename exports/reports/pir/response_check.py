"""The response check: what was answered, who was called, what was suspected, what suppliers owe, and the gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from exports.model import Block, Heading, Paragraph, Role, Text, cell, paragraph, table
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import instant
from incidents.rules.written import day_text
from pir.rules.response_gaps import gaps, minutes_between
from pir.schemas.response import ANSWERS, OUTCOMES, RUNBOOK_USES

_CALLED = (("Who was called", 70), ("Paged", 35), ("Reached", 35), ("Minutes", 30, True))
_SUSPECTED = (("Hypothesis", 58), ("Opened", 26), ("Settled", 26), ("Outcome", 22), ("By what", 38))
_ASKED = (("Supplier", 40), ("Our owner", 38), ("Requested", 23), ("Due", 23), ("Received", 23), ("Accepted", 23))
_STEPS = ("requested_on", "due_on", "received_on", "accepted_on")


def blocks(facts: Facts) -> list[Block]:
    """Return the heading with what follows it; nothing for a document in which nothing was answered."""
    check = facts.document.get("response_check")
    if not check or not any(check[name] for name in ("runbook_use", "severity_right", "on_call", "hypotheses", "suppliers")):
        return []
    found = gaps(facts.document)
    return [
        Heading("Response check", "response-check"), *_answers(check),
        *([_led("Gaps", f"{len(found)} found.")] if found else []), *(paragraph(gap.text, role=Role.BULLET) for gap in found),
        *_tables(facts, check),
    ]  # fmt: skip


def _answers(check: Mapping[str, Any]) -> list[Paragraph]:
    told = []
    if check["runbook_use"]:
        right = f" Right: {ANSWERS[check['runbook_right']].lower()}." if check["runbook_right"] else ""
        named = f" ({check['runbook'].strip()})" if check["runbook"].strip() else ""
        told.append(_led("Runbook used", f"{RUNBOOK_USES[check['runbook_use']]}{named}.{right}{_note(check['runbook_note'])}"))
    if check["severity_right"]:
        told.append(_led("Severity right in the first ten minutes", f"{ANSWERS[check['severity_right']]}.{_note(check['severity_note'])}"))
    return told


def _tables(facts: Facts, check: Mapping[str, Any]) -> list[Block]:
    made: list[Block] = []
    if check["on_call"]:
        rows = [[row["who"], _short(facts, row["paged_at"]), _short(facts, row["reached_at"], "Not reached"), _minutes(row, check["on_call_minutes"])] for row in check["on_call"]]
        made.append(table("on-call", "Who was called", "Role, paged, reached, minutes between them", _CALLED, rows))
    if check["hypotheses"]:
        rows = [[row["statement"], _short(facts, row["opened_at"]), _short(facts, row["closed_at"]), OUTCOMES[row["outcome"]], row["by_what"] or words.NOTHING]
                for row in check["hypotheses"]]
        made.append(table("hypotheses", "What was suspected", "Hypothesis, opened, settled, outcome, by what", _SUSPECTED, rows))
    if check["suppliers"]:
        rows = [[row["supplier"], row["owner_name"] or "Nobody yet", *(_day(row[step]) for step in _STEPS)] for row in check["suppliers"]]
        made.append(table("suppliers", "Analyses asked of suppliers", "Supplier, our owner, requested, due, received, accepted", _ASKED, rows))
    return made


def _minutes(row: Mapping[str, Any], limit: int) -> Any:
    minutes = minutes_between(row["paged_at"], row["reached_at"])
    if minutes is None:
        return words.NOTHING
    return cell(str(minutes), f"policy {limit}") if minutes > limit else str(minutes)


def _short(facts: Facts, at: str | None, otherwise: str = words.NOTHING) -> str:
    return facts.local.short(instant(at)) if at else otherwise


def _day(day: str | None) -> str:
    return day_text(date.fromisoformat(day)) if day else words.NOTHING


def _note(note: str) -> str:
    said = " ".join(note.split())
    return f" {said}" if said else ""


def _led(lead: str, text: str) -> Paragraph:
    return Paragraph((Text(f"{lead}.", bold=True), Text(f" {text}")))
