"""Which template a review follows, and which versions are the newest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from pir.models import Review, ReviewTemplate
from pir.rules import template as rules
from pir.rules.lifecycle import ReviewKind
from pir.rules.template import Template


def template_of(review: Review) -> Template:
    """The version under which the review was opened."""
    return as_template(review.template)


def as_template(row: ReviewTemplate) -> Template:
    return rules.read(row.name, row.version, row.body)


def newest_templates(session: Session) -> list[ReviewTemplate]:
    """The newest version of each, in the order in which they were shipped."""
    found = {row.key: row for row in session.scalars(sa.select(ReviewTemplate).order_by(ReviewTemplate.version, ReviewTemplate.id))}
    return sorted(found.values(), key=lambda row: KEYS.index(row.key) if row.key in KEYS else len(KEYS))


def newest(session: Session, key: str) -> ReviewTemplate:
    found = session.scalar(
        sa.select(ReviewTemplate).where(ReviewTemplate.key == key).order_by(ReviewTemplate.version.desc()).limit(1)
    )
    if found is None:
        raise NotFound("template")
    return found


def chosen(session: Session, terms: Mapping[str, Any], kind: ReviewKind, severity: int) -> ReviewTemplate:
    """The newest version of the template that a policy names for a review of this kind and severity."""
    named = terms["templates"]
    return newest(session, named[f"p{severity}"] if kind is ReviewKind.INCIDENT else named[kind.value])


KEYS = ("short", "full", "near_miss", "exercise")
