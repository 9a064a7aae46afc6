"""Policy sets: read, and change by a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from kernel.errors import Invalid
from kernel.permission import require
from organisation.api.blueprint import bp
from organisation.models import Policy
from organisation.queries.policy import newest_version, started, versions
from organisation.schemas.policy import NewVersion, PolicyOut, PolicyTerms, body_of
from organisation.service.policy import ADMINISTER, add_version
from web.etag import etag, version_named
from web.forms import flatten
from web.session import current_actor
from web.unit import session


def as_body(policy: Policy, in_force: Policy) -> dict[str, Any]:
    """A version as ``PolicyOut`` writes it."""
    return {
        "key": policy.key, "name": policy.name, "version": policy.version, "starts_at": policy.starts_at,
        "reason": policy.reason, "in_force": policy is in_force, "terms": policy.terms,
    }


@bp.route("/policies/<key>/versions")
@bp.response(200, PolicyOut(many=True))
def policy_versions(key: str) -> tuple[list[dict[str, Any]], int, dict[str, str]]:
    """Every version of a set, the newest first; ETag is the number of the newest."""
    require(current_actor(), ADMINISTER)
    found = versions(session(), key)
    return [as_body(p, started(found)) for p in found], 200, etag(found[0].version)


@bp.route("/policies/<key>/versions", methods=["POST"])
@bp.arguments(NewVersion)
@bp.response(201, PolicyOut)
def add_policy_version(body: dict[str, Any], key: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A new version: in ``terms`` only what differs from the newest. Needs If-Match with the newest version's number."""
    require(current_actor(), ADMINISTER)
    terms = body.pop("terms")
    try:
        whole = PolicyTerms().load(_merged(body_of(newest_version(session(), key).terms), terms))
    except ValidationError as wrong:
        raise Invalid(flatten({"terms": wrong.messages_dict})) from None
    made = add_version(session(), current_actor(), key, whole, **body, version=version_named())
    return as_body(made, started(versions(session(), key))), 201, etag(made.version)


def _merged(whole: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """``part`` laid over ``whole``, group by group."""
    return {
        **whole,
        **{k: _merged(whole[k], v) if isinstance(v, Mapping) and isinstance(whole.get(k), Mapping) else v for k, v in part.items()},
    }
