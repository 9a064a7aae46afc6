"""The facts that a column of any tool can give, by the names that a mapping file uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "severity", "yes_no", "count", "time", "notes"]


@dataclass(frozen=True, slots=True)
class Fact:
    """``label`` for people, ``kind`` says how a cell is read, ``attribute`` names it in `IncidentFacts`."""

    label: str
    kind: Kind
    attribute: str


def _facts(kind: Kind, **labels: str) -> dict[str, Fact]:
    return {name: Fact(label, kind, ATTRIBUTES.get(name, name)) for name, label in labels.items()}


ATTRIBUTES = {
    "parent": "parent_number", "problem": "problem_ref", "change": "change_ref", "group": "assignment_group",
    "channel": "contact_type", "major": "major_state", "sla_made": "made_sla",
}  # fmt: skip
FACTS: dict[str, Fact] = {
    **_facts("text", number="Number", title="What happened"),
    **_facts("severity", severity="Severity"),
    **_facts("text", state="State"),
    **_facts(
        "time", opened="Opened", occurred="Impact started", detected="Detected", acknowledged="Acknowledged", mitigated="Mitigated",
        restored="Restored", resolved="Resolved", closed="Closed",
    ),
    **_facts("text", service="Service", configuration_item="Configuration item (as a service)", parent="Parent incident"),
    **_facts("yes_no", major="Major incident"),
    **_facts("text", problem="Problem", change="Change", caused_by="Caused by"),
    **_facts("yes_no", sla_made="Service level kept"),
    **_facts("count", reopen_count="Times reopened", reassignment_count="Times reassigned"),
    **_facts(
        "text", group="Assignment group", assignee="Assigned to", caller="Caller", channel="Reported by way of", category="Category",
        subcategory="Subcategory", symptom="Symptom", location="Location", closed_code="Close code", impact="Impact", urgency="Urgency",
    ),
    **_facts("notes", work_notes="Work notes", comments="Comments", journal="Comments and work notes"),
    **_facts("count", update_count="Number of the update"),
    **_facts("time", updated="Updated"),
    **_facts("text", updated_by="Updated by"),
}  # fmt: skip

#: Facts that a row of an audit log can change, in the order in which a page tells them.
TRACKED = (
    "state", "severity", "impact", "urgency", "group", "assignee", "category", "subcategory", "sla_made", "reopen_count",
    "reassignment_count", "major", "parent", "problem", "change", "caused_by", "resolved", "closed", "closed_code",
)  # fmt: skip
NOTES = tuple(name for name, fact in FACTS.items() if fact.kind == "notes")
TIMED = tuple(name for name, fact in FACTS.items() if fact.kind == "time" and name != "updated")
