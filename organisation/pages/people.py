"""The list of people, and adding one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from marshmallow import Schema

from kernel.errors import Invalid
from kernel.permission import Role, may, require
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.person import count_people, directory, roles_of
from organisation.schemas.person import NewPerson, NewPersonWithRoles, PeopleAsked
from organisation.service.person import add_person
from web.forms import Form, open_form
from web.paging import SIZE, page_of
from web.session import current_actor
from web.unit import session


@bp.get("/people")
def people() -> str:
    actor = current_actor()
    form = Form(PeopleAsked(), request.args)
    try:
        asked = form.load()
    except Invalid:
        asked = PeopleAsked().load({})
    page = page_of(request.args, count_people(session(), **asked), request.path)
    rows = directory(session(), **asked, offset=page.offset, size=SIZE)
    return render_template(
        "organisation/people.html",
        tabs=tabs(actor, "People"),
        form=form,
        asked=asked,
        page=page,
        rows=[(person, account, roles_of(person)) for person, account in rows],
        may_add=may(actor, "add a person"),
        may_import=may(actor, "administer people"),
    )


@bp.get("/people/new")
def new_person() -> str:
    require(current_actor(), "add a person")
    return _new(open_form(_schema(), {"roles": [Role.CONTRIBUTOR]}))


@bp.post("/people/new")
def create_person() -> Any:
    require(current_actor(), "add a person")
    form = Form(_schema(), request.form)
    try:
        person = add_person(session(), current_actor(), **form.load())
    except Invalid as wrong:
        return _new(form.refused(wrong.messages)), 422
    flash(f"{person.name} was added.")
    return redirect(url_for("organisation.person", person_id=person.id), 303)


def _schema() -> Schema:
    """Only an administrator is asked for roles; what others send under that name is not read."""
    return NewPersonWithRoles() if may(current_actor(), "administer people") else NewPerson()


def _new(form: Form) -> str:
    return render_template("organisation/person_new.html", form=form, with_roles=isinstance(form.schema, NewPersonWithRoles))
