"""The overview of a review: everything on it is read from the document, so that page and report are one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import render_template
from sqlalchemy.orm import Session

from incidents.rules.service_level_words import in_short
from kernel import clock
from kernel.calendar import WorkingCalendar
from kernel.permission import Actor, may, parts_of
from kernel.record import Participation
from kernel.workflow import Findings
from organisation.queries.deputy import deputy_notes, today
from organisation.queries.hold import hold_note
from pir.models import Review
from pir.pages import response_words, words
from pir.pages.blueprint import bp
from pir.pages.head import head_of
from pir.pages.step_links import step_links
from pir.pictures import strip
from pir.queries.clocks import calendar_of
from pir.queries.document import document
from pir.queries.facts import facts_of
from pir.queries.review import find, merged_into, people_of
from pir.queries.severity import asked_of
from pir.queries.templates import template_of
from pir.rules.completeness import ReviewFacts
from pir.rules.lifecycle import COMMENTABLE, EDITABLE
from pir.rules.template import sections
from pir.service.comments import COMMENT
from pir.service.editing import CONTRIBUTE, EDIT
from pir.service.lifecycle import check
from rca import document as causes_document
from web.session import current_actor
from web.unit import session

NARRATIVE = (("summary", "Summary"), ("trigger", "Trigger"), ("detection", "Detection"), ("response", "Response"), ("recovery", "Recovery"))
#: Versions frozen before targets were kept.
NO_LEVEL: Mapping[str, Any] = {"levels": (), "made_sla": None}
FINDINGS = (("well", "What went well"), ("badly", "What was hard"), ("lucky", "Where we were lucky"))


@bp.get("/reviews/<ref>")
def overview(ref: str) -> str:
    actor = current_actor()
    review = find(session(), actor, ref)
    shown = document(session(), review)
    rights = rights_of(session(), actor, review)
    template = template_of(review)
    facts = facts_of(session(), review, shown)
    return render_template(
        "pir/overview.html", head=head_of(session(), actor, review, "overview"), frozen=None, **rights,
        asked=asked_of(review), merged_into=merged_into(session(), review),
        hold=hold_note(session(), review.record), may_hold=may(actor, "hold a record"), deputies=_deputies(review),
        **told(shown, clock.now(), calendar_of(session(), review)), steps=step_links(shown, facts, _found(actor, review, facts), ref, template, rights), template=template,
    )


def _deputies(review: Review) -> list[str]:
    """For each person of the document, in its order, who stands in for them today; nothing where nobody does."""
    taking_part = sa.select(Participation.person_id).where(Participation.record_id == review.id)
    notes = deputy_notes(session(), taking_part, today(session()))
    return [notes.get(person.id, "") for _, person in people_of(session(), review.id)] if notes else []


def rights_of(session: Session, actor: Actor, review: Review) -> dict[str, Any]:
    """What the person may change here now; the services ask again."""
    parts = parts_of(session, actor, review.record)
    is_open = review.state in EDITABLE
    return {
        "can_edit": is_open and may(actor, EDIT, parts), "can_contribute": is_open and may(actor, CONTRIBUTE, parts),
        "can_classify": may(actor, "restrict a review", parts),
        "can_comment": review.state in COMMENTABLE and may(actor, COMMENT, parts),
    }


def told(shown: Mapping[str, Any], now: datetime, calendar: WorkingCalendar | None = None) -> dict[str, Any]:
    """The document and what is drawn from it, for the live page and, as of its freezing, for a frozen one."""
    return {
        "doc": shown, "zone": shown["zone"], "focus": words.started_at(shown), "when": words.when(shown),
        "lead": words.lead_of(shown), "clocks": words.clocks(shown, now, calendar), "session_act": _session_act(shown["review"]), "part_words": words.PART_WORDS,
        "facilitator": words.named(shown, "facilitator"), "scribe": words.named(shown, "scribe"),
        "rows": words.rows(shown["timeline"], all_entries=False), "strip": strip.draw(dict(shown), style="screen"),
        "response": response_words.told(shown), "response_gaps": response_words.with_actions(shown),
        "service_level": in_short(**shown.get("service_level", NO_LEVEL)),
        "questions": words.questions(shown["timeline"], shown["zone"]), "narrative": NARRATIVE, "findings": FINDINGS,
        "sections": _sections(shown), "causes": [_told_causes(q) for q in shown["analysis"]["questions"]],
    }


def _found(actor: Actor, review: Review, facts: ReviewFacts) -> Findings:
    return check(session(), actor, review, "submit", facts) if review.state in EDITABLE else Findings()


def _sections(shown: Mapping[str, Any]) -> tuple[str, ...]:
    """In the order of the template; what holds something stands there although the template does not ask for it."""
    held = {"story": any(shown["narrative"].values()), "impact": shown["impact"], "timeline": shown["timeline"]["entries"], "findings": any(shown["findings"].values()),
            "causes": any(q["causes"]["factors"] for q in shown["analysis"]["questions"]) or shown["result"]["kind"], "actions": shown["actions"]}
    return sections(shown["template"]["parts"], [key for key, is_there in held.items() if is_there])


def _session_act(review: Mapping[str, Any]) -> str:
    if review["session_held_at"]:
        return "The session"
    return "Record the session" if review["session_planned_at"] else "Plan the session"


def _told_causes(question: Mapping[str, Any]) -> dict[str, Any]:
    graph = causes_document.read(question["causes"])
    return {
        "question": question["question"], "name": question["name"], "event": graph.focus.statement,
        "factors": sum(not f.is_refuted for f in graph.factors), "roots": [f.statement for f in graph.root_causes()],
    }
