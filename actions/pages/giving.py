"""Many actions of the register given to one person: chosen, shown once more, done."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from actions.pages.blueprint import bp
from actions.pages.register import asked_of
from actions.queries import register as rows
from actions.queries.today import today as today_of
from actions.rules.lifecycle import EDIT, OPEN
from actions.schemas.shown import query_of
from actions.schemas.view import GiveFields, read_versions
from actions.service.bulk import MOST, give_all
from kernel.errors import Invalid
from kernel.permission import require
from organisation.queries.person import active_people
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/actions/new-owner")
def ask_to_give() -> str:
    """The open actions of the filter in the address, to choose among."""
    require(current_actor(), EDIT)
    return _page(request.args, open_form(GiveFields()))


@bp.post("/actions/new-owner")
def give() -> Any:
    """What would change first; done when the person presses the other button."""
    actor = current_actor()
    require(actor, EDIT)
    form = Form(GiveFields(), request.form)
    try:
        said = form.load()
        versions = read_versions(said["actions"])
        if request.form.get("do") != "save":
            _require(versions, said["owner"])
            return _page(request.form, form, chosen=versions, owner=said["owner"])
        made = give_all(session(), actor, versions, said["owner"])
    except Invalid as wrong:
        return _page(request.form, form.refused(wrong.messages)), 422
    flash(f"{len(made)} {'action has' if len(made) == 1 else 'actions have'} a new owner, who is asked to accept.")
    return redirect(url_for("actions.register", **query_of(asked_of(request.form))), 303)


def _require(versions: dict[str, int], owner: int | None) -> None:
    """The faults that the service would find, before anything is shown."""
    if not versions:
        raise Invalid({"actions": ["Select at least one action"]})
    if owner is None:
        raise Invalid({"owner": ["Select who owns them from now on"]})


def _page(args: MultiDict[str, str], form: Form, chosen: dict[str, int] | None = None, owner: int | None = None) -> str:
    actor, today, people = current_actor(), today_of(session()), active_people(session())
    asked = asked_of(MultiDict((k, v) for k, v in args.items(multi=True) if not (args is request.form and k == "owner")))
    found = [row for row in rows.page_of_rows(session(), actor, rows.asked_for(asked), today, offset=0, size=MOST) if row.state in OPEN]
    return render_template(
        "actions/giving.html", form=form, today=today, people=[(p.id, p.name) for p in people], query=query_of(asked), rows=found,
        chosen=[row for row in found if row.ref in chosen] if chosen else (), picked=set(form.all("actions")),
        owner_name=next((p.name for p in people if p.id == owner), ""), owner=owner,
    )
