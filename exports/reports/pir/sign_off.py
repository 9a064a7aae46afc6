"""8 Sign-off: who submitted and approved which content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exports.model import Block, Cell, Paragraph, Part, Role, Table, cell, paragraph, table
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import in_utc, instant

Approval = Mapping[str, Any]

_GROUP = 8
"""Figures of a hash in one group, as people compare them."""


def part(facts: Facts) -> Part:
    """Return the sign-off of this version, with the hash of the content that it is about."""
    rows = [row for row in facts.document["approvals"] if row["version"] == facts.review["version"]]
    if not rows:
        return Part("sign-off", "Sign-off", (paragraph(words.NONE_RECORDED, " This version has not been approved."),))
    current = rows[-1]["content_hash"]
    blocks: tuple[Block, ...] = (_intro(facts), _hash(current), _table(rows, current), *_notes(facts, rows))
    return Part("sign-off", "Sign-off", blocks)


def _intro(facts: Facts) -> Paragraph:
    draft = "" if facts.is_approved else " This version has not been approved."
    return paragraph(
        "The signatures below belong to the content with this hash. A change of substance makes a new version and asks "
        f"for new signatures.{draft}",
        keep=True,
    )


def _hash(written: str) -> Paragraph:
    grouped = " ".join(written[start : start + _GROUP] for start in range(0, len(written), _GROUP))
    return paragraph(f"SHA-256  {grouped}", role=Role.HASH, keep=True)


def _table(rows: Sequence[Approval], current: str) -> Table:
    return table(
        "signatures",
        "Signatures",
        "Role, name, decision, time in UTC and method of each signature",
        (("Role", 44), ("Name", 34), ("Decision", 26), ("Time (UTC)", 40), ("Method", 26)),
        [
            (
                words.PERSON_ROLE.get(row["role"], row["role"].replace("_", " ").capitalize()),
                words.plain(row["name"]),
                _decision(row, current),
                in_utc(instant(row["at"])),
                words.plain(words.METHOD.get(row["method"], row["method"])),
            )
            for row in rows
        ],
        head_column=True,
    )


def _decision(row: Approval, current: str) -> Cell:
    said = words.DECISION[row["decision"]]
    return cell(said) if row["content_hash"] == current else cell(said, f"earlier content {row['content_hash'][:_GROUP]}")


def _notes(facts: Facts, rows: Sequence[Approval]) -> list[Block]:
    notes = [
        f"{words.DECISION[row['decision']]} with a reason ({in_utc(instant(row['at']))} UTC): {row['reason'].strip()}"
        for row in rows
        if (row["reason"] or "").strip()
    ]
    submitted = {row["name"] for row in rows if row["decision"] == "submitted"}
    approved = {row["name"] for row in rows if row["decision"] == "approved"}
    if submitted and approved and not submitted & approved:
        notes.append("Nobody who approved is the person who submitted this version.")
    closing = notes or [f"Signatures of {facts.review['ref']}, version {facts.version}."]
    return [paragraph(words.sentence(note), role=Role.NOTE) for note in closing]
