"""What a file that was sent would do, and doing it."""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from incidents.intake.facts import Intake
from incidents.pages.blueprint import Answer, bp
from incidents.pages.import_reading import Told, uploads
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
    """Counts, columns, first rows, and every row that cannot be taken; nothing is stored."""
    require(current_actor(), IMPORT)
    upload, told, intake = _given(token)
    try:
        found = preview_import(session(), current_actor(), intake)
    except Unreadable as wrong:
        raise NotFound("upload") from wrong
    return render_template(
        "incidents/import_preview.html", upload=upload, preview=found, file_zone=intake.zone, told=told, back=url_for(".import_form")
    )


@bp.post("/incidents/import/<token>")
def import_store(token: str) -> Answer:
    """Store it; the kept files go when that is committed."""
    require(current_actor(), IMPORT)
    upload, told, intake = _given(token)
    try:
        took = import_incidents(session(), current_actor(), intake, filename=upload.filename, sha256=upload.sha256)
    except Unreadable as wrong:
        raise NotFound("upload") from wrong
    for kept in filter(None, (upload, told.map)):
        sa.event.listen(session(), "after_commit", partial(_discard, kept), once=True)
    flash(_told(took))
    return redirect(url_for(".incidents"), 303)


def _given(token: str) -> tuple[Upload, Told, Intake]:
    """The kept file, what the form said, and the rows. What the form said stands in the address."""
    person, args = current_actor().person_id, request.args
    upload = find_upload(uploads(), token, person)
    map_ = find_upload(uploads(), args["map"], person) if args.get("map") else None
    told = Told(args.get("tool", "servicenow"), map_, args.get("zone", "UTC"), args.get("date_order", ""))
    try:
        return upload, told, told.intake(upload)
    except Unreadable as wrong:
        raise NotFound("upload") from wrong


def _discard(kept: Upload, _session: Session) -> None:
    kept.discard()


def _told(took: ImportResult) -> str:
    counts = ((took.created, "added"), (took.updated, "changed"), (took.unchanged, "as before"))
    parts = [f"{counted(number, 'incident', 'incidents')} {words}" for number, words in counts if number]
    if took.rejected:
        parts.append(f"{counted(len(took.rejected), 'row', 'rows')} not taken")
    opened = f" {counted(took.reviews_opened, 'review was', 'reviews were')} opened by rule." if took.reviews_opened else ""
    return f"{', '.join(parts)}.{opened}"
