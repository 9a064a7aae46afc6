"""Reshaping the causes: split, merge, between, several, refute, take out. Each is a page that asks, and comes back to its view."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for

from pir.models import Factor, Review
from pir.pages.cause_frame import (
    asked,
    factor_choices,
    factor_schema,
    form_page,
    question_of,
    view_asked,
    view_url,
)
from pir.pages.causes_blueprint import Answer, bp
from pir.queries.causes import evidence_words
from pir.schemas.cause_acts import MergeFactorForm, RefuteFactorForm, SeveralForm, SplitFactorForm, halves
from pir.schemas.causes import FactorForm, values_of
from pir.service.cause_evidence import ENTRY, as_given, given_of
from pir.service.cause_grow import add_chains, insert_between
from pir.service.cause_links import find_factor
from pir.service.cause_merge import merge_factors
from pir.service.cause_refute import refute_factor, reinstate_factor
from pir.service.cause_remove import remove_factor
from pir.service.cause_split import split_factor
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.timeline import with_incidents
from web.saving import form_of, read_version, saved
from web.session import current_actor
from web.unit import session

FACTOR = "/reviews/<ref>/why/factors/<factor_ref>"


def found(ref: str, factor_ref: str) -> tuple[Review, Factor, str]:
    """The review, the factor and its question, for a page that offers to change them."""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    factor = find_factor(session(), review, factor_ref)
    return review, factor, question_of(factor)


@bp.route(f"{FACTOR}/split", methods=["GET", "POST"])
def split(ref: str, factor_ref: str) -> Answer:
    review, factor, question = found(ref, factor_ref)
    evidence = [(as_given(row), evidence_words(row)) for row in factor.evidence if not row.refutes]
    causes = [(cause.id, cause.statement) for cause in asked(review, question).graph.causes_of(factor_ref, refuted=True)]
    form = form_of(SplitFactorForm(), {"statement": factor.record.title, "first_evidence": [v for v, _ in evidence], "first_causes": [v for v, _ in causes]})
    if saved(form, lambda body: split_factor(session(), current_actor(), ref, factor_ref, read_version(), *halves(body))):
        return redirect(view_url(ref, question, factor_ref), 303)
    return form_page("pir/causes_split.html", review, form, question=question, item=factor_ref, factor=factor,
                     evidence=evidence, causes=causes)


@bp.route(f"{FACTOR}/merge", methods=["GET", "POST"])
def merge(ref: str, factor_ref: str) -> Answer:
    review, factor, question = found(ref, factor_ref)
    form = form_of(MergeFactorForm())
    if done := saved(form, lambda body: merge_factors(session(), current_actor(), ref, factor_ref, read_version(), body["into"]).record.ref):
        flash(f"{factor_ref} was merged into {done.made}.")
        return redirect(view_url(ref, question, done.made), 303)
    others = [(other.id, f"{other.id} {other.statement}") for other in asked(review, question).graph.factors if other.id != factor_ref]
    return form_page("pir/causes_merge.html", review, form, question=question, item=factor_ref, factor=factor, others=others)


@bp.route(f"{FACTOR}/between", methods=["GET", "POST"])
def between(ref: str, factor_ref: str) -> Answer:
    """What lies between a cause and its ``?effect=``?"""
    review, factor, question = found(ref, factor_ref)
    effect = request.values.get("effect") or "focus"
    form = form_of(factor_schema(FactorForm, review))
    if done := saved(form, lambda body: insert_between(session(), current_actor(), ref, factor_ref, effect, values_of(body))):
        return redirect(view_url(ref, question, done.made.record.ref), 303)
    here = asked(review, question)
    return form_page("pir/causes_factor.html", review, form, question=question, effect=effect, item=factor_ref,
                     effect_statement=here.graph.statement(here.effect(effect)), cause_statement=factor.record.title, factor=None,
                     **factor_choices(review, form))


@bp.route("/reviews/<ref>/why/<question>/several", methods=["GET", "POST"])
def several(ref: str, question: str) -> Answer:
    """Linked causes as lines, under ``?effect=``."""
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    here = asked(review, question)
    effect = here.effect(request.values.get("effect") or "focus")
    form = form_of(SeveralForm(), {"effect": effect})
    if done := saved(form, lambda body: add_chains(session(), current_actor(), ref, question, body["lines"], body["effect"])):
        return redirect(view_url(ref, question, done.made[0] if done.made else effect), 303)
    offered = [("focus", here.graph.focus.statement or "The event itself"), *((f.id, f.statement) for f in here.graph.factors)]
    return form_page("pir/causes_several.html", review, form, question=question, item=effect, effects=offered)


@bp.route(f"{FACTOR}/refute", methods=["GET", "POST"])
def refute(ref: str, factor_ref: str) -> Answer:
    review, factor, question = found(ref, factor_ref)
    given = given_of(factor, refutes=True)
    form = form_of(RefuteFactorForm(), {"evidence": [text for text in given if text.startswith(ENTRY)],
                                  "links": "\n".join(text for text in given if not text.startswith(ENTRY))})
    if saved(form, lambda body: refute_factor(session(), current_actor(), ref, factor_ref, read_version(), values_of(body)["evidence"])):
        return redirect(view_url(ref, question, factor_ref), 303)
    return form_page("pir/causes_refute.html", review, form, question=question, item=factor_ref, factor=factor,
                     entries=with_incidents(session(), review), zone=review.zone)


@bp.post(f"{FACTOR}/reinstate")
def reinstate(ref: str, factor_ref: str) -> Answer:
    return _done(ref, factor_ref, lambda: reinstate_factor(session(), current_actor(), ref, factor_ref, read_version()))


@bp.get(f"{FACTOR}/remove")
def ask_to_remove(ref: str, factor_ref: str) -> Answer:
    review, factor, question = found(ref, factor_ref)
    here = asked(review, question)
    below = here.graph.causes_of(factor_ref, refuted=True)
    lost = [f"Not linked any more: {cause.statement}" for cause in below if here.graph.effects_of(cause.id) == (factor_ref,)]
    return render_template(
        "confirm.html", eyebrow=ref, question="Take this cause out?", act="Take it out", version=factor.record.version,
        consequence=[factor.record.title, *lost, "The history keeps its text, and you can undo this for ten minutes."],
        action=url_for(".remove", ref=ref, factor_ref=factor_ref), fields={"view": view_asked()},
        back=("Keep it", view_url(ref, question, factor_ref)),
    )


@bp.post(f"{FACTOR}/remove")
def remove(ref: str, factor_ref: str) -> Answer:
    return _done(ref, factor_ref, lambda: remove_factor(session(), current_actor(), ref, factor_ref, read_version()), "focus")


def _done(ref: str, factor_ref: str, act: Callable[[], object], item: str = "") -> Answer:
    """An act that a button does, without a form to fill in."""
    _, _, question = found(ref, factor_ref)
    act()
    return redirect(view_url(ref, question, item or factor_ref), 303)
