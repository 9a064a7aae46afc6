"""The way back: a stored record as the values of its form, so that editing starts with what is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def filled(body: Mapping[str, Any], zone: str = "UTC", prefix: str = "") -> MultiDict[str, str]:
    """Form names and texts for a nested body; instants are split into date and time of ``zone``.

    >>> filled({"title": "Down", "impact": [{"value": 3}]}).to_dict()
    {'title': 'Down', 'impact-0-value': '3'}
    """
    values: MultiDict[str, str] = MultiDict()
    for key, value in body.items():
        _add(values, f"{prefix}{key}", value, zone)
    return values


def _add(values: MultiDict[str, str], name: str, value: Any, zone: str) -> None:
    if isinstance(value, Mapping):
        values.update(filled(value, zone, f"{name}-"))
    elif isinstance(value, list | tuple | set | frozenset):
        for number, item in enumerate(value):
            _add(values, f"{name}-{number}" if isinstance(item, Mapping) else name, item, zone)
    elif isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(zone))
        values[f"{name}-date"] = typed_date(local.date())
        values[f"{name}-time"] = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    else:
        values.add(name, _text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    return typed_date(value) if isinstance(value, date) else str(value)


def typed_date(day: date) -> str:
    """A date as people type it here: ``20 Nov 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
