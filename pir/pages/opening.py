"""Form R: a new review from a title, a severity and one time."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from incidents.rules.times import MILESTONES
from incidents.rules.written import Problem
from incidents.schemas import moments
from kernel import clock
from kernel.calendar import known_zone
from kernel.permission import require
from organisation.queries.calendar import calendar_rule
from organisation.queries.policy import policy_in_force
from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.choices import people, services, zones
from pir.rules.clock import Due, dues
from pir.schemas.review import NewReview
from pir.service.opening import OPEN, open_review
from web.forms import Form, open_form
from web.saving import saved
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/new")
def new() -> str:
    require(current_actor(), OPEN)
    return render_template("pir/new.html", **new_page(open_form(NewReview(), blank())))


@bp.post("/reviews/new")
def create() -> Answer:
    require(current_actor(), OPEN)
    form = Form(NewReview(), request.form)
    if done := saved(form, lambda body: open_review(session(), current_actor(), **body)):
        return opened_answer(done.made, form)
    return render_template("pir/new.html", **new_page(form)), 422


def opened_answer(review: Review, form: Form) -> Answer:
    """On to the new review, with what is worth a second look."""
    flash(f"{review.record.ref} is open. Only the people you name are told.")
    if form.value("scribe") and form.value("scribe") == form.value("facilitator"):
        flash("The scribe is also the facilitator. Two different people work best.")
    return redirect(url_for("pir.overview", ref=review.record.ref), 303)


def blank() -> dict[str, Any]:
    """What a new form begins with."""
    actor = current_actor()
    default = policy_in_force(session()).terms["review"]["default_classification"]
    return {"zone": actor.zone, "facilitator": actor.person_id, "classification": default, "kind": "incident"}


def new_page(form: Form) -> dict[str, Any]:
    """All that the template of a new review needs beside its form."""
    policy = policy_in_force(session())
    used = [value for value in form.all("services") if value.strip()]
    return {
        "form": form, "people": people(session()), "services": services(session()), "zones": zones(),
        "named_services": [*used, *[""] * max(1, 3 - len(used))], "milestones": MILESTONES, "policy": policy,
        "starts": _starts(form, policy.terms["clocks"]),
        "form_zone": form.value("zone") if known_zone(form.value("zone")) else "UTC",
    }


def _starts(form: Form, terms: dict[str, Any]) -> dict[str, Due]:
    """The dates that the review would get, as soon as the form says when the service was restored."""
    zone = form.value("zone")
    text = " ".join((form.value("restored-at-date"), form.value("restored-at-time"))).strip()
    if not text or not known_zone(zone) or form.value("restored-precision") == "unknown":
        return {}
    read = moments.read(text, zone, day=form.value("detected-at-date") or form.value("occurred-at-date"))
    if isinstance(read, Problem) or read.at > clock.now():
        return {}
    return {due.kind: due for due in dues("restored", read.at, terms, calendar_rule(session(), terms["calendar_id"]))}
