"""From a browser's form to the JSON body that the API would have got.

Names in a form: ``title`` · ``occurred-at`` inside a nested schema · ``impact-0-measure`` in row 0 of a list ·
``session_at-date`` and ``session_at-time``, which become one text "20 Nov 2026 14:03".
Blank text becomes None where the field allows None, "" in a text that may be empty, and is left out elsewhere,
so a required field answers with its own "Enter …" (stack.md G4: here, not in the schema that the API shares).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, fields, missing
from werkzeug.datastructures import MultiDict

from web.forms.fields import is_rows, key_of, nested_schema

_ABSENT = object()


def submitted(form: MultiDict[str, str], schema: Schema, prefix: str = "") -> dict[str, Any]:
    """The body for ``schema.load``. Reads only what the schema knows; ``form`` itself is never changed."""
    body = {}
    for name, found in schema.load_fields.items():
        key = key_of(found, name)
        value = _value(form, prefix + key, found)
        if value is not _ABSENT:
            body[key] = value
    return body


def row_numbers(form: MultiDict[str, str], name: str) -> list[int]:
    """The numbers of all rows in the form, blank ones too: ``impact-0-…``, ``impact-2-…`` give [0, 2]."""
    start = f"{name}-"
    heads = {key[len(start) :].split("-", 1)[0] for key in form if key.startswith(start)}
    return sorted(int(head) for head in heads if head.isdecimal() and head.isascii() and len(head) < 5)  # noqa: PLR2004 - no form has 10,000 rows


def filled_rows(form: MultiDict[str, str], name: str, schema: Schema) -> list[int]:
    """The numbers of the rows in which a person wrote something; body index i is row ``filled_rows(…)[i]``."""
    rows = row_numbers(form, name)
    return [n for n in rows if not _says_nothing(submitted(form, schema, f"{name}-{n}-"), schema)]


def _value(form: MultiDict[str, str], name: str, found: fields.Field[Any]) -> Any:
    inner = nested_schema(found)
    if inner is not None:
        return _nested(form, name, found, inner)
    if isinstance(found, fields.List):
        return _list(form, name)
    typed = _typed(form, name, found)
    return _ABSENT if typed is None else _blank_or(typed, found)


def _nested(form: MultiDict[str, str], name: str, found: fields.Field[Any], inner: Schema) -> Any:
    if is_rows(found):
        is_sent = name in form or row_numbers(form, name)
        rows = filled_rows(form, name, inner)
        return [submitted(form, inner, f"{name}-{n}-") for n in rows] if is_sent else _ABSENT
    if not any(key.startswith(f"{name}-") for key in form):
        return _ABSENT
    body = submitted(form, inner, f"{name}-")
    if found.required or not _says_nothing(body, inner):
        return body
    return None if found.allow_none else _ABSENT


def _list(form: MultiDict[str, str], name: str) -> Any:
    if name not in form:
        return _ABSENT
    return [value.strip() for value in form.getlist(name) if value.strip()]


def _typed(form: MultiDict[str, str], name: str, found: fields.Field[Any]) -> str | None:
    """What stands in the box, None when the form has no such box. The last value wins (checkbox after its hidden no)."""
    if name in form:
        text = form.getlist(name)[-1]
    elif f"{name}-date" in form or f"{name}-time" in form:
        text = f"{form.get(f'{name}-date', '').strip()} {form.get(f'{name}-time', '').strip()}"
    else:
        return None
    if found.metadata.get("widget") == "password":
        return text
    return text.replace("\r\n", "\n").strip()


def _blank_or(typed: str, found: fields.Field[Any]) -> Any:
    if typed:
        return typed
    if found.allow_none:
        return None
    is_partial = bool(found.root.partial) if isinstance(found.root, Schema) else False
    may_be_empty = isinstance(found, fields.String) and not isinstance(found, fields.Email | fields.Url)
    if may_be_empty and (is_partial or not found.required) and not _options_only(found):
        return ""
    return _ABSENT


def _options_only(found: fields.Field[Any]) -> bool:
    return any(hasattr(rule, "choices") for rule in found.validators)


def _says_nothing(body: dict[str, Any], schema: Schema) -> bool:
    """True when all values are blank or what the schema would take by itself."""
    return all(_is_blank(body.get(key_of(f, name)), f) for name, f in schema.load_fields.items())


def _is_blank(value: Any, found: fields.Field[Any]) -> bool:
    """``metadata={"qualifies": True}``: a choice about the other fields of its row, which alone says nothing."""
    if value in (None, "", [], {}, "false") or found.metadata.get("qualifies"):
        return True
    return value in _defaults(found)


def _defaults(found: fields.Field[Any]) -> Iterable[Any]:
    default = found.load_default
    if default is missing:
        return ()
    return (default, getattr(default, "value", default), getattr(default, "name", default), str(default))
