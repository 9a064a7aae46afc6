"""Service level targets: the table in force, its versions, and the next one."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for

from kernel import clock
from kernel.errors import Invalid
from kernel.permission import may, require
from organisation.models import TargetTable
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.queries.policy import the_organisation
from organisation.queries.service import all_services
from organisation.queries.targets import rows_of, table_at, tables
from organisation.rules.lengths import length_words
from organisation.rules.targets import TargetRow
from organisation.schemas.targets import EVERY, HOURS, TIER_CHOICES, EditTargets, applies_to, body_of, rows_from
from organisation.service.targets import VERB, set_targets
from web.forms import Form
from web.saving import form_of, form_page, read_version, saved_as_whole
from web.session import current_actor
from web.unit import session


@bp.get("/targets")
def targets() -> str:
    """The table in force; ``version`` shows another one."""
    versions = tables(session())
    in_force = table_at(session(), clock.now())
    wanted = request.args.get("version", type=int)
    shown = next((one for one in versions if one.version == wanted), in_force)
    return render_template(
        "organisation/targets.html",
        tabs=tabs(current_actor(), "Targets"),
        versions=versions,
        in_force=in_force,
        shown=shown,
        rows=_lines(rows_of(shown)),
        organisation=the_organisation(session()),
        may_edit=may(current_actor(), VERB),
    )


@bp.route("/targets/new", methods=["GET", "POST"])
def new_targets() -> Any:
    """The newest table in the boxes and today as the first day. In a conflict the boxes stay: a table cannot be shown as two texts."""
    require(current_actor(), VERB)
    newest = next(iter(tables(session())), None)
    today = clock.now().astimezone(ZoneInfo(the_organisation(session()).zone)).date()
    form = form_of(EditTargets(), {"starts_on": today, "rows": body_of(rows_of(newest), typed=True)})
    if done := saved_as_whole(form, lambda body: _stored(form, body)):
        flash(f"Version {done.made.version} of the targets is stored." if done.made else "These are the targets already. Nothing was stored.")
        return redirect(url_for("organisation.targets"), 303)
    services = [(f"service-{service.id}", service.name) for service in all_services(session())]
    return form_page("organisation/targets_form.html", form, version=newest.version if newest else 0,
                     choices=[(EVERY, "Every service"), *TIER_CHOICES, *services])


def _stored(form: Form, body: dict[str, Any]) -> TargetTable | None:
    try:
        return set_targets(session(), current_actor(), rows_from(body["rows"]), starts_on=body["starts_on"], version=read_version())
    except Invalid as wrong:
        raise Invalid(_at_rows(form, wrong)) from None


def _at_rows(form: Form, wrong: Invalid) -> dict[str, list[str]]:
    """Row numbers of the service count filled rows; those of the form count all of them."""
    used = [n for n in form.rows("rows", 0) if any(form.value(f"rows-{n}-{name}") for name in ("response", "restore"))]
    numbered = {}
    for key, texts in wrong.messages.items():
        head, _, rest = key.removeprefix("rows-").partition("-")
        is_row = key.startswith("rows-") and head.isdecimal() and int(head) < len(used)
        numbered[f"rows-{used[int(head)]}-{rest}" if is_row and rest in {"applies_to", "response"} and used else key] = texts
    return numbered


def _lines(rows: list[TargetRow]) -> list[tuple[TargetRow, str, str, str, str]]:
    """(row, whom, response, restore, hours), the most severe first and every service before the single ones."""
    names = {f"service-{service.id}": service.name for service in all_services(session())}
    names |= {EVERY: "Every service", **dict(TIER_CHOICES)}
    ordered = sorted(rows, key=lambda row: (row.severity, row.service_id or 0, row.tier or 0))
    return [
        (row, names.get(applies_to(row), "a retired service"), length_words(row.response_minutes), length_words(row.restore_minutes),
         HOURS[row.hours.value])
        for row in ordered
    ]
