"""One form on a page: schema, what stands in the boxes, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import g, has_request_context, request
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from kernel.errors import Invalid, Stale
from web import stash
from web.forms.errors import NOWHERE, FieldError, flatten, form_errors
from web.forms.fields import FieldInfo, describe, is_rows, key_of, nested_schema
from web.forms.filled import filled
from web.forms.submitted import filled_rows, row_numbers, submitted

#: Control characters and the like, which HTML does not allow anywhere; services take them out in the same way.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Form:
    """``Form(schema, request.form)`` to read a post; ``open_form(schema, …)`` to show one."""

    def __init__(self, schema: Schema, values: MultiDict[str, str] | None = None, *, ids: str = "") -> None:
        """``ids`` goes before every id, for a page with two forms that have a field of the same name."""
        self.schema = schema
        self.values: MultiDict[str, str] = values if values is not None else MultiDict()
        self.errors: list[FieldError] = []
        self.stale: Stale | None = None
        self.ids = ids
        if has_request_context():
            g.setdefault("debrief_forms", []).append(self)

    def load(self) -> dict[str, Any]:
        """The validated body. Raises ``Invalid`` with flat messages, whose row numbers are those of the form."""
        try:
            loaded: dict[str, Any] = self.schema.load(submitted(self.values, self.schema))
        except ValidationError as wrong:
            raise Invalid(flatten(self._renumbered(wrong.messages_dict))) from None
        return loaded

    def refused(self, messages: Mapping[str, Any]) -> Form:
        """The same form with these messages, to be shown again with status 422."""
        self.errors = [FieldError(self.id(path), text) for path, text in form_errors(messages, self.schema)]
        return self

    def id(self, name: str) -> str:
        return name if name == NOWHERE else f"{self.ids}{name}"

    def field(self, name: str) -> FieldInfo:
        return describe(self.schema, name)

    def value(self, name: str) -> str:
        """The text in the box as typed, but for what no page can show. The last one wins, as a checkbox follows its hidden "no"."""
        found = self.values.getlist(name)
        return _UNSHOWN.sub("", found[-1]) if found else ""

    def chosen(self, name: str) -> str:
        """The value of a choice: what was picked (blank included), else the schema's default."""
        return self.value(name) if name in self.values else self.field(name).default

    def all(self, name: str) -> list[str]:
        return self.values.getlist(name)

    def errors_of(self, *names: str) -> list[str]:
        wanted = {self.id(name) for name in names}
        return [error.text for error in self.errors if error.field_id in wanted]

    def rows(self, name: str, spare: int = 1) -> list[int]:
        """Row numbers to draw: those with values, and ``spare`` empty ones after them."""
        used = row_numbers(self.values, name)
        after = used[-1] + 1 if used else 0
        return used if used and self.errors else [*used, *range(after, after + spare)]

    def _renumbered(self, messages: dict[str, Any]) -> dict[str, Any]:
        """Blank rows were left out of the body, so its indexes are turned back into the form's row numbers."""
        for name, found in self.schema.load_fields.items():
            key, inner = key_of(found, name), nested_schema(found)
            wrong = messages.get(key)
            if inner is not None and is_rows(found) and isinstance(wrong, dict):
                rows = filled_rows(self.values, key, inner)
                messages[key] = {rows[n] if isinstance(n, int) else n: texts for n, texts in wrong.items()}
        return messages


def open_form(
    schema: Schema,
    initial: Mapping[str, Any] | None = None,
    *,
    zone: str = "UTC",
    action: str | None = None,
    ids: str = "",
) -> Form:
    """A form to show: with what was typed before the session ended, else with ``initial`` (a body, see ``filled``).

    ``action`` is the address that the form posts to, when it is not the page's own.
    """
    kept = stash.kept_for(action or request.path)
    return Form(schema, kept if kept is not None else filled(initial or {}, zone), ids=ids)


def current_form() -> Form | None:
    """The form that this request last made; error pages take their labels from it."""
    made: list[Form] = g.get("debrief_forms", [])
    return made[-1] if made else None


def has_errors() -> bool:
    """True when a form on this page is shown with errors: the title then starts with "Error: "."""
    return any(form.errors for form in g.get("debrief_forms", []))
