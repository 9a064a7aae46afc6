"""The why ladder of a review: read, add, change, and the question that decides a gate."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from actions.rules.lifecycle import CHECK
from kernel.permission import may, parts_of
from pir.models import Cause, Factor
from pir.pages.cause_frame import (
    DRAWN,
    asked,
    factor_choices,
    factor_schema,
    form_page,
    framed,
    question_of,
    told_of,
    view_url,
)
from pir.pages.causes_blueprint import Answer, bp
from pir.pages.overview import rights_of
from pir.queries.causes import resolved
from pir.queries.facts import undecided
from pir.queries.known_causes import head_of as head_of_cause
from pir.queries.recurred import recurred
from pir.queries.review import find
from pir.queries.templates import template_of
from pir.rules.lifecycle import EDITABLE
from pir.rules.similar import Named
from pir.schemas.causes import FactorForm, FocusForm, GateForm, NewFactorForm, checks_of, values_of
from pir.service import causes as service
from pir.service.cause_evidence import ENTRY, given_of
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.no_action import SIGN
from rca.five_whys import walk
from rca.pictures import why_ladder
from rca.vocabulary import Gate, Question, because, plain
from web.saving import form_of, read_version, saved
from web.session import current_actor
from web.unit import session

#: So many causes are drawn at once; a larger ladder is drawn when somebody asks, so that each edit of it is answered at once.
DRAWN_AT_ONCE = 24


@bp.get("/reviews/<ref>/why")
@bp.get("/reviews/<ref>/why/<question>")
def ladder(ref: str, question: str = "why") -> str:
    """The rungs as a list and, with ``?drawing=shown`` or where they are few, as a drawing."""
    review = find(session(), current_actor(), ref)
    found = asked(review, question)
    graph, steps = found.graph, walk(found.graph)
    is_asked = request.args.get("drawing") == "shown"
    return render_template(
        "pir/causes.html", **{**framed(found, "ladder"), **({"view": DRAWN} if is_asked else {})}, walk=steps, plain=plain,
        because=because, unanswered=undecided(graph), roots=graph.root_causes(), gates=_gates,
        told=told_of(session(), review, graph, question),
        recurred=recurred(session(), current_actor(), review) if question == Question.WHY else (), may_check=may(
            current_actor(), CHECK, parts_of(session(), current_actor(), review.record)),
        shows_probabilities=review.policy.terms["shows"]["probabilities"],
        left={row["factor"]: row for q in found.questions if q["question"] == question for row in q.get("left", ())},
        may_sign=review.state in EDITABLE and may(current_actor(), SIGN, parts_of(session(), current_actor(), review.record)),
        pictures=why_ladder.draw(steps, width=760.0, style="screen") if is_asked or len(graph.factors) <= DRAWN_AT_ONCE else [],
        unsupported=[r for r in steps.rungs() if r.is_unsupported and not r.is_refuted],
        open_ends=[r for r in steps.rungs() if r.ends and r.factor.stop_reason is None],
        prompt=template_of(review).prompt("causes"), can_comment=rights_of(session(), current_actor(), review)["can_comment"],
    )


@bp.get("/reviews/<ref>/why/factors/<factor_ref>")
def factor(ref: str, factor_ref: str) -> Answer:
    """Where a reference leads: to the cause, or to the one that it became."""
    review = find(session(), current_actor(), ref)
    question, now = resolved(session(), review.id, factor_ref)
    if now != factor_ref:
        flash(f"{factor_ref} was merged into {now}.")
    return redirect(url_for(".ladder", ref=ref, question=question, _anchor=now), 303)


@bp.route("/reviews/<ref>/why/<question>/event", methods=["GET", "POST"])
def focus(ref: str, question: str) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    found = asked(review, question)
    form = form_of(FocusForm(), {"statement": found.graph.focus.statement})
    if saved(form, lambda body: service.set_focus(session(), current_actor(), ref, question, body["statement"], read_version())):
        return redirect(view_url(ref, question, "focus"), 303)
    return form_page("pir/causes_event.html", review, form, question=question, version=found.version("focus"))


@bp.route("/reviews/<ref>/why/<question>/add", methods=["GET", "POST"])
def add(ref: str, question: str) -> Answer:
    """A new cause of ``?effect=`` (a factor or ``focus``)."""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    found = asked(review, question)
    effect = found.effect(request.values.get("effect") or "focus")
    form = form_of(factor_schema(NewFactorForm, review), {"category": request.args.get("category")})
    if done := saved(form, lambda body: _added(ref, question, effect, body)):
        return redirect(view_url(ref, question, done.made.record.ref), 303)
    return form_page("pir/causes_factor.html", review, form, question=question, effect=effect, item=effect,
                     effect_statement=found.graph.statement(effect), factor=None, **factor_choices(review, form))


def _added(ref: str, question: str, effect: str, body: dict[str, Any]) -> Factor:
    checks = checks_of(body)
    return service.add_factor(session(), current_actor(), ref, question, values_of(body), effect, checks)


@bp.route("/reviews/<ref>/why/factors/<factor_ref>/edit", methods=["GET", "POST"])
def edit(ref: str, factor_ref: str) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    row = service.find_factor(session(), review, factor_ref)
    question = question_of(row)
    form = form_of(factor_schema(FactorForm, review), _initial(row))
    if saved(form, lambda body: service.edit_factor(session(), current_actor(), ref, factor_ref, read_version(), values_of(body))):
        return redirect(view_url(ref, question, factor_ref), 303)
    return form_page("pir/causes_factor.html", review, form, question=question, effect=None, item=factor_ref,
                     effect_statement=None, factor=row, **factor_choices(review, form))


@bp.route("/reviews/<ref>/why/<question>/gate", methods=["GET", "POST"])
def gate(ref: str, question: str) -> Answer:
    """The question of decision 11 for one effect: did all of these have to be true?"""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    found = asked(review, question)
    effect = found.effect(request.values.get("effect", "focus"))
    item: Any = found.graph.focus if effect == found.graph.focus.id else found.graph.factor(effect)
    marked = next((link.cause for link in found.graph.links_to(effect) if link.is_condition), None)
    form = form_of(GateForm(), {"effect": effect, "gate": item.gate.value, "k": item.k, "condition": marked})
    if saved(form, lambda body: service.decide_gate(session(), current_actor(), ref, question, effect, body["gate"].value,
                                                    body["k"], body["condition"], read_version())):
        return redirect(view_url(ref, question, effect), 303)
    causes = found.graph.causes_of(effect)
    options = [*_gates(len(causes))[:-1], (Gate.INHIBIT.value, "Yes, but only under one condition"), _gates(len(causes))[-1]]
    return form_page("pir/causes_gate.html", review, form, question=question, effect=effect, item=effect, causes=causes,
                     statement=found.graph.statement(effect), options=options, version=found.version(effect))


def _gates(count: int) -> list[tuple[str, str]]:
    """The answers that make sense for so many causes, as options."""
    both = count == 2  # noqa: PLR2004
    found = [
        (Gate.ALL.value, "Yes, each was needed"),
        (Gate.ANY.value, f"No, {'either' if both else 'any one'} would have been enough"),
    ]
    if not both:
        found.append((Gate.K_OF_N.value, "Some of them together were enough"))
    return [*found, (Gate.NOT_DECIDED.value, "Not decided")]


def _initial(factor: Factor) -> dict[str, Any]:
    names = ("state", "confidence", "category", "role", "control", "control_state", "stop_reason", "stop_owner_id",
             "no_action_reason", "probability", "probability_unit", "probability_source")
    given = given_of(factor)
    return {
        "statement": factor.record.title,
        **{name: getattr(factor, name) for name in names},
        "evidence": [text for text in given if text.startswith(ENTRY)],
        "links": "\n".join(text for text in given if not text.startswith(ENTRY)),
        "cause": _named(factor), "classification": factor.classification,
    }


def _named(factor: Factor) -> str | None:
    """The known cause of a factor as it stands in the box: the one that counts now."""
    if factor.cause_id is None:
        return None
    counts = head_of_cause(session(), session().get_one(Cause, factor.cause_id)).record
    return Named(counts.ref, counts.title).words
