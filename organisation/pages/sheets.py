"""Sending a table of services, teams or people: kept, shown, and stored only when somebody says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for

from kernel.errors import NotFound
from kernel.intake.reader import open_table
from kernel.intake.refusal import Unreadable
from kernel.intake.uploads import Upload, find_upload, keep
from kernel.permission import require
from organisation.pages.blueprint import bp
from organisation.schemas.sheet_file import SheetFile
from organisation.service.sheets import SHEETS, Plan, Sheet, plan, store
from web.filters import counted
from web.forms import Form
from web.session import current_actor
from web.site import site
from web.unit import session

KINDS = "any(services,teams,people)"
MOST_SHOWN = 200


@bp.get(f"/import/<{KINDS}:kind>")
def import_sheet(kind: str) -> str:
    sheet = SHEETS[kind]
    require(current_actor(), sheet.verb)
    return _page(sheet, Form(SheetFile()))


@bp.post(f"/import/<{KINDS}:kind>")
def send_sheet(kind: str) -> Any:
    """Keep the file and go on to its preview; refuse what cannot be read at all."""
    sheet, actor = SHEETS[kind], current_actor()
    require(actor, sheet.verb)
    form, sent = Form(SheetFile(), request.form), request.files.get("file")
    if sent is None or not sent.filename:
        return _page(sheet, form.refused({"file": ["Select the file with the table"]})), 422
    upload = keep(_uploads(), sent.stream, person_id=actor.person_id or 0, filename=sent.filename)
    try:
        plan(session(), actor, sheet, open_table(upload.path))
    except Unreadable as wrong:
        upload.discard()
        return _page(sheet, form.refused({"file": [wrong.reason]})), 422
    return redirect(url_for("organisation.preview_sheet", kind=kind, token=upload.token), 303)


@bp.get(f"/import/<{KINDS}:kind>/<token>")
def preview_sheet(kind: str, token: str) -> str:
    """What the rows would do, and every row that cannot be taken; nothing is stored."""
    sheet = SHEETS[kind]
    require(current_actor(), sheet.verb)
    upload, made = _planned(sheet, token)
    return render_template(
        "organisation/sheet_preview.html", sheet=sheet, upload=upload, plan=made, most=MOST_SHOWN,
        lines=[*(("New", line) for line in made.new), *(("Changed", line) for line in made.changed)][:MOST_SHOWN],
    )


@bp.post(f"/import/<{KINDS}:kind>/<token>")
def store_sheet(kind: str, token: str) -> Any:
    """Store it; the kept file goes when that is committed."""
    sheet = SHEETS[kind]
    require(current_actor(), sheet.verb)
    upload, made = _planned(sheet, token)
    try:
        store(session(), current_actor(), sheet, made, filename=upload.filename, sha256=upload.sha256)
    except Unreadable as wrong:
        session().rollback()
        return _page(sheet, Form(SheetFile()).refused({"file": [wrong.reason]})), 422
    sa.event.listen(session(), "after_commit", lambda _session: upload.discard(), once=True)
    flash(_told(sheet, made))
    return redirect(url_for(f"organisation.{kind}"), 303)


def _uploads() -> Path:
    """Where files wait between preview and import."""
    return site().settings.home / "uploads"


def _planned(sheet: Sheet, token: str) -> tuple[Upload, Plan]:
    upload = find_upload(_uploads(), token, current_actor().person_id)
    try:
        return upload, plan(session(), current_actor(), sheet, open_table(upload.path))
    except Unreadable as wrong:
        raise NotFound("upload") from wrong


def _told(sheet: Sheet, made: Plan) -> str:
    counts = ((len(made.new), "added"), (len(made.changed), "changed"), (made.same, "as before"))
    parts = [f"{counted(number, *sheet.noun)} {words}" for number, words in counts if number]
    if made.rejects:
        parts.append(f"{counted(len({r.row for r in made.rejects}), 'row', 'rows')} not taken")
    return f"{', '.join(parts)}."


def _page(sheet: Sheet, form: Form) -> str:
    columns = [(name, found.metadata.get("hint", ""), name in sheet.required) for name, found in sheet.row().fields.items()]
    return render_template("organisation/sheet_import.html", sheet=sheet, form=form, columns=columns)
