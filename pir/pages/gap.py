"""A stretch without entries: what is known of it, or that nobody knows."""

from __future__ import annotations

from flask import flash, redirect, request, url_for

from kernel.errors import NotFound
from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.document import document
from pir.schemas.timeline import GapAnswer
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.timeline import explain_gap
from web.forms import Form, open_form
from web.saving import form_page, saved
from web.session import current_actor
from web.unit import session

NOBODY_KNOWS = "Nobody knows what happened in this time"
WAITING = "Waiting on a supplier"


@bp.route("/reviews/<ref>/timeline/gap", methods=["GET", "POST"])
def gap(ref: str) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    form = Form(GapAnswer(), request.form)
    if saved(form, lambda body: explain_gap(session(), current_actor(), ref, body["start"], body["end"], body["text"])):
        flash("The gap is explained.")
        return redirect(url_for("pir.timeline", ref=ref, _anchor="gaps"), 303)
    found = _gap(review, request.form.get("start") or request.args.get("from", ""))
    if request.method != "POST":
        form = open_form(GapAnswer(), {"text": found["explanation"] or ""})
    return form_page("pir/gap.html", form, row=found, zone=review.zone, answers=(NOBODY_KNOWS, WAITING),
                     head=head_of(session(), current_actor(), review, "timeline"))


def _gap(review: Review, start: str) -> dict[str, str]:
    gaps = document(session(), review)["timeline"]["gaps"]
    found = next((g for g in gaps if g["from"] == start), None)
    if found is None:
        raise NotFound("gap")
    return dict(found)
