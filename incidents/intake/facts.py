"""What one row of an export says about one incident, whatever tool it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from incidents.rules.moment import Moment
from kernel.intake.refusal import Reject, Remarks

# The seven times of an incident, in the order in which they happen.
TIMES = ("occurred", "detected", "acknowledged", "mitigated", "restored", "resolved", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """One incident as its source tells it. None, and a name missing from `times`, mean that the source does not say.

    `severity` 1 (most severe) to 4. `times`: the known ones of `TIMES`. `opened_at` is when the record was made (UTC).
    `source_row`: every column of the row by its name in the file, the ones that mean something here among them.
    `digest`: hexadecimal hash of the content; equal digests mean that an import has nothing to change.
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
    work_notes: str | None = None
    source_row: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""


@dataclass(slots=True)
class Intake:
    """The answer to a file: incidents one at a time, and what was not taken or was put right.

    `rows` can be walked once and holds one incident in memory at a time; `rejects` and `warnings` are complete
    when it has been walked to its end.
    """

    rows: Iterator[IncidentFacts]
    rejects: list[Reject]
    remarks: Remarks

    @property
    def warnings(self) -> list[str]:
        """Sentences about what was guessed, put right or counted."""
        return self.remarks.lines()
