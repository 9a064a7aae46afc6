"""What a schema says about one field of a form: label, hint, widget, options. Data for the macros."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from marshmallow import Schema, fields, missing, validate

#: Radios up to this many options, a select above.
MOST_RADIOS = 5
#: A text that may be longer than this gets a text area.
LONG_TEXT = 200
#: The first that fits is the widget of a field without options.
WIDGETS: tuple[tuple[type, str], ...] = (
    (fields.Boolean, "checkbox"),
    (fields.List, "checkboxes"),
    (fields.Email, "email"),
    (fields.Url, "url"),
    (fields.Number, "number"),
    (fields.Date, "date"),
    (fields.DateTime, "pair"),
)


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One field as the macros need it. ``options`` are ``(value, label, hint)``."""

    name: str
    label: str
    hint: str = ""
    widget: str = "text"
    optional: bool = False
    rows: int = 6
    default: str = ""
    options: tuple[tuple[str, str, str], ...] = field(default_factory=tuple)


def field_at(schema: Schema, path: str) -> fields.Field[Any] | None:
    """The field that a form name stands for: ``title``, ``occurred-at``, ``impact-0-measure``; None if none.

    >>> class Row(Schema):
    ...     measure = fields.String()
    >>> class Page(Schema):
    ...     impact = fields.List(fields.Nested(Row))
    >>> type(field_at(Page(), "impact-3-measure")).__name__
    'String'
    """
    parts = path.split("-")
    found = _by_key(schema, parts[0])
    for part in parts[1:]:
        inner = nested_schema(found)
        if inner is None:
            return found if part in {"date", "time"} else None
        if not part.isdigit():
            found = _by_key(inner, part)
    return found


def nested_schema(of: fields.Field[Any] | None) -> Schema | None:
    """The schema inside ``Nested`` or ``List(Nested)``, None for a plain field."""
    inner = of.inner if isinstance(of, fields.List) else of
    if isinstance(inner, fields.Nested):
        schema = inner.schema
        return schema if isinstance(schema, Schema) else None
    return None


def is_rows(of: fields.Field[Any]) -> bool:
    """True for a repeated row: ``List(Nested(X))`` or ``Nested(X, many=True)``."""
    if isinstance(of, fields.List):
        return isinstance(of.inner, fields.Nested)
    return isinstance(of, fields.Nested) and bool(of.many)


def key_of(of: fields.Field[Any], name: str) -> str:
    return of.data_key or name


def describe(schema: Schema, path: str) -> FieldInfo:
    """All that the schema knows; a name without a field (a search box) still gets a label made of its words."""
    found = field_at(schema, path)
    words = path.rsplit("-", 1)[-1].replace("_", " ")
    if found is None:
        return FieldInfo(name=path, label=words.capitalize())
    meta = found.metadata
    options = _options(found)
    return FieldInfo(
        name=path,
        label=meta.get("label", words.capitalize()),
        hint=meta.get("hint", ""),
        widget=meta.get("widget") or _widget(found, len(options)),
        optional=not found.required and not isinstance(found, fields.Boolean),
        rows=meta.get("rows", 6),
        default=_default(found),
        options=options,
    )


def _default(found: fields.Field[Any]) -> str:
    """What the schema takes when nothing is chosen, as the value of an option."""
    default = found.load_default
    if default is missing or default is None or callable(default):
        return ""
    return str(getattr(default, "value", default))


def _by_key(schema: Schema, key: str) -> fields.Field[Any] | None:
    for name, found in schema.load_fields.items():
        if key_of(found, name) == key:
            return found
    return None


def _validators(found: fields.Field[Any], kind: type) -> list[Any]:
    return [v for v in found.validators if isinstance(v, kind)]


def _widget(found: fields.Field[Any], options: int) -> str:
    if options and not isinstance(found, fields.List):
        return "radios" if options <= MOST_RADIOS else "select"
    for kind, widget in WIDGETS:
        if isinstance(found, kind):
            return widget
    limits = [v.max for v in _validators(found, validate.Length) if v.max is not None]
    return "textarea" if limits and min(limits) > LONG_TEXT else "text"


def _options(found: fields.Field[Any]) -> tuple[tuple[str, str, str], ...]:
    source = found.inner if isinstance(found, fields.List) else found
    labels = found.metadata.get("labels", {})
    hints = found.metadata.get("hints", {})
    values: list[Any] = []
    if isinstance(source, fields.Enum):
        values = [m.value if source.by_value else m.name for m in source.enum]
    else:
        for rule in _validators(source, validate.OneOf):
            values = list(rule.choices)
            labels = labels or dict(zip(rule.choices, rule.labels, strict=False))
    return tuple((str(v), labels.get(v) or words_of(v), hints.get(v, "")) for v in values)


def words_of(value: Any) -> str:
    """``near_miss`` becomes "Near miss"; what already has spaces or capitals stays."""
    text = str(value.value if isinstance(value, Enum) else value)
    return text if text != text.lower() else text.replace("_", " ").capitalize()
