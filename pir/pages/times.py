"""The milestones of the lead incident; what an import says stands beside what a person says."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from incidents.models import Incident, IncidentTime, Source
from incidents.rules.times import MILESTONES
from kernel.errors import Obstacle, Refused
from pir.pages.blueprint import Answer, bp
from pir.pages.choices import zones
from pir.pages.head import head_of
from pir.schemas.arrangement import Times
from pir.service.clocks import lead_of
from pir.service.editing import shown_for_change
from pir.service.times import set_milestones
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/times", methods=["GET", "POST"])
def times(ref: str) -> Answer:
    actor = current_actor()
    review = shown_for_change(session(), actor, ref)
    lead = lead_of(session(), review)
    if lead is None:
        raise Refused([Obstacle("This review has no incident to which times could belong.")])
    form = form_of(Times(zone=lead.zone), {name: _initial(lead, name) for name in MILESTONES}, zone=lead.zone)
    if saved(form, lambda body: set_milestones(session(), actor, ref, read_version(), body)):
        flash("The times were saved.")
        return redirect(url_for("pir.overview", ref=ref), 303)
    imported = {t.moment.value: t for t in lead.times if t.source is Source.IMPORT and t.at}
    return form_page("pir/times.html", form, version=lead.record.version, milestones=MILESTONES, imported=imported, lead=lead, zones=zones(),
                     head=head_of(session(), actor, review, "overview"))


def _initial(lead: Incident, name: str) -> dict[str, Any]:
    """A person's value, else the import's to be confirmed, else nothing."""
    rows: dict[Source, IncidentTime] = {t.source: t for t in lead.times if t.moment.value == name}
    row = rows.get(Source.PERSON) or rows.get(Source.IMPORT)
    if row is None:
        return {"precision": "exact"}
    return {"at": row.at, "precision": row.precision.value}
