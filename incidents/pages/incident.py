"""One incident: its times with their sources, its facts, and the way to its review."""

from __future__ import annotations

from flask import render_template

from incidents import links
from incidents.models import Incident
from incidents.pages.blueprint import bp
from incidents.pages.lasted import lasted
from incidents.queries.family import children_of, parent_of
from incidents.queries.incident import facts_of, find, services_of
from incidents.rules.told_times import told_times
from kernel.permission import may
from web.session import current_actor
from web.unit import session

SOURCES = {"servicenow": "ServiceNow", "form": "Written down here", "paste": "Pasted here"}
#: Facts of the side column: attribute and words.
FACTS = (
    ("state", "State"), ("assignment_group", "Assignment group"), ("category", "Category"), ("subcategory", "Subcategory"),
    ("contact_type", "Reported by way of"), ("caller", "Caller"), ("problem_ref", "Problem"), ("change_ref", "Change"),
    ("caused_by", "Caused by"), ("reopen_count", "Times reopened"), ("reassignment_count", "Times reassigned"),
    ("made_sla", "Service level kept"), ("is_major", "Major incident"),
)  # fmt: skip


@bp.get("/incidents/<path:ref>")
def incident(ref: str) -> str:
    """The page of one incident."""
    actor = current_actor()
    found = find(session(), actor, ref)
    review = links.REVIEW_OF(session(), actor, [found.id]).get(found.id)
    may_open = links.OPEN_REVIEW is not None and may(actor, "open a review") and not (review and review[0])
    return render_template(
        "incidents/incident.html", incident=found, source=SOURCES.get(found.source, found.source),
        times=told_times(facts_of(found.times)), lasted=lasted(found), facts=facts_in_words(found),
        services=services_of(session(), [found.id]).get(found.id, []), review=review,
        open_review=links.OPEN_REVIEW(ref) if links.OPEN_REVIEW and may_open else None,
        parent=parent_of(session(), actor, found), children=children_of(session(), actor, ref),
    )  # fmt: skip


def facts_in_words(of: Incident) -> list[tuple[str, str]]:
    """What the source says, as (label, words); what it does not say is left out."""
    values = ((label, getattr(of, name)) for name, label in FACTS)
    return [(label, _word(value)) for label, value in values if value is not None and value != ""]


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
