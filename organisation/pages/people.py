"""The list of people, and adding one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from kernel.permission import Role, may, require
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.person import count_people, directory, roles_of
from organisation.schemas.person import NewPerson, NewPersonWithRoles, PeopleAsked
from organisation.service.person import add_person
from web.forms import Form
from web.paging import SIZE, page_of
from web.saving import form_of, form_page, saved
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


@bp.route("/people/new", methods=["GET", "POST"])
def new_person() -> Any:
    """Only an administrator is asked for roles; what others send under that name is not read."""
    require(current_actor(), "add a person")
    with_roles = may(current_actor(), "administer people")
    form = form_of(NewPersonWithRoles() if with_roles else NewPerson(), {"roles": [Role.CONTRIBUTOR]})
    if done := saved(form, lambda body: add_person(session(), current_actor(), **body)):
        flash(f"{done.made.name} was added.")
        return redirect(url_for("organisation.person", person_id=done.made.id), 303)
    return form_page("organisation/person_new.html", form, with_roles=with_roles)
