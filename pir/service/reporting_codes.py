"""The tree of reporting codes, edited by the problem manager. A code is never deleted: reports that were sent name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit, clock
from kernel.edit import expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, require
from pir.models import ReportingCode
from pir.queries.reporting_codes import find_code, tree
from pir.rules.reporting_codes import DEEPEST, is_code

EDIT = "edit reporting codes"


def add_code(session: Session, actor: Actor, values: Mapping[str, Any]) -> ReportingCode:
    """A new code, last below its ``parent`` (a code, or None for the top): ``code``, ``label``. ``Invalid`` by field."""
    _locked(session, actor)
    above = _parent(session, values.get("parent"))
    _require_free(session, values["code"])
    siblings = sa.select(sa.func.count()).where(ReportingCode.parent_id == (above.id if above else None))
    made = ReportingCode(code=values["code"], label=values["label"], parent_id=above.id if above else None, position=session.scalar(siblings) or 0)
    session.add(made)
    session.flush()
    audit.note(session, actor, "add reporting code", after={"code": made.code, "label": made.label, "parent": above.code if above else None})
    return made


def rename_code(session: Session, actor: Actor, code: str, version: int | None, label: str) -> ReportingCode:
    """Other words for the same code: whoever reads a report finds the code as it was."""
    found = _read(session, actor, code, version, label)
    if label != found.label:
        before, found.label = found.label, label
        session.flush()
        audit.note(session, actor, "rename reporting code", before={"code": code, "label": before}, after={"code": code, "label": label})
    return found


def retire_code(session: Session, actor: Actor, code: str, version: int | None) -> ReportingCode:
    """Offered no longer, with all that stands below; factors that have it keep it."""
    return _set_retired(session, actor, code, version, is_retired=True)


def bring_back_code(session: Session, actor: Actor, code: str, version: int | None) -> ReportingCode:
    """Offered again."""
    return _set_retired(session, actor, code, version, is_retired=False)


def move_code(session: Session, actor: Actor, code: str, version: int | None, step: int) -> ReportingCode:
    """One place up (-1) or down (1) among those of the same parent; at the end of them nothing happens."""
    found = _read(session, actor, code, version)
    same_parent = ReportingCode.parent_id == found.parent_id
    siblings = list(session.scalars(sa.select(ReportingCode).where(same_parent).order_by(ReportingCode.position, ReportingCode.id)))
    place = siblings.index(found) + step
    if not 0 <= place < len(siblings):
        return found
    siblings.remove(found)
    siblings.insert(place, found)
    for position, one in enumerate(siblings):
        one.position = position
    session.flush()
    audit.note(session, actor, "move reporting code", after={"code": code, "place": place + 1})
    return found


def require_offered(session: Session, code: str | None, held: str | None = None) -> None:
    """``Invalid`` unless a factor may be given this code: one that is offered, or the one that it has (``held``)."""
    if code and code != held and not any(one.offered and one.row.code == code for one in tree(session)):
        raise Invalid({"classification": ["Choose one of the reporting codes that are offered"]})


def _set_retired(session: Session, actor: Actor, code: str, version: int | None, *, is_retired: bool) -> ReportingCode:
    found = _read(session, actor, code, version)
    if (found.retired_at is not None) is not is_retired:
        found.retired_at = clock.now() if is_retired else None
        session.flush()
        audit.note(session, actor, "retire reporting code" if is_retired else "bring back reporting code", after={"code": code})
    return found


def _locked(session: Session, actor: Actor) -> None:
    """Allowed, and nobody else changes the tree meanwhile."""
    require(actor, EDIT)
    session.execute(sa.select(ReportingCode.id).order_by(ReportingCode.id).with_for_update())


def _read(session: Session, actor: Actor, code: str, version: int | None, label: str | None = None) -> ReportingCode:
    """The code, when it is still the one that the person read; ``label`` are the words that they wanted for it."""
    _locked(session, actor)
    found = find_code(session, code)
    session.refresh(found)
    yours = {} if label is None else {"label": label}
    expect_version(f"the code “{found.label}”", found.version, version, labels={"label": "Words"}, theirs={"label": found.label}, yours=yours)
    return found


def _parent(session: Session, code: str | None) -> ReportingCode | None:
    if not code:
        return None
    above = next((one for one in tree(session) if one.row.code == code), None)
    if above is None:
        raise Invalid({"parent": [f"There is no code “{code}”"]})
    if above.level + 1 >= DEEPEST:
        raise Invalid({"parent": [f"The tree has {DEEPEST} levels: choose a code further up"]})
    return session.get(ReportingCode, above.row.id)


def _require_free(session: Session, code: str) -> None:
    if not is_code(code):
        raise Invalid({"code": ["Use letters, digits, point, underscore and hyphen, without blanks"]})
    if session.scalar(sa.select(ReportingCode.id).where(sa.func.lower(ReportingCode.code) == code.lower())) is not None:
        raise Invalid({"code": [f"There is a code “{code}” already"]})


#: What is done to a code by one press: the same words in the addresses of page and API.
ACTS: Mapping[str, Callable[[Session, Actor, str, int | None], ReportingCode]] = {
    "up": partial(move_code, step=-1), "down": partial(move_code, step=1), "retire": retire_code, "restore": bring_back_code,
}
