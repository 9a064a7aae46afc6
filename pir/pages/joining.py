"""The incidents of a review: the lead, those that joined, those that are offered; and merging with another review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.permission import may, parts_of
from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.joining import covered, offered
from pir.queries.review import find
from pir.rules.lifecycle import EDITABLE
from pir.schemas.joining import Joined, Merged
from pir.service import joining as service
from pir.service.editing import EDIT
from web.forms import Form, open_form
from web.saving import read_version, saved
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/incidents")
def incidents(ref: str) -> str:
    return _page(find(session(), current_actor(), ref), None)


@bp.post("/reviews/<ref>/incidents")
def join_incident(ref: str) -> Answer:
    return _save(ref, Form(Joined(), request.form, ids="join-"), lambda body: service.join(
        session(), current_actor(), ref, read_version(), body["incident"]), "The incident joined the review.")


@bp.post("/reviews/<ref>/incidents/<path:incident_ref>/lead")
def lead_incident(ref: str, incident_ref: str) -> Answer:
    service.make_lead(session(), current_actor(), ref, read_version(), incident_ref)
    flash(f"{incident_ref} leads the review. The clocks count from its times.")
    return redirect(url_for("pir.incidents", ref=ref), 303)


@bp.post("/reviews/<ref>/incidents/<path:incident_ref>/out")
def take_incident_out(ref: str, incident_ref: str) -> Answer:
    service.take_out(session(), current_actor(), ref, read_version(), incident_ref)
    flash(f"{incident_ref} is no longer in this review.")
    return redirect(url_for("pir.incidents", ref=ref), 303)


@bp.post("/reviews/<ref>/merge")
def merge_review(ref: str) -> Answer:
    form = Form(Merged(), request.form, ids="merge-")
    if done := saved(form, lambda body: service.merge(session(), current_actor(), ref, read_version(), **body).record.ref):
        flash(f"{ref} was merged into this review. What it held stays readable there.")
        return redirect(url_for("pir.overview", ref=done.made), 303)
    return _page(find(session(), current_actor(), ref), form), 422


def _save(ref: str, form: Form, act: Callable[[dict[str, Any]], Any], said: str) -> Answer:
    if saved(form, act):
        flash(said)
        return redirect(url_for("pir.incidents", ref=ref), 303)
    return _page(find(session(), current_actor(), ref), form), 422


def _page(review: Review, refused: Form | None) -> str:
    actor, ref = current_actor(), review.record.ref
    parts = parts_of(session(), actor, review.record)
    is_open = review.state in EDITABLE
    forms = {
        "join-": open_form(Joined(), {}, ids="join-", action=url_for("pir.join_incident", ref=ref)),
        "merge-": open_form(Merged(), {"into": request.args.get("into", "")}, ids="merge-", action=url_for("pir.merge_review", ref=ref)),
    }
    if refused is not None:
        forms[refused.ids] = refused
    return render_template(
        "pir/incidents.html", head=head_of(session(), actor, review, "overview"), rows=covered(session(), actor, review),
        offers=offered(session(), actor, review), join=forms["join-"], merge=forms["merge-"],
        errors=refused.errors if refused else [], version=read_version() or review.record.version,
        can_edit=is_open and may(actor, EDIT, parts), can_merge=is_open and may(actor, service.MERGE, parts),
    )
