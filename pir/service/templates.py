"""Changing a template of reviews: a new version, which reviews opened from now on follow."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, require
from pir.models import ReviewTemplate
from pir.queries.templates import newest
from pir.rules.template import Template, written

EDIT = "edit templates"


def change_template(session: Session, actor: Actor, key: str, version: int | None, wanted: Template) -> ReviewTemplate:
    """Store ``wanted`` as the next version. ``version`` is the one that the person read; the same again changes nothing."""
    require(actor, EDIT)
    held = newest(session, key)
    session.execute(sa.select(ReviewTemplate.id).where(ReviewTemplate.key == key).with_for_update())
    held = newest(session, key)
    expect_version(f"the template “{held.name}”", held.version, version)
    if not wanted.parts:
        raise Invalid({"parts": ["Keep at least one part"]})
    body = written(wanted)
    if (wanted.name, body) == (held.name, held.body):
        return held
    made = ReviewTemplate(key=key, version=held.version + 1, name=wanted.name, body=body, created_by_id=actor.person_id)
    session.add(made)
    session.flush()
    audit.note(session, actor, "change template", before={"template": held.name, "version": held.version},
               after={"template": made.name, "version": made.version, "parts": [p.key for p in wanted.parts],
                      "minutes": wanted.minutes})
    return made
