"""The why ladder of a review: read, add, change, link, and the question that decides a gate."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from actions.queries import for_document
from kernel.errors import NotFound
from kernel.permission import may, parts_of
from kernel.record import Scope
from organisation.queries.person import active_people
from pir.models import Cause, Factor, Review
from pir.pages.causes_blueprint import Answer, bp
from pir.pages.checks import panel_of
from pir.pages.head import head_of
from pir.pages.overview import rights_of
from pir.pages.saving import read_version, saved
from pir.queries.answers import telling
from pir.queries.causes import graph_of, questions_of
from pir.queries.facts import undecided
from pir.queries.known_causes import head_of as head_of_cause
from pir.queries.known_causes import known_of, offered
from pir.queries.reporting_codes import codes_shown
from pir.queries.review import find
from pir.queries.templates import template_of
from pir.rules.lifecycle import EDITABLE
from pir.rules.similar import Named, similar
from pir.schemas.causes import CATEGORIES, FactorForm, FocusForm, GateForm, LinkForm, values_of
from pir.service import causes as service
from pir.service.cause_evidence import ENTRY, given_of
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.timeline import with_incidents
from rca import document as causes_document
from rca.causal_graph import CausalGraph
from rca.five_whys import walk
from rca.pictures import why_ladder
from rca.telling import Telling
from rca.vocabulary import Gate, Question, because, choices, plain
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/why")
@bp.get("/reviews/<ref>/why/<question>")
def ladder(ref: str, question: str = "why") -> str:
    review = find(session(), current_actor(), ref)
    asked = questions_of(session(), review.id)
    graph = graph_in(asked, question)
    steps = walk(graph)
    return render_template(
        "pir/causes.html", ref=ref, **framed(review, asked, question, "ladder"), walk=steps, plain=plain,
        because=because, unanswered=undecided(graph), roots=graph.root_causes(), gates=_gates,
        told=told_of(session(), review, graph, question),
        pictures=why_ladder.draw(steps, width=760.0, style="screen") if steps.causes else [],
        unsupported=[r for r in steps.rungs() if r.is_unsupported and not r.is_refuted],
        open_ends=[r for r in steps.rungs() if r.ends and r.factor.stop_reason is None],
        prompt=template_of(review).prompt("causes"), can_comment=rights_of(session(), current_actor(), review)["can_comment"],
        focus_form=open_form(FocusForm(), {"statement": graph.focus.statement},
                                                        action=url_for(".focus", ref=ref, question=question)),
    )


VIEWS = (("ladder", "Whys"), ("fishbone", "Fishbone"), ("fault_tree", "Fault tree"))


def framed(review: Review, asked: list[dict[str, Any]], question: str, view: str) -> dict[str, Any]:
    """What stands on every view of one question: the head, the other questions, the other views."""
    ref, can_edit = review.record.ref, _can_edit(review)
    return {
        "head": head_of(session(), current_actor(), review, "why"), "question": question, "name": plain(Question(question)),
        "asked": [(q["name"], url_for(f"causes.{view}", ref=ref, question=q["question"]), q["question"] == question) for q in asked],
        "views": [(words, url_for(f"causes.{name}", ref=ref, question=question), name == view) for name, words in VIEWS],
        "checks": panel_of(review, asked, question) if can_edit else None,
        "can_edit": can_edit, "known": known_of(session(), current_actor(), review.id),
        "codes": {one.row.code: one.words for one in codes_shown(session(), review)},
    }


def told_of(session: Session, review: Review, graph: CausalGraph, question: str) -> Telling | None:
    """The answers in plain words; only the first question carries combinations (decision 10)."""
    if question != Question.WHY:
        return None
    return telling(graph, for_document(session, review.id))


@bp.route("/reviews/<ref>/why/<question>/event", methods=["GET", "POST"])
def focus(ref: str, question: str) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    graph = graph_in(questions_of(session(), review.id), question)
    form = open_form(FocusForm(), {"statement": graph.focus.statement})
    if request.method == "POST":
        form = Form(FocusForm(), request.form)
        if saved(form, lambda body: service.set_focus(session(), current_actor(), ref, question, body["statement"])):
            return redirect(url_for(".ladder", ref=ref, question=question), 303)
    return _page("pir/causes_event.html", review, form, question=question)


@bp.route("/reviews/<ref>/why/<question>/add", methods=["GET", "POST"])
def add(ref: str, question: str) -> Answer:
    """A new cause of ``?effect=`` (a factor or ``focus``)."""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    graph = graph_in(questions_of(session(), review.id), question)
    effect = request.values.get("effect") or "focus"
    if effect != graph.focus.id and effect not in graph:
        raise NotFound("cause")
    form = open_form(FactorForm(), {"category": request.args.get("category")})
    if request.method == "POST":
        form = Form(FactorForm(), request.form)
        if saved(form, lambda body: service.add_factor(session(), current_actor(), ref, question, values_of(body), effect)):
            return redirect(url_for(".ladder", ref=ref, question=question, _anchor=effect), 303)
    return _page("pir/causes_factor.html", review, form, question=question, effect=effect,
                 effect_statement=graph.statement(effect), factor=None, **_choices(review, form))


@bp.route("/reviews/<ref>/why/factors/<factor_ref>/edit", methods=["GET", "POST"])
def edit(ref: str, factor_ref: str) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    factor = service.find_factor(session(), review, factor_ref)
    form = open_form(FactorForm(), _initial(factor))
    if request.method == "POST":
        form = Form(FactorForm(), request.form)
        actor, version = current_actor(), read_version()
        if saved(form, lambda body: service.edit_factor(session(), actor, ref, factor_ref, version, values_of(body))):
            return redirect(url_for(".ladder", ref=ref, question=_question(review, factor_ref), _anchor=factor_ref), 303)
    return _page("pir/causes_factor.html", review, form, question=_question(review, factor_ref), effect=None,
                 effect_statement=None, factor=factor, **_choices(review, form))


@bp.route("/reviews/<ref>/why/factors/<factor_ref>/links", methods=["GET", "POST"])
def link(ref: str, factor_ref: str) -> Answer:
    """Where else a cause leads; each link it has can be taken away here."""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    factor = service.find_factor(session(), review, factor_ref)
    question = _question(review, factor_ref)
    form = open_form(LinkForm())
    if request.method == "POST":
        form = Form(LinkForm(), request.form)
        if saved(form, lambda body: service.link_factor(session(), current_actor(), ref, factor_ref, body["effect"])):
            return redirect(url_for(".ladder", ref=ref, question=question, _anchor=factor_ref), 303)
    graph = graph_of(session(), review.id, question)
    held = graph.effects_of(factor_ref)
    offered = [(graph.focus.id, graph.focus.statement or "The event itself"), *((f.id, f.statement) for f in graph.factors)]
    return _page("pir/causes_links.html", review, form, question=question, factor=factor,
                 held=[(effect, graph.statement(effect) or "The event itself") for effect in held],
                 effects=[(i, text) for i, text in offered if i not in held and i != factor_ref])


@bp.post("/reviews/<ref>/why/factors/<factor_ref>/unlink")
def unlink(ref: str, factor_ref: str) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    question = _question(review, factor_ref)
    service.unlink_factor(session(), current_actor(), ref, factor_ref, request.form.get("effect", ""))
    return redirect(url_for(".ladder", ref=ref, question=question, _anchor=factor_ref), 303)


@bp.route("/reviews/<ref>/why/<question>/gate", methods=["GET", "POST"])
def gate(ref: str, question: str) -> Answer:
    """The question of decision 11 for one effect: did all of these have to be true?"""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    graph = graph_in(questions_of(session(), review.id), question)
    effect = request.values.get("effect", "focus")
    if effect != graph.focus.id and effect not in graph:
        raise NotFound("cause")
    item: Any = graph.focus if effect == graph.focus.id else graph.factor(effect)
    form = open_form(GateForm(), {"effect": effect, "gate": item.gate.value, "k": item.k})
    if request.method == "POST":
        form = Form(GateForm(), request.form)
        if saved(form, lambda body: service.decide_gate(session(), current_actor(), ref, question, effect,
                                                        body["gate"].value, body["k"])):
            anchor = None if effect == graph.focus.id else effect
            return redirect(url_for(".ladder", ref=ref, question=question, _anchor=anchor), 303)
    causes = graph.causes_of(effect)
    return _page("pir/causes_gate.html", review, form, question=question, effect=effect, causes=causes,
                 statement=graph.statement(effect), options=_gates(len(causes)))


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


def graph_in(asked: list[dict[str, Any]], question: str) -> CausalGraph:
    """The graph of one of the questions that were read."""
    for one in asked:
        if one["question"] == question:
            return causes_document.read(one["causes"])
    raise NotFound("question")


def _question(review: Review, factor_ref: str) -> str:
    for one in questions_of(session(), review.id):
        if any(f["id"] == factor_ref for f in one["causes"]["factors"]):
            return str(one["question"])
    raise NotFound("cause")


def _initial(factor: Factor) -> dict[str, Any]:
    names = ("state", "confidence", "category", "role", "control", "control_state", "stop_reason", "stop_owner_id",
             "no_action_reason")
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


def _choices(review: Review, form: Form) -> dict[str, Any]:
    known = offered(session())
    alike = similar(form.value("statement"), form.value("control"), known) if not form.value("cause") else []
    return {
        "known": [(one.words, one.words) for one in [*alike, *(one for one in known if one not in alike)]],
        "alike": alike,
        "codes": [(one.row.code, one.words) for one in codes_shown(session(), review) if one.offered or one.row.code == form.value("classification")],
        "may_name": review.record.scope is not Scope.RESTRICTED,
        "entries": with_incidents(session(), review),
        "categories": CATEGORIES,
        "people": [(p.id, p.name) for p in active_people(session())],
        "zone": review.zone,
        "choices_of": choices,
    }


def _can_edit(review: Review) -> bool:
    actor = current_actor()
    return review.state in EDITABLE and may(actor, CONTRIBUTE, parts_of(session(), actor, review.record))


def _page(template: str, review: Review, form: Form, **values: Any) -> Answer:
    head = head_of(session(), current_actor(), review, "why")
    body = render_template(template, head=head, ref=review.record.ref, form=form, plain=plain, **values)
    return (body, 422) if form.errors else body
