"""The result: whether the cause is confirmed, probable with the analysis going on elsewhere, or unknown."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.pages.saving import read_version, saved
from pir.schemas.content import ResultForm
from pir.service.content import set_result
from pir.service.editing import shown_for_change
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/result", methods=["GET", "POST"])
def result(ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref)
    version = review.record.version
    if request.method == "POST":
        form = Form(ResultForm(), request.form)
        version = read_version() or version
        if saved(form, lambda body: set_result(session(), actor, ref, read_version(), **body)):
            flash("The result was saved.")
            return redirect(url_for("pir.overview", ref=ref, _anchor="why"), 303)
    else:
        held = {key: getattr(review, key) for key in ("result", "result_words", "continues_in")}
        form = open_form(ResultForm(), held)
    page = render_template("pir/result.html", form=form, version=version, head=head_of(session(), actor, review, "overview"))
    return page, 422 if form.errors else 200
