"""One entry of the timeline: changed, or taken out."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for

from incidents.models import TimelineEntry
from kernel.errors import Invalid, Obstacle, Refused
from pir.models import Review
from pir.pages.blueprint import Answer, bp
from pir.pages.head import head_of
from pir.pages.timeline import MORE
from pir.schemas.timeline import Entry
from pir.service.editing import CONTRIBUTE, shown_for_change
from pir.service.evidence import line_of
from pir.service.timeline import edit_entry, find_entry, remove_entry
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session


@bp.route("/reviews/<ref>/timeline/<int:entry_id>/edit", methods=["GET", "POST"])
def edit_timeline_entry(ref: str, entry_id: int) -> Answer:
    review, row = _found(ref, entry_id)
    form = form_of(Entry(zone=row.zone), _initial(row), zone=row.zone)
    if saved(form, lambda body: edit_entry(session(), current_actor(), ref, entry_id, read_version(), body)):
        flash("The entry was saved.")
        return redirect(url_for("pir.timeline", ref=ref, _anchor=f"entry-{entry_id}"), 303)
    return form_page("pir/timeline_entry.html", form, version=row.version, row=row, more=MORE, zone=row.zone,
                     head=head_of(session(), current_actor(), review, "timeline"))


@bp.get("/reviews/<ref>/timeline/<int:entry_id>/remove")
def ask_to_remove_entry(ref: str, entry_id: int) -> str:
    _, row = _found(ref, entry_id)
    there = row.at.astimezone(ZoneInfo(row.zone))
    return render_template(
        "confirm.html", eyebrow=ref, question="Take this entry out of the timeline?", act="Take it out",
        consequence=[f"{there.day} {there:%b %Y, %H:%M}: {row.text}", "The audit trail keeps its text."],
        back=("Keep it", url_for("pir.timeline", ref=ref, _anchor=f"entry-{entry_id}")), version=row.version,
    )


@bp.post("/reviews/<ref>/timeline/<int:entry_id>/remove")
def remove_timeline_entry(ref: str, entry_id: int) -> Answer:
    try:
        remove_entry(session(), current_actor(), ref, entry_id, read_version())
    except Invalid as wrong:
        texts = [text for found in wrong.messages.values() for text in found]
        raise Refused([Obstacle(text, "causes") for text in texts]) from None
    flash("The entry was taken out.")
    return redirect(url_for("pir.timeline", ref=ref), 303)


def _found(ref: str, entry_id: int) -> tuple[Review, TimelineEntry]:
    review = shown_for_change(session(), current_actor(), ref, CONTRIBUTE)
    return review, find_entry(session(), review, entry_id)


def _initial(row: TimelineEntry) -> dict[str, Any]:
    return {
        "at": row.at, "until": row.until, "precision": row.precision.value, "text": row.text, "actor": row.actor,
        "kind": row.kind.value, "phase": row.phase.value if row.phase else "", "is_key": row.is_key,
        "update_kind": row.update_kind.value if row.update_kind else "", "audience": row.audience.value if row.audience else "",
        "channel": row.channel,
        "evidence": "\n".join(line_of(piece) for piece in row.evidence),
        **_which(row),
    }


def _which(row: TimelineEntry) -> dict[str, str]:
    """The answer that was given where the clocks show this time twice, so that saving again does not ask again."""
    local = row.at.astimezone(ZoneInfo(row.zone))
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return {}
    return {"which": "second" if local.fold else "first"}
