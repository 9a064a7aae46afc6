"""The impact table, row by row with its source."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.document import impact_of
from pir.queries.templates import template_of
from pir.rules.impact import KNOWN
from pir.schemas.content import ImpactTable
from pir.service.content import set_impact
from pir.service.editing import shown_for_change
from web.saving import form_of, form_page, read_version, saved_as_whole
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/impact", methods=["GET", "POST"])
def impact(ref: str) -> Answer:
    """A table cannot be shown as two texts to edit: in a conflict the form stays, with what is stored beside it."""
    actor = current_actor()
    review = shown_for_change(session(), actor, ref)
    form = form_of(ImpactTable(zone=review.zone), _initial(review), zone=review.zone)
    if saved_as_whole(form, lambda body: set_impact(session(), actor, ref, read_version(), body["impact"], body["regulator"])):
        flash("The impact was saved.")
        return redirect(url_for("pir.overview", ref=ref), 303)
    return form_page("pir/impact.html", form, version=review.record.version, prompt=template_of(review).prompt("impact"), head=head_of(session(), actor, review, "overview"))


def _initial(review: Review) -> dict[str, Any]:
    """What is stored, then a row for each known measure that has none."""
    rows = impact_of(session(), review)
    there = {row["kind"] for row in rows}
    told = ("reportable", "authority", "authority_ref", "report_due_at")
    return {"impact": [*rows, *({"kind": kind} for kind in KNOWN if kind not in there)],
            "regulator": {key: getattr(review, key) for key in told}}
