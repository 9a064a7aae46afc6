"""Entries of the timeline."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import ValidationError

from incidents.models import TimelineEntry
from kernel.clock import stamp
from kernel.errors import Invalid
from pir.api.blueprint import blp
from pir.api.parts import _flat
from pir.queries.review import find
from pir.schemas.api import EntriesBody, EntryShown
from pir.schemas.timeline import Entry, new_entry
from pir.service import timeline as service
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session


def _shown(row: TimelineEntry) -> dict[str, Any]:
    return {"id": row.id, "at": stamp(row.at), "text": row.text, "version": row.version}


@blp.route("/<ref>/entries", methods=["POST"])
@blp.arguments(EntriesBody)
@blp.response(201, EntryShown(many=True))
def add(body: dict[str, Any], ref: str) -> list[dict[str, Any]]:
    """Add entries, all or none. One that stands there already (same time, same text) is not added again."""
    zone = find(session(), current_actor(), ref).zone
    wrong: dict[str, list[str]] = {}
    entries = []
    for number, given in enumerate(body["entries"]):
        try:
            entries.append(new_entry(Entry(zone=zone).load(given)))
        except ValidationError as error:
            wrong |= _flat(error.messages_dict, f"entries.{number}.")
    if wrong:
        raise Invalid(wrong)
    return [_shown(row) for row in service.add_entries(session(), current_actor(), ref, entries)]


@blp.route("/<ref>/entries/<int:entry_id>", methods=["PUT"])
@blp.response(200, EntryShown)
def edit(ref: str, entry_id: int) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Change one entry; needs If-Match with the version of the entry."""
    zone = find(session(), current_actor(), ref).zone
    try:
        values = Entry(zone=zone).load(request.get_json())
    except ValidationError as error:
        raise Invalid(_flat(error.messages_dict)) from None
    row = service.edit_entry(session(), current_actor(), ref, entry_id, version_named(), values)
    return _shown(row), 200, etag(row.version)
