"""Messages of a schema as a flat list: the summary's links and the fields' own words come from the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from marshmallow import Schema

from web.forms.fields import field_at, is_rows, key_of, nested_schema

#: Where a message lands that belongs to no field.
NOWHERE = "main"


class FieldError(NamedTuple):
    """``field_id`` is the id of the input to go to, ``text`` the sentence shown at both places."""

    field_id: str
    text: str


def form_errors(messages: Mapping[Any, Any], schema: Schema | None = None) -> list[FieldError]:
    """Nested or flat messages in the order of the schema's fields.

    >>> form_errors({"title": ["Enter a title"], "impact": {0: {"value": ["Enter a value"]}}})
    [FieldError(field_id='title', text='Enter a title'), FieldError(field_id='impact-0-value', text='Enter a value')]
    """
    found = [FieldError(_input_id(path, schema), text) for path, text in _walk(messages, ())]
    if schema is None:
        return found
    order = [key_of(f, name) for name, f in schema.load_fields.items()]
    place = {key: n for n, key in enumerate(order)}
    return sorted(found, key=lambda error: place.get(error.field_id.split("-", 1)[0], len(place)))


def flatten(messages: Mapping[Any, Any]) -> dict[str, list[str]]:
    """``{"impact": {0: {"value": [m]}}}`` as ``{"impact-0-value": [m]}``, the shape of ``kernel.errors.Invalid``."""
    flat: dict[str, list[str]] = {}
    for path, text in _walk(messages, ()):
        flat.setdefault("-".join(path), []).append(text)
    return flat


def _walk(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(node, Mapping):
        for key, inner in node.items():
            yield from _walk(inner, path if key == "_schema" else (*path, *str(key).split("-")))
    elif isinstance(node, str):
        yield path, node
    else:
        for inner in node:
            yield from _walk(inner, path)


def _input_id(path: tuple[str, ...], schema: Schema | None) -> str:
    """The first input of whatever the message is about: a nested field has no input of its own."""
    here = "-".join(path)
    if not here:
        return NOWHERE
    found = field_at(schema, here) if schema else None
    inner = nested_schema(found)
    if inner is None or found is None:
        return here
    if is_rows(found) and not path[-1].isdigit():
        here = f"{here}-0"
    name, first = next(iter(inner.load_fields.items()))
    return f"{here}-{key_of(first, name)}"
