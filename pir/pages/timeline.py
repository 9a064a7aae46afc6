"""The timeline of a review: the drawing, every entry and gap, the evidence, and the form for one more entry."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from pir.models import Review
from pir.pages import updates, words
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.pages.overview import rights_of
from pir.pictures import cadence, strip
from pir.queries.document import document
from pir.queries.review import find
from pir.queries.templates import template_of
from pir.queries.timeline import incident_of_entries
from pir.schemas.timeline import Entry, new_entry
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.timeline import add_entries
from web.filters import instant, local
from web.forms import Form, open_form
from web.saving import saved
from web.session import current_actor
from web.unit import session

#: Fields of an entry that stand behind "More".
MORE = ("until", "kind", "update_kind", "audience", "channel", "phase", "is_key", "evidence")


@bp.get("/reviews/<ref>/timeline")
def timeline(ref: str) -> str:
    review = find(session(), current_actor(), ref)
    return _page(review, None)


@bp.post("/reviews/<ref>/timeline")
def add_entry(ref: str) -> Answer:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    form = Form(Entry(zone=review.zone), request.form)
    done = saved(form, lambda body: add_entries(session(), current_actor(), ref, [new_entry(body)]))
    if done is None:
        return _page(review, form), 422
    flash("The entry was added." if done.made else "This entry stands in the timeline already. Nothing was added twice.")
    return redirect(url_for("pir.timeline", ref=ref, _anchor=f"entry-{done.made[0].id}" if done.made else "entries"), 303)


def _page(review: Review, refused: Form | None) -> str:
    actor = current_actor()
    shown = document(session(), review)
    form = refused or open_form(Entry(zone=review.zone), _first(shown), zone=review.zone)
    return render_template(
        "pir/timeline.html", head=head_of(session(), actor, review, "timeline"), doc=shown, zone=shown["zone"],
        rows=words.rows(shown["timeline"]), focus=words.started_at(shown), strip=strip.draw(shown, style="screen"),
        brought=incident_of_entries(session(), review), form=form, more=MORE, prompt=template_of(review).prompt("timeline"), updates=updates.told(shown), cadence=cadence.draw(shown), **rights_of(session(), actor, review),
    )


def _first(shown: dict[str, Any]) -> dict[str, Any]:
    """A new entry begins on the day of the incident, or at the gap that it is to fill."""
    asked = request.args.get("at", "")
    try:
        at = instant(asked)
    except ValueError:
        start = words.started_at(shown)
        return {"at-date": _day(start, shown["zone"])} if start else {}
    return {"at": at}


def _day(at: str, zone: str) -> str:
    return " ".join(local(at, zone, "day").split()[1:])
