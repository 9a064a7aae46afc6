"""Who takes part in a review, and how."""

from __future__ import annotations

from flask import flash, redirect, url_for

from pir.pages.blueprint import Answer, bp
from pir.pages.choices import people as everybody
from pir.pages.head import head_of
from pir.queries.review import people_of
from pir.schemas.arrangement import People
from pir.service.editing import shown_for_change
from pir.service.people import set_people
from web.saving import form_of, form_page, read_version, saved_as_whole
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/people", methods=["GET", "POST"])
def people(ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref)
    form = form_of(People(), {"people": [{"person": person.id, "part": part.part.value} for part, person in people_of(session(), review.id)]})
    if saved_as_whole(form, lambda body: set_people(session(), actor, ref, read_version(), body["people"])):
        flash("The people were saved.")
        return redirect(url_for("pir.overview", ref=ref), 303)
    return form_page("pir/people.html", form, version=review.record.version, everybody=everybody(session()), head=head_of(session(), actor, review, "overview"))
