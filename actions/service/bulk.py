"""Many actions given to one person at once: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from actions.models import Action
from actions.rules.lifecycle import EDIT
from actions.service.edit import edit_action
from kernel.errors import Invalid
from kernel.permission import Actor, require

#: So many at once; more is an import.
MOST = 200


def give_all(session: Session, actor: Actor, versions: Mapping[str, int], owner: int | None) -> list[Action]:
    """``versions``: reference -> the version that the person saw. Each is a change of its own, with its own entry in the trail."""
    require(actor, EDIT)
    if not versions:
        raise Invalid({"actions": ["Select at least one action"]})
    if len(versions) > MOST:
        raise Invalid({"actions": [f"Select {MOST} actions at most"]})
    if owner is None:
        raise Invalid({"owner": ["Select who owns them from now on"]})
    return [edit_action(session, actor, ref, version, {"owner": owner}) for ref, version in sorted(versions.items())]
