"""The seven times of an incident without a review; what the import says stands beside what a person says."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from incidents.models import Incident, IncidentTime, Source
from incidents.pages.blueprint import Answer, bp
from incidents.queries.incident import find
from incidents.rules.times import ORDER
from incidents.schemas.times import IncidentTimes
from incidents.service.times import EDIT, edit_times, refuse_in_review
from kernel.permission import require_on
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/incidents/<path:ref>/times", methods=["GET", "POST"])
def incident_times(ref: str) -> Answer:
    """Show the form, or save it."""
    actor = current_actor()
    found = find(session(), actor, ref)
    require_on(session(), actor, EDIT, found.record)
    refuse_in_review(session(), found)
    form = form_of(IncidentTimes(zone=found.zone), {name: _initial(found, name) for name in ORDER}, zone=found.zone)
    if saved(form, lambda body: edit_times(session(), actor, ref, read_version(), body)):
        flash("The times were saved.")
        return redirect(url_for(".incident", ref=ref), 303)
    imported = {t.moment.value: t for t in found.times if t.source is Source.IMPORT and t.at}
    return form_page("incidents/times.html", form, version=found.record.version, names=ORDER, imported=imported, incident=found)


def _initial(of: Incident, name: str) -> dict[str, Any]:
    """A person's value, else the import's to be confirmed, else nothing."""
    rows: dict[Source, IncidentTime] = {t.source: t for t in of.times if t.moment.value == name}
    row = rows.get(Source.PERSON) or rows.get(Source.IMPORT)
    return {"precision": "exact"} if row is None else {"at": row.at, "precision": row.precision.value}
