"""A new review from a pasted ticket or chat: preview first, and nothing is stored before "Open the review"."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for

from kernel import clock
from kernel.permission import require
from pir.pages.blueprint import Answer, bp
from pir.pages.choices import zones
from pir.pages.lines import line_rows, preview_counts, shown_lines
from pir.pages.opening import blank, new_page, opened_answer
from pir.pages.sent_text import other_zone, text_form, too_many
from pir.rules.guess import Told, guess
from pir.rules.paste import Line, parse
from pir.schemas.timeline import Paste, PastedReview
from pir.service.opening import OPEN, open_review
from web.filters import short_day
from web.forms import Form, filled, open_form
from web.saving import saved
from web.session import current_actor
from web.unit import session

OPENING = "/reviews/paste/open"


@bp.get("/reviews/paste")
def paste() -> str:
    require(current_actor(), OPEN)
    kept = open_form(PastedReview(), action=OPENING)
    if kept.values:
        return _preview(kept)
    return _page(open_form(Paste(), {"day": today(current_actor().zone), "zone": current_actor().zone}))


@bp.post("/reviews/paste")
def preview() -> Answer:
    """Reads only: what was understood comes back as a form."""
    require(current_actor(), OPEN)
    form = text_form(Paste())
    read = None if form.errors else saved(form, dict)
    if read is None:
        return _page(form), 422
    understood = _understood(**read.made)
    if too_many(form, understood):
        return _page(form), 422
    return _preview(Form(PastedReview(), filled(understood)), other_zone(form, read.made))


@bp.post(OPENING)
def open_pasted() -> Answer:
    require(current_actor(), OPEN)
    form = Form(PastedReview(), request.form)
    if done := saved(form, lambda body: open_review(session(), current_actor(), **body)):
        return opened_answer(done.made, form)
    return _preview(form), 422


def _understood(text: str, day: Any, zone: str) -> dict[str, Any]:
    """The body of the new review as the paste suggests it."""
    lines: list[Line] = parse(text, date=day, zone=zone)
    told = [Told(line.at, line.text, line.precision == "about") for line in lines if line.kind == "entry" and line.at]
    found = guess(text, told)
    times = {
        name: {**_boxes(at.astimezone(ZoneInfo(zone))), "precision": "about" if about else "exact"}
        for name, (at, about) in found.times.items()
    }
    return {
        **blank(), "zone": zone, "title": found.title, "severity": found.severity or "", "incident_ref": found.reference,
        **times, "description": text, "entries": line_rows(lines, zone),
    }


def _boxes(local: Any) -> dict[str, str]:
    return {"at-date": f"{short_day(local.date()).replace(chr(160), ' ')} {local.year}", "at-time": f"{local:%H:%M}"}


def today(zone: str) -> str:
    local = clock.now().astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y}"


def _page(form: Form) -> str:
    return render_template("pir/paste_review.html", form=form, zones=zones(), action=url_for("pir.preview"))


def _preview(form: Form, other: dict[str, Any] | None = None) -> str:
    return render_template("pir/paste_review_preview.html", action=OPENING, lines=shown_lines(form), other=other, **new_page(form),
                           **preview_counts(form))
