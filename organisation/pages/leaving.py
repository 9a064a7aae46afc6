"""Leaving: the day, what is handed over, and taking the name out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from kernel.permission import require
from organisation.models import Person
from organisation.pages.blueprint import bp
from organisation.pages.choices import people_choices
from organisation.queries.belongings import belongings
from organisation.queries.deputy import today
from organisation.queries.person import find_person
from organisation.schemas.leaving import HandOver, Leaving, Reason
from organisation.service.anonymise import anonymise, hindrances, is_only_one_called_so
from organisation.service.hand_over import VERB as HAND_OVER
from organisation.service.hand_over import hand_over
from organisation.service.roles import mark_as_left
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/people/<int:person_id>/left")
def ask_left(person_id: int) -> str:
    require(current_actor(), "administer people")
    return _left(find_person(session(), person_id), open_form(Leaving(), {"left_on": today(session())}))


@bp.post("/people/<int:person_id>/left")
def left(person_id: int) -> Any:
    require(current_actor(), "administer people")
    form = Form(Leaving(), request.form)
    try:
        found = mark_as_left(session(), current_actor(), find_person(session(), person_id), form.load()["left_on"])
    except Invalid as wrong:
        session().rollback()
        return _left(find_person(session(), person_id), form.refused(wrong.messages)), 422
    flash(f"{found.name} is marked as left.")
    still = belongings(session(), current_actor(), person_id)
    return redirect(url_for("organisation.ask_hand_over" if still else "organisation.person", person_id=person_id), 303)


@bp.get("/people/<int:person_id>/hand-over")
def ask_hand_over(person_id: int) -> str:
    """Everything is ticked: most of it goes to one person."""
    require(current_actor(), HAND_OVER)
    held = belongings(session(), current_actor(), person_id)
    return _hand_over(find_person(session(), person_id), open_form(HandOver(), {"keys": [one.key for one in held]}))


@bp.post("/people/<int:person_id>/hand-over")
def take_hand_over(person_id: int) -> Any:
    require(current_actor(), HAND_OVER)
    found = find_person(session(), person_id)
    form = Form(HandOver(), request.form)
    try:
        body = form.load()
        to = session().get(Person, body["to"])
        count = hand_over(session(), current_actor(), found, body["keys"], to)
    except Invalid as wrong:
        session().rollback()
        return _hand_over(find_person(session(), person_id), form.refused(wrong.messages)), 422
    flash(f"{count} handed over to {to.name if to else ''}.")
    rest = belongings(session(), current_actor(), person_id)
    return redirect(url_for("organisation.ask_hand_over" if rest else "organisation.person", person_id=person_id), 303)


@bp.get("/people/<int:person_id>/anonymise")
def ask_anonymise(person_id: int) -> str:
    require(current_actor(), "administer people")
    return _anonymise(find_person(session(), person_id), open_form(Reason()))


@bp.post("/people/<int:person_id>/anonymise")
def take_anonymise(person_id: int) -> Any:
    require(current_actor(), "administer people")
    form = Form(Reason(), request.form)
    try:
        found = anonymise(session(), current_actor(), find_person(session(), person_id), form.load()["reason"])
    except Invalid as wrong:
        session().rollback()
        return _anonymise(find_person(session(), person_id), form.refused(wrong.messages)), 422
    flash(f"The name is gone. The person is called {found.name} from now on.")
    return redirect(url_for("organisation.person", person_id=person_id), 303)


def _left(found: Person, form: Form) -> str:
    return render_template("organisation/person_left.html", found=found, form=form)


def _hand_over(found: Person, form: Form) -> str:
    return render_template(
        "organisation/hand_over.html", found=found, form=form, held=belongings(session(), current_actor(), found.id),
        people=[(i, name) for i, name in people_choices(session()) if i != found.id],
    )


def _anonymise(found: Person, form: Form) -> str:
    return render_template(
        "organisation/anonymise.html", found=found, form=form, hindrances=hindrances(session(), found),
        texts_too=is_only_one_called_so(session(), found), still=len(belongings(session(), current_actor(), found.id)),
    )
