"""The appendix on the quality of the analysis: which checks of the causes are met, which are open, and which may stand and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exports.model import Block, Cell, Numbering, Part, Role, Row, Tone, cell, paragraph, table
from exports.model import words as line
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import in_utc, instant
from rca.quality import CHECKS, Check, Level

Finding = Mapping[str, Any]

_STATES = {Level.BLOCK: ("Open, a blocker", Tone.LATE), Level.WARN: ("Open, a warning", Tone.RISK)}


def part(facts: Facts) -> Part | None:
    """Return the appendix; None for a document without the checks: one from before they were, or a draft that is another's."""
    told = facts.document.get("quality")
    if told is None:
        return None
    found = defaultdict[str, list[Finding]](list)
    for one in told["findings"]:
        found[one["check"]].append(one)
    met = [check for check in CHECKS if not found[check.id]]
    rows = [row for check in CHECKS for row in _rows(facts, check, found[check.id])]
    blocks: list[Block] = [paragraph(_counts(told["findings"], met))]
    if rows:
        blocks.append(table("quality-table", "Checks that found something", "Number of the check, what it found and where, how it stands",
                            (("Check", 16), ("What was found", 92), ("How it stands", 62)), rows, head_column=True))  # fmt: skip
    blocks.append(paragraph(f"Met: {'; '.join(_asked(check) for check in met)}.", role=Role.NOTE))
    return Part("quality", "Quality of the analysis", tuple(blocks), Numbering.APPENDIX)


def _counts(findings: Sequence[Finding], met: Sequence[Check]) -> str:
    still_open = [one for one in findings if "dismissed" not in one]
    blockers = sum(one["level"] == Level.BLOCK for one in still_open)
    stand = len(findings) - len(still_open)
    return (
        f"{len(CHECKS)} checks look at the causes; {len(met)} of them find nothing. "
        f"Open are {_count(blockers, 'blocker')} and {_count(len(still_open) - blockers, 'warning')}; "
        f"{_count(stand, 'warning')} may stand, with a reason."
    )


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _rows(facts: Facts, check: Check, findings: Sequence[Finding]) -> Iterable[Row]:
    """One row for what is open, and one for each that may stand."""
    still_open = [one for one in findings if "dismissed" not in one]
    if still_open:
        word, tone = _STATES[check.level]
        state = Cell((line(word, bold=True), line(check.mend)), tone=tone)
        yield Row((cell(check.id), cell(*_said(still_open)), state))
    for one in findings:
        if "dismissed" in one:
            yield Row((cell(check.id), cell(*_said([one])), _stands(facts, one["dismissed"])))


def _said(findings: Sequence[Finding]) -> list[str]:
    """Each message once, with the causes of which it is said."""
    items = defaultdict[str, list[str]](list)
    for one in findings:
        items[one["message"]] += [one["item"]] if one["item"] else []
    return [f"{message} ({words.listed(refs)})" if refs else message for message, refs in items.items()]


def _stands(facts: Facts, held: Mapping[str, Any]) -> Cell:
    by = f"{facts.role_of(held['by'])}, {in_utc(instant(held['at']))} UTC"
    return Cell((line("May stand", bold=True), line(words.plain(held["reason"])), line(by)), tone=Tone.DROPPED)


def _asked(check: Check) -> str:
    return f"{check.asks[0].lower()}{check.asks[1:]} ({check.id})"
