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
        return Part("sign-off", "Sign-off", (paragraph(words.NONE_RECORDED, " This version has not been approved."), *_left(facts)))
    current = rows[-1]["content_hash"]
    blocks: tuple[Block, ...] = (_intro(facts), _hash(current), _table(facts, rows, current), *_notes(facts, rows), *_left(facts))
    return Part("sign-off", "Sign-off", blocks)


def _left(facts: Facts) -> list[Block]:
    """Return who signed that a root cause is left without a strong action; the reason stands with the cause."""
    return [
        paragraph(f"{ref} is left without a strong action: signed by {row['by'] or 'Debrief'}, {in_utc(instant(row['at']))} UTC.", role=Role.NOTE)
        for ref, row in facts.signed_reasons.items()
    ]


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


def _table(facts: Facts, rows: Sequence[Approval], current: str) -> Table:
    signed = [
        (
            role_words(row["role"]),
            signer(row),
            _decision(row, current),
            in_utc(instant(row["at"])),
            words.plain(words.METHOD.get(row["method"], row["method"])),
        )
        for row in rows
    ]
    return table(
        "signatures",
        "Signatures",
        "Role, name, decision, time in UTC and method of each signature; a deputy names whom they stood in for",
        (("Role", 40), ("Name", 44), ("Decision", 24), ("Time (UTC)", 38), ("Method", 24)),
        [*signed, *((role_words(role), words.NOTHING, cell("Not signed yet"), words.NOTHING, words.NOTHING)
                    for role in _unsigned(facts, rows, current))],
        head_column=True,
    )


def _unsigned(facts: Facts, rows: Sequence[Approval], current: str) -> list[str]:
    """Return the roles of the chain whose step nobody has signed on the present content."""
    signed = {row["step"] for row in rows if row["decision"] == "approved" and row["content_hash"] == current}
    if facts.is_approved:
        return []
    return [role for step, role in enumerate(facts.document["chain"], start=1) if step not in signed]


def role_words(role: str) -> str:
    """Return "Service owner"."""
    return words.PERSON_ROLE.get(role, role.replace("_", " ").capitalize())


def signer(row: Approval) -> str:
    """Return "Raj Patel for Maya Lindqvist", or the name alone."""
    name = words.plain(row["name"])
    return f"{name} for {row['for']}" if row["for"] else name


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
    approved = {name for row in rows if row["decision"] == "approved" for name in (row["name"], row["for"]) if name}
    if submitted and approved and not submitted & approved:
        notes.append("Nobody who approved is the person who submitted this version.")
    closing = notes or [f"Signatures of {facts.review['ref']}, version {facts.version}."]
    return [paragraph(words.sentence(note), role=Role.NOTE) for note in closing]
