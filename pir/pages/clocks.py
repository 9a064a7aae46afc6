"""The clocks of a review: what is due, what happened to them, and pausing, resuming and extending them."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for

from kernel import clock
from kernel.permission import may, parts_of
from organisation.queries.person import active_people
from pir.models import Review
from pir.pages import words
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.clocks import calendar_of
from pir.queries.document import document
from pir.queries.review import find
from pir.rules.clock import NAMES, Happened, is_stopped
from pir.rules.lifecycle import RUNNING
from pir.schemas.clocks import Extension, Pause, Reopening
from pir.service import clock_acts as service
from pir.service.clocks import facts
from web.forms import Form, open_form
from web.saving import read_version, saved
from web.session import current_actor
from web.unit import session

SAID = {
    "pause": "The clocks stand still. The time until they run on is added to what is due.", "extend": "The clock has more time.",
    "reopened": "The clocks stand still until the new time Restored is known.",
}


@bp.get("/reviews/<ref>/clocks")
def clocks(ref: str) -> str:
    return _page(find(session(), current_actor(), ref), None)


@bp.post("/reviews/<ref>/clocks/pause")
def pause_clocks(ref: str) -> Answer:
    return _save(ref, Form(Pause(), request.form, ids="pause-"), "pause", service.pause)


@bp.post("/reviews/<ref>/clocks/extend")
def extend_clock(ref: str) -> Answer:
    return _save(ref, Form(Extension(zone=_zone(ref)), request.form, ids="extend-"), "extend", service.extend)


@bp.post("/reviews/<ref>/clocks/reopened")
def record_reopening(ref: str) -> Answer:
    return _save(ref, Form(Reopening(zone=_zone(ref)), request.form, ids="reopened-"), "reopened", service.reopened)


@bp.post("/reviews/<ref>/clocks/resume")
def resume_clocks(ref: str) -> Answer:
    service.resume(session(), current_actor(), ref, read_version())
    flash("The clocks run on.")
    return redirect(url_for("pir.clocks", ref=ref), 303)


def _save(ref: str, form: Form, name: str, act: Callable[..., Review]) -> Answer:
    if saved(form, lambda body: act(session(), current_actor(), ref, read_version(), **body)):
        flash(SAID[name])
        return redirect(url_for("pir.clocks", ref=ref), 303)
    return _page(find(session(), current_actor(), ref), form), 422


def _zone(ref: str) -> str:
    return find(session(), current_actor(), ref).zone


def _page(review: Review, refused: Form | None) -> str:
    actor, ref, zone = current_actor(), review.record.ref, review.zone
    parts = parts_of(session(), actor, review.record)
    forms: dict[str, Form] = {
        "pause-": open_form(Pause(), {}, ids="pause-", action=url_for("pir.pause_clocks", ref=ref)),
        "extend-": open_form(Extension(zone=zone), {}, zone=zone, ids="extend-", action=url_for("pir.extend_clock", ref=ref)),
        "reopened-": open_form(Reopening(zone=zone), {}, zone=zone, ids="reopened-", action=url_for("pir.record_reopening", ref=ref)),
    }
    if refused is not None:
        forms[refused.ids] = refused
    shown = document(session(), review)
    stopped = is_stopped(facts(review.clock_events))
    runs = review.state in RUNNING and bool(review.clocks)
    return render_template(
        "pir/clocks.html", head=head_of(session(), actor, review, "overview"), zone=zone, doc=shown, errors=refused.errors if refused else [],
        clocks=words.clocks(shown, clock.now(), calendar_of(session(), review)), happened=words.clock_history(shown),
        is_history=words.is_history(shown),
        pause=forms["pause-"], extend=forms["extend-"], reopened=forms["reopened-"], version=read_version() or review.record.version,
        may_pause=runs and may(actor, service.PAUSE, parts), may_extend=runs and may(actor, service.EXTEND, parts) and bool(_unmet(review)),
        unmet=_unmet(review),
        stopped=stopped, is_open_again=stopped is Happened.REOPENED,
        people=[(p.id, p.name) for p in active_people(session()) if p.id != actor.person_id],
    )


def _unmet(review: Review) -> list[tuple[str, str]]:
    """The clocks that can be given more time, as options."""
    unmet = {c.kind for c in review.clocks if c.met_at is None}
    return [(kind.value, NAMES[kind.value]) for kind in service.EXTENDABLE if kind in unmet]
