"""Sending a table of services, teams or people."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from kernel.errors import Invalid
from kernel.permission import require
from organisation.pages.blueprint import bp
from organisation.pages.sheet_steps import first_page, keep_sent, preview, store_kept, told
from organisation.schemas.sheet_file import SheetFile
from organisation.service.sheets import SHEETS, Sheet
from web.forms import Form
from web.saving import form_of, saved
from web.session import current_actor

KINDS = "any(services,teams,people)"


@bp.route(f"/import/<{KINDS}:kind>", methods=["GET", "POST"])
def import_sheet(kind: str) -> Any:
    """Keep the file and go on to its preview; refuse what cannot be read at all."""
    sheet, form = _sheet(kind), form_of(SheetFile())
    if done := saved(form, lambda _body: keep_sent(sheet)):
        return redirect(url_for("organisation.preview_sheet", kind=kind, token=done.made.token), 303)
    return _page(sheet, form), 422 if form.errors else 200


@bp.get(f"/import/<{KINDS}:kind>/<token>")
def preview_sheet(kind: str, token: str) -> str:
    return preview(_sheet(kind), token, back=url_for("organisation.import_sheet", kind=kind))


@bp.post(f"/import/<{KINDS}:kind>/<token>")
def store_sheet(kind: str, token: str) -> Any:
    sheet = _sheet(kind)
    try:
        made = store_kept(sheet, token)
    except Invalid as wrong:
        return _page(sheet, Form(SheetFile()).refused(wrong.messages)), 422
    flash(told(sheet, made))
    return redirect(url_for(f"organisation.{kind}"), 303)


def _sheet(kind: str) -> Sheet:
    require(current_actor(), SHEETS[kind].verb)
    return SHEETS[kind]


def _page(sheet: Sheet, form: Form) -> str:
    return first_page(sheet, form, cancel=url_for(f"organisation.{sheet.name}"))
