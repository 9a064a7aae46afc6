"""Sending a file: it is kept, looked at, and shown before anything is stored."""

from __future__ import annotations

from flask import redirect, render_template, request

from incidents.pages.blueprint import Answer, bp
from incidents.pages.import_reading import Told, uploads
from incidents.schemas.import_file import ImportFile
from incidents.service.importing import IMPORT
from kernel.errors import Invalid, NotFound
from kernel.intake.refusal import Unreadable
from kernel.intake.uploads import Upload, find_upload, keep
from kernel.permission import Actor, require
from organisation.pages.zones import zone_names
from web.forms import Form, open_form
from web.session import current_actor

#: Which field mends what kind of unreadable file; all other kinds are the file's.
FIELDS = {"zone": "zone", "date_order": "date_order", "map": "map"}
#: What the sentences of intake say for the command line, after their first half.
FOR_THE_COMMAND = ". Say "


@bp.get("/incidents/import")
def import_form() -> str:
    """The empty form."""
    require(current_actor(), IMPORT)
    return _page(open_form(ImportFile(), {"zone": current_actor().zone, "date_order": "", "tool": "servicenow"}))


@bp.post("/incidents/import")
def import_send() -> Answer:
    """Keep the file and go on to its preview; refuse what cannot be read at all."""
    actor = current_actor()
    require(actor, IMPORT)
    form, upload, map_ = Form(ImportFile(), request.form), _sent(actor, "file", "upload"), _sent(actor, "map", "kept_map")
    if upload is None:
        return _page(form.refused({"file": ["Select the file that was exported"]}), None, map_), 422
    try:
        body = form.load()
        told = Told(body["tool"], map_, body["zone"], body["date_order"])
        told.intake(upload)
    except Invalid as wrong:
        return _page(form.refused(wrong.messages), upload, map_), 422
    except Unreadable as wrong:
        return _page(form.refused({FIELDS.get(wrong.kind, "file"): [_words(wrong)]}), upload, map_), 422
    return redirect(told.address(".import_preview", upload), 303)


def _sent(actor: Actor, name: str, kept: str) -> Upload | None:
    """The file of this request, else the one that an earlier answer kept."""
    sent = request.files.get(name)
    if sent is not None and sent.filename:
        return keep(uploads(), sent.stream, person_id=actor.person_id or 0, filename=sent.filename)
    try:
        return find_upload(uploads(), request.form.get(kept, ""), actor.person_id)
    except NotFound:
        return None


def _words(wrong: Unreadable) -> str:
    if wrong.kind == "date_order":
        return wrong.reason.split(FOR_THE_COMMAND)[0] + ". Select which comes first"
    return wrong.reason


def _page(form: Form, upload: Upload | None = None, map_: Upload | None = None) -> str:
    kept = {"file": upload, "map": map_}
    return render_template("incidents/import.html", form=form, kept=kept, zones=zone_names())
