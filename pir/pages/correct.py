"""A typing error in a signed version: choose the text, correct it, say why."""

from __future__ import annotations

from flask import flash, redirect, request, url_for

from kernel.errors import NotFound
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.schemas.corrections import CorrectionForm
from pir.service.corrections import correct as save_correction
from pir.service.corrections import correctable
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/correct", methods=["GET", "POST"])
def correct(ref: str) -> Answer:
    """Without ``?part=`` the list of texts; with it the form for one."""
    actor = current_actor()
    review, texts = correctable(session(), actor, ref)
    place = (request.values.get("part", ""), request.values.get("item", ""))
    if request.method != "POST" and place[0] and place not in texts:
        raise NotFound("text")
    label, text = texts.get(place, ("", ""))
    form = form_of(CorrectionForm(), {"part": place[0], "item": place[1], "text": text})
    if saved(form, lambda body: save_correction(session(), actor, ref, read_version(), **body)):
        flash("The text was corrected. The signatures stand.")
        return redirect(url_for("pir.sign_off", ref=ref, _anchor="corrections"), 303)
    return form_page("pir/correct.html", form, texts=texts, place=place, label=label, is_chosen=request.method == "POST" or bool(place[0]),
                     version=review.record.version, head=head_of(session(), actor, review, "sign_off"))
