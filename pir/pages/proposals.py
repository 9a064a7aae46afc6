"""Declining a review that the rule proposes."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from incidents.queries.incident import find as find_incident
from kernel.permission import require
from pir.pages.blueprint import Answer, bp
from pir.pages.saving import saved
from pir.schemas.timeline import Reason
from pir.service.proposals import DECLINE, decline
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/decline/<path:incident_ref>", methods=["GET", "POST"])
def decline_review(incident_ref: str) -> Answer:
    actor = current_actor()
    require(actor, DECLINE)
    incident = find_incident(session(), actor, incident_ref)
    eyebrow = f"{incident_ref} · {incident.record.title}"
    form = open_form(Reason(), {})
    if request.method == "POST":
        form = Form(Reason(), request.form)
        if saved(form, lambda body: decline(session(), actor, incident_ref, body["reason"])):
            flash(f"No review of {incident_ref}. The reason stands with the incident.")
            return redirect(url_for("incidents.incident", ref=incident_ref), 303)
    page = render_template("pir/decline.html", form=form, eyebrow=eyebrow, incident_ref=incident_ref)
    return page, 422 if form.errors else 200
