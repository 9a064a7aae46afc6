"""Bringing in actions from a spreadsheet: the file and the review of rows that name none, the preview, the import."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for

from actions.pages.blueprint import bp
from actions.schemas.sheet import SheetQuery
from actions.service.sheet import IMPORT, action_sheet
from kernel.errors import Invalid
from kernel.permission import require
from organisation.pages.sheet_steps import first_page, keep_sent, preview, store_kept, told
from organisation.schemas.sheet_file import SheetFile
from organisation.service.sheets import Sheet
from web.forms import Form, open_form
from web.saving import form_of, saved
from web.session import current_actor


class ActionsFile(SheetFile):
    review = SheetQuery().fields["review"]


@bp.route("/actions/import", methods=["GET", "POST"])
def import_actions() -> Any:
    """Keep the file and go on to its preview; refuse what cannot be read at all."""
    sheet, form = _sheet(""), form_of(ActionsFile(), {"review": _review()})
    if done := saved(form, lambda body: (keep_sent(_sheet(body["review"])), body["review"])):
        upload, review = done.made
        return redirect(url_for("actions.preview_actions", token=upload.token, review=review or None), 303)
    return _page(sheet, form), 422 if form.errors else 200


@bp.get("/actions/import/<token>")
def preview_actions(token: str) -> str:
    return preview(_sheet(_review()), token, back=url_for("actions.import_actions", review=_review() or None))


@bp.post("/actions/import/<token>")
def store_actions(token: str) -> Any:
    sheet = _sheet(_review())
    try:
        made = store_kept(sheet, token)
    except Invalid as wrong:
        return _page(sheet, open_form(ActionsFile(), {"review": _review()}).refused(wrong.messages)), 422
    flash(told(sheet, made))
    return redirect(url_for("actions.register"), 303)


def _review() -> str:
    return request.args.get("review", "")[:40]


def _sheet(review: str) -> Sheet:
    require(current_actor(), IMPORT)
    return action_sheet(current_actor(), review)


def _page(sheet: Sheet, form: Form) -> str:
    return first_page(sheet, form, cancel=url_for("actions.register"), template="actions/import.html")
