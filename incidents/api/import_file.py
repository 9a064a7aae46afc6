"""The import for other programs: a file as the body, or as a part beside a map."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import request

from incidents.api.incident import blp
from incidents.profiles.map_file import LARGEST, read_map
from incidents.profiles.profile import Profile
from incidents.profiles.reading import read_export
from incidents.profiles.servicenow import SERVICENOW
from incidents.schemas.import_file import ImportAnswer, ImportQuery
from incidents.service.importing import IMPORT, import_incidents
from kernel.errors import Invalid
from kernel.intake.refusal import Unreadable
from kernel.permission import require
from organisation.queries.policy import the_organisation
from web.sent_files import sent_body
from web.session import current_actor
from web.unit import session

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_PARTS = {"type": "object", "required": ["file"], "properties": dict.fromkeys(("file", "map"), _BINARY["schema"])}
BODY = {
    "required": True,
    "description": "The export itself, or a form with the export as `file` and, for other tools than ServiceNow, a TOML file as `map`.",
    "content": {"text/csv": _BINARY, "application/json": {"schema": {}}, "application/zip": _BINARY, "multipart/form-data": {"schema": _PARTS}},
}


@blp.post("/import")
@blp.doc(requestBody=BODY)
@blp.arguments(ImportQuery, location="query")
@blp.response(200, ImportAnswer)
@blp.alt_response(422, description="The file or the map cannot be read; nothing was stored")
def import_file(query: dict[str, Any]) -> dict[str, Any]:
    """Import incidents from an export. The same file again changes nothing; all of it is stored or, when anything stops it, nothing."""
    actor = current_actor()
    require(actor, IMPORT)
    name, content = sent_body("export")
    try:
        profile = _profile(query["tool"])
        zone = query["zone"] or profile.zone or the_organisation(session()).zone
        intake = read_export(content, profile, zone=zone, date_order=query["date_order"])
        return import_incidents(session(), actor, intake, filename=name, sha256=hashlib.sha256(content).hexdigest()).told
    except Unreadable as wrong:
        field = wrong.kind if wrong.kind in {"zone", "date_order", "map"} else "file"
        raise Invalid({field: [wrong.reason]}) from wrong


def _profile(tool: str) -> Profile:
    base = SERVICENOW if tool == "servicenow" else None
    sent = request.files.get("map")
    if sent is not None:
        return read_map(sent.stream.read(LARGEST + 1), (sent.filename or "map")[:120], base)
    if base is None:
        raise Unreadable("Send the map that says which column is which as the part map of a form", "map")
    return base
