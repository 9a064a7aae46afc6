"""Opening the review of an incident that is stored already, from the incident's page."""

from __future__ import annotations

from flask import flash, redirect, url_for

from pir.pages.blueprint import Answer, bp
from pir.service.opening import open_for_incident
from web.session import current_actor
from web.unit import session


@bp.post("/reviews/of/<path:incident_ref>")
def of_incident(incident_ref: str) -> Answer:
    review = open_for_incident(session(), current_actor(), incident_ref)
    flash("The review was opened.")
    return redirect(url_for("pir.overview", ref=review.record.ref), 303)
