"""What an administrator does with an account: password, disable, left, back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from kernel.permission import require
from organisation.pages.blueprint import bp
from organisation.pages.person import edit_form, show_person
from organisation.queries.person import find_person
from organisation.rules.password import weakness
from organisation.schemas.account import SetPassword
from organisation.service.account import set_password
from organisation.service.passwords import hash_password
from organisation.service.roles import disable_account, mark_as_back
from web.forms import Form
from web.saving import saved
from web.session import current_actor
from web.site import site
from web.unit import session


@bp.post("/people/<int:person_id>/password")
def give_password(person_id: int) -> Any:
    """The form has no idempotency key: with one, the transaction that writes would be open while the hash is made."""
    require(current_actor(), "administer people")
    form = Form(SetPassword(), request.form, ids="new-")

    def give(body: dict[str, str]) -> None:
        hashed = hash_password(_strong(person_id, body["password"]))
        set_password(session(), current_actor(), find_person(session(), person_id), hashed)

    if saved(form, give):
        flash("The password is set. Pass it on in person; it can be changed on the profile page.")
        return redirect(url_for("organisation.person", person_id=person_id), 303)
    found = find_person(session(), person_id)
    return show_person(found, edit_form(found), form), 422


@bp.get("/people/<int:person_id>/disable")
def ask_disable(person_id: int) -> str:
    require(current_actor(), "administer people")
    found = find_person(session(), person_id)
    return render_template(
        "confirm.html",
        question=f"Disable the account of {found.name}?",
        consequence=[
            "Every session ends at once, and every API token stops working.",
            "Reviews and actions keep the name. A new password opens the account again.",
        ],
        act="Disable the account",
        back=("Keep it", url_for("organisation.person", person_id=person_id)),
    )


@bp.post("/people/<int:person_id>/disable")
def disable(person_id: int) -> Any:
    disable_account(session(), current_actor(), find_person(session(), person_id))
    flash("The account is disabled.")
    return redirect(url_for("organisation.person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/back")
def back(person_id: int) -> Any:
    found = mark_as_back(session(), current_actor(), find_person(session(), person_id))
    flash(f"{found.name} is here again. Set a password to open the account.")
    return redirect(url_for("organisation.person", person_id=person_id), 303)


def _strong(person_id: int, password: str) -> str:
    """The new password, once it has passed the rule; read past the request's own session, which is not open yet."""
    with site().database.unit_of_work(write=False) as reading:
        found = find_person(reading, person_id)
        why = weakness(password, email=found.email, name=found.name)
    if why:
        raise Invalid({"password": [why]})
    return password
