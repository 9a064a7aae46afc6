"""Declining a review that the rule proposes."""

from __future__ import annotations

from flask import flash, redirect, url_for

from incidents.queries.incident import find as find_incident
from kernel.permission import require
from pir.pages.blueprint import Answer, bp
from pir.schemas.timeline import Reason
from pir.service.proposals import DECLINE, decline
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/decline/<path:incident_ref>", methods=["GET", "POST"])
def decline_review(incident_ref: str) -> Answer:
    actor = current_actor()
    require(actor, DECLINE)
    incident = find_incident(session(), actor, incident_ref)
    eyebrow = f"{incident_ref} · {incident.record.title}"
    form = form_of(Reason())
    if saved(form, lambda body: decline(session(), actor, incident_ref, body["reason"])):
        flash(f"No review of {incident_ref}. The reason stands with the incident.")
        return redirect(url_for("incidents.incident", ref=incident_ref), 303)
    return form_page("pir/decline.html", form, eyebrow=eyebrow, incident_ref=incident_ref)
