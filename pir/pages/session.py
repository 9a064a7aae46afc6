"""The session of a review: when it is planned, that the pre-read went out, that it was held and who was there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel import clock
from pir.models import ClockKind, Review, ReviewClock
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.queries.review import people_of
from pir.queries.templates import template_of
from pir.rules.clock import outside_window
from pir.schemas.arrangement import SessionHeld, SessionPlan
from pir.service import session as service
from pir.service.editing import shown_for_change
from web.filters import duration
from web.forms import Form, open_form
from web.saving import read_version, saved
from web.session import current_actor
from web.unit import session as unit


@bp.get("/reviews/<ref>/session", endpoint="session")
def session_page(ref: str) -> Answer:
    review = shown_for_change(unit(), current_actor(), ref)
    return _page(review, None)


@bp.post("/reviews/<ref>/session/plan")
def plan_session(ref: str) -> Answer:
    return _save(ref, Form(SessionPlan(zone=_zone(ref)), request.form, ids="plan-"), _plan)


@bp.post("/reviews/<ref>/session/held")
def hold_session(ref: str) -> Answer:
    return _save(ref, Form(SessionHeld(zone=_zone(ref)), request.form, ids="held-"), _hold)


@bp.post("/reviews/<ref>/session/pre-read")
def send_pre_read(ref: str) -> Answer:
    service.send_pre_read(unit(), current_actor(), ref, read_version())
    flash("The pre-read is recorded as sent.")
    return redirect(url_for("pir.session", ref=ref), 303)


def _plan(ref: str, body: dict[str, Any]) -> str:
    at = body.get("session_at")
    review = service.plan_session(unit(), current_actor(), ref, read_version(), at)
    return f"The session is planned.{_warning(review, at)}" if at else "The plan was taken back."


def _hold(ref: str, body: dict[str, Any]) -> str:
    review = service.hold_session(unit(), current_actor(), ref, read_version(), body["held_at"], body["attended"])
    return f"The session is recorded as held.{_warning(review, body['held_at'])}"


def _save(ref: str, form: Form, act: Callable[[str, dict[str, Any]], str]) -> Answer:
    review = shown_for_change(unit(), current_actor(), ref)
    if done := saved(form, lambda body: act(ref, body)):
        flash(done.made)
        return redirect(url_for("pir.session", ref=ref), 303)
    return _page(review, form), 422


def _zone(ref: str) -> str:
    return shown_for_change(unit(), current_actor(), ref).zone


def _page(review: Review, refused: Form | None) -> str:
    ref, zone = review.record.ref, review.zone
    held_by_person: dict[int, tuple[str, bool | None]] = {}
    for part, person in people_of(unit(), review.id):
        held_by_person.setdefault(person.id, (person.name, part.attended))
    there = [p for p, (_, attended) in held_by_person.items() if attended]
    forms = {
        "plan-": open_form(SessionPlan(zone=zone), {"session_at": review.session_planned_at}, zone=zone, ids="plan-",
                           action=url_for("pir.plan_session", ref=ref)),
        "held-": open_form(SessionHeld(zone=zone), {"held_at": review.session_held_at or _likely(review), "attended": there},
                           zone=zone, ids="held-", action=url_for("pir.hold_session", ref=ref)),
    }
    if refused is not None:
        forms[refused.ids] = refused
    clocks = {c.kind: c for c in review.clocks}
    return render_template(
        "pir/session.html", plan=forms["plan-"], held=forms["held-"], people=[(i, n) for i, (n, _) in held_by_person.items()],
        errors=refused.errors if refused else [], review=review, version=read_version() or review.record.version, zone=zone,
        due=clocks.get(ClockKind.SESSION), pre_read=clocks.get(ClockKind.PRE_READ),
        warning=_warning(review, review.session_planned_at).strip(),
        head=head_of(unit(), current_actor(), review, "overview"), template=template_of(review),
    )


def _likely(review: Review) -> datetime | None:
    """The planned time once it has passed: most sessions are held when they were planned."""
    planned = review.session_planned_at
    return planned if planned and planned <= clock.now() else None


def _warning(review: Review, at: datetime | None) -> str:
    """The sentence about a session outside its window; "" inside, or while there is no clock."""
    row: ReviewClock | None = next((c for c in review.clocks if c.kind is ClockKind.SESSION), None)
    if at is None or row is None or row.window_from is None:
        return ""
    side = outside_window(at, row.window_from, row.due_at)
    if side is None:
        return ""
    after = duration(at - row.started_at)
    if side == "before":
        return f" That is {after} after {row.basis}, before the window opens."
    return f" That is {after} after {row.basis}, later than the policy asks for."
