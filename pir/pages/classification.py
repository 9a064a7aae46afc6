"""The marking of a review; Restricted also restricts who may know of it."""

from __future__ import annotations

from flask import flash, redirect, url_for

from kernel.permission import require_on
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.review import find
from pir.schemas.arrangement import Marking
from pir.service.people import classify
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/classification", methods=["GET", "POST"])
def classification(ref: str) -> Answer:
    actor = current_actor()
    review = find(session(), actor, ref)
    require_on(session(), actor, "restrict a review", review.record)
    form = form_of(Marking(), {"classification": review.classification})
    if saved(form, lambda body: classify(session(), actor, ref, read_version(), body["classification"])):
        flash("The classification was changed.")
        return redirect(url_for("pir.overview", ref=ref), 303)
    return form_page("pir/classification.html", form, version=review.record.version, head=head_of(session(), actor, review, "overview"))
