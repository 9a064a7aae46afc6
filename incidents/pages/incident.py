"""One incident: its times with their sources, its timeline and history, its facts, and the way to its review."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, render_template

from incidents import links
from incidents.models import Incident
from incidents.pages.blueprint import bp
from incidents.pages.lasted import lasted
from incidents.profiles.vocabulary import FACTS as WORDS
from incidents.queries.entries import entries_of
from incidents.queries.family import children_of, parent_of
from incidents.queries.incident import facts_of, find, services_of
from incidents.queries.life import lives_of
from incidents.queries.references import Referred, references_of
from incidents.queries.service_level import service_levels
from incidents.rules.life import steps
from incidents.rules.own_number import WRITTEN_HERE
from incidents.rules.service_level_words import in_short, level_of
from incidents.rules.told_times import told_times
from incidents.service.times import EDIT
from kernel import clock
from kernel.permission import may, parts_of
from organisation.queries.hold import hold_note
from web.session import current_actor
from web.unit import session

SOURCES = {"servicenow": "ServiceNow", "csv": "Imported", "form": "Written down here", "paste": "Pasted here"}
#: Facts of the side column: attribute and words.
FACTS = (
    ("state", "State"), ("assignment_group", "Assignment group"), ("category", "Category"), ("subcategory", "Subcategory"),
    ("contact_type", "Reported by way of"), ("caller", "Caller"), ("reopen_count", "Times reopened"),
    ("reassignment_count", "Times reassigned"), ("made_sla", "Service level kept"), ("is_major", "Major incident"),
    ("major_state", "Major incident, in the tool’s words"), ("problem_ref", "Problem"), ("change_ref", "Change"), ("caused_by", "Caused by"),
)  # fmt: skip


@bp.get("/incidents/<path:ref>")
def incident(ref: str) -> str:
    """The page of one incident."""
    actor = current_actor()
    found = find(session(), actor, ref)
    review = links.REVIEW_OF(session(), actor, [found.id]).get(found.id)
    levels = [level_of(verdict) for verdict in service_levels(session(), found, clock.now())]
    has_review = bool(review and review[0])
    may_open = links.OPEN_REVIEW is not None and may(actor, "open a review") and not has_review
    return render_template(
        "incidents/incident.html", incident=found, source=SOURCES.get(found.source, found.source), is_imported=found.source not in WRITTEN_HERE,
        hold=hold_note(session(), found.record), may_hold=may(actor, "hold a record"),
        service_level=in_short(levels, found.made_sla), times=told_times(facts_of(found.times)), lasted=lasted(found),
        facts=facts_in_words(found, references_of(session(), actor, found)),
        services=services_of(session(), [found.id]).get(found.id, []), review=review,
        open_review=links.OPEN_REVIEW(ref) if links.OPEN_REVIEW and may_open else None,
        may_edit=not has_review and may(actor, EDIT, parts_of(session(), actor, found.record)),
        entries=entries_of(session(), found.id), steps=steps(lives_of(session(), [found.id]).get(found.id, ())), words=WORDS,
        parent=parent_of(session(), actor, found), children=children_of(session(), actor, ref),
    )  # fmt: skip


def facts_in_words(of: Incident, referred: Mapping[str, Referred]) -> list[tuple[str, str, str | None, str]]:
    """What the source says, as (label, words, address and title of the record it names); what it does not say is left out."""
    values = ((name, label, getattr(of, name)) for name, label in FACTS)
    return [(label, _word(value), *_link(referred.get(name))) for name, label, value in values if value is not None and value != ""]


def _link(to: Referred | None) -> tuple[str | None, str]:
    shapes = current_app.config.get("RECORD_URLS", {})
    return (shapes[to.kind].format(ref=to.ref), to.title) if to and to.kind in shapes else (None, "")


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
