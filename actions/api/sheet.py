"""The import for other programs: a table of actions as the body, or as a part of a form."""

from __future__ import annotations

import hashlib
from typing import Any

from actions.api.blueprint import blp
from actions.schemas.sheet import SheetAnswer, SheetQuery
from actions.service.sheet import IMPORT, action_sheet
from kernel.errors import Invalid
from kernel.intake.refusal import Unreadable
from kernel.intake.sheet import open_sheet
from kernel.permission import require
from organisation.service.sheets import plan, store
from web.sent_files import sent_body
from web.session import current_actor
from web.unit import session

_BINARY = {"schema": {"type": "string", "format": "binary"}}
BODY = {
    "required": True,
    "description": "The table itself (CSV or XLSX), or a form with it as `file`.",
    "content": {
        "text/csv": _BINARY, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _BINARY,
        "multipart/form-data": {"schema": {"type": "object", "required": ["file"], "properties": {"file": _BINARY["schema"]}}},
    },
}  # fmt: skip


@blp.route("/import", methods=["POST"])
@blp.doc(requestBody=BODY)
@blp.arguments(SheetQuery, location="query")
@blp.response(200, SheetAnswer)
@blp.alt_response(422, description="The file cannot be read, or there is no such review; nothing was stored")
def import_actions(query: dict[str, Any]) -> dict[str, Any]:
    """Bring in actions. One that is here stays as it is; all rows that can be taken are stored, or none."""
    actor = current_actor()
    require(actor, IMPORT)
    name, content = sent_body("table")
    sheet = action_sheet(actor, query["review"])
    try:
        made = plan(session(), actor, sheet, open_sheet(content))
        if not query["dry_run"]:
            store(session(), actor, sheet, made, filename=name, sha256=hashlib.sha256(content).hexdigest())
    except Unreadable as wrong:
        raise Invalid({"file": [wrong.reason]}) from wrong
    return {"created": len(made.new), "unchanged": made.same, "rejected": made.rejects}
