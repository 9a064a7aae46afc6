"""The organisation's name, zone and policy set."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import changes, expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, require
from organisation.models import Organisation, Policy
from organisation.queries.policy import the_organisation

LABELS = {"name": "Name of the organisation", "zone": "Time zone", "policy_key": "Policy set"}


def edit_organisation(session: Session, actor: Actor, values: Mapping[str, Any], *, version: int | None) -> Organisation:
    """Change ``name``, ``zone`` and ``policy_key``. ``version`` is ``version_of`` what was read, else ``Stale``."""
    require(actor, "administer policies")
    found = the_organisation(session)
    theirs = {key: getattr(found, key) for key in LABELS}
    expect_version("the settings", version_of(found), version, labels=LABELS, theirs=theirs, yours=values)
    return _change(session, actor, found, {key: values[key] for key in LABELS})


def choose_policy_set(session: Session, actor: Actor, key: str) -> Organisation:
    """Follow another set from now on; records keep the policy that they were opened under."""
    require(actor, "administer policies")
    return _change(session, actor, the_organisation(session), {"policy_key": key})


def version_of(organisation: Organisation) -> int:
    """A number that changes with the settings: the one row has no version of its own."""
    return zlib.crc32("\x00".join(str(getattr(organisation, key)) for key in LABELS).encode())


def _change(session: Session, actor: Actor, found: Organisation, values: Mapping[str, Any]) -> Organisation:
    key = values["policy_key"]
    if session.scalar(sa.select(Policy.id).where(Policy.key == key).limit(1)) is None:
        raise Invalid({"policy_key": ["Select a policy set"]})
    before, after = changes(found, values)
    if after:
        session.flush()
        verb = "choose policy set" if set(after) == {"policy_key"} else "edit settings"
        audit.note(session, actor, verb, before=before, after=after)
    return found
