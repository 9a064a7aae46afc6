"""The tree of reporting codes beside the other settings of the organisation."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from kernel.permission import may, require
from organisation.pages.tabs import tabs
from pir.pages.blueprint import Answer, bp
from pir.queries.reporting_codes import find_code, tree
from pir.rules.reporting_codes import DEEPEST
from pir.schemas.reporting_codes import CodeForm, LabelForm
from pir.service import reporting_codes as service
from web.saving import form_of, form_page, read_version, saved
from web.session import current_actor
from web.unit import session

TAB = "Reporting codes"


@bp.get("/reporting-codes")
def reporting_codes() -> str:
    require(current_actor(), "read")
    return render_template("pir/reporting_codes.html", tabs=tabs(current_actor(), TAB), rows=tree(session()), may_edit=may(current_actor(), service.EDIT))


@bp.route("/reporting-codes/new", methods=["GET", "POST"])
def new_reporting_code() -> Answer:
    require(current_actor(), service.EDIT)
    form = form_of(CodeForm(), {"parent": request.args.get("parent", "")})
    if done := saved(form, lambda body: service.add_code(session(), current_actor(), body)):
        return _back(done.made.code)
    above = [(one.row.code, one.words) for one in tree(session()) if one.level + 1 < DEEPEST]
    return form_page("pir/reporting_code_new.html", form, tabs=tabs(current_actor(), TAB), parents=above)


@bp.route("/reporting-codes/<code>", methods=["GET", "POST"])
def reporting_code(code: str) -> Answer:
    """One code: other words for it, its place, and whether it is offered."""
    require(current_actor(), service.EDIT)
    row = find_code(session(), code)
    form = form_of(LabelForm(), {"label": row.label})
    if saved(form, lambda body: service.rename_code(session(), current_actor(), code, read_version(), body["label"])):
        return _back(code)
    where = next(one for one in tree(session()) if one.row.code == code)
    return form_page("pir/reporting_code.html", form, tabs=tabs(current_actor(), TAB), row=row, where=where)


@bp.post("/reporting-codes/<code>/<any(up,down,retire,restore):act>")
def change_reporting_code(code: str, act: str) -> Answer:
    """Move it among those of the same parent, retire it, bring it back."""
    service.ACTS[act](session(), current_actor(), code, read_version())
    if act in {"up", "down"}:
        flash(f"“{find_code(session(), code).label}” was moved {act}.")
        return redirect(url_for("pir.reporting_code", code=code), 303)
    return _back(code)


def _back(code: str) -> Answer:
    return redirect(url_for("pir.reporting_codes", _anchor=code), 303)
