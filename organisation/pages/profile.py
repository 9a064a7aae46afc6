"""One's own page: name, zone, password and API tokens."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from organisation.models import Person
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.pages.zones import zone_names
from organisation.queries.account import tokens_of
from organisation.queries.person import find_person, roles_of, version_of
from organisation.schemas.account import ChangePassword, NewToken
from organisation.schemas.person import EditProfile
from organisation.service.person import edit_profile
from web.forms import Form, open_form
from web.saving import form_of, saved
from web.session import current_actor
from web.unit import session


@bp.route("/profile", methods=["GET", "POST"])
def profile() -> Any:
    form = form_of(EditProfile(), _body(oneself()))
    if saved(form, lambda body: edit_profile(session(), current_actor(), oneself(), body, version=body["version"])):
        flash("Saved.")
        return redirect(url_for("organisation.profile"), 303)
    return show_profile(details=form), 422 if form.errors else 200


def oneself() -> Person:
    return find_person(session(), current_actor().person_id or 0)


def show_profile(
    *, details: Form | None = None, password: Form | None = None, token: Form | None = None, plain: str | None = None
) -> str:
    """The page with its three forms; a refused one comes back as it was typed. ``plain`` is a token just made."""
    found = oneself()
    details = details or open_form(EditProfile(), _body(found), action=url_for("organisation.profile"))
    return render_template(
        "organisation/profile.html",
        tabs=tabs(current_actor(), "Your profile"),
        found=found,
        roles=roles_of(found),
        version=version_of(found),
        zones=zone_names(),
        details=details,
        password=password or Form(ChangePassword(), ids="password-"),
        token=token or open_form(NewToken(), {"days": 90}, action=url_for("organisation.create_token"), ids="token-"),
        tokens=tokens_of(session(), found.id),
        plain=plain,
        pages_there=current_app.view_functions,
    )


def _body(found: Person) -> dict[str, str]:
    return {"name": found.name, "zone": found.zone}
