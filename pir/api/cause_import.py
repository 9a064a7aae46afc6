"""Causes brought into a review from a list, a model or a document."""

from __future__ import annotations

import json
from typing import Any

from pir.api.blueprint import blp
from pir.schemas.cause_import import ImportBody, ImportedCauses
from pir.service.cause_import import import_causes
from pir.service.cause_sources import Draft, from_file, from_list
from rca import document
from web.session import current_actor
from web.unit import session


@blp.route("/<ref>/factors/import", methods=["POST"])
@blp.arguments(ImportBody)
@blp.response(201, ImportedCauses)
def bring_in(body: dict[str, Any], ref: str) -> tuple[dict[str, Any], int]:
    """Add the causes of an indented list, an Open-PSA model or a document below one effect. With ``dry_run`` nothing is stored (200)."""
    draft = _draft(body)
    found = import_causes(session(), current_actor(), ref, body["question"].value, body["effect"], draft)
    if body["dry_run"]:
        session().rollback()
    return {"added": found.refs, "notes": found.notes, "causes": document.write(draft.graph)}, 200 if body["dry_run"] else 201


def _draft(body: dict[str, Any]) -> Draft:
    if body["text"]:
        return from_list(body["text"], first_is_event=body["first_is_event"])
    content = body["open_psa"] or json.dumps(body["document"], ensure_ascii=False)
    return from_file(content.encode("utf-8", "replace"), "", body["top"])
