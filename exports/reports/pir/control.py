"""Document control: the versions of the report, and who took part in the review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exports.model import Numbering, Part, Row, Table, cell, table
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import day, instant
from exports.reports.pir.sign_off import role_words, signer

_SHOWN_VERSIONS = 8
"""More would push the contents off the page; the record keeps them all."""


def part(facts: Facts) -> Part:
    """Return document control. It stands on the page of the contents, so it stays short."""
    blocks = (_versions(facts), *_approvals(facts), *([_people(facts)] if facts.document["people"] else []))
    return Part("control", "Document control", blocks, Numbering.NONE, new_page=True)


def _versions(facts: Facts) -> Table:
    listed = facts.document["versions"][-_SHOWN_VERSIONS:]
    rows = [_version(facts, version) for version in listed]
    if not any(version["version"] == facts.review["version"] for version in listed):
        state = words.STATE[facts.review["state"]]
        rows.append((facts.version, _day(facts, facts.document["as_of"]), words.NOTHING, f"Not approved: {state}"))
    return table(
        "versions",
        "Versions",
        "Version, date, who made it and what changed",
        (("Version", 20), ("Date", 32), ("By", 40), ("What changed", 78)),
        rows,
    )


def _version(facts: Facts, version: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return (
        f"{version['version']}.0",
        _day(facts, version["at"]),
        words.plain(version["by"]),
        words.plain(version["what"]),
    )


def _approvals(facts: Facts) -> list[Table]:
    """Return who approved this version in which role, one row a step of the chain; nothing while nobody has."""
    rows = [r for r in facts.document["approvals"] if r["version"] == facts.review["version"] and r["decision"] == "approved"]
    if not rows:
        return []
    latest = [row for row in rows if row["content_hash"] == rows[-1]["content_hash"]]
    return [
        table(
            "approvals",
            "Approvals",
            "Role, who approved, for whom, and when",
            (("Approved as", 52), ("By", 86), ("Date", 32)),
            [(role_words(row["role"]), signer(row), _day(facts, row["at"])) for row in latest],
        )
    ]


def _day(facts: Facts, written: str) -> str:
    return day(facts.calendar.at(instant(written)).date())


def _people(facts: Facts) -> Table:
    return table(
        "people",
        "People of this review",
        "Each role, who has it, and how many of them were in the session",
        (("Role", 40), ("Who", 95), ("In the session", 35)),
        [row for role in _roles(facts) if (row := _role(facts, role))],
    )


def _roles(facts: Facts) -> list[str]:
    """Return the roles of this review, those with a word of their own first and in their order."""
    return list(dict.fromkeys([*words.PERSON_ROLE, *(person["role"] for person in facts.document["people"])]))


def _role(facts: Facts, role: str) -> Row | None:
    people = [person for person in facts.document["people"] if person["role"] == role]
    if not people:
        return None
    known = [person["attended"] for person in people if person["attended"] is not None]
    attended = f"{sum(known)} of {len(people)}" if known else "Not noted"
    names = ", ".join(" ".join(person["name"].split()) for person in people)
    return Row((cell(words.PERSON_ROLE.get(role, role.replace("_", " ").capitalize())), cell(words.plain(names)), cell(attended)))
