"""Browser forms driven by the marshmallow schema that the API uses too: read, refilled, and their errors named."""

from web.forms.errors import FieldError, flatten, form_errors
from web.forms.fields import FieldInfo, describe
from web.forms.filled import filled
from web.forms.form import Form, current_form, has_errors, open_form
from web.forms.submitted import submitted

__all__ = [
    "FieldError",
    "FieldInfo",
    "Form",
    "current_form",
    "describe",
    "filled",
    "flatten",
    "form_errors",
    "has_errors",
    "open_form",
    "submitted",
]
