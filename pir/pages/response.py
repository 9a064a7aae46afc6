"""The response check: one page of questions, and each gap found with a way to an action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for

from kernel.permission import may, parts_of
from pir.models import Review
from pir.pages import words
from pir.pages.blueprint import Answer, bp
from pir.pages.choices import people as everybody
from pir.pages.head import head_of
from pir.pages.lines import written
from pir.pages.overview import rights_of
from pir.pages.response_words import day_words, told, with_actions
from pir.queries.document import document
from pir.queries.review import find
from pir.schemas.response import STEPS, ResponseForm
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.response import set_response_check
from web.filters import instant
from web.saving import form_of, form_page, read_version, saved_as_whole
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/response")
def response(ref: str) -> str:
    """What was answered, and the gaps in it."""
    actor = current_actor()
    review = find(session(), actor, ref)
    shown = document(session(), review)
    return render_template(
        "pir/response.html", head=head_of(session(), actor, review, "overview"), check=told(shown), gaps=with_actions(shown), zone=shown["zone"],
        may_add=may(actor, "add an action", parts_of(session(), actor, review.record)), **rights_of(session(), actor, review),
    )


@bp.route("/reviews/<ref>/response/edit", methods=["GET", "POST"])
def edit_response(ref: str) -> Answer:
    """In a conflict the form stays, with what is stored beside it."""
    actor = current_actor()
    review = shown_for_change(session(), actor, ref, CONTRIBUTE)
    shown = document(session(), review)
    day = _day(shown)
    form = form_of(ResponseForm(zone=review.zone, day=day), _initial(review, shown["response_check"], day))
    if saved_as_whole(form, lambda body: set_response_check(session(), actor, ref, read_version(), body)):
        flash("The response check was saved.")
        return redirect(url_for("pir.response", ref=ref), 303)
    return form_page("pir/response_edit.html", form, version=review.record.version, everybody=everybody(session()), day=day,
                     head=head_of(session(), actor, review, "overview"))


def _day(shown: Mapping[str, Any]) -> str:
    """The day of the incident: what a time without a date belongs to."""
    start = words.started_at(shown)
    if not start:
        return ""
    there = instant(start).astimezone(ZoneInfo(shown["zone"]))
    return f"{there.day} {there:%b %Y}"


def _initial(review: Review, check: Mapping[str, Any], day: str) -> dict[str, Any]:
    """The form as it was filled in: times of the incident's day without their date."""
    def typed(at: str | None) -> str:
        return written(instant(at), review.zone).removeprefix(f"{day} ") if at else ""

    return {
        **check,
        "on_call": [{**row, "paged_at": typed(row["paged_at"]), "reached_at": typed(row["reached_at"])} for row in check["on_call"]],
        "hypotheses": [{**row, "opened_at": typed(row["opened_at"]), "closed_at": typed(row["closed_at"])} for row in check["hypotheses"]],
        "suppliers": [{**row, **{step: day_words(row[step]) for step in STEPS}} for row in check["suppliers"]],
    }
