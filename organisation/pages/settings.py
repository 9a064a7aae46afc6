"""Settings of the organisation, with what each policy set would do."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.errors import Invalid
from kernel.permission import require
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.pages.zones import zone_names
from organisation.queries.policy import policy_sets, the_organisation
from organisation.rules.policy_words import in_words
from organisation.schemas.settings import Settings
from organisation.service.settings import edit_organisation, version_of
from web.forms import Form, open_form
from web.session import current_actor
from web.unit import session


@bp.get("/settings")
def settings() -> str:
    require(current_actor(), "administer policies")
    found = the_organisation(session())
    return _show(open_form(Settings(), {"name": found.name, "zone": found.zone, "policy_key": found.policy_key}))


@bp.post("/settings")
def save_settings() -> Any:
    require(current_actor(), "administer policies")
    form = Form(Settings(), request.form)
    try:
        body = form.load()
        edit_organisation(session(), current_actor(), body, version=body["version"])
    except Invalid as wrong:
        return _show(form.refused(wrong.messages)), 422
    flash("Saved. Reviews opened from now on follow these settings.")
    return redirect(url_for("organisation.settings"), 303)


def _show(form: Form) -> str:
    found = the_organisation(session())
    sets = policy_sets(session())
    answers = [in_words(policy.terms) for policy in sets]
    return render_template(
        "organisation/settings.html",
        tabs=tabs(current_actor(), "Settings"),
        form=form,
        found=found,
        version=version_of(found),
        zones=zone_names(),
        sets=sets,
        rows=[(question, [words[question] for words in answers]) for question in answers[0]],
    )
