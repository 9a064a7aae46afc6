"""ServiceNow's names for the columns of an incident: those of the table and those that its list shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from incidents.intake.facts import TIMES
from kernel.intake.refusal import Remarks, Unreadable

# For each fact the names it may stand under, preferred one first, in the spelling of `plain`.
# Both kinds occur in practice: an export of the table has `opened_at`, one of a list view has `Opened`.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("number", "incident_number"),
    "title": ("short_description", "title", "summary"),
    "priority": ("priority",),
    "state": ("incident_state", "state"),
    "opened": ("opened_at", "opened"),
    "occurred": ("occurred_at", "u_occurred_at", "u_occurred", "occurred", "outage_start", "u_outage_start"),
    "detected": ("detected_at", "u_detected_at", "u_detected", "detected"),
    "acknowledged": ("acknowledged_at", "u_acknowledged_at", "u_acknowledged", "acknowledged"),
    "mitigated": ("mitigated_at", "u_mitigated_at", "u_mitigated", "mitigated"),
    "restored": ("restored_at", "u_restored_at", "u_restored", "restored", "outage_end", "u_outage_end"),
    "resolved": ("resolved_at", "resolved"),
    "closed": ("closed_at", "closed"),
    "business_service": ("business_service", "service"),
    "configuration_item": ("cmdb_ci", "configuration_item"),
    "parent_number": ("parent_incident", "parent"),
    "major_state": ("major_incident_state",),
    "problem_ref": ("problem_id", "problem"),
    "change_ref": ("rfc", "change_request"),
    "caused_by": ("caused_by", "caused_by_change"),
    "made_sla": ("made_sla",),
    "reopen_count": ("reopen_count",),
    "reassignment_count": ("reassignment_count",),
    "assignment_group": ("assignment_group",),
    "caller": ("caller_id", "caller"),
    "contact_type": ("contact_type", "channel"),
    "category": ("category",),
    "subcategory": ("subcategory",),
    "symptom": ("u_symptom", "symptom"),
    "location": ("location",),
    "closed_code": ("closed_code", "close_code", "resolution_code"),
    "work_notes": ("work_notes", "comments_and_work_notes", "work_notes_list"),
}
MANDATORY = ("number", "priority", "opened")
# Columns that no fact comes from and whose dates still tell the order of day and month.
OTHER_DATES = frozenset(
    {"sys_created_at", "sys_created_on", "created", "sys_updated_at", "sys_updated_on", "updated", "due_date", "sla_due", "activity_due"}
)
# Change with every save of the record; alone they are no reason to change an incident here.
BOOKKEEPING = frozenset({"sys_mod_count", "updates", "sys_updated_at", "sys_updated_on", "sys_updated_by", "updated", "updated_by"})


@lru_cache(maxsize=1024)
def plain(name: str) -> str:
    """A column name as COLUMNS spells it: "Short description" and "short_description" are one name."""
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")


def places(columns: Sequence[str], remarks: Remarks) -> dict[str, str]:
    """For each fact that the file has, the name of its column in the file.

    `Unreadable` (kind "columns") when a mandatory one is missing or two columns have one name but for its spelling.
    A second column for the same fact stays in the source row and is remarked on.
    """
    by_name: dict[str, str] = {}
    for column in columns:
        if plain(column) in by_name:
            raise Unreadable(f'The columns "{by_name[plain(column)]}" and "{column}" are the same one', "columns")
        by_name[plain(column)] = column
    found: dict[str, str] = {}
    for fact, names in COLUMNS.items():
        present = [by_name[name] for name in names if name in by_name]
        if present:
            found[fact] = present[0]
        for other in present[1:]:
            remarks.say(f'The columns "{present[0]}" and "{other}" both give the {fact.replace("_", " ")}; "{present[0]}" was used')
    if missing := list(_missing(found)):
        raise Unreadable(f"The file has no column {' and no column '.join(missing)}. Its columns: {', '.join(columns)}", "columns")
    return found


def _missing(found: dict[str, str]) -> Iterator[str]:
    for fact in MANDATORY:
        if fact not in found:
            yield f'"{COLUMNS[fact][0]}" (or "{COLUMNS[fact][-1].replace("_", " ").capitalize()}")'


def date_columns(columns: Sequence[str], found: dict[str, str]) -> list[str]:
    """The columns whose cells are dates, as evidence for their order."""
    timed = {found[fact] for fact in ("opened", *TIMES) if fact in found}
    return [column for column in columns if column in timed or plain(column) in OTHER_DATES]
