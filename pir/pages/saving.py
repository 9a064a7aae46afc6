"""Reading a form, saving it, and what happens when it cannot be saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from kernel.errors import Invalid
from web.forms import Form
from web.unit import session


def saved(form: Form, save: Callable[[Any], Any]) -> bool:
    """Load the form and save it, whatever its schema makes of it. False when it was refused: then it shows what is wrong, and all that was typed.

    What a service had written before it found the fault is undone at once, so that the page shown again is true.
    """
    try:
        save(form.load())
    except Invalid as wrong:
        session().rollback()
        form.refused(wrong.messages)
        return False
    return True


def read_version() -> int | None:
    """The version that the person read, as the hidden field says."""
    return request.form.get("version", type=int)
