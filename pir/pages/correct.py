"""A typing error in a signed version: choose the text, correct it, say why."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import NotFound
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.pages.saving import read_version, saved
from pir.schemas.corrections import CorrectionForm
from pir.service.corrections import correct as save_correction
from pir.service.corrections import correctable
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/correct", methods=["GET", "POST"])
def correct(ref: str) -> Answer:
    """Without ``?part=`` the list of texts; with it the form for one."""
    actor = current_actor()
    review, texts = correctable(session(), actor, ref)
    version = review.record.version
    place = (request.values.get("part", ""), request.values.get("item", ""))
    form = None
    if request.method == "POST":
        form = Form(CorrectionForm(), request.form)
        version = read_version() or version
        if saved(form, lambda body: save_correction(session(), actor, ref, read_version(), **body)):
            flash("The text was corrected. The signatures stand.")
            return redirect(url_for("pir.sign_off", ref=ref, _anchor="corrections"), 303)
    elif place[0]:
        if place not in texts:
            raise NotFound("text")
        form = open_form(CorrectionForm(), {"part": place[0], "item": place[1], "text": texts[place][1]})
    page = render_template(
        "pir/correct.html", form=form, texts=texts, place=place, label=texts.get(place, ("", ""))[0], version=version,
        head=head_of(session(), actor, review, "sign_off"),
    )
    return page, 422 if form and form.errors else 200
