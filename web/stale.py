"""Two people edited the same: 409 page with both texts side by side, or 412 in the API. Nothing typed is lost."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from kernel.errors import Clash, Stale
from web import stash
from web.address import is_api
from web.problem import problem


def answer(error: Stale) -> Response:
    """The conflict page re-sends the same form, so its hidden inputs are all values of this request but the version."""
    clashes = [{"field": c.field, "label": c.label, "theirs": _words(c, c.theirs), "yours": _words(c, c.yours)} for c in error.clashes]
    if is_api():
        return problem(412, str(error), errors=clashes, version=error.version)
    fields = {clash["field"] for clash in clashes}
    kept = [(k, v) for k, v in stash.typed_pairs() if k != "version"]
    page = render_template(
        "stale.html",
        error=error,
        clashes=clashes,
        editable=[c for c in error.clashes if c.field],
        action=request.full_path.rstrip("?"),
        back=stash.page_of_form(),
        kept=kept,
        others=[(k, v) for k, v in kept if k not in fields],
    )
    return make_response(page, 409)


def _words(clash: Clash, value: str) -> str:
    """A choice is shown in its words."""
    return dict(clash.options).get(value, value)
