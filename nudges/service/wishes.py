"""Changing how one is reminded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import changes, expect_version
from kernel.errors import Invalid
from kernel.outbox import CHAT
from kernel.permission import Actor
from nudges.models import NudgeWishes
from nudges.queries.wishes import has_chat, wishes_of
from organisation.queries.calendar import find_calendar

LABELS = {"channel": "Where they come", "digest_at": "Daily mail at", "quiet_from": "Nothing after", "quiet_until": "Nothing before", "calendar_id": "Working days"}


def save_wishes(session: Session, actor: Actor, values: Mapping[str, Any], *, version: int | None) -> NudgeWishes:
    """Store one's own wishes; ``version`` is that of the row as it was read, 0 for one that was not stored yet."""
    found = wishes_of(session, actor.person_id or 0)
    is_new = found not in session
    expect_version("your reminders", 0 if is_new else found.version, version, labels=LABELS,
                   theirs={key: getattr(found, key) for key in LABELS}, yours=values)
    if values["channel"] == CHAT and not has_chat(session, actor):
        raise Invalid({"channel": ["You have no chat channel yet. Add one to your profile first"]})
    if values.get("calendar_id") is not None:
        find_calendar(session, values["calendar_id"])
    before, after = changes(found, {key: values[key] for key in LABELS})
    if is_new:
        session.add(found)
    if before or is_new:
        session.flush()
        audit.note(session, actor, "change reminders", before=before, after={"person": found.person_id, **after})
    return found
