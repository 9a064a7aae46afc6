"""A chat or a ticket pasted into the timeline: preview, mend what was not understood, add."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for

from incidents.queries.incident import facts_of
from incidents.rules import times as time_rules
from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.choices import zones
from pir.pages.head import head_of
from pir.pages.lines import line_rows, preview_counts, shown_lines, written
from pir.pages.pasting import today
from pir.pages.sent_text import other_zone, text_form, too_many
from pir.rules.paste import parse
from pir.schemas.timeline import Paste, PastedLines
from pir.service.clocks import lead_of
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.timeline import add_entries, with_incidents
from web.filters import counted
from web.forms import Form, filled, open_form
from web.saving import saved
from web.session import current_actor
from web.unit import session


@bp.get("/reviews/<ref>/timeline/paste")
def paste_timeline(ref: str) -> str:
    review = _review(ref)
    kept = open_form(PastedLines(zone=review.zone), action=url_for("pir.add_pasted", ref=ref))
    if kept.values:
        return _preview(review, kept)
    return _page(review, open_form(Paste(), {"day": _first_day(review), "zone": review.zone}))


@bp.post("/reviews/<ref>/timeline/paste")
def preview_timeline(ref: str) -> Answer:
    """Reads only."""
    review = _review(ref)
    form = text_form(Paste())
    read = None if form.errors else saved(form, dict)
    if read is None:
        return _page(review, form), 422
    understood = _understood(review, **read.made)
    if too_many(form, understood):
        return _page(review, form), 422
    return _preview(review, Form(PastedLines(zone=review.zone), filled(understood)), other_zone(form, read.made))


@bp.post("/reviews/<ref>/timeline/paste/add")
def add_pasted(ref: str) -> Answer:
    review = _review(ref)
    form = Form(PastedLines(zone=review.zone), request.form)
    done = saved(form, lambda body: (len(add_entries(session(), current_actor(), ref, body["entries"])), len(body["entries"])))
    if done is None:
        return _preview(review, form), 422
    flash(_said(*done.made))
    return redirect(url_for("pir.timeline", ref=ref), 303)


def _said(added: int, given: int) -> str:
    held = given - added
    already = f" {counted(held, 'line was', 'lines were')} there already." if held else ""
    if not added:
        return f"No entry was added.{already}"
    return f"{counted(added, 'entry was', 'entries were')} added.{already}"


def _understood(review: Review, text: str, day: Any, zone: str) -> dict[str, Any]:
    lines = parse(text, date=day, zone=zone, window=_window(review))
    stored = {(written(e.at, zone), e.text) for e in with_incidents(session(), review)}
    rows = line_rows(lines, zone)
    return {"zone": zone, "entries": [{**r, "held": "yes" if (r["at"], r["text"]) in stored else ""} for r in rows]}


def _window(review: Review) -> Any:
    """From the first to the last known time of the incident: inside of it 1403 counts as a time."""
    lead = lead_of(session(), review)
    known = sorted(time_rules.instants(time_rules.effective(facts_of(lead.times))).values()) if lead else []
    return (known[0], known[-1]) if len(known) > 1 else None


def _first_day(review: Review) -> str:
    lead = lead_of(session(), review)
    known = sorted(time_rules.instants(time_rules.effective(facts_of(lead.times))).values()) if lead else []
    if not known:
        return today(review.zone)
    local = known[0].astimezone(ZoneInfo(review.zone))
    return f"{local.day} {local:%b %Y}"


def _review(ref: str) -> Review:
    return shown_for_change(session(), current_actor(), ref, CONTRIBUTE)


def _page(review: Review, form: Form) -> str:
    return render_template("pir/paste_timeline.html", form=form, zones=zones(), head=head_of(session(), current_actor(), review, "timeline"))


def _preview(review: Review, form: Form, other: dict[str, Any] | None = None) -> str:
    return render_template(
        "pir/paste_timeline_preview.html", form=form, lines=shown_lines(form), other=other, **preview_counts(form),
        head=head_of(session(), current_actor(), review, "timeline"),
    )
