"""A policy set: its terms and versions, and changing it with a preview of the effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel import clock
from kernel.permission import require
from organisation import links
from organisation.models import Policy
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.calendar import calendars
from organisation.queries.person import names_of
from organisation.queries.policy import newest_version, started, the_organisation, versions
from organisation.rules.policy_terms import (
    ACTION_KINDS,
    GROUPS,
    LEVELS,
    SEVERITIES,
    SIGNERS,
    STEPS,
    Terms,
    changed,
    words,
)
from organisation.schemas.policy import PolicyForm, body_of
from organisation.service.policy import ADMINISTER, add_version
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session

#: Rows of a preview; the counts above them are of all.
SHOWN = 50


@bp.get("/policies/<key>")
def policy(key: str) -> str:
    """Every term of the version in force, or of the one that is asked for, and what each version changed."""
    require(current_actor(), ADMINISTER)
    every = versions(session(), key)
    current = started(every)
    asked = request.args.get("version", "")
    shown = next((p for p in every if str(p.version) == asked), current)
    names = _calendar_names()
    return render_template(
        "organisation/policy.html", tabs=tabs(current_actor(), "Settings"), policy=shown, current=current,
        is_chosen=the_organisation(session()).policy_key == key,
        groups={group: [(t.label, words(t, t.of(shown.terms), names)) for t in terms] for group, terms in GROUPS.items()},
        history=[_told(p, older, names) for p, older in zip(every, [*every[1:], None], strict=True)],
        people=names_of(session(), [p.made_by_id for p in every if p.made_by_id]), now_=clock.now(), zone_=the_organisation(session()).zone,
    )


@bp.route("/policies/<key>/change", methods=["GET", "POST"])
def change_policy(key: str) -> Any:
    """Show the effect first; store when the person presses the other button."""
    require(current_actor(), ADMINISTER)
    newest = newest_version(session(), key)
    form = form_of(PolicyForm(), body_of(newest.terms))

    def store(body: dict[str, Any]) -> tuple[Policy | None, Terms]:
        said = {name: body.pop(name) for name in ("starts_on", "reason", "version")}
        return add_version(session(), current_actor(), key, body, **said) if request.form.get("do") == "save" else None, body

    made, terms = done.made if (done := saved(form, store)) else (None, None)
    if made:
        flash(f"Version {made.version} of {made.name} is stored. Reviews that are open keep the version they were opened under.")
        return redirect(url_for("organisation.policy", key=key), 303)
    names = _calendar_names()
    return form_page(
        "organisation/policy_change.html", form, tabs=tabs(current_actor(), "Settings"), policy=newest,
        groups=GROUPS, action_kinds=list(ACTION_KINDS), levels=LEVELS, steps=STEPS, signers=[("", "Nobody"), *SIGNERS.items()], severities=[(str(s), f"P{s}") for s in SEVERITIES],
        calendars=[("", "The organisation’s own"), *((str(i), name) for i, name in names.items())],
        differs=changed(newest.terms, terms, names) if terms else None, shown=SHOWN,
        effect=links.EFFECT(session(), current_actor(), newest.terms, terms) if terms else None,
        zone_=the_organisation(session()).zone,
    )


def _calendar_names() -> dict[int, str]:
    return {c.id: c.name for c in calendars(session())}


def _told(policy: Policy, older: Policy | None, names: Mapping[int, str]) -> tuple[Policy, list[tuple[str, str, str]]]:
    return policy, changed(older.terms, policy.terms, names) if older else []


