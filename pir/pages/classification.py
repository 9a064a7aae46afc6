"""The marking of a review; Restricted also restricts who may know of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from kernel.permission import require_on
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.pages.saving import read_version, saved
from pir.queries.review import find
from pir.schemas.arrangement import Marking
from pir.service.people import classify
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/classification", methods=["GET", "POST"])
def classification(ref: str) -> Answer:
    actor = current_actor()
    review = find(session(), actor, ref)
    require_on(session(), actor, "restrict a review", review.record)
    version = review.record.version
    if request.method == "POST":
        form = Form(Marking(), request.form)
        version = read_version() or version
        if saved(form, lambda body: classify(session(), actor, ref, read_version(), body["classification"])):
            flash("The classification was changed.")
            return redirect(url_for("pir.overview", ref=ref), 303)
    else:
        form = open_form(Marking(), {"classification": review.classification})
    page = render_template("pir/classification.html", form=form, version=version, head=head_of(session(), actor, review, "overview"))
    return page, 422 if form.errors else 200
