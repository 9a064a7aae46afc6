"""One person: for an administrator the form, for everybody else what is known."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.permission import may, require
from organisation.models import Person
from organisation.pages.blueprint import bp
from organisation.pages.choices import people_choices
from organisation.pages.tabs import tabs
from organisation.pages.zones import zone_names
from organisation.queries.account import account_of
from organisation.queries.deputy import deputies_of, today
from organisation.queries.person import find_person, roles_of, version_of
from organisation.queries.service import all_services
from organisation.queries.team import teams_of
from organisation.schemas.account import SetPassword
from organisation.schemas.leaving import DeputyFields
from organisation.schemas.person import EditPerson
from organisation.service.hand_over import VERB as HAND_OVER
from organisation.service.person import edit_person
from organisation.service.roles import set_roles
from web.forms import Form, open_form
from web.saving import form_of, saved
from web.session import current_actor
from web.unit import session


@bp.route("/people/<int:person_id>", methods=["GET", "POST"])
def person(person_id: int) -> Any:
    """Everybody reads it; an administrator changes it."""
    if request.method == "POST":
        require(current_actor(), "administer people")
    found = find_person(session(), person_id)
    form = form_of(EditPerson(), _body(found))

    def save(body: dict[str, Any]) -> None:
        edit_person(session(), current_actor(), found, {key: body[key] for key in ("name", "email", "zone")}, version=body["version"])
        set_roles(session(), current_actor(), found, body["roles"], body["service_ids"])

    if saved(form, save):
        flash("Saved.")
        return redirect(url_for("organisation.person", person_id=person_id), 303)
    return show_person(found, form), 422 if form.errors else 200


def show_person(found: Person, form: Form, password: Form | None = None, deputy: Form | None = None) -> str:
    """The page, with whichever of its forms was refused."""
    actor = current_actor()
    administers = may(actor, "administer people")
    account = account_of(session(), found.id)
    return render_template(
        "organisation/person.html",
        tabs=tabs(actor, "People"),
        found=found,
        roles=roles_of(found),
        account=account,
        administers=administers,
        form=form,
        deputies=deputies_of(session(), found.id),
        may_set_deputy=found.is_active and (administers or found.id == actor.person_id),
        deputy=deputy or Form(DeputyFields(), ids="deputy-"),
        people=[(i, name) for i, name in people_choices(session()) if i != found.id] if found.is_active else [],
        today=today(session()),
        teams=teams_of(session(), found.id),
        may_hand_over=may(actor, HAND_OVER),
        password=password or Form(SetPassword(), ids="new-"),
        version=version_of(found),
        services=[(s.id, s.name) for s in all_services(session())] if administers else [],
        zones=zone_names() if administers else [],
        is_oneself=found.id == actor.person_id,
    )


def edit_form(found: Person) -> Form:
    """The person as it is stored, in the boxes."""
    return open_form(EditPerson(), _body(found), action=url_for("organisation.person", person_id=found.id))


def _body(found: Person) -> dict[str, Any]:
    return {
        "name": found.name,
        "email": found.email,
        "zone": found.zone,
        "roles": roles_of(found),
        "service_ids": [row.service_id for row in found.roles if row.service_id is not None],
    }
