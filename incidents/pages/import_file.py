"""Sending a file: it is kept, looked at, and shown before anything is stored."""

from __future__ import annotations

from pathlib import Path

from flask import redirect, render_template, request, url_for

from incidents.pages.blueprint import Answer, bp
from incidents.profiles.servicenow import read_servicenow
from incidents.schemas.import_file import ImportFile
from incidents.service.importing import IMPORT
from kernel.errors import Invalid, NotFound
from kernel.intake.refusal import Unreadable
from kernel.intake.uploads import Upload, find_upload, keep
from kernel.permission import Actor, require
from organisation.pages.zones import zone_names
from web.forms import Form, open_form
from web.session import current_actor
from web.site import site

#: Which field mends what kind of unreadable file; all other kinds are the file's.
FIELDS = {"zone": "zone", "date_order": "date_order"}
#: What the sentences of intake say for the command line, after their first half.
FOR_THE_COMMAND = ". Say "


@bp.get("/incidents/import")
def import_form() -> str:
    """The empty form."""
    require(current_actor(), IMPORT)
    return _page(open_form(ImportFile(), {"zone": current_actor().zone, "date_order": ""}))


@bp.post("/incidents/import")
def import_send() -> Answer:
    """Keep the file and go on to its preview; refuse what cannot be read at all."""
    actor = current_actor()
    require(actor, IMPORT)
    form, upload = Form(ImportFile(), request.form), _sent(actor)
    if upload is None:
        return _page(form.refused({"file": ["Select the file that was exported"]})), 422
    try:
        body = form.load()
        read_servicenow(upload.path, zone=body["zone"], date_order=body["date_order"] or None)
    except Invalid as wrong:
        return _page(form.refused(wrong.messages), upload), 422
    except Unreadable as wrong:
        return _page(form.refused({FIELDS.get(wrong.kind, "file"): [_words(wrong)]}), upload), 422
    return redirect(url_for(".import_preview", token=upload.token, zone=body["zone"], date_order=body["date_order"] or None), 303)


def uploads() -> Path:
    """Where files wait between preview and import."""
    return site().settings.home / "uploads"


def _sent(actor: Actor) -> Upload | None:
    """The file of this request, else the one that an earlier answer kept."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return keep(uploads(), sent.stream, person_id=actor.person_id or 0, filename=sent.filename)
    try:
        return find_upload(uploads(), request.form.get("upload", ""), actor.person_id)
    except NotFound:
        return None


def _words(wrong: Unreadable) -> str:
    if wrong.kind == "date_order":
        return wrong.reason.split(FOR_THE_COMMAND)[0] + ". Select which comes first"
    return wrong.reason


def _page(form: Form, upload: Upload | None = None) -> str:
    return render_template("incidents/import.html", form=form, upload=upload, zones=zone_names())
