"""The task list with its addresses and the hints that need words of time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from kernel.workflow import Findings
from pir.pages.words import lead_of
from pir.rules.completeness import ReviewFacts
from pir.rules.steps import Facts, Step, steps
from pir.rules.template import Template
from web.filters import counted, local

ENDPOINTS = {
    "story": "pir.story", "impact": "pir.impact", "findings": "pir.findings", "paste": "pir.paste_timeline", "times": "pir.times", "gaps": "pir.timeline",
    "session": "pir.session", "why": "causes.ladder", "actions": "pir.actions", "submit": "pir.sign_off",
}


#: Steps whose page changes something -> the right that opens it; the others are read by everybody.
NEEDS = {
    "story": "can_edit", "impact": "can_edit", "times": "can_edit", "session": "can_edit", "paste": "can_contribute",
    "findings": "can_contribute",
}


def step_links(
    document: Mapping[str, Any], facts: ReviewFacts, found: Findings, ref: str, template: Template, rights: Mapping[str, bool]
) -> list[dict[str, Any]]:
    """What the macro ``tasks`` takes: label, url, state, hint."""
    review, gaps = document["review"], document["timeline"]["gaps"]
    lead = lead_of(document)
    given = Facts(
        review=facts,
        has_bounds=bool(lead and lead["times"]["detected"]["at"] and lead["times"]["restored"]["at"]),
        gaps=len(gaps),
        gaps_explained=sum(1 for gap in gaps if gap["explanation"]),
        is_session_planned=bool(review["session_planned_at"]),
        obstacles=len(found.obstacles),
        hints=len(found.hints),
        is_submitted=review["state"] in {"in_review", "approved", "published"},
    )
    return [
        {"key": step.key, "label": step.name, "state": step.progress.value, "hint": _hint(step, document), "optional": not step.is_required,
         "url": url_for(ENDPOINTS[step.key], ref=ref, _anchor="gaps" if step.key == "gaps" and gaps else None)
         if step.key not in NEEDS or rights[NEEDS[step.key]] else None}
        for step in steps(given, template)
    ]


def _hint(step: Step, document: Mapping[str, Any]) -> str:
    """The session's hint names its time and how many people there are."""
    review, zone = document["review"], document["zone"]
    if step.key == "session" and review["session_held_at"]:
        there = sum(1 for p in document["people"] if p["attended"])
        return f"Held {local(review['session_held_at'], zone, 'short')}, {counted(there, 'person', 'people')}"
    if step.key == "session" and review["session_planned_at"]:
        people = len({p["name"] for p in document["people"]})
        return f"{local(review['session_planned_at'], zone, 'short')}, {counted(people, 'person', 'people')} named"
    return step.hint
