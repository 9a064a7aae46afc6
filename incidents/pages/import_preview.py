"""What a file that was sent would do, and doing it."""

from __future__ import annotations

from typing import cast

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for

from incidents.intake.facts import Intake
from incidents.pages.blueprint import Answer, bp
from incidents.pages.import_file import uploads
from incidents.profiles.servicenow import read_servicenow
from incidents.rules.written import DateOrder
from incidents.service.importing import IMPORT, ImportResult, import_incidents
from incidents.service.previewing import preview_import
from kernel.errors import NotFound
from kernel.intake.refusal import Unreadable
from kernel.intake.uploads import Upload, find_upload
from kernel.permission import require
from web.filters import counted
from web.session import current_actor
from web.unit import session


@bp.get("/incidents/import/<token>")
def import_preview(token: str) -> str:
    """Counts, first rows, and every row that cannot be taken; nothing is stored."""
    require(current_actor(), IMPORT)
    upload, zone, intake = _given(token)
    try:
        found = preview_import(session(), current_actor(), intake)
    except Unreadable as wrong:
        raise NotFound("upload") from wrong
    return render_template(
        "incidents/import_preview.html", upload=upload, preview=found, file_zone=zone, order=request.args.get("date_order"),
        back=url_for(".import_form"),
    )  # fmt: skip


@bp.post("/incidents/import/<token>")
def import_store(token: str) -> Answer:
    """Store it; the kept file goes when that is committed."""
    require(current_actor(), IMPORT)
    upload, zone, intake = _given(token)
    try:
        took = import_incidents(session(), current_actor(), intake, filename=upload.filename, sha256=upload.sha256, zone=zone)
    except Unreadable as wrong:
        raise NotFound("upload") from wrong
    sa.event.listen(session(), "after_commit", lambda _session: upload.discard(), once=True)
    flash(_told(took))
    return redirect(url_for(".incidents"), 303)


def _given(token: str) -> tuple[Upload, str, Intake]:
    """The kept file, its zone, and its rows. The zone and the order stand in the address, as on the form before."""
    upload = find_upload(uploads(), token, current_actor().person_id)
    zone, order = request.args.get("zone", "UTC"), request.args.get("date_order")
    try:
        return upload, zone, read_servicenow(upload.path, zone=zone, date_order=_order(order))
    except Unreadable as wrong:
        raise NotFound("upload") from wrong


def _order(text: str | None) -> DateOrder | None:
    return cast("DateOrder", text) if text in {"dmy", "mdy"} else None


def _told(took: ImportResult) -> str:
    counts = ((took.created, "added"), (took.updated, "changed"), (took.unchanged, "as before"))
    parts = [f"{counted(number, 'incident', 'incidents')} {words}" for number, words in counts if number]
    if took.rejected:
        parts.append(f"{counted(len(took.rejected), 'row', 'rows')} not taken")
    opened = f" {counted(took.reviews_opened, 'review was', 'reviews were')} opened by rule." if took.reviews_opened else ""
    return f"{', '.join(parts)}.{opened}"
