"""The blueprint of the review's pages, and the way in which a refusal leads to where it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, request, url_for

from kernel.errors import Obstacle, Refused
from web import errors

bp = Blueprint("pir", __name__, template_folder="../templates")

Answer = str | tuple[str, int] | Any

#: what an obstacle names -> the page that mends it
PLACES = {
    "summary": "pir.story", "timeline": "pir.timeline", "times": "pir.times", "session": "pir.session",
    "evidence": "pir.evidence", "causes": "causes.ladder", "actions": "pir.actions", "approval": "pir.sign_off",
    "people": "pir.people", "result": "pir.result", "comments": "pir.comments", "checks": "causes.ladder",
}
#: … and where on it
ANCHORS = {"checks": "checks"}


def placed(found: Iterable[Obstacle], ref: str) -> list[Obstacle]:
    """The obstacles with addresses instead of names of parts."""
    return [Obstacle(o.text, _address(o.where, ref)) for o in found]


def _address(where: str | None, ref: str) -> str | None:
    if where is None or where.startswith("/"):
        return where
    if where in PLACES:
        return url_for(PLACES[where], ref=ref, _anchor=ANCHORS.get(where))
    part, _, named = where.partition("/")
    if part == "no-action":
        return url_for("causes.no_action", ref=ref, factor_ref=named)
    return f"/{part}/{named}" if named else None


@bp.errorhandler(Refused)
def _refused(error: Refused) -> Any:
    found = placed(error.obstacles, str((request.view_args or {}).get("ref", "")))
    return errors.answer(409, obstacles=found, base="")
