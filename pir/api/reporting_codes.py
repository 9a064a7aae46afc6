"""The tree of reporting codes."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from kernel.permission import require
from pir.queries.reporting_codes import tree
from pir.rules.reporting_codes import Placed
from pir.schemas.reporting_codes import CodeForm, CodeShown, LabelForm
from pir.service import reporting_codes as service
from web.etag import etag, version_named
from web.session import current_actor
from web.unit import session

reporting_codes_blp = Blueprint(
    "reporting-codes-api", __name__, url_prefix="/api/v1/reporting-codes", description="Codes that causes are classified by for reporting"
)

Answer = tuple[dict[str, Any], int, dict[str, str]]


@reporting_codes_blp.route("")
@reporting_codes_blp.response(200, CodeShown(many=True))
def codes() -> list[dict[str, Any]]:
    """Every code, each below its parent, in the order of reading."""
    require(current_actor(), "read")
    found = tree(session())
    of_id = {one.row.id: one.row.code for one in found}
    return [_shown(one, of_id) for one in found]


@reporting_codes_blp.route("", methods=["POST"])
@reporting_codes_blp.arguments(CodeForm)
@reporting_codes_blp.response(201, CodeShown)
def add(body: dict[str, Any]) -> Answer:
    """Add a code below ``parent``, or at the top."""
    return _answer(service.add_code(session(), current_actor(), body).code, 201)


@reporting_codes_blp.route("/<code>", methods=["PUT"])
@reporting_codes_blp.arguments(LabelForm)
@reporting_codes_blp.response(200, CodeShown)
def rename(body: dict[str, Any], code: str) -> Answer:
    """Give a code other words; needs If-Match."""
    return _answer(service.rename_code(session(), current_actor(), code, version_named(), body["label"]).code, 200)


@reporting_codes_blp.route("/<code>/<any(up,down,retire,restore):act>", methods=["POST"])
@reporting_codes_blp.response(200, CodeShown)
def change(code: str, act: str) -> Answer:
    """Move a code among those of the same parent, retire it, bring it back; needs If-Match."""
    return _answer(service.ACTS[act](session(), current_actor(), code, version_named()).code, 200)


def _answer(code: str, status: int) -> Answer:
    found = tree(session())
    one = next(one for one in found if one.row.code == code)
    return _shown(one, {other.row.id: other.row.code for other in found}), status, etag(one.row.version)


def _shown(one: Placed, of_id: dict[int, str]) -> dict[str, Any]:
    row = one.row
    return {"code": row.code, "label": row.label, "path": list(one.path), "parent": of_id.get(row.parent_id or 0), "retired": row.is_retired,
            "offered": one.offered, "version": row.version}  # fmt: skip
