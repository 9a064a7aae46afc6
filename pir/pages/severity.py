"""The severity of a review: assigned, changed, warranted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.permission import may, parts_of
from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.review import find
from pir.queries.severity import asked_of, severity_of
from pir.rules.lifecycle import EDITABLE
from pir.rules.trigger import Need
from pir.schemas.severity import LEVELS, ChangedTo, Kept, Warranted
from pir.service import severity as service
from pir.service.editing import EDIT
from web.forms import Form, open_form
from web.saving import read_version, saved
from web.session import current_actor
from web.unit import session

SAID = {"judge-": "The warranted severity is recorded.", "change-": "The change is recorded.", "keep-": "The review keeps its severity."}
MAY_BE_WAIVED = " The policy asks for no review of it: a problem manager may waive this one."


@bp.get("/reviews/<ref>/severity")
def severity(ref: str) -> str:
    return _page(find(session(), current_actor(), ref), None)


@bp.post("/reviews/<ref>/severity/warranted")
def judge_severity(ref: str) -> Answer:
    return _save(ref, Form(Warranted(), request.form, ids="judge-"), service.judge)


@bp.post("/reviews/<ref>/severity/changes")
def record_severity_change(ref: str) -> Answer:
    zone = find(session(), current_actor(), ref).zone
    return _save(ref, Form(ChangedTo(zone=zone), request.form, ids="change-"), service.record_change)


@bp.post("/reviews/<ref>/severity/keep")
def keep_severity(ref: str) -> Answer:
    return _save(ref, Form(Kept(), request.form, ids="keep-"), service.keep)


@bp.post("/reviews/<ref>/severity/follow")
def follow_severity(ref: str) -> Answer:
    found = service.follow(session(), current_actor(), ref, read_version())
    review = find(session(), current_actor(), ref)
    flash(f"The review is P{review.severity} now.{MAY_BE_WAIVED if found is Need.NONE else ''}")
    return redirect(url_for("pir.severity", ref=ref), 303)


def _save(ref: str, form: Form, act: Callable[..., Any]) -> Answer:
    if saved(form, lambda body: act(session(), current_actor(), ref, read_version(), **body)):
        flash(SAID[form.ids])
        return redirect(url_for("pir.severity", ref=ref), 303)
    return _page(find(session(), current_actor(), ref), form), 422


def _page(review: Review, refused: Form | None) -> str:
    actor, ref, zone = current_actor(), review.record.ref, review.zone
    held = {"impact": review.warranted_impact, "urgency": review.warranted_urgency, "severity": review.warranted, "reason": review.warranted_reason}
    forms: dict[str, Form] = {
        "judge-": open_form(Warranted(), held, ids="judge-", action=url_for("pir.judge_severity", ref=ref)),
        "change-": open_form(ChangedTo(zone=zone), {}, zone=zone, ids="change-", action=url_for("pir.record_severity_change", ref=ref)),
        "keep-": open_form(Kept(), {}, ids="keep-", action=url_for("pir.keep_severity", ref=ref)),
    }
    if refused is not None:
        forms[refused.ids] = refused
    return render_template(
        "pir/severity.html", head=head_of(session(), actor, review, "overview"), review=review, zone=zone,
        told=severity_of(session(), review), asked=asked_of(review), levels=LEVELS,
        matrix=review.policy.terms["severity"]["matrix"],
        judge=forms["judge-"], change=forms["change-"], keep=forms["keep-"], errors=refused.errors if refused else [],
        version=read_version() or review.record.version,
        can_edit=review.state in EDITABLE and may(actor, EDIT, parts_of(session(), actor, review.record)),
    )
