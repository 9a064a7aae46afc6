"""What one row of an export, or all rows of an audit log, say about one incident, whatever tool it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from incidents.rules.moment import Moment
from kernel.intake.refusal import Reject, Remarks


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of a work log: when and by whom it was written, as text. ``is_public`` where the customer reads it too."""

    at: Moment
    actor: str
    text: str
    is_public: bool = False


class Change(NamedTuple):
    """One row of an audit log. ``values`` holds what it sets: all tracked facts in the first row, those that differ in a later one.

    ``at`` is None, with ``typed`` as it stands in the file, where that is no time.
    """

    at: datetime | None
    typed: str
    actor: str
    state: str | None
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """One incident as its source tells it. None, and a name missing from `times`, mean that the source does not say.

    `severity` 1 (most severe) to 4. `times`: the known ones of `incidents.rules.times.ORDER`. `opened_at` is when the record was made (UTC).
    `source_row`: every column of the row by its name in the file, the ones that mean something here among them.
    `notes`: entries of its work log; `description` is what of the log could not be read as entries.
    `changes`: its life in an audit log, oldest first; empty in any other file.
    `digest`: hexadecimal hash of the content but for `changes`; equal digests mean that an import has nothing else to change.
    """

    number: str
    title: str
    severity: int
    opened_at: datetime
    times: Mapping[str, Moment]
    row: int
    state: str | None = None
    services: tuple[str, ...] = ()
    parent_number: str | None = None
    major_state: str | None = None
    is_major: bool | None = None
    problem_ref: str | None = None
    change_ref: str | None = None
    caused_by: str | None = None
    made_sla: bool | None = None
    reopen_count: int | None = None
    reassignment_count: int | None = None
    assignment_group: str | None = None
    caller: str | None = None
    contact_type: str | None = None
    category: str | None = None
    subcategory: str | None = None
    symptom: str | None = None
    location: str | None = None
    closed_code: str | None = None
    description: str | None = None
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    source_row: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a file was taken for, before its first row.

    ``kind``: "list", "audit log" or "JSON". ``taken``: (column, fact in words), in the order of the file; ``kept``: columns that
    stay in the source row alone. ``counting`` says what the number of a row counts.
    """

    kind: str
    rows: int
    taken: tuple[tuple[str, str], ...]
    kept: tuple[str, ...]
    counting: str


@dataclass(slots=True)
class Intake:
    """The answer to a file: incidents one at a time, and what was not taken or was put right.

    `rows` can be walked once and holds one incident in memory at a time; `rejects` and `warnings` are complete
    when it has been walked to its end. `zone` is the IANA zone its times are read in, `tool` where it comes from.
    """

    rows: Iterator[IncidentFacts]
    rejects: list[Reject]
    remarks: Remarks
    zone: str = "UTC"
    tool: str = "servicenow"
    understood: Understood | None = None

    @property
    def warnings(self) -> list[str]:
        """Sentences about what was guessed, put right or counted."""
        return self.remarks.lines()
