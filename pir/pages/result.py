"""The result: whether the cause is confirmed, probable with the analysis going on elsewhere, or unknown."""

from __future__ import annotations

from flask import flash, redirect, url_for

from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.schemas.content import ResultForm
from pir.service.content import set_result
from pir.service.editing import shown_for_change
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/result", methods=["GET", "POST"])
def result(ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref)
    form = form_of(ResultForm(), {key: getattr(review, key) for key in ("result", "result_words", "continues_in")})
    if saved(form, lambda body: set_result(session(), actor, ref, read_version(), **body)):
        flash("The result was saved.")
        return redirect(url_for("pir.overview", ref=ref, _anchor="why"), 303)
    return form_page("pir/result.html", form, version=review.record.version, head=head_of(session(), actor, review, "overview"))
