"""Who answers for a person while they are away."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from kernel.errors import Invalid
from organisation.models import Person
from organisation.pages.blueprint import bp
from organisation.pages.person import edit_form, show_person
from organisation.queries.deputy import today
from organisation.queries.person import find_person
from organisation.schemas.leaving import DeputyFields
from organisation.service.deputy import add_deputy, end_deputy
from web.forms import Form
from web.session import current_actor
from web.unit import session


@bp.post("/people/<int:person_id>/deputies")
def set_deputy(person_id: int) -> Any:
    """One's own, or an administrator's."""
    found = find_person(session(), person_id)
    form = Form(DeputyFields(), request.form, ids="deputy-")
    try:
        body = form.load()
        deputy = _chosen(body["deputy_id"])
        add_deputy(session(), current_actor(), found, deputy, starts_on=body["starts_on"], ends_on=body["ends_on"])
    except Invalid as wrong:
        session().rollback()
        found = find_person(session(), person_id)
        refused = {"deputy_id" if key == "deputy" else key: texts for key, texts in wrong.messages.items()}
        return show_person(found, edit_form(found), deputy=form.refused(refused)), 422
    flash(f"{deputy.name} answers for {found.name} in that time.")
    return redirect(url_for("organisation.person", person_id=person_id, _anchor="deputies"), 303)


@bp.post("/people/<int:person_id>/deputies/<int:deputy_id>/end")
def stop_deputy(person_id: int, deputy_id: int) -> Any:
    end_deputy(session(), current_actor(), find_person(session(), person_id), deputy_id, today=today(session()))
    flash("The deputyship is ended.")
    return redirect(url_for("organisation.person", person_id=person_id, _anchor="deputies"), 303)


def _chosen(person_id: int) -> Person:
    found = session().get(Person, person_id)
    if found is None:
        raise Invalid({"deputy_id": ["Select a person from the list"]})
    return found
