"""Document control: the versions of the report, and who took part in the review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exports.model import Numbering, Part, Row, Table, cell, table
from exports.reports.pir import words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import day, instant

_WORDS_AROUND = 4
_SHOWN_VERSIONS = 8
"""More would push the contents off the page; the record keeps them all."""


def part(facts: Facts) -> Part:
    """Return document control. It stands on the page of the contents, so it stays short."""
    blocks = (_versions(facts), *_corrections(facts), *([_people(facts)] if facts.document["people"] else []))
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


def _corrections(facts: Facts) -> list[Table]:
    """Return the typing errors that were corrected after the signatures; nothing where there are none."""
    rows = facts.document["corrections"]
    if not rows:
        return []
    return [
        table(
            "corrections",
            "Editorial corrections",
            "Text, what changed, why and by whom, for each correction after the signatures",
            (("Text", 26), ("Was", 46), ("Reads now", 46), ("Why, by whom", 52)),
            [
                (
                    row["label"], *(words.plain(text) for text in _around(row["before"], row["after"])),
                    cell(words.plain(row["reason"]), f"{row['by']}, {_day(facts, row['at'])}"),
                )
                for row in rows[-_SHOWN_VERSIONS:]
            ],
        )
    ]


def _around(before: str, after: str) -> tuple[str, str]:
    """Return what differs with a few words around it: a long text need not stand twice in a table.

    >>> _around("The dsik was full", "The disk was full")
    ('The dsik was full', 'The disk was full')
    """
    old, new = before.split(), after.split()
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = next((i for i, (a, b) in enumerate(zip(old[::-1], new[::-1], strict=False)) if a != b), 0)
    tail = min(tail, len(old) - head, len(new) - head)
    return _cut(old, head, tail), _cut(new, head, tail)


def _cut(told: list[str], head: int, tail: int) -> str:
    first, last = max(0, head - _WORDS_AROUND), min(len(told), len(told) - tail + _WORDS_AROUND)
    return f"{'… ' * (first > 0)}{' '.join(told[first:last])}{' …' * (last < len(told))}"


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
