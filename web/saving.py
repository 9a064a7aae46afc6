"""One form from its first showing to its saving: the same steps on every page, so that nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import render_template, request
from marshmallow import Schema

from kernel.errors import Invalid, Stale
from web.forms import Form, open_form
from web.unit import session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """It is saved; ``made`` is what the service answered."""

    made: T


def form_of(schema: Schema, initial: Mapping[str, Any] | None = None, *, zone: str = "UTC", ids: str = "") -> Form:
    """The form of a page that is read and sent at one address: as it was sent, else to be filled in (``open_form``)."""
    if request.method == "POST":
        return Form(schema, request.form, ids=ids)
    return open_form(schema, initial, zone=zone, ids=ids)


def saved(form: Form, save: Callable[[Any], T]) -> Done[T] | None:
    """Load what was sent and save it, whatever its schema makes of it.

    None when nothing was sent, or when it was refused: then the form shows what is wrong, and all that was typed. What a
    service had written before it found the fault is undone at once, so that the page shown again is true.
    """
    if request.method != "POST":
        return None
    try:
        return Done(save(form.load()))
    except Invalid as wrong:
        session().rollback()
        form.refused(wrong.messages)
        return None


def saved_as_whole(form: Form, save: Callable[[Any], T]) -> Done[T] | None:
    """The same for a form that cannot be shown as two texts, such as a table: in a conflict it stays, with ``form.stale`` beside it."""
    try:
        return saved(form, save)
    except Stale as stale:
        session().rollback()
        form.stale = stale
        return None


def read_version() -> int | None:
    """The version that the person read, as the hidden field says; None when nothing was sent, or it says none."""
    return request.form.get("version", type=int)


def form_page(template: str, form: Form, /, *, version: int | None = None, **values: Any) -> tuple[str, int]:
    """The page with its form: 409 in a conflict, 422 when the form was refused.

    ``version`` is that of what is stored. The page names the one that the person read, until a conflict has shown a newer one.
    """
    read = read_version()
    shown = form.stale.version if form.stale else version if read is None else read
    page = render_template(template, form=form, version=shown, stale=form.stale, **values)
    return page, 409 if form.stale else 422 if form.errors else 200
