"""Leaving: the day, what is handed over, and taking the name out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from kernel.permission import require
from organisation.models import Person
from organisation.pages.blueprint import bp
from organisation.pages.choices import people_choices
from organisation.queries.belongings import belongings
from organisation.queries.deputy import today
from organisation.queries.person import find_person
from organisation.schemas.leaving import HandOver, Leaving, Reason
from organisation.service import hand_over as service
from organisation.service.anonymise import anonymise, hindrances, is_only_one_called_so
from organisation.service.roles import mark_as_left
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/people/<int:person_id>/left", methods=["GET", "POST"])
def left(person_id: int) -> Any:
    require(current_actor(), "administer people")
    found = find_person(session(), person_id)
    form = form_of(Leaving(), {"left_on": today(session())})
    if saved(form, lambda body: mark_as_left(session(), current_actor(), found, body["left_on"])):
        flash(f"{found.name} is marked as left.")
        return _on(person_id)
    return form_page("organisation/person_left.html", form, found=found)


@bp.route("/people/<int:person_id>/hand-over", methods=["GET", "POST"])
def hand_over(person_id: int) -> Any:
    """Everything is ticked at first: most of it goes to one person."""
    require(current_actor(), service.VERB)
    found = find_person(session(), person_id)
    held = belongings(session(), current_actor(), person_id)
    form = form_of(HandOver(), {"keys": [one.key for one in held]})

    def give(body: dict[str, Any]) -> tuple[int, str]:
        to = session().get(Person, body["to"])
        return service.hand_over(session(), current_actor(), found, body["keys"], to), to.name if to else ""

    if done := saved(form, give):
        flash("{} handed over to {}.".format(*done.made))
        return _on(person_id)
    people = [(i, name) for i, name in people_choices(session()) if i != person_id]
    return form_page("organisation/hand_over.html", form, found=found, held=held, people=people)


@bp.route("/people/<int:person_id>/anonymise", methods=["GET", "POST"])
def take_name_out(person_id: int) -> Any:
    require(current_actor(), "administer people")
    found, form = find_person(session(), person_id), form_of(Reason())
    if saved(form, lambda body: anonymise(session(), current_actor(), found, body["reason"])):
        flash(f"The name is gone. The person is called {found.name} from now on.")
        return redirect(url_for("organisation.person", person_id=person_id), 303)
    return form_page(
        "organisation/anonymise.html", form, found=found, hindrances=hindrances(session(), found),
        texts_too=is_only_one_called_so(session(), found), still=len(belongings(session(), current_actor(), person_id)),
    )


def _on(person_id: int) -> Any:
    """To what is still to be handed over, else back to the person."""
    still = belongings(session(), current_actor(), person_id)
    return redirect(url_for("organisation.hand_over" if still else "organisation.person", person_id=person_id), 303)
