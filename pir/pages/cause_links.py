"""Where a cause leads and stands: its links, their two-way checks, its order, its bone; and undo."""

from __future__ import annotations

from flask import flash, redirect, request

from kernel.errors import Invalid, NotFound, Obstacle, Refused
from pir.pages.cause_acts import FACTOR, found
from pir.pages.cause_frame import asked, form_page, view_url
from pir.pages.causes_blueprint import Answer, bp
from pir.schemas.cause_acts import CategoryForm, ChangeLinkForm, PlaceFactorForm
from pir.schemas.causes import LinkForm, checks_of
from pir.service import causes as service
from pir.service.cause_order import change_link as save_link
from pir.service.cause_order import place_factor
from pir.service.cause_undo import undo as take_back
from rca.causal_graph import CausalGraph
from web.forms import Form
from web.saving import form_of, read_version, saved
from web.session import current_actor
from web.unit import session

EVENT = "The event itself"


@bp.route(f"{FACTOR}/links", methods=["GET", "POST"])
def link(ref: str, factor_ref: str) -> Answer:
    """What a cause led to: each link can be changed or taken away, and one more added."""
    review, factor, question = found(ref, factor_ref)
    form = form_of(LinkForm())
    if saved(form, lambda body: service.link_factor(session(), current_actor(), ref, factor_ref, body["effect"], checks_of(body))):
        return redirect(view_url(ref, question, factor_ref), 303)
    graph = asked(review, question).graph
    held = [one for effect in graph.effects_of(factor_ref) for one in graph.links_to(effect) if one.cause == factor_ref]
    taken = {factor_ref, *(one.effect for one in held)}
    return form_page("pir/causes_links.html", review, form, question=question, item=factor_ref, factor=factor,
                     held=[(one, graph.statement(one.effect) or EVENT) for one in held],
                     effects=[(i, text) for i, text in _effects(graph) if i not in taken])


def _effects(graph: CausalGraph) -> list[tuple[str, str]]:
    return [(graph.focus.id, graph.focus.statement or EVENT), *((f.id, f.statement) for f in graph.factors)]


@bp.route(f"{FACTOR}/links/<effect>", methods=["GET", "POST"])
def change_link(ref: str, factor_ref: str, effect: str) -> Answer:
    """The two-way check of one link, and the effect it leads to."""
    review, factor, question = found(ref, factor_ref)
    here = asked(review, question)
    graph = here.graph
    held = next((one for one in graph.links_to(here.effect(effect)) if one.cause == factor_ref), None)
    if held is None:
        raise NotFound("link between these two causes")
    form = form_of(ChangeLinkForm(), {"to": effect, "forward": held.forward, "reverse": held.reverse})
    if saved(form, lambda body: save_link(session(), current_actor(), ref, factor_ref, effect, read_version(), {"to": body["to"], **checks_of(body)})):
        return redirect(view_url(ref, question, factor_ref), 303)
    return form_page("pir/causes_link.html", review, form, question=question, item=factor_ref, factor=factor, effect=effect,
                     statement=graph.statement(effect) or EVENT, version=here.rows.link_versions()[factor_ref, effect],
                     effects=[(i, text) for i, text in _effects(graph) if i != factor_ref])


@bp.post(f"{FACTOR}/unlink")
def unlink(ref: str, factor_ref: str) -> Answer:
    _, _, question = found(ref, factor_ref)
    service.unlink_factor(session(), current_actor(), ref, factor_ref, request.form.get("effect", ""))
    return redirect(view_url(ref, question, factor_ref), 303)


@bp.post(f"{FACTOR}/place")
def place(ref: str, factor_ref: str) -> Answer:
    """One place up or down, in or out."""
    _, _, question = found(ref, factor_ref)
    body = Form(PlaceFactorForm(), request.form).load()
    try:
        place_factor(session(), current_actor(), ref, factor_ref, body["effect"], body["way"], body["beside"])
    except Invalid as wrong:  # a circle, or a link that stands there: told on a page of its own, there is no form to show again
        raise Refused([Obstacle(text, "causes") for texts in wrong.messages.values() for text in texts]) from None
    return redirect(view_url(ref, question, factor_ref), 303)


@bp.post(f"{FACTOR}/category")
def category(ref: str, factor_ref: str) -> Answer:
    """To another bone of the fishbone."""
    _, _, question = found(ref, factor_ref)
    body = Form(CategoryForm(), request.form).load()
    service.edit_factor(session(), current_actor(), ref, factor_ref, read_version(), body)
    return redirect(view_url(ref, question, factor_ref), 303)


@bp.post("/reviews/<ref>/why/<question>/undo")
def undo(ref: str, question: str) -> Answer:
    words = take_back(session(), current_actor(), ref)
    flash(f"Undone: {words}.")
    return redirect(view_url(ref, question), 303)
