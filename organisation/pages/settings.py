"""Settings of the organisation, with what each policy set would do."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from kernel.permission import require
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.pages.zones import zone_names
from organisation.queries.policy import policy_sets, the_organisation
from organisation.rules.policy_words import in_words
from organisation.schemas.settings import Settings
from organisation.service.settings import edit_organisation, version_of
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session


@bp.route("/settings", methods=["GET", "POST"])
def settings() -> Any:
    require(current_actor(), "administer policies")
    found = the_organisation(session())
    form = form_of(Settings(), {"name": found.name, "zone": found.zone, "policy_key": found.policy_key})
    if saved(form, lambda body: edit_organisation(session(), current_actor(), body, version=body["version"])):
        flash("Saved. Reviews opened from now on follow these settings.")
        return redirect(url_for("organisation.settings"), 303)
    sets = policy_sets(session())
    answers = [in_words(policy.terms) for policy in sets]
    return form_page(
        "organisation/settings.html",
        form,
        tabs=tabs(current_actor(), "Settings"),
        found=found,
        version=version_of(found),
        zones=zone_names(),
        sets=sets,
        rows=[(question, [words[question] for words in answers]) for question in answers[0]],
    )
