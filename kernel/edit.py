"""Optimistic editing: what a person read, what is stored now, and what they sent (decision 27)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.errors import Clash, Stale, plain


def expect_version(
    what: str,
    stored: int,
    read: int | None,
    *,
    labels: Mapping[str, str] | None = None,
    theirs: Mapping[str, Any] | None = None,
    yours: Mapping[str, Any] | None = None,
    by: str | None = None,
) -> None:
    """Nothing when ``read`` is the stored version; otherwise ``Stale`` with both texts of every field that differs.

    ``read`` None means that the door did not say what was read, which is refused in the same way.
    """
    if read == stored:
        return
    pairs = [
        Clash(name, label, plain((theirs or {}).get(name)), plain((yours or {}).get(name)))
        for name, label in (labels or {}).items()
        if name in (yours or {}) and plain((theirs or {}).get(name)) != plain((yours or {}).get(name))
    ]
    raise Stale(what, stored, by, tuple(pairs))


def changes(thing: Any, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set ``values`` on a row and return (before, after) of what really changed, for the audit entry."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in values.items():
        old = getattr(thing, name)
        if old != value:
            before[name], after[name] = old, value
            setattr(thing, name, value)
    return before, after
