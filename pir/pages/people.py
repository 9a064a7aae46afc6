"""Who takes part in a review, and how."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Stale
from pir.pages.blueprint import Answer, bp
from pir.pages.choices import people as everybody
from pir.pages.head import head_of
from pir.pages.saving import read_version, saved
from pir.queries.review import people_of
from pir.schemas.arrangement import People
from pir.service.editing import shown_for_change
from pir.service.people import set_people
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/people", methods=["GET", "POST"])
def people(ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref)
    version, stale = review.record.version, None
    if request.method == "POST":
        form = Form(People(), request.form)
        version = read_version() or version
        try:
            if saved(form, lambda body: set_people(session(), actor, ref, read_version(), body["people"])):
                flash("The people were saved.")
                return redirect(url_for("pir.overview", ref=ref), 303)
        except Stale as error:
            session().rollback()
            stale, version = error, error.version
    else:
        held = [{"person": person.id, "part": part.part.value} for part, person in people_of(session(), review.id)]
        form = open_form(People(), {"people": held})
    page = render_template(
        "pir/people.html", form=form, version=version, stale=stale, everybody=everybody(session()),
        head=head_of(session(), actor, review, "overview"),
    )
    return page, 409 if stale else 422 if form.errors else 200
