"""From the fields of the schema to the columns of an action. What is not named here is never written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from actions.models import Kind, Strength
from actions.queries.today import today
from kernel.errors import Invalid

#: field of the schema -> how its value is stored. Title, owner, due date and factors have ways of their own.
PLAIN: Mapping[str, Any] = {
    "kind": Kind,
    "strength": lambda value: Strength(value) if value else None,
    "measure": lambda value: value or "",
    "measure_threshold": lambda value: value or "",
    "measure_source": lambda value: value or "",
    "effect_window_days": lambda value: value,
    "expected_evidence": lambda value: value or "",
    "external_ref": lambda value: value or None,
    "external_url": lambda value: value or None,
}
#: A date beyond it is a slip of the keyboard (2206 for 2026), and would be counted day by day on every page.
FARTHEST = timedelta(days=3653)
FIELDS = frozenset({"title", "owner", "owner_name", "owner_email", "due", "factors", *PLAIN})


def columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The plain columns that ``fields`` says something about."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise Invalid({name: ["Unknown field."] for name in sorted(unknown)})
    return {name: store(fields[name]) for name, store in PLAIN.items() if name in fields}


def require_future(session: Session, day: date | None, field: str, text: str) -> None:
    """Refuse a day that is not after today, as the organisation counts days, or so far off that it is a slip."""
    if day is None:
        return
    now = today(session).day
    if day <= now:
        raise Invalid({field: [text]})
    if day > now + FARTHEST:
        raise Invalid({field: ["Enter a date within the next 10 years"]})
