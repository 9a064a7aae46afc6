"""The steps of sending a table, whatever is in it: kept, shown, and stored only when somebody says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import render_template, request

from kernel.errors import Invalid, NotFound
from kernel.intake.refusal import Unreadable
from kernel.intake.sheet import open_sheet
from kernel.intake.uploads import Upload, find_upload, keep
from organisation.service.sheets import Plan, Sheet, plan, store
from web.filters import counted
from web.forms import Form
from web.session import current_actor
from web.site import site
from web.unit import session

MOST_SHOWN = 200


def keep_sent(sheet: Sheet) -> Upload:
    """The sent file, when it can be read at all; ``Invalid`` on ``file`` when not, and then it is gone."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid({"file": ["Select the file with the table"]})
    upload = keep(_uploads(), sent.stream, person_id=current_actor().person_id or 0, filename=sent.filename)
    try:
        plan(session(), current_actor(), sheet, open_sheet(upload.path))
    except (Unreadable, Invalid) as wrong:
        upload.discard()
        raise wrong if isinstance(wrong, Invalid) else Invalid({"file": [wrong.reason]}) from wrong
    return upload


def planned(sheet: Sheet, token: str) -> tuple[Upload, Plan]:
    """The kept file and what its rows would do; nothing is stored."""
    upload = find_upload(_uploads(), token, current_actor().person_id)
    try:
        return upload, plan(session(), current_actor(), sheet, open_sheet(upload.path))
    except Unreadable as wrong:
        raise NotFound("upload") from wrong


def store_kept(sheet: Sheet, token: str) -> Plan:
    """Store it; the kept file goes when that is committed. ``Invalid`` on ``file`` when a row could not be stored: nothing was."""
    upload, made = planned(sheet, token)
    try:
        store(session(), current_actor(), sheet, made, filename=upload.filename, sha256=upload.sha256)
    except Unreadable as wrong:
        session().rollback()
        raise Invalid({"file": [wrong.reason]}) from wrong
    sa.event.listen(session(), "after_commit", lambda _session: upload.discard(), once=True)
    return made


def told(sheet: Sheet, made: Plan) -> str:
    """What was stored, in one sentence."""
    counts = ((len(made.new), "added"), (len(made.changed), "changed"), (made.same, "as before"))
    parts = [f"{counted(number, *sheet.noun)} {words}" for number, words in counts if number]
    if made.rejects:
        parts.append(f"{counted(len({r.row for r in made.rejects}), 'row', 'rows')} not taken")
    return f"{', '.join(parts)}."


def first_page(sheet: Sheet, form: Form, *, cancel: str, template: str = "organisation/sheet_import.html", **more: Any) -> str:
    columns = [(name, found.metadata.get("hint", ""), name in sheet.required) for name, found in sheet.row().fields.items()]
    return render_template(template, sheet=sheet, form=form, columns=columns, cancel=cancel, **more)


def preview(sheet: Sheet, token: str, *, back: str) -> str:
    """What the rows would do, and every row that cannot be taken."""
    upload, made = planned(sheet, token)
    return render_template(
        "organisation/sheet_preview.html", sheet=sheet, upload=upload, plan=made, most=MOST_SHOWN, back=back,
        lines=[*(("New", line) for line in made.new), *(("Changed", line) for line in made.changed)][:MOST_SHOWN],
    )


def _uploads() -> Path:
    """Where files wait between preview and import."""
    return site().settings.home / "uploads"
