"""ServiceNow's names for the columns of an incident: those of the table and those that its list shows."""

from __future__ import annotations

# For each fact the names it may stand under, preferred one first, in the spelling of `plain`.
# Both kinds occur in practice: an export of the table has `opened_at`, one of a list view has `Opened`.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("number", "incident_number"),
    "title": ("short_description", "title", "summary"),
    "severity": ("priority",),
    "state": ("incident_state", "state"),
    "opened": ("opened_at", "opened"),
    "occurred": ("occurred_at", "u_occurred_at", "u_occurred", "occurred", "outage_start", "u_outage_start"),
    "detected": ("detected_at", "u_detected_at", "u_detected", "detected"),
    "acknowledged": ("acknowledged_at", "u_acknowledged_at", "u_acknowledged", "acknowledged"),
    "mitigated": ("mitigated_at", "u_mitigated_at", "u_mitigated", "mitigated"),
    "restored": ("restored_at", "u_restored_at", "u_restored", "restored", "outage_end", "u_outage_end"),
    "resolved": ("resolved_at", "resolved"),
    "closed": ("closed_at", "closed"),
    "service": ("business_service", "service"),
    "configuration_item": ("cmdb_ci", "configuration_item"),
    "parent": ("parent_incident", "parent"),
    "major": ("major_incident_state",),
    "problem": ("problem_id", "problem"),
    "change": ("rfc", "change_request"),
    "caused_by": ("caused_by", "caused_by_change"),
    "sla_made": ("made_sla",),
    "reopen_count": ("reopen_count",),
    "reassignment_count": ("reassignment_count",),
    "group": ("assignment_group",),
    "assignee": ("assigned_to",),
    "caller": ("caller_id", "caller"),
    "channel": ("contact_type", "channel"),
    "category": ("category",),
    "subcategory": ("subcategory",),
    "symptom": ("u_symptom", "symptom"),
    "location": ("location",),
    "closed_code": ("closed_code", "close_code", "resolution_code"),
    "impact": ("impact",),
    "urgency": ("urgency",),
    "work_notes": ("work_notes", "work_notes_list"),
    "comments": ("comments", "additional_comments", "comments_list"),
    "journal": ("comments_and_work_notes", "additional_comments_and_work_notes"),
    "update_count": ("sys_mod_count", "updates"),
    "updated": ("sys_updated_at", "sys_updated_on", "updated"),
    "updated_by": ("sys_updated_by", "updated_by"),
}
# Columns that no fact comes from and whose dates still tell the order of day and month.
OTHER_DATES = frozenset({"sys_created_at", "sys_created_on", "created", "due_date", "sla_due", "activity_due"})
# Change with every save of the record; alone they are no reason to change an incident here.
BOOKKEEPING = frozenset({"sys_mod_count", "updates", "sys_updated_at", "sys_updated_on", "sys_updated_by", "updated", "updated_by"})
