"""The whole report: its parts in their order, and what stands on every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

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

FIRST: tuple[Callable[[Facts], Part | None], ...] = (summary.part, incident.part)
"""What every report begins with; it ends with the sign-off."""

BY_PART: Mapping[str, Callable[[Facts], Part | None]] = {
    "impact": impact.part,
    "timeline": timeline.part,
    "trigger": response.part,
    "detection": response.part,
    "response": response.part,
    "recovery": response.part,
    "findings": response.part,
    "causes": causes.part,
    "actions": actions.part,
}
"""Part of a template -> the part of the report that tells it, in the order of a full review.

What went well, went badly and was lucky stands in detection and response. There is no part for
lessons, because the document keeps no other lessons and a report does not say things twice.
"""

HOLDS: Mapping[Callable[[Facts], Part | None], Callable[[Facts], Any]] = {
    impact.part: lambda facts: facts.document["impact"],
    timeline.part: lambda facts: facts.document["timeline"]["entries"],
    response.part: lambda facts: any(facts.document["narrative"][key].strip() for key in response.NARRATIVE)
    or any(facts.document["findings"].values()),
    causes.part: lambda facts: facts.graphs,
    actions.part: lambda facts: facts.document["actions"],
}
"""Whether there is something to tell, for parts that the template does not ask for."""


def ordered(facts: Facts) -> tuple[Callable[[Facts], Part | None], ...]:
    """Return the parts in the order of the review's template, and after them those that hold something all the same.

    One without content gives None when it is made, and the numbers close up.
    """
    asked = [BY_PART[key] for key in facts.document["template"]["parts"] if key in BY_PART]
    more = [part for part in BY_PART.values() if part not in asked and HOLDS[part](facts)]
    return (*FIRST, *dict.fromkeys([*asked, *more]), sign_off.part)


def build(document: Document) -> Report:
    """Return the post-incident review of a snapshot document (`debrief/review@1`) as a report.

    The same document gives the same report; nothing else is asked, not even the time. Parts without
    content are left out, the mandatory ones say that nothing is recorded. Raises `rca.errors` for
    causes that are no graph, KeyError for a document that lacks a member.
    """
    facts = Facts(tidied(document))
    review = facts.review
    made = [part(facts) for part in ordered(facts)]
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
