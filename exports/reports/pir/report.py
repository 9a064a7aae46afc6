"""The whole report: its parts in their order, and what stands on every page."""

from __future__ import annotations

from collections.abc import Callable

from exports.model import Part, Report
from exports.reports.pir import (
    actions,
    appendices,
    causes,
    control,
    cover,
    impact,
    incident,
    response,
    sign_off,
    summary,
    timeline,
    words,
)
from exports.reports.pir.facts import Document, Facts, marking
from exports.reports.pir.moments import day
from exports.tidy import tidied

PARTS: tuple[Callable[[Facts], Part | None], ...] = (
    summary.part,
    incident.part,
    impact.part,
    timeline.part,
    response.part,
    causes.part,
    actions.part,
    sign_off.part,
)
"""The parts in the order of the page; one without content gives None, and the numbers close up.

What went well, went badly and was lucky stands in detection and response. There is no part for
lessons, because the document keeps no other lessons and a report does not say things twice.
"""


def build(document: Document) -> Report:
    """Return the post-incident review of a snapshot document (`debrief/review@1`) as a report.

    The same document gives the same report; nothing else is asked, not even the time. Parts without
    content are left out, the mandatory ones say that nothing is recorded. Raises `rca.errors` for
    causes that are no graph, KeyError for a document that lacks a member.
    """
    facts = Facts(tidied(document))
    review = facts.review
    made = [part(facts) for part in PARTS]
    body = tuple(part for part in made if part)
    return Report(
        name=_name(facts),
        title=f"{words.KIND[review['kind']]}: {facts.title}",
        subject=cover.references(facts, limit=6),
        keywords=words.KIND[review["kind"]].lower(),
        marking=marking(facts),
        draft=cover.draft_mark(facts),
        references=cover.references(facts, limit=1),
        version=f"Version {facts.version}, {words.STATE[review['state']]}",
        generated=_generated(facts),
        made_at=facts.as_of,
        cover=cover.cover(facts),
        control=control.part(facts),
        parts=(*body, *appendices.parts(facts, body)),
    )


def _name(facts: Facts) -> str:
    state = "" if facts.is_approved else "-draft"
    return f"{facts.review['ref']}_v{facts.version}{state}_{facts.review['classification'].upper()}"


def _generated(facts: Facts) -> str:
    local = facts.calendar.at(facts.as_of)
    zone = facts.calendar.abbreviation(facts.as_of)
    return f"Generated {day(local.date())} {local:%H:%M} {zone} ({facts.as_of:%H:%M} UTC)"
